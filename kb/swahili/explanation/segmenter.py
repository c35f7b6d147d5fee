"""Cut a word into morphemes, whatever its part of speech.

A word, one of its terms and its analysis come in; the part of speech and the pieces go out.
The segmenter of the analysis's own part of speech is tried first, then the others. Where
none fits the word and the term, the word is one piece, and its name says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kb.swahili.analysis import Analysis
from kb.swahili.explanation.grammar_terms import expansion, kinds, label, phrase, records
from kb.swahili.explanation.morphemes import Segment, join_morphemes
from kb.swahili.explanation.noun_morphemes import adjective_pieces, function_pieces, noun_pieces
from kb.swahili.explanation.verb_morphemes import prefix_pieces, stem_pieces, verb_pieces
from kb.swahili.lemmatizer import Lemmatizer
from kb.swahili.morphology.function_words import being_before
from kb.swahili.morphology.voice import irregular_verbs
from kb.swahili.spoken import standard_word

__all__ = ["segment", "standard_spelling"]

Segmenter = Callable[[str, str, Analysis, Lemmatizer], "list[Segment] | None"]
"""Takes a word, a term, the analysis and the lemmatizer; None where it does not fit."""


def standard_spelling(written: str, analysis: Analysis, source: Lemmatizer) -> str:
    """Return the standard spelling of a word; the word itself for most."""
    standard = source.lexicon.variants.get(written)
    if standard is not None:
        return standard
    if analysis.rule == "spelling":
        for row in records("spellings.tsv"):
            other = written.replace(row["written"], row["standard"], 1)
            whole = source.whole(other) if other != written else None
            if whole is not None and whole.terms == analysis.terms:
                return other
    if analysis.rule == "spoken" and analysis.verb is None:
        return standard_word(source, written, analysis.terms) or written
    plain = written.replace("'", "")  # mama'ke, but not TEHAMA'ni or ng'ombe
    if plain != written and source.lemmatize(plain) == analysis:
        return standard_spelling(plain, analysis, source)
    return written


def segment(
    word: str, term: str, analysis: Analysis, source: Lemmatizer
) -> tuple[str, list[Segment]]:
    """Cut a word for one term: by the analysis's own part of speech, else by any other."""
    if analysis.rule == "prefix before a hyphen":
        head, _, tail = word.partition("-")
        part, pieces = _after_hyphen(tail, term, source)
        return part, [*_hyphened(head), *pieces]
    if analysis.rule == "being so":
        cut = being_before(word)
        being = function_pieces(word[:cut], "li", source.lexicon) or []
        part, pieces = segment(word[cut:], term, source.lemmatize(word[cut:]), source)
        return part, [*being, *pieces]
    own = [analysis.part] if analysis.part in _SEGMENTERS else []
    for part in [*own, *(part for part in _SEGMENTERS if part not in own)]:
        found = _SEGMENTERS[part](word, term, analysis, source)
        if found and join_morphemes(word, found):
            return part, found
    return analysis.part, _plain(word, term, analysis)


def _after_hyphen(tail: str, term: str, source: Lemmatizer) -> tuple[str, list[Segment]]:
    """Cut what a hyphen joins a prefix to: ku-update, wa-Tanzania."""
    inner = source.lemmatize(tail)
    spelling = standard_spelling(tail, inner, source)
    part, pieces = segment(spelling, term, inner, source)
    if spelling != tail:
        pieces = [Segment(tail, "stem", phrase("spelling", term=spelling))]
    return part, pieces


def _hyphened(head: str) -> list[Segment]:
    """Name a prefix before a hyphen: of a noun, else of a verb."""
    name = kinds().get(("hyphen", head))
    if name is not None:
        return [Segment(head, "affix", name)]
    return prefix_pieces(head) or [Segment(head, "affix", phrase("prefix"))]


def _verb(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> list[Segment] | None:
    """Cut a verb: along its template, as a bare stem, or as a form that has neither."""
    verbs = source.verbs
    if (
        term not in irregular_verbs().values()
        and not verbs.weight(term)
        and analysis.part != "verb"
    ):
        return None
    if analysis.part != "verb" or analysis.rule != "irregular":
        for form, enclitic in _enclitics(word, analysis):
            if verbs.active(form) == term and (form in source.lexicon.verbs or form != term):
                pieces = stem_pieces(form, term, label("tense", "imperative"))
                if pieces and analysis.rule == "stem":
                    return [*pieces, *enclitic]
            candidates = [analysis.verb] if analysis.verb else verbs.analyses(form)
            for candidate in candidates:
                if candidate.term == term:
                    pieces = verb_pieces(form, candidate)
                    if pieces:
                        return [*pieces, *enclitic]
    if irregular_verbs().get(word) == term:
        return [Segment(word, "stem", phrase("irregular", term=term))]
    return None


def _enclitics(word: str, analysis: Analysis) -> Iterator[tuple[str, list[Segment]]]:
    """Yield the verb within a word, and the enclitic behind it."""
    if analysis.rule == "enclitic":
        inner, tail = word[:-2], word[-2:]
        if tail == "je":
            yield inner, [Segment(tail, "affix", phrase("how"))]
        else:  # kuwepo keeps an old e before the place
            yield inner, [Segment(tail, "affix", phrase("there"))]
    yield word, []


def _noun(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> list[Segment] | None:
    doers = analysis.rule == "verb or doers" and term == analysis.terms[-1]
    if term not in source.lexicon.nouns and analysis.part != "noun" and not doers:
        return None
    return noun_pieces(word, term, source.lexicon)


def _adjective(word: str, term: str, _: Analysis, source: Lemmatizer) -> list[Segment] | None:
    return adjective_pieces(word, term, source.lexicon)


def _function(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> list[Segment] | None:
    return function_pieces(word, term, source.lexicon) if analysis.part == "function" else None


def _number(word: str, _: str, analysis: Analysis, source: Lemmatizer) -> list[Segment] | None:
    if analysis.part != "number":
        return None
    value = source.lexicon.numbers.get(word)
    return [
        Segment(
            word, "stem", phrase("number of", value=value) if value else label("part", "number")
        )
    ]


def _name(word: str, term: str, _: Analysis, source: Lemmatizer) -> list[Segment] | None:
    kind = source.lexicon.names.get(term)
    if kind is None:
        return None
    whole = Segment(term, "stem", phrase("name of", kind=label("name", kind)))
    if word == f"{term}ni":
        return [whole, Segment("ni", "affix", phrase("locative"))]
    return [whole]


def _acronym(word: str, term: str, _: Analysis, source: Lemmatizer) -> list[Segment] | None:
    if term not in source.lexicon.acronyms or word != term:
        return None
    full = expansion(term)
    return [Segment(word, "stem", phrase("acronym of", full=full))]


def _adverb(word: str, term: str, _: Analysis, source: Lemmatizer) -> list[Segment] | None:
    if word != term or word not in source.lexicon.adverbs:
        return None
    return [Segment(word, "stem", label("part", "adverb"))]


_SEGMENTERS: Mapping[str, Segmenter] = {
    "function": _function,
    "number": _number,
    "name": _name,
    "acronym": _acronym,
    "noun": _noun,
    "adjective": _adjective,
    "adverb": _adverb,
    "verb": _verb,
}


def _plain(word: str, term: str, analysis: Analysis) -> list[Segment]:
    """Show a word that no segmenter fits: what was cut at either end, and what is left."""
    if word == term:
        return [Segment(word, "stem", label("part", analysis.part))]
    if analysis.part == "foreign":
        return [Segment(word, "stem", phrase("cut", term=term))]
    before, found, after = word.partition(term)
    if not found:
        return [Segment(word, "stem", phrase("form of", term=term))]
    pieces = [
        Segment(before.strip("-'"), "affix", phrase("prefix")),
        Segment(term, "stem"),
        Segment(after.strip("-'"), "affix", phrase("ending")),
    ]
    return [piece for piece in pieces if piece.written]
