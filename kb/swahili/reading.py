"""Choose one reading of a word among all it could have.

A word is looked up whole first (function words, numbers, names, nouns,
adjectives), then as a plural or a locative of a known noun, then as a verb,
then as a form of a noun learnt from text, and last by the bare shape of its
prefix. The order is that of how often each was right on running text:
docs/swahili.md has the counts. A form that truly has two readings (waratibu:
"co-ordinators" and "let them co-ordinate") keeps both terms, the noun's first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kb.swahili.adjectives import agreeing_forms
from kb.swahili.data import rows
from kb.swahili.english import english_stem
from kb.swahili.family import Families
from kb.swahili.function_words import function_words
from kb.swahili.lexicon import Lexicon, lexicon
from kb.swahili.nouns import locative_base, singulars
from kb.swahili.shape import is_foreign, is_swahili
from kb.swahili.verbs import VerbReading, Verbs

__all__ = ["Reader", "Reading", "reader"]

KNOWN = 3.0
"""Weight from which a stem with telling prefixes beats a noun learnt from text."""

KNOWN_SUBJUNCTIVE = 1.0
KNOWN_WEAK = 2.0
"""Weight from which a stem with prefixes that tell little is believed where nothing speaks against."""


class Reading(NamedTuple):
    """What a word was read as."""

    terms: tuple[str, ...]
    part: str  # function, number, name, acronym, noun, adjective, verb, adverb, foreign, unknown
    rule: str  # which step of the order decided, for explain()
    verb: VerbReading | None = None


class Reader:
    """Reads words against one lexicon; a word is read once and remembered."""

    MOST_REMEMBERED = 200_000

    def __init__(self, words: Lexicon) -> None:
        self.lexicon = words
        self.verbs = Verbs(words)
        self.families = Families(words)
        self._whole = self._forms(words)
        self._spellings = tuple(
            (old, new)
            for old, new, *_ in rows("spellings.tsv", ("written", "standard", "example", "gloss"))
        )
        self._readings: dict[str, Reading] = {}

    def read(self, word: str) -> Reading:
        """Return the reading of a normalised word."""
        found = self._readings.get(word)
        if found is None:
            if len(self._readings) >= self.MOST_REMEMBERED:
                self._readings.clear()
            found = self._readings[word] = self._read(word)
        return found

    def whole(self, word: str) -> Reading | None:
        """Return the reading of a word the lexicon lists in this very form, or as its locative."""
        return self._whole.get(word) or self._locative(word)

    def _forms(self, words: Lexicon) -> dict[str, Reading]:
        """Lay out every form that is looked up whole, the strongest claim last."""
        forms: dict[str, Reading] = {}
        for stem, agrees in words.adjectives.items():
            if agrees != "no":
                reading = Reading((stem,), "adjective", "concord")
                for form in agreeing_forms(stem, plural=agrees == "plural"):
                    forms[form] = reading
            else:
                forms[stem] = Reading((stem,), "adjective", "lexicon")
        for word in words.adverbs:
            # vizuri is an adverb too, but an agreeing form; pamoja and pengine are words apart.
            if word not in forms or word.startswith("p"):
                base = locative_base(word)
                noun = base if base in words.nouns else None
                forms[word] = Reading((noun, word) if noun else (word,), "adverb", "lexicon")
        for form, nouns, rule in _noun_forms(words):
            forms[form] = _beside(forms.get(form), nouns, rule, form)
        for word in words.numbers:
            stem = forms[word].terms[0] if word in forms else word
            forms[word] = Reading((stem,), "number", "lexicon")
        for name in words.names:
            rival = forms.get(name)
            base = locative_base(name)
            place = forms.get(base) if base else None
            # Mkoani is a town, and "in the region"; Masoko is a town, and "markets": both are kept.
            if rival is not None:
                if name not in rival.terms and name not in words.name_parts:
                    forms[name] = Reading((*rival.terms, name), rival.part, rival.rule)
            elif place is not None and place.part == "noun":
                forms[name] = Reading((*place.terms, name), "name", "lexicon")
            else:
                forms[name] = Reading((name,), "name", "lexicon")
        for acronym in words.acronyms:
            forms[acronym] = Reading((acronym,), "acronym", "lexicon")
        for word, noun, _ in rows("fused_kin.tsv", ("form", "noun", "gloss")):
            forms[word] = Reading((noun,), "noun", "fused possessive")
        for word, stem in self.verbs.irregular.items():
            forms[word] = Reading((stem,), "verb", "irregular")
        for word, family in function_words(words).items():
            rival = forms.get(word)
            loses = rival is not None and (
                rival.part in ("adjective", "number")
                or (rival.part == "noun" and family in _WEAK_FAMILIES)
            )
            if word in words.functions or not loses:
                forms[word] = Reading((family,), "function", "lexicon")
        return forms

    def _read(self, word: str) -> Reading:
        standard = self.lexicon.variants.get(word)
        if standard is not None:
            return self.read(standard)
        whole = self._whole.get(word)
        if whole is not None:
            return self._with_verb(word, whole)
        if not word.isalpha():
            joined = self._joined(word)
            if joined is not None:
                return joined
        if len(word) < 3 or (not word.isalpha() and "'" not in word):
            return Reading((word,), "number" if word[0].isdigit() else "unknown", "too short")
        if is_foreign(word):
            for vowel in "ui":  # wataalam, program: the vowel Swahili adds is left out
                loan = self.whole(word + vowel) if len(word) >= 5 else None
                if loan is not None and loan.part == "noun":
                    return Reading(loan.terms, "noun", "spelling")
            return Reading((english_stem(word),), "foreign", "shape")
        return (
            self._locative(word)
            or self._respelt(word)
            or self._asked_how(word)
            or self._being_there(word)
            or self._manner(word)
            or self._verb(word)
            or self._learnt(word)
            or self._shape(word)
            or self._unknown(word)
        )

    def _joined(self, word: str) -> Reading | None:
        """Read what is written on to a foreign word: TEHAMA'ni, ku-update, ma-CEO, e-GA."""
        head, hyphen, tail = word.rpartition("-")
        if hyphen and tail:
            inner = self.whole(head + tail) or self.read(tail)
            terms = inner.terms
            if tail in self.lexicon.names and tail not in terms:
                terms = (*terms, tail)  # wa-Tanzania: the people, and the country it spells
            return Reading(terms, inner.part, "prefix before a hyphen", inner.verb)
        if len(word) > 4 and word.endswith("'ni"):
            inner = self.read(word[:-3])
            return Reading(inner.terms, inner.part, "locative")
        return None

    def _unknown(self, word: str) -> Reading:
        """Leave a word as it is; what cannot be Swahili is cut as English."""
        if is_swahili(word) or not word.isascii():
            return Reading((word,), "unknown", "unchanged")
        return Reading((english_stem(word),), "foreign", "shape")

    def _with_verb(self, word: str, whole: Reading) -> Reading:
        """Add the verb's term where a plural of people is as much a subjunctive."""
        if whole.rule == "plural" and word.startswith("wa"):
            stem = word[2:]
            if self.lexicon.verbs.get(stem) == "loan" and stem not in whole.terms:
                return Reading((*whole.terms, stem), "noun", "plural or subjunctive")
        return whole

    def _locative(self, word: str) -> Reading | None:
        base = locative_base(word)
        if base is None:
            return None
        base = self.lexicon.variants.get(base, base)
        whole = self._whole.get(base)
        if whole is not None and whole.part in ("noun", "name"):
            # Only nouns take -ni: mwilini is of mwili, never of the numeral.
            # masokoni is at the markets, never at Lake Masoko.
            known = self.lexicon.nouns
            nouns = tuple(t for t in whole.terms if t in known)
            return Reading(nouns or whole.terms, whole.part, "locative")
        if base in self.lexicon.nouns:  # mpakani: mpaka alone is "until"
            return Reading((base,), "noun", "locative")
        if base.startswith("ma") and base[2:] in self.lexicon.nouns:
            return Reading((base[2:],), "noun", "locative")  # mashuleni
        return None

    def _respelt(self, word: str) -> Reading | None:
        """Read a word in another spelling of its sounds, where that is a known word."""
        for old, new in self._spellings:
            if old in word and new not in word:
                other = word.replace(old, new, 1)
                reading = self.whole(other)
                if reading is not None and reading.part != "function":
                    return Reading(reading.terms, reading.part, "spelling", reading.verb)
        return None

    def _verb(self, word: str) -> Reading | None:
        """Read a verb whose stem is known, and whose form or stem is telling enough."""
        if word in self.lexicon.verbs:
            return Reading((self.verbs.active(word),), "verb", "stem")
        child = word[4:] if word.startswith("wana") else ""
        if child in self.lexicon.nouns and child not in self.lexicon.verbs:
            return Reading(("mw" + word[1:],), "noun", "child of")  # wanasarufi
        best = self.verbs.best(word)
        if best is None or best.known <= 0:
            return self._unknown_verb(word, best)
        learnt = self.lexicon.pairs.get(word)
        sure = best.stem in self.lexicon.verbs or best.term in self.lexicon.verbs
        strength = best.template.strength
        reading = Reading((best.term,), "verb", strength, best)
        if strength == "strong":
            return reading if best.known >= KNOWN or sure or not learnt else None
        if strength == "subjunctive":
            return (
                reading
                if (sure or best.known >= KNOWN_SUBJUNCTIVE) and not (learnt or _is_doer(best))
                else None
            )
        if learnt or not (sure or best.known >= KNOWN_WEAK) or _is_doer(best):
            return None
        doers = best.template.prefix == "wa" and best.stem[0] not in "aeiou"
        if doers and self.lexicon.verbs.get(best.stem) == "native":
            # watoa huduma: who gives services; more often than "they give".
            return Reading((f"m{best.stem}", best.term), "noun", "doers or verb", best)
        return reading

    def _unknown_verb(self, word: str, best: VerbReading | None) -> Reading | None:
        """Read a verb by its prefixes alone, where they are long enough to be no chance."""
        if best is None or word in self.lexicon.pairs:
            return None
        template = best.template
        if (
            template.strength == "strong"
            and (len(template.prefix) >= 3 or (template.prefix == "ku" and len(best.stem) >= 4))
            and is_swahili(best.stem)
        ):
            return Reading((best.term,), "verb", "prefixes", best)
        return None

    def _asked_how(self, word: str) -> Reading | None:
        """Read a verb with -je ("how?") behind it: utawezaje."""
        if len(word) > 6 and word.endswith("je"):
            inner = self.read(word[:-2])
            if inner.part == "verb" and inner.rule == "strong":
                return Reading(inner.terms, "verb", "enclitic", inner.verb)
        return None

    def _being_there(self, word: str) -> Reading | None:
        """Read a form of kuwa with a place behind it: alikuwepo, wakiwemo, iliyokuwapo."""
        if len(word) > 6 and word[-2:] in ("po", "mo", "ko") and word[-4:-3] == "w":
            inner = self.read(word[:-3] + ("a" if word[-3] == "e" else word[-3]))
            if inner.terms == ("wa",) and inner.part == "verb":
                return Reading(inner.terms, "verb", "enclitic", inner.verb)
        return None

    def _manner(self, word: str) -> Reading | None:
        """Read ki- before a noun or a name as the adverb it is: kitaifa, kitanzania, kitamaduni."""
        if not word.startswith("ki") or len(word) < 6:
            return None
        rest = word[2:]
        known = self.lexicon
        if rest in known.verbs and rest not in known.names:
            return None
        if (
            rest in known.nouns
            or rest in known.names
            or rest in known.plurals  # kimataifa
            or any(prefix + rest in known.nouns for prefix in ("u", "m"))
        ):
            return Reading((word,), "adverb", "ki- of a noun")
        return None

    def _learnt(self, word: str) -> Reading | None:
        noun = self.lexicon.pairs.get(word)
        if noun is not None:
            return Reading((noun,), "noun", "learnt")
        base = locative_base(word)
        noun = self.lexicon.pairs.get(base) if base else None
        if noun is not None:
            return Reading((noun,), "noun", "learnt locative")
        return None

    def _shape(self, word: str) -> Reading | None:
        """Take a plural prefix off an unknown word, where nothing else can be meant."""
        single = self.lexicon.variants.get(word[2:], word[2:])
        if word.startswith("ma") and len(word) >= 5 and single in self.lexicon.nouns:
            return Reading((single,), "noun", "shape")
        if not is_swahili(word):
            return None
        if word[:2] in ("vi", "vy") and len(word) >= 5:
            return Reading((singulars(word)[0][0],), "noun", "shape")
        if len(word) < 6:
            return None
        if word.startswith("mi") or (word.startswith("wa") and word[-1] in "iu"):
            found = singulars(word)
            if found:
                return Reading((found[0][0],), "noun", "shape")
        if word.startswith("ma"):
            return Reading((word[2:],), "noun", "shape")
        return None


def _is_doer(reading: VerbReading) -> bool:
    """Tell whether "you, several" is likelier the m- of a noun: mfariji, mafuko, mkale."""
    template = reading.template
    if template.subject != "2pl" or reading.object:
        return template.prefix == "m" and template.final == "relative"
    short = len(reading.stem) == 2  # too short to be a sign of anything
    return short or (
        template.prefix == "m" and (template.final == "relative" or reading.stem[-1] != "a")
    )


def _noun_forms(words: Lexicon) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield every form of every noun with its noun: plurals first, so that singulars win."""
    for form, nouns in words.plurals.items():
        yield form, nouns, "plural"
    for noun, classes in words.nouns.items():
        many = words.plurals.get(noun, ())
        if noun in many:
            yield noun, (noun, *(other for other in many if other != noun)), "lexicon"
            continue  # maziwa: milk, and lakes
        singular = _singular_of_plural_only(noun, classes)
        if singular is not None:
            if words.nouns.get(singular) in _OF_PLURAL[classes]:
                continue  # majukumu beside jukumu: it is that noun's plural
            known = (words.nouns, words.verbs, words.adjectives)
            # Not hindi of mahindi: mhindi says that hindi is another word.
            if not any(singular in table for table in known) and "m" + singular not in words.nouns:
                yield singular, (noun,), "singular of a plural"  # badiliko, of mabadiliko
        yield noun, (noun,), "lexicon"


def _singular_of_plural_only(noun: str, classes: str) -> str | None:
    """Return what the singular of a noun listed as a plural would be."""
    prefix = {"6": ("ma", ""), "8": ("vi", "ki"), "4": ("mi", "m")}.get(classes)
    if prefix is None or not noun.startswith(prefix[0]) or len(noun) < 6:
        return None
    return prefix[1] + noun[2:]


_OF_PLURAL = {"6": ("5/6", "9/6", "5"), "8": ("7/8", "7"), "4": ("3/4", "3")}


def _beside(known: Reading | None, nouns: tuple[str, ...], rule: str, form: str) -> Reading:
    """Return nouns' reading; where their form is as much an adjective's, that term is kept too."""
    if known is not None and (
        (known.rule == "concord" and form[:2] not in ("ma", "pa", "ku"))
        or (
            known.rule == "lexicon" and known.part == "adjective" and rule == "plural"
        )  # tawala: governments, and ruling
    ):
        return Reading((*nouns, *(t for t in known.terms if t not in nouns)), "noun", rule)
    return Reading(nouns, "noun", rule)


# Generated forms of these are rarer than the noun they look like: kiko (pipe), vimo (heights).
_WEAK_FAMILIES = frozenset({"po", "ko", "mo", "pi", "li", "kwa"})


@cache
def reader() -> Reader:
    """Return the reader of the shipped lexicon, made once."""
    return Reader(lexicon())
