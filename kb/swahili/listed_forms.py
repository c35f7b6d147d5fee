"""Every form that is looked up whole: listed words, agreeing adjectives, plurals.

Takes a ``Lexicon``, gives a dict from the form to its terms, part of speech and rule.
A form may have several claims, so the tables are laid over each other in one order,
the strongest last. Where two claims are equally good, the terms of both are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from kb.swahili.data import table_rows
from kb.swahili.english import english_stem
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.adjectives import agreeing_forms
from kb.swahili.morphology.function_words import being_and_having, function_words
from kb.swahili.morphology.nouns import locative_base
from kb.swahili.morphology.voice import irregular_verbs

__all__ = ["ListedForm", "ListedForms", "fused_kin", "listed_forms"]

ListedForm = tuple[tuple[str, ...], str, str]
"""Terms, part of speech and rule: the first fields of an Analysis, as plain values."""


class ListedForms(Protocol):
    """What looks a form up; a dict does."""

    def get(self, word: str, /) -> ListedForm | None:
        """Return the entry of a form, None where it is not listed."""


# Generated forms of these are rarer than the noun they look like: kiko (pipe), vimo (heights).
_WEAK_FAMILIES = frozenset({"po", "ko", "mo", "pi", "li", "kwa"})

_OF_PLURAL: Mapping[str, tuple[str, ...]] = {
    "6": ("5/6", "9/6", "5"),
    "8": ("7/8", "7"),
    "4": ("3/4", "3"),
}
_PLURAL_PREFIX: Mapping[str, tuple[str, str]] = {
    "6": ("ma", ""),
    "8": ("vi", "ki"),
    "4": ("mi", "m"),
}


def listed_forms(words: Lexicon) -> dict[str, ListedForm]:
    """Return every form that is looked up whole.

    >>> from kb.swahili.lexicon_tables import parse_lexicon
    >>> listed_forms(parse_lexicon())["majukumu"]
    (('jukumu',), 'noun', 'plural')
    """
    forms: dict[str, ListedForm] = {}
    _add_adjectives(forms, words)
    _add_adverbs(forms, words)
    for form, nouns, rule in _noun_forms(words):
        forms[form] = _with_adjective(forms.get(form), nouns, rule, form)
    for word in words.numbers:
        stem = forms[word][0][0] if word in forms else word
        forms[word] = ((stem,), "number", "lexicon")
    for name in words.names:
        _add_name(forms, words, name)
    for acronym in words.acronyms:
        forms[acronym] = ((acronym,), "acronym", "lexicon")
    for form, noun in fused_kin():
        forms.setdefault(form, ((noun,), "noun", "fused possessive"))
    for word, stem in irregular_verbs().items():
        forms[word] = ((stem,), "verb", "irregular")
    _add_function_words(forms, words)
    for word in words.english:
        # A rule of Swahili would fit release and language; a Swahili word of these letters wins.
        if word not in words.verbs and locative_base(word) not in words.nouns:
            forms.setdefault(word, ((english_stem(word),), "foreign", "english"))
    for form, family in being_and_having().items():
        if form not in words.verbs:
            forms.setdefault(form, ((family,), "function", "lexicon"))
    return forms


def fused_kin() -> Iterator[tuple[str, str]]:
    """Yield kin with the possessive written on, each with its noun: mamake (mama yake), nduguzo.

    >>> dict(fused_kin())["babangu"], dict(fused_kin())["wenzio"]
    ('baba', 'mwenzi')
    """
    columns = ("stem", "noun", "endings", "example", "gloss")
    for stem, noun, endings, *_ in table_rows("fused_kin.tsv", columns):
        for ending in endings.split("|"):
            yield stem + ending, noun


def _add_adjectives(forms: dict[str, ListedForm], words: Lexicon) -> None:
    for stem, agrees in words.adjectives.items():
        if agrees != "no":
            entry = ((stem,), "adjective", "concord")
            forms.update(dict.fromkeys(agreeing_forms(stem, plural=agrees == "plural"), entry))
            if stem in words.verbs:
                forms.pop(f"ku{stem}", None)  # kustaafu: to retire
        else:
            forms[stem] = ((stem,), "adjective", "lexicon")


def _add_adverbs(forms: dict[str, ListedForm], words: Lexicon) -> None:
    for word in words.adverbs:
        # vizuri is an adverb too, but an agreeing form; pamoja and pengine are words apart.
        if word not in forms or word.startswith("p"):
            base = locative_base(word)
            terms = (base, word) if base in words.nouns else (word,)
            if word.startswith("ku") and words.verbs.get(word[2:]) == "native":
                terms = (*terms, word[2:])  # kulia: to the right, and to cry
            forms[word] = (terms, "adverb", "lexicon")


def _add_name(forms: dict[str, ListedForm], words: Lexicon, name: str) -> None:
    """Add a name; where the form is also a word, both terms are kept.

    Mkoani is a town, and "in the region"; Masoko is a town, and "markets".
    """
    rival = forms.get(name)
    base = locative_base(name)
    place = forms.get(base) if base else None
    if rival is not None:
        terms, part, rule = rival
        if name not in terms and name not in words.name_parts:
            forms[name] = ((*terms, name), part, rule)
    elif place is not None and place[1] == "noun":
        forms[name] = ((*place[0], name), "name", "lexicon")
    else:
        forms[name] = ((name,), "name", "lexicon")


def _add_function_words(forms: dict[str, ListedForm], words: Lexicon) -> None:
    for word, family in function_words(words).items():
        rival = forms.get(word)
        loses = rival is not None and (
            rival[1] in ("adjective", "number") or (rival[1] == "noun" and family in _WEAK_FAMILIES)
        )
        if word in words.functions or not loses:
            forms[word] = ((family,), "function", "lexicon")


def _noun_forms(words: Lexicon) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield every form of every noun with its noun: plurals first, so that singulars win."""
    for form, nouns in words.plurals.items():
        place = ("maji",) if form == "majini" else ()  # 72 times of 74 in water, and not jinns
        yield form, (*place, *nouns), "plural"
    for noun, classes in words.nouns.items():
        many = words.plurals.get(noun, ())
        if noun in many:
            yield noun, (noun, *(other for other in many if other != noun)), "lexicon"
            continue  # maziwa: milk, and lakes
        singular = _singular_of_plural_only(noun, classes)
        if singular is not None:
            if words.nouns.get(singular) in _OF_PLURAL[classes]:
                continue  # jukumu is listed, and majukumu is its plural
            known = (words.nouns, words.verbs, words.adjectives)
            # Not hindi of mahindi: mhindi says that hindi is another word.
            if not any(singular in table for table in known) and "m" + singular not in words.nouns:
                yield singular, (noun,), "singular of a plural"  # badiliko, of mabadiliko
        yield noun, (noun,), "lexicon"


def _singular_of_plural_only(noun: str, classes: str) -> str | None:
    """Return what the singular of a noun listed as a plural would be."""
    prefix = _PLURAL_PREFIX.get(classes)
    if prefix is None or not noun.startswith(prefix[0]) or len(noun) < 6:
        return None
    return prefix[1] + noun[2:]


def _with_adjective(
    known: ListedForm | None, nouns: tuple[str, ...], rule: str, form: str
) -> ListedForm:
    """Return nouns' entry; where their form is as much an adjective's, that term is kept too.

    tawala: governments, and ruling.
    """
    if known is not None:
        terms, part, by = known
        concord = by == "concord" and form[:2] not in ("ma", "pa", "ku")
        stem = by == "lexicon" and part == "adjective" and rule == "plural"
        if concord or stem:
            return (*nouns, *(t for t in terms if t not in nouns)), "noun", rule
    return nouns, "noun", rule
