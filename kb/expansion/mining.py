"""Find pairs of an acronym and its name in the text of a document.

    Teknolojia ya Habari na Mawasiliano (TEHAMA)    letters of the name, in order
    Mamlaka ya Mapato Tanzania (TRA)                a name that begins with what bodies are called
    TEHAMA (Teknolojia ya Habari na Mawasiliano)    the reverse order
    e-Government Agency, au kwa kifupi eGA          "in short", without brackets
    Wakala ya Serikali Mtandao (e-Government Agency)  two names: the English one's initials

A pair is (acronym, name), both in lower case. ``postings`` turns pairs into terms of the
engine's field ``acronym``, in both directions: from the acronym to the name as it is
written, from the terms of the name's content words to the acronym.

Source: Schwartz and Hearst (2003), PSB 8, on pairs in brackets; here every content word
must give its first letters, as Swahili acronyms take syllables (TEHAMA, TAKUKURU).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kb.expansion.records import read_wording
from kb.swahili import Token

__all__ = ["mined", "postings"]

_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
_IN_SHORT = re.compile(r"[,;]?\s+(?:au\s+)?kwa kifupi,?\s+(?:kama\s+|ni\s+)?[\"“*]*(?=\w)")
_BETWEEN = re.compile(r"[\s,&/'’‘\"“”\-–]{0,4}")
_TIGHT = re.compile(r"[\s\-–]{0,3}")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LIST_COMMA = re.compile(r",\s*")
_MAX_ACRONYM = 12  # letters
_MAX_WORDS = 14  # of a name
_HEADS = frozenset((
    "asasi", "baraza", "benki", "bodi", "bohari", "chama", "chuo", "hazina", "hospitali",
    "idara", "itifaki", "jeshi", "jukwaa", "jumuiya", "kamati", "kamisheni", "kampuni",
    "kikosi", "kitengo", "kituo", "mahakama", "mamlaka", "mfuko", "mfumo", "mkakati", "mkataba",
    "mpango", "mradi", "mtandao", "muungano", "ofisi", "programu", "sekretarieti", "serikali",
    "sheria", "shirika", "shirikisho", "soko", "taasisi", "tume", "ubalozi", "umoja",
    "ushirika", "wakala", "wizara",
))  # fmt: skip
"""Head nouns: names of bodies, systems and plans begin with one."""
_ENGLISH_JOINTS = frozenset({"of", "and", "the", "for", "to", "in", "on"})

_Pair = tuple[str, str]


def mined(text: str, tokens: Sequence[Token]) -> tuple[_Pair, ...]:
    """Return the pairs of acronym and name that a text gives, in order, each once.

    Args:
        text: any text.
        tokens: its words, function words included.

    >>> from kb.swahili import analyse
    >>> text = "Matumizi ya Teknolojia ya Habari na Mawasiliano (TEHAMA) serikalini"
    >>> mined(text, analyse(text))
    (('tehama', 'teknolojia ya habari na mawasiliano'),)
    """
    if "(" not in text and "kifupi" not in text:
        return ()
    starts = [token.start for token in tokens]
    pairs: list[_Pair] = []
    for match in _BRACKETS.finditer(text):
        first, last = bisect_left(starts, match.start(1)), bisect_left(starts, match.end(1))
        inside = tokens[first:last]
        if inside:
            before = _before(text, tokens, first, match.start())
            pairs.extend(_pairs(text, before, inside))
    for match in _IN_SHORT.finditer(text):
        first, short = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if short < len(tokens):
            before = _before(text, tokens, first, match.start())
            pairs.extend(_pair_of(text, before, tokens[short]))
    return tuple(dict.fromkeys(pairs))


def postings(pairs: Iterable[_Pair]) -> tuple[str, ...]:
    """Return the terms that hold *pairs* in the field ``acronym``, in both directions.

    >>> postings([("tra", "mamlaka ya kodi")])
    ('tra=mamlaka ya kodi', 'mamlaka kodi=tra')
    """
    terms: list[str] = []
    for acronym, name in pairs:
        content = " ".join(read_wording(name).sequence)
        terms += [f"{acronym}={name}", f"{content}={acronym}"]
    return tuple(dict.fromkeys(terms))


def _before(text: str, tokens: Sequence[Token], end: int, bracket: int) -> Sequence[Token]:
    """Return the words before a bracket, of the same clause, at most _MAX_WORDS."""
    if not end or text[tokens[end - 1].end : bracket].strip(" \"“”'’"):
        return ()
    first = end - 1
    while (
        first
        and end - first < _MAX_WORDS
        and _BETWEEN.fullmatch(text[tokens[first - 1].end : tokens[first].start])
    ):
        first -= 1
    return tokens[first:end]


def _pairs(text: str, before: Sequence[Token], inside: Sequence[Token]) -> list[_Pair]:
    """Return the pairs of one bracket and the words before it."""
    if len(inside) == 1:
        return _pair_of(text, before, inside[0])
    if before and _is_acronym(before[-1].surface):
        name = _spelled_by(before[-1], inside, use_all=True) or _body(text, inside)
        return [(before[-1].normal, _normal_text(name))] if name else []
    short, long = inside[-1], inside[:-1]
    if _is_acronym(short.surface) and _LIST_COMMA.fullmatch(text[long[-1].end : short.start]):
        name = _spelled_by(short, long)  # (International Criminal Tribunal for Rwanda, ICTR)
        pair = [(short.normal, _normal_text(name))] if name else []
        return pair + _pair_of(text, before, short)
    return _translated(text, before, inside)


def _pair_of(text: str, before: Sequence[Token], short: Token) -> list[_Pair]:
    """Return the pair of an acronym in brackets and the name before it."""
    if not _is_acronym(short.surface):
        return []
    name = _spelled_by(short, before) or _body(text, before)
    return [(short.normal, _normal_text(name))] if name else []


def _translated(text: str, before: Sequence[Token], inside: Sequence[Token]) -> list[_Pair]:
    """Return pairs for a name with its English one in brackets, by the English initials."""
    content = [token for token in inside if token.normal not in _ENGLISH_JOINTS]
    initials = "".join(part[0] for part, free in _parts(content) if not free or len(content) < 3)
    foreign = sum(token.kind == "foreign" for token in content)
    if (
        len(initials) < 3
        or any(token.function or not _is_capital(token) for token in content)
        or 2 * foreign < len(content)
        or _LIST_COMMA.search(text[inside[0].start : inside[-1].end])
    ):
        return []
    name = _body(text, before)
    if not name:
        return []
    return [(initials, _normal_text(name)), (initials, _normal_text(inside))]


def _is_acronym(surface: str) -> bool:
    """Tell whether a word is written as an acronym: TEHAMA, eGA, NeST, but not II or McDonald."""
    capitals = sum(map(str.isupper, surface))
    return (
        2 <= len(surface) <= _MAX_ACRONYM
        and surface.isalnum()
        and capitals >= 2
        and 2 * capitals >= len(surface)
        and not _ROMAN.fullmatch(surface)
    )


def _spelled_by(short: Token, words: Sequence[Token], *, use_all: bool = False) -> Sequence[Token]:
    """Return the last of *words* whose first letters spell the acronym; empty where none do.

    Args:
        short: the acronym.
        words: those that may be its name.
        use_all: whether the name must be all of *words*.
    """
    letters = short.normal
    for first in (0,) if use_all else range(len(words) - 2, -1, -1):
        name = words[first:]
        content = sum(not free for _, free in _parts(name))
        if content > len(letters):
            break
        if content >= 2 and not name[0].function and _spells(letters, name):
            return name
    return ()


def _spells(letters: str, name: Sequence[Token]) -> bool:
    """Tell whether *letters* are first letters of the words, at least one of each content word."""
    reached = {0}
    for word, free in _parts(name):
        further = set(reached) if free else set()
        for at in reached:
            for length in range(1, min(len(word), len(letters) - at) + 1):
                if letters[at + length - 1] != word[length - 1]:
                    break
                further.add(at + length)
        reached = further
    return len(letters) in reached


def _parts(name: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Yield each part of each word (a hyphen separates parts), and whether it may give no letter.

    Function words and parts after a hyphen may give none: co-operation gives one letter, e-government two.
    """
    for token in name:
        grammar = token.function or token.normal in _ENGLISH_JOINTS
        for place, part in enumerate(filter(None, token.normal.split("-"))):
            yield part, grammar or place > 0


def _is_capital(token: Token) -> bool:
    """Tell whether a word has a capital; e-Government has one, and the e of "e - Government"."""
    start, _, rest = token.surface.partition("-")
    return start[:1].isupper() or (len(start) == 1 and (rest[:1].isupper() or not rest))


def _body(text: str, words: Sequence[Token]) -> Sequence[Token]:
    """Return the name of a body at the end of *words*: capitals from a head noun on."""
    first = len(words)
    while first:
        token = words[first - 1]
        if not (token.function or _is_capital(token)):
            break
        if first < len(words) and not _TIGHT.fullmatch(text[token.end : words[first].start]):
            break
        first -= 1
    run = words[first:]
    if all(token.surface.isupper() for token in run):
        return ()  # a heading in capitals: (ZANZIBAR) behind it is no acronym
    for place, token in enumerate(run):
        if token.surface[0].isupper() and not _HEADS.isdisjoint(token.terms):
            name = run[place:]
            return name if sum(not t.function for t in name) >= 2 else ()
    return ()


def _normal_text(name: Sequence[Token]) -> str:
    return " ".join(token.normal for token in name)
