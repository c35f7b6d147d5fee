"""What a word can be: lemma, universal part of speech and features, the likeliest reading first.

A word as written comes in, ``Reading`` records go out. There is one for each term of the word's
analysis, and one for each other use of its form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from kb.swahili.analysis import Analysis
from kb.swahili.explanation.segmenter import segment, standard_spelling
from kb.swahili.lemmatizer import Lemmatizer, is_swahili_word, lemmatizer
from kb.swahili.morphology.voice import irregular_verbs
from kb.swahili.normalize import normalize
from kb.swahili.universal.features import Features, grammar_rows, tense_features, word_classes
from kb.swahili.universal.noun_features import (
    adjective_features,
    kin_features,
    noun_features,
    pronominal_features,
)
from kb.swahili.universal.verb_features import (
    bare_verb_features,
    copula_features,
    verb_features,
)

__all__ = ["Reading", "clitic_reading", "readings_of"]

_AUXILIARY = "wa"
"""The stem of *kuwa*, to be: UD tags it AUX wherever it occurs."""

_MOSTLY_ADJECTIVES = frozenset({("kuu", "ADJ")})
"""Readings that come before the noun of their form: nine times in ten katibu mkuu, not mkuu wa mkoa."""

_PREDICATES = frozenset({"AUX", "VERB"})
"""Words of grammar that have a subject: ana, yupo, iliyo."""


class Reading(NamedTuple):
    """One reading of a word."""

    lemma: str
    upos: str
    feats: Features
    guessed: bool = False


def readings_of(form: str, *, opening: bool = True) -> list[Reading]:
    """Return the readings of a word, the likeliest first; at least one.

    Args:
        form: one word as written.
        opening: whether it begins a sentence, where its capital says nothing.

    >>> [(one.lemma, one.upos) for one in readings_of("waratibu")]
    [('mratibu', 'NOUN'), ('ratibu', 'VERB')]
    """
    source = lemmatizer()
    written = normalize(form)
    analysis = source.lemmatize(written)
    spelling = standard_spelling(written, analysis, source)
    found = [
        reading
        for term in analysis.terms
        for way in (_whole_word(spelling, term, source), _of_term(spelling, term, analysis, source))
        for reading in way
    ]
    other = source.verbs.other_active(analysis.verb.stem) if analysis.verb else None
    if other is not None and other not in analysis.terms:  # sainiwa: of saini, and of sainia
        found.append(found[0]._replace(lemma=other))
    found.sort(key=lambda one: (one.lemma, one.upos) not in _MOSTLY_ADJECTIVES)
    if _is_named(form, analysis, opening=opening):
        found.insert(0, Reading(written, "PROPN", {}, guessed=True))
    return found


def _is_named(form: str, analysis: Analysis, *, opening: bool) -> bool:
    """Tell whether a word that nothing knows is a name, by its capitals and its place."""
    if analysis.part not in ("unknown", "foreign") or not form[:1].isupper():
        return False
    return not opening or analysis.part == "foreign" or (len(form) > 1 and form.isupper())


def _whole_word(word: str, term: str, source: Lemmatizer) -> Iterator[Reading]:
    """Yield the uses of a word without inflection that is listed as several parts of speech.

    An invariable adjective that is also a noun (*halali*) mostly modifies; an adverb that is also
    an invariable adjective (*mbali*) is mostly an adverb; a noun that is also an adverb
    (*mashariki*) is mostly a noun, and is left to what the form says.
    """
    words = source.lexicon
    if word != term or term in words.functions or term in words.numbers:
        return
    if term in words.adverbs and term not in words.nouns:
        yield Reading(term, "ADV", {})
    if words.adjectives.get(term) == "no":
        yield Reading(term, "ADJ", {})


def _of_term(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> Iterator[Reading]:
    """Yield the readings of one term."""
    if analysis.part == "function":
        yield from _function(word, term, source)
        return
    part = _part(word, term, analysis, source)
    guessed = analysis.rule != "enclitic" and not is_swahili_word(word)
    match part:
        case "verb":
            yield _verb(word, term, analysis, source, guessed=guessed)
        case "noun":
            yield Reading(term, "NOUN", _noun(word, term, source), guessed)
        case "adjective":
            feats = (
                {}
                if source.lexicon.adjectives.get(term) == "no"
                else adjective_features(word, term)
            )
            yield Reading(term, "ADJ", feats, guessed)
        case "number":
            digits = word[0].isdigit()
            yield Reading(
                term, "NUM", {"NumType": "Card", **({} if digits else _numeral(word, term))}
            )
        case "name":
            case = {"Case": "Loc"} if word == f"{term}ni" else {}
            yield Reading(term, "PROPN", case, guessed)
        case "acronym":
            yield Reading(term, "PROPN", {"Abbr": "Yes"}, guessed)
        case "adverb":
            yield Reading(term, "ADV", {}, guessed)
        case "foreign":
            yield Reading(word, "X", {"Foreign": "Yes"}, guessed=True)
        case _:
            yield Reading(term, "NOUN" if word.isalpha() else "X", {}, guessed=True)


def _part(word: str, term: str, analysis: Analysis, source: Lemmatizer) -> str:
    """Return the part of speech of one term of a word."""
    words = source.lexicon
    part, _ = segment(word, term, analysis, source)
    if term in _months():
        return "name"
    named = term in words.names and term not in words.name_parts
    if part == "name" and term in words.nouns and not named:
        return "noun"  # mjini: the town so called, and "in the town"
    if part == "adjective" and term in words.numbers:
        return "number"  # wawili agrees as an adjective does
    return part


@cache
def _months() -> frozenset[str]:
    return frozenset(row["name"] for row in grammar_rows("months.tsv"))


def _noun(word: str, term: str, source: Lemmatizer) -> Features:
    gloss = _kin().get(word)
    if gloss is not None:
        return {**noun_features(term, term, source.lexicon), **kin_features(gloss, word)}
    return noun_features(word, term, source.lexicon)


@cache
def _kin() -> dict[str, str]:
    """Return each kin with a possessive written on, with its gloss: mumewe, his husband."""
    return {
        row["stem"] + ending: f"{_OWNER[ending]} {row['gloss']}"
        for row in grammar_rows("fused_kin.tsv")
        for ending in row["endings"].split("|")
    }


_OWNER: Mapping[str, str] = {
    **dict.fromkeys(("ngu", "angu"), "my"),
    **dict.fromkeys(("ko", "ako", "o", "yo", "zo", "io", "ii", "enu"), "your"),
    **dict.fromkeys(("ke", "ake", "ye", "ze", "we", "e", "iwe", "ie"), "his"),
    "etu": "our",
    "ao": "their",
}


def _numeral(word: str, term: str) -> Features:
    return adjective_features(word, term) if word != term else {}


def _verb(
    word: str, term: str, analysis: Analysis, source: Lemmatizer, *, guessed: bool
) -> Reading:
    """Return the reading of a verb form; *kuwa* is an auxiliary."""
    upos = _verb_upos(term)
    verbs = source.verbs
    if analysis.rule == "irregular":
        return Reading(term, upos, _irregular(word), guessed)
    if analysis.part == "verb" and analysis.verb is not None:
        return Reading(term, upos, verb_features(analysis.verb), guessed)
    if word in source.lexicon.verbs and analysis.rule == "stem":
        return Reading(term, upos, bare_verb_features(word, term), guessed)
    form = word[:-2] if analysis.rule == "enclitic" else word
    for candidate in verbs.analyses(form):
        if candidate.term == term:
            return Reading(term, upos, verb_features(candidate), guessed)
    return Reading(term, upos, {}, guessed)


def _verb_upos(stem: str) -> str:
    return "AUX" if stem == _AUXILIARY else "VERB"


def _irregular(word: str) -> Features:
    """Return the features of a form that no template reaches: kuwepo, njooni."""
    if word.startswith("kuto"):
        return tense_features()["negative infinitive"]
    if word.startswith(("ku", "kw")):
        return tense_features()["infinitive"]
    if word.startswith("hu"):
        return tense_features()["habitual"]
    if word.startswith("hai"):
        return tense_features()["negative present"]
    return tense_features()["plural imperative" if word.endswith("ni") else "imperative"]


def _function(word: str, family: str, source: Lemmatizer) -> Iterator[Reading]:
    """Yield the readings of a word of grammar: its own row, else that of its family or stem."""
    classes = word_classes()
    kind = source.lexicon.functions.get(word)
    own = classes.get(word) or (classes[f"family:{kind}"] if kind is not None else None)
    if own is not None:
        lemma, upos, feats = own
        yield Reading(word if lemma == "-" else lemma, upos, feats)
    else:
        lemma, upos, feats = classes[f"stem:{family}"]
        agreement = (
            copula_features(word) if upos in _PREDICATES else pronominal_features(word, family)
        )
        yield Reading(lemma, upos, {**feats, **agreement})
    verb = irregular_verbs().get(word)
    if verb is not None:  # kuwa: that, and to be
        yield Reading(verb, _verb_upos(verb), _irregular(word))


def clitic_reading(form: str) -> Reading | None:
    """Return the reading of a pronoun that is written on to na- or kwa-; None for another word.

    >>> clitic_reading("ye").lemma, clitic_reading("vyo").feats["NounClass"]
    ('yeye', 'Bantu8')
    """
    found = word_classes().get(f"clitic:{form}")
    return Reading(*found) if found is not None else None
