"""What each step of the lemmatizer tries: one function a step.

Each takes what is known of words and a word in normal writing, and returns an ``Analysis``,
or None where the step does not apply. Their order, and why, is the table in
kb.swahili.lemmatizer; the step for verbs is in kb.swahili.verb_step.
"""

from __future__ import annotations

from functools import cache

from kb.swahili.analysis import Analysis, KnownWords
from kb.swahili.data import table_rows
from kb.swahili.english import english_stem
from kb.swahili.morphology.nouns import locative_base, singulars
from kb.swahili.morphology.phonotactics import is_foreign, is_swahili

__all__ = [
    "agreeing",
    "being_at",
    "doubled",
    "foreign",
    "how",
    "joined_word",
    "learnt_noun",
    "listed_form",
    "locative",
    "manner",
    "plural_shape",
    "respelt",
    "state",
    "too_short",
    "unchanged",
    "variant",
]


def variant(known: KnownWords, word: str) -> Analysis | None:
    """Analyse the standard spelling of a listed variant: ofisa as afisa."""
    standard = known.lexicon.variants.get(word)
    return known.lemmatize(standard) if standard is not None else None


def listed_form(known: KnownWords, word: str) -> Analysis | None:
    """Look the form up whole; add the verb where a plural of people is as much a subjunctive.

    waratibu: co-ordinators, and "let them co-ordinate".
    """
    found = known.listed(word)
    if found is not None and found.rule == "plural" and word.startswith("wa"):
        stem = word[2:]
        if known.lexicon.verbs.get(stem) == "loan" and stem not in found.terms:
            return Analysis((*found.terms, stem), "noun", "plural or subjunctive")
    return found


def joined_word(known: KnownWords, word: str) -> Analysis | None:
    """Analyse what is written on to a foreign word: TEHAMA'ni, ku-update, ma-CEO, e-GA."""
    if word.isalpha():
        return None
    head, hyphen, tail = word.rpartition("-")
    if hyphen and tail:
        inner = known.whole(head + tail) or known.lemmatize(tail)
        terms = inner.terms
        if tail in known.lexicon.names and tail not in terms:
            terms = (*terms, tail)  # wa-Tanzania: the people, and the country it spells
        return Analysis(terms, inner.part, "prefix before a hyphen", inner.verb)
    if len(word) > 4 and word.endswith("'ni"):
        inner = known.lemmatize(word[:-3])
        return Analysis(inner.terms, inner.part, "locative")
    return _without_apostrophe(known, word)


def _without_apostrophe(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a word with a sign that it does without: mama'ke, m'badala, ta'arifa, ngo'mbe."""
    if len(word) < 4 or not word.replace("'", "").isalpha() or "ng'" in word:
        return None
    plain = known.lemmatize(word.replace("'", ""))
    if plain.part in ("foreign", "unknown", "name", "acronym") or plain.rule in _BY_SHAPE:
        return None  # d'Ivoire, year's
    verbs = known.lexicon.verbs
    if plain.verb and plain.verb.stem not in verbs and plain.verb.term not in verbs:
        return None
    return plain


def too_short(_: KnownWords, word: str) -> Analysis | None:
    """Leave one or two letters, figures and codes as they are."""
    if len(word) < 3 or (not word.isalpha() and "'" not in word):
        return Analysis((word,), "number" if word[0].isdigit() else "unknown", "too short")
    return None


def foreign(known: KnownWords, word: str) -> Analysis | None:
    """Analyse what cannot be Swahili: a loan without its last vowel, else by its English stem."""
    if not is_foreign(word):
        return None
    for vowel in "ui":  # wataalam, program: the vowel Swahili adds is left out
        loan = known.whole(word + vowel) if len(word) >= 5 else None
        if loan is not None and loan.part == "noun":
            return Analysis(loan.terms, "noun", "spelling")
    return Analysis((english_stem(word),), "foreign", "shape")


def locative(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a noun or name with -ni, at a place: serikalini."""
    base = locative_base(word)
    if base is None:
        return None
    nouns = known.lexicon.nouns
    base = known.lexicon.variants.get(base, base)
    found = known.listed(base)
    if found is not None and found.part in ("noun", "name"):
        # Only nouns take -ni: mwilini is of mwili, never of the numeral.
        # masokoni is at the markets, never at Lake Masoko.
        terms = tuple(term for term in found.terms if term in nouns)
        return Analysis(terms or found.terms, found.part, "locative")
    if base in nouns:  # mpakani: mpaka alone is "until"
        return Analysis((base,), "noun", "locative")
    if base.startswith("ma") and base[2:] in nouns:
        return Analysis((base[2:],), "noun", "locative")  # mashuleni
    return None


def respelt(known: KnownWords, word: str) -> Analysis | None:
    """Analyse another spelling of the sounds of a listed word: mwungano as muungano."""
    for old, new in _spellings():
        if old in word and new not in word:
            found = known.whole(word.replace(old, new, 1))
            if found is not None and found.part != "function":
                return Analysis(found.terms, found.part, "spelling", found.verb)
    return None


def doubled(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a listed word that is written twice: fupifupi, vidogovidogo, yaleyale."""
    half = len(word) // 2
    if len(word) % 2 or half < 3 or word[:half] != word[half:]:
        return None
    found = known.listed(word[:half])
    if found is None or found.part not in ("function", "adjective", "number", "adverb"):
        return None
    if found.part == "function" and not _DEMONSTRATIVES.issuperset(found.terms):
        return None  # chacha, Chakechake: no words of grammar
    return Analysis(found.terms, found.part, "doubled")


def agreeing(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a concord before an adjective that takes none as a rule: visafi, wabinafsi."""
    if word[0] not in "mwvp":
        return None
    for concord in _CONCORDS:
        stem = word.removeprefix(concord)
        if stem != word and len(stem) > 3 and known.lexicon.adjectives.get(stem) == "no":
            # mjeuri, wajeuri: somebody who is jeuri, and the adjective.
            who = (f"m{stem}",) if concord in ("m", "wa") else ()
            return Analysis((*who, stem), "adjective", "concord")
    return None


def state(_: KnownWords, word: str) -> Analysis | None:
    """Analyse a concord before an adjective of state in -fu or -vu that no list has: kizingatifu.

    u- makes the noun of it (uzingatifu). mzingatifu is somebody who is so, too.
    """
    if word[-2:] not in ("fu", "vu") or word[-3] not in "aeiou" or not is_swahili(word):
        return None
    for concord in _STATES:
        stem = word.removeprefix(concord)
        if stem != word and len(stem) > 4 and stem[0] not in "aeiou":
            who = (f"m{stem}",) if concord in ("m", "wa") else ()
            return Analysis((*who, stem), "adjective", "state")
    return None


def how(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a verb with -je ("how?") behind it: utawezaje."""
    if len(word) > 5 and word.endswith("je"):
        inner = known.lemmatize(word[:-2])
        term = inner.verb.term if inner.verb else inner.terms[0]
        if (inner.part == "verb" or inner.verb) and term in known.lexicon.verbs:
            return Analysis((term,), "verb", "enclitic", inner.verb)
    return None


def being_at(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a form of kuwa with a place behind it: alikuwepo, wakiwemo, iliyokuwapo."""
    if len(word) > 4 and word[-2:] in ("po", "mo", "ko") and word[-4:-3] == "w":
        for form in (word[:-2], word[:-3] + "a"):
            inner = known.lemmatize(form)
            if inner.terms == ("wa",) and inner.part == "verb":
                return Analysis(inner.terms, "verb", "enclitic", inner.verb)
    return None


def manner(known: KnownWords, word: str) -> Analysis | None:
    """Analyse ki- before a noun or a name: an adverb (kitaifa, kitanzania), or something small.

    kiji- before a noun is of a very small thing: kijiduka, of duka. vi- before a noun is of several
    small things: visamaki, of kisamaki. It is the plural of a
    listed ki-, too, where the list gives none: viherehere.
    """
    if word[:2] not in ("ki", "vi") or len(word) < 6:
        return None
    rest = word[2:]
    words = known.lexicon
    if rest in words.verbs and rest not in words.names:
        return None
    if rest.startswith("ji") and rest[2:] in words.nouns and rest not in words.nouns:
        return Analysis((f"ki{rest}",), "noun", "diminutive")
    if word[0] == "v":
        if f"ki{rest}" in words.nouns:
            return Analysis((f"ki{rest}",), "noun", "plural")
        small = rest in words.nouns and rest not in words.adjectives
        return Analysis((f"ki{rest}",), "noun", "diminutive") if small else None
    if (
        rest in words.nouns
        or rest in words.names
        or rest in words.plurals  # kimataifa
        or any(prefix + rest in words.nouns for prefix in ("u", "m"))
    ):
        return Analysis((word,), "adverb", "ki- of a noun")
    return None


def learnt_noun(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a form whose noun was learnt from text, or the locative of one."""
    pairs = known.lexicon.pairs
    noun = pairs.get(word)
    if noun is not None:
        return Analysis((noun,), "noun", "learnt")
    base = locative_base(word)
    noun = pairs.get(base) if base else None
    return Analysis((noun,), "noun", "learnt locative") if noun is not None else None


def plural_shape(known: KnownWords, word: str) -> Analysis | None:
    """Cut a plural prefix off a word that nothing knows, where it can be nothing else."""
    nouns = known.lexicon.nouns
    single = known.lexicon.variants.get(word[2:], word[2:])
    if word.startswith("ma") and len(word) >= 5 and single in nouns:
        return Analysis((single,), "noun", "listed singular")
    if word.startswith("ma") and len(word) > 6 and nouns.get(f"u{single}", "").startswith("11"):
        return Analysis((f"u{single}",), "noun", "shape")  # majenzi, of ujenzi
    if word.startswith("nyu") and nouns.get(word[2:]) == "11":
        return Analysis((word[2:],), "noun", "listed singular")  # nyute, of ute
    if not is_swahili(word):
        return None
    if word[:2] in ("vi", "vy") and len(word) >= 5:
        return Analysis((singulars(word)[0][0],), "noun", "shape")
    if len(word) < 5:
        return None
    people = word.startswith("wa") and len(word) > 5 and _may_be_people(known, word)
    if word.startswith("mi") or people:
        found = singulars(word)
        if found:
            return Analysis((_of_person(word) if people else found[0][0],), "noun", "shape")
    many = word.startswith("ma") and len(word) > 5
    return Analysis((word[2:],), "noun", "shape") if many else None


def _may_be_people(known: KnownWords, word: str) -> bool:
    """Tell whether wa- is likelier a plural than a tense (wanofika) or a connective (wakituo)."""
    if word[-1] in "iu":
        return True
    return not known.verbs.has_prefix(word[:4]) and known.listed(word[2:]) is None


def _of_person(plural: str) -> str:
    """Return the singular of wa-: mw- before a vowel but u, which is mu- (waokozi: mwokozi)."""
    rest = plural[2:]
    if rest[0] not in "aeiou":
        return f"m{rest}"
    return f"mu{rest}" if rest[0] == "u" else f"mw{rest}"


def unchanged(_: KnownWords, word: str) -> Analysis:
    """Leave a word as it is; cut it as English where it cannot be Swahili."""
    if is_swahili(word) or not word.isascii():
        return Analysis((word,), "unknown", "unchanged")
    return Analysis((english_stem(word),), "foreign", "shape")


_DEMONSTRATIVES = frozenset({"hii", "hiyo", "ile", "ote"})

_BY_SHAPE = frozenset({"shape", "state", "learnt", "learnt locative", "prefixes"})

_CONCORDS = ("m", "wa", "mi", "ma", "vi", "pa", "mu")
"""Of adjectives that take none as a rule; ki- and ku- make adverbs of them, u- nouns."""


_STATES = ("mu", "m", "wa", "mi", "ma", "ki", "vi", "pa", "ku")
"""Concords of an adjective of state before a consonant; before a vowel they fit by chance (chakavu)."""


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    """Return pairs of spellings of one sound, the standard second."""
    columns = ("written", "standard", "example", "gloss")
    return tuple((old, new) for old, new, *_ in table_rows("spellings.tsv", columns))
