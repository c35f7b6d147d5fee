"""How what was typed goes on: the headings and titles it may become, and its last word.

Takes the words and lines of one state of an index, gives questions that find something.
A completion is offered only where the whole of it is plain words, of which one is known to
be there, or where the caller has tried it. Marks and apostrophes need not be typed, and
capitals stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, takewhile
from string import ascii_lowercase

from kb.completion.partial_question import SHORTEST, Begun
from kb.completion.text_index import APOSTROPHES, Texts, folded
from kb.expansion.vocabulary import Index, is_swahili_word
from kb.index.schema import LINES
from kb.query import Word, parse
from kb.swahili import analyse
from kb.swahili.normalize import normalize

__all__ = ["MOST", "Completer", "Finds", "complete"]

MOST = 8
"""Completions at once: what is longer is not read."""

Finds = Callable[[str], bool]
"""Says whether a question finds anything."""

_INITIALS = ascii_lowercase + "àáâãäåæçèéêëìíîïñòóôõöøùúûüýþ"
MOST_WORDS = 50_000
MOST_LINES = 20_000
_SHORTEST_WORD, _LONGEST_WORD = 3, 24
_LONGEST_LINE = 80
"""Characters of a heading that is offered; what is longer is a sentence, or was taken for a heading."""
_LOOKED_AT = 64
"""Words that begin as typed and are read, the commonest first: 0.5 ms where none was read before."""
_LINES_LOOKED_AT = 200
_GUESSES = 3
"""Words offered behind others with which they stand in no heading: common, and no more is known."""

_ENDS = ' ,;:-–—…."“”„«»'


def complete(
    typed: str, index: Index, limit: int = MOST, finds: Finds | None = None
) -> tuple[str, ...]:
    """Return how what was typed goes on, reading no more of the index than begins so.

    For one question of a cold process; who answers many holds a Completer, which also
    finds a heading by a word in the middle of it.

    Args:
        typed: what was typed so far.
        index: its fields ``line`` and ``surface`` are the vocabulary.
        limit: how many at most.
        finds: tries a completion that is more than plain words; without it there are none.
    """
    read = Begun(typed)
    if not read.is_enough:
        return ()
    words = dict(
        found
        for beginning in _spellings(normalize(read.last) if len(read.last) >= SHORTEST else "")
        for found in index.terms("surface", beginning, _LOOKED_AT)
    )
    pairs = dict(
        found
        for beginning in _spellings(read.beginning)
        for found in index.terms(LINES, beginning, _LOOKED_AT)
    )
    return Completer(words.items(), pairs.items()).complete(typed, limit, finds)


class Completer:
    """The commonest words, and the headings and titles, of one state of an index.

    Args:
        words: each word in normal writing, and in how many passages it stands.
        pairs: each line as ``lines`` makes it, and how often.
    """

    def __init__(self, words: Iterable[tuple[str, int]], pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(
            (pair for pair in words if _is_word(pair[0])), key=lambda pair: (-pair[1], pair[0])
        )
        del ordered[MOST_WORDS:]
        self._words = Texts([word for word, _ in ordered])
        self._often = sum(times > 1 for _, times in ordered)
        self._lines = Texts(_ordered_lines(pairs))

    @classmethod
    def of(cls, index: Index) -> Completer:
        """Read the vocabulary of an index: its fields ``surface`` and ``line``."""
        # Letter by letter: an engine answers nobody else while it lists all its words.
        words = (index.terms("surface", letter, MOST_WORDS) for letter in _INITIALS)
        return cls(chain.from_iterable(words), index.terms(LINES, "", MOST_LINES))

    def complete(
        self, typed: str, limit: int = MOST, finds: Finds | None = None
    ) -> tuple[str, ...]:
        """Return how what was typed goes on: headings and titles first, then its last word.

        Args:
            typed: what was typed so far.
            limit: how many at most.
            finds: tries a completion that is more than plain words; without it there are none.

        >>> Completer([("misingi", 2)], [("misingi mikuu=Misingi Mikuu", 2)]).complete("misi")
        ('Misingi Mikuu', 'misingi')
        """
        read = Begun(typed)
        if not read.is_enough:
            return ()

        def kept(found: Iterable[str]) -> list[str]:
            good = (text for text in found if _is_plain(text) or (finds and finds(text)))
            return list(islice(good, limit))

        near = list(islice(self._lines_with_words(read), limit))
        completed = kept(self._words_for(read, near))
        return _together(kept(self._lines_for(read, near)), completed, read, limit)

    def _lines_for(self, typed: Begun, near: list[int]) -> Iterator[str]:
        """Yield lines that start so, then lines with that in them, then with those words."""
        starting = self._lines.with_bytes(b"\n" + typed.folded)
        inside = self._lines.with_bytes(b" " + typed.folded)
        seen = set()
        for number in chain(starting, inside, near):
            if number not in seen:
                seen.add(number)
                yield self._lines.shown(number)

    def _lines_with_words(self, typed: Begun) -> Iterator[int]:
        """Yield the lines that have every word typed before the last, and one that goes on as it."""
        longest = max(typed.before, key=len, default=b"")
        if len(longest) < _SHORTEST_WORD or not typed.last_folded:
            return
        before = set(typed.before)
        found = self._lines.with_bytes(b" " + longest, b"\n" + longest)
        for number in islice(found, _LINES_LOOKED_AT):
            words = self._lines.folded(number).split()
            if before.issubset(words) and any(w.startswith(typed.last_folded) for w in words):
                yield number

    def _words_for(self, typed: Begun, near: list[int]) -> Iterator[str]:
        """Yield what was typed with its last word whole, in one form of each word.

        First the words of *near*, lines that have those before, then the commonest. A word that
        stands once and that nobody knows comes last; one that is almost a commoner one is a slip,
        and comes where there is nothing better.
        """
        if not typed.last_folded or (typed.before and _is_whole(typed.last)):
            return
        rare: list[str] = []
        slips: list[str] = []
        said = {word.decode() for word in typed.before}
        sure: list[str] = []
        for word, often in self._forms(typed, near):
            if folded(word) in said:
                continue
            slip = any(_is_slip_of(word, other) for other in sure)
            if (slip or not often) and not is_swahili_word(word):
                (slips if slip else rare).append(word)
            else:
                sure.append(word)
                yield typed.head + _cased(word, typed.last)
        rare = [word for word in rare if not any(_is_slip_of(word, other) for other in sure)]
        for word in rare or ([] if sure else slips):
            yield typed.head + _cased(word, typed.last)

    def _forms(self, typed: Begun, lines: list[int]) -> Iterator[tuple[str, bool]]:
        """Yield words that go on as the last one, the first form of each term; and if it is frequent."""
        beginning = b"\n" + typed.last_folded
        near: dict[int, None] = {}
        for line in lines:
            for part in self._lines.folded(line).split():
                if part.startswith(typed.last_folded):
                    near.update(dict.fromkeys(self._words.with_bytes(b"\n" + part + b"\n")))
        terms: set[str] = set()
        most = len(near) + _GUESSES if typed.before else _LOOKED_AT
        commonest = islice(self._words.with_bytes(beginning), _LOOKED_AT)
        for number in dict.fromkeys((*near, *commonest)):
            word = self._words.shown(number)
            tokens = analyse(word)
            if len(terms) == most:
                return
            if len(tokens) == 1 and not tokens[0].function and tokens[0].terms[0] not in terms:
                terms.add(tokens[0].terms[0])
                yield word, number < self._often


def _is_word(word: str) -> bool:
    return _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.replace("'", "").isalpha()


def _is_slip_of(word: str, other: str) -> bool:
    """Say whether a word is another with one letter wrong, two changed, or the next one joined.

    >>> _is_slip_of("mkurungenzi", "mkurugenzi"), _is_slip_of("serikaliripoti", "serikali")
    (True, True)
    >>> _is_slip_of("sera", "serikali")
    False
    """
    if len(other) >= _SHORTEST_WORD + 2 and word.startswith(other):
        return True
    start = _in_common(word, other)
    word, other = word[start:], other[start:]
    end = _in_common(word[::-1], other[::-1])
    word, other = word[: len(word) - end], other[: len(other) - end]
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def _in_common(one: str, other: str) -> int:
    """Return with how many equal letters two words begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))


def _is_whole(word: str) -> bool:
    """Say whether a short word is one as it is: after *katiba ya* comes another, not *yanga*."""
    return len(word) < _SHORTEST_WORD and all(token.function for token in analyse(word))


def _is_plain(line: str) -> bool:
    """Say whether a line asks for nothing but words, of which one is enough."""
    query = parse(line)
    return not query.filters and all(
        isinstance(item, Word) and item.need == "want" and item.field is None
        for item in query.items
    )


def _ordered_lines(pairs: Iterable[tuple[str, int]]) -> list[str]:
    """Return lines that can be offered, the most frequent first, each in its most frequent writing."""
    times: dict[str, int] = {}
    writing: dict[str, tuple[bool, int, str]] = {}
    for pair, count in pairs:
        text = pair.partition("=")[2]
        text = text.strip(_ENDS)
        key = folded(text)
        if len(key) >= SHORTEST and len(text) <= _LONGEST_LINE and text.isprintable():
            times[key] = times.get(key, 0) + count
            # A heading in capitals and in small letters is one; the second is easier to read.
            writing[key] = max(writing.get(key, (False, 0, "")), (not text.isupper(), count, text))
    return [writing[key][2] for key in sorted(times, key=lambda key: (-times[key], len(key), key))]


def _cased(word: str, typed: str) -> str:
    """Return a word with the capitals that were typed.

    >>> _cased("wakala", "Wak"), _cased("tehama", "TE"), _cased("wakala", "wa")
    ('Wakala', 'TEHAMA', 'wakala')
    """
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _spellings(beginning: str) -> list[str]:
    """Return how a beginning may stand in the index: ng may be ng', written in two ways.

    >>> _spellings("ngo")
    ['ngo', "ng'o", 'ng’o']
    """
    if not beginning:
        return []
    plain = re.sub(f"[{APOSTROPHES}]", "'", beginning)
    found = [beginning, plain, plain.replace("'", "’")]
    if "'" not in plain:
        found += [re.sub(r"ng(?=[^w])", f"ng{sign}", plain) for sign in "'’"]
    return list(dict.fromkeys(found))


def _together(found: list[str], completed: list[str], typed: Begun, limit: int) -> tuple[str, ...]:
    """Return headings and completed words; headings leave half the room to words."""
    room = max(limit - len(completed), (limit + 1) // 2)
    unique: dict[str, str] = {}
    for text in (*found[:room], *completed, *found[room:]):
        unique.setdefault(folded(text), text)
    there = " ".join(typed.text.lower().split())
    return tuple(text for text in unique.values() if text.lower() != there)[:limit]
