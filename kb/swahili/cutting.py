"""Find the parts of a word, whatever it was read as.

A word, one of its terms and its reading come in; the part of speech and the pieces
go out. The reading's own part of speech is asked first, then any other, and where
none knows the pair, the word stands as one piece that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kb.swahili.grammar_terms import expansion, kinds, label, records, say
from kb.swahili.noun_parts import adjective_pieces, function_pieces, noun_pieces
from kb.swahili.parts import Piece, finished
from kb.swahili.reading import Reader, Reading
from kb.swahili.verb_parts import prefix_pieces, stem_pieces, verb_pieces

__all__ = ["pieces_of", "spelling_of"]

Cutter = Callable[[str, str, Reading, Reader], "list[Piece] | None"]
"""Takes a word, a term, the reading and the reader; None where it has nothing to say."""


def spelling_of(written: str, reading: Reading, source: Reader) -> str:
    """Return the standard spelling under which a word was read; the word itself for most."""
    standard = source.lexicon.variants.get(written)
    if standard is not None:
        return standard
    if reading.rule == "spelling":
        for row in records("spellings.tsv"):
            other = written.replace(row["written"], row["standard"], 1)
            whole = source.whole(other) if other != written else None
            if whole is not None and whole.terms == reading.terms:
                return other
    return written


def pieces_of(word: str, term: str, reading: Reading, source: Reader) -> tuple[str, list[Piece]]:
    """Cut a word for one term: by the reading's own part of speech, else by any other."""
    if reading.rule == "prefix before a hyphen":
        head, _, tail = word.partition("-")
        part, pieces = _after_hyphen(tail, term, source)
        return part, [*_hyphened(head), *pieces]
    own = [reading.part] if reading.part in _CUTTERS else []
    for part in [*own, *(part for part in _CUTTERS if part not in own)]:
        found = _CUTTERS[part](word, term, reading, source)
        if found and finished(word, found):
            return part, found
    return reading.part, _plain(word, term, reading)


def _after_hyphen(tail: str, term: str, source: Reader) -> tuple[str, list[Piece]]:
    """Cut what a hyphen joins a prefix to: ku-update, wa-Tanzania."""
    inner = source.read(tail)
    spelling = spelling_of(tail, inner, source)
    part, pieces = pieces_of(spelling, term, inner, source)
    if spelling != tail:
        pieces = [Piece(tail, "stem", say("spelling", term=spelling))]
    return part, pieces


def _hyphened(head: str) -> list[Piece]:
    """Name a prefix before a hyphen: of a noun, else of a verb."""
    name = kinds().get(("hyphen", head))
    if name is not None:
        return [Piece(head, "affix", name)]
    return prefix_pieces(head) or [Piece(head, "affix", say("prefix"))]


def _verb(word: str, term: str, reading: Reading, source: Reader) -> list[Piece] | None:
    """Cut a verb: along its template, as a bare stem, or as a form that has neither."""
    verbs = source.verbs
    if term not in verbs.irregular.values() and not verbs.weight(term) and reading.part != "verb":
        return None
    if reading.part != "verb" or reading.rule != "irregular":
        for form, enclitic in _enclitics(word, reading):
            if verbs.active(form) == term and (form in source.lexicon.verbs or form != term):
                pieces = stem_pieces(form, term, label("tense", "imperative"))
                if pieces and reading.rule == "stem":
                    return [*pieces, *enclitic]
            candidates = [reading.verb] if reading.verb else verbs.readings(form)
            for candidate in candidates:
                if candidate.term == term:
                    pieces = verb_pieces(form, candidate)
                    if pieces:
                        return [*pieces, *enclitic]
    if verbs.irregular.get(word) == term:
        return [Piece(word, "stem", say("irregular", term=term))]
    return None


def _enclitics(word: str, reading: Reading) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the verb within a word, and what hangs on it."""
    if reading.rule == "enclitic":
        inner, tail = word[:-2], word[-2:]
        if tail == "je":
            yield inner, [Piece(tail, "affix", say("how"))]
        else:  # kuwepo keeps an old e before the place
            yield inner, [Piece(tail, "affix", say("there"))]
    yield word, []


def _noun(word: str, term: str, reading: Reading, source: Reader) -> list[Piece] | None:
    if term not in source.lexicon.nouns and reading.part != "noun":
        return None
    return noun_pieces(word, term, source.lexicon)


def _adjective(word: str, term: str, _: Reading, source: Reader) -> list[Piece] | None:
    return adjective_pieces(word, term, source.lexicon)


def _function(word: str, term: str, reading: Reading, source: Reader) -> list[Piece] | None:
    return function_pieces(word, term, source.lexicon) if reading.part == "function" else None


def _number(word: str, _: str, reading: Reading, source: Reader) -> list[Piece] | None:
    if reading.part != "number":
        return None
    value = source.lexicon.numbers.get(word)
    return [
        Piece(word, "stem", say("number of", value=value) if value else label("part", "number"))
    ]


def _name(word: str, term: str, _: Reading, source: Reader) -> list[Piece] | None:
    kind = source.lexicon.names.get(term)
    if kind is None:
        return None
    whole = Piece(term, "stem", say("name of", kind=label("name", kind)))
    if word == f"{term}ni":
        return [whole, Piece("ni", "affix", say("locative"))]
    return [whole]


def _acronym(word: str, term: str, _: Reading, source: Reader) -> list[Piece] | None:
    if term not in source.lexicon.acronyms or word != term:
        return None
    full = expansion(term)
    return [Piece(word, "stem", say("acronym of", full=full))]


def _adverb(word: str, term: str, _: Reading, source: Reader) -> list[Piece] | None:
    if word != term or word not in source.lexicon.adverbs:
        return None
    return [Piece(word, "stem", label("part", "adverb"))]


_CUTTERS: dict[str, Cutter] = {
    "function": _function,
    "number": _number,
    "name": _name,
    "acronym": _acronym,
    "noun": _noun,
    "adjective": _adjective,
    "adverb": _adverb,
    "verb": _verb,
}


def _plain(word: str, term: str, reading: Reading) -> list[Piece]:
    """Show a word no cutter knows: what was taken off at either end, and what is left."""
    if word == term:
        return [Piece(word, "stem", label("part", reading.part))]
    if reading.part == "foreign":
        return [Piece(word, "stem", say("cut", term=term))]
    before, found, after = word.partition(term)
    if not found:
        return [Piece(word, "stem", say("form of", term=term))]
    pieces = [
        Piece(before.strip("-'"), "affix", say("prefix")),
        Piece(term, "stem"),
        Piece(after.strip("-'"), "affix", say("ending")),
    ]
    return [piece for piece in pieces if piece.written]
