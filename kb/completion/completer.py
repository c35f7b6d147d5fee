"""Complete what was typed: to headings and titles that contain it, and at its last word.

The words and lines of one generation come in, questions with at least one match go out.
A completion is offered in two cases: it is plain words, of which one occurs, or the caller
has tried it. Marks and apostrophes need not be typed; capitals stay as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, takewhile
from string import ascii_lowercase

from kb.completion.partial_question import MIN_TYPED, PartialQuestion
from kb.completion.text_index import APOSTROPHES, Texts, folded
from kb.completion.word_forms import forms_beginning
from kb.expansion.vocabulary import Index
from kb.index.schema import LINES
from kb.query import Word, parse
from kb.swahili import analyse
from kb.swahili.lemmatizer import is_swahili_word
from kb.swahili.normalize import normalize

__all__ = ["MAX_COMPLETIONS", "Completer", "Finds", "complete"]

MAX_COMPLETIONS = 8
"""Completions of one answer; readers do not read a longer list."""

Finds = Callable[[str], bool]
"""Tells whether a question has a match."""

_INITIALS = ascii_lowercase + "àáâãäåæçèéêëìíîïñòóôõöøùúûüýþ"
_MAX_WORDS = 50_000
_MAX_LINES = 20_000
_MIN_WORD, _MAX_WORD = 3, 24
_MAX_LINE = 80
"""Characters of a heading that is offered; a longer one is probably a sentence."""
_MAX_WORDS_READ = 64
"""Words with the typed beginning that are analysed, the commonest first: 0.5 ms on a cold cache."""
_MAX_LINES_READ = 200
_MAX_GUESSES = 3
"""Words offered after others with which they share no heading; only their frequency is known."""

_MIN_FORMED = 5
"""Letters typed before forms that no passage has are offered."""
_MAX_FORMED = 3
"""Such forms; each costs a search."""

_ENDS = ' ,;:-–—…."“”„«»'


def complete(
    typed: str, index: Index, limit: int = MAX_COMPLETIONS, finds: Finds | None = None
) -> tuple[str, ...]:
    """Return completions of what was typed; only terms with its beginning are read.

    For one question of a cold process. To answer many, make a Completer: it also finds a
    heading by a word in the middle of it.

    Args:
        typed: what was typed so far.
        index: its fields ``line`` and ``surface`` are the vocabulary.
        limit: how many at most.
        finds: tries a completion that is more than plain words; without it there are none.
    """
    read = PartialQuestion(typed)
    if not read.is_enough:
        return ()
    words = dict(
        pair
        for beginning in _spellings(normalize(read.last) if len(read.last) >= MIN_TYPED else "")
        for pair in index.terms("surface", beginning, _MAX_WORDS_READ)
    )
    pairs = dict(
        pair
        for beginning in _spellings(read.beginning)
        for pair in index.terms(LINES, beginning, _MAX_WORDS_READ)
    )
    return Completer(words.items(), pairs.items()).complete(typed, limit, finds)


class Completer:
    """The commonest words, and the headings and titles, of one generation.

    Args:
        words: each normalized word, and how many passages contain it.
        pairs: each term of the field ``line``, and how many passages contain it.
    """

    def __init__(self, words: Iterable[tuple[str, int]], pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(
            (pair for pair in words if _is_word(pair[0])), key=lambda pair: (-pair[1], pair[0])
        )
        del ordered[_MAX_WORDS:]
        self._words = Texts([word for word, _ in ordered])
        self._frequent = sum(times > 1 for _, times in ordered)
        self._lines = Texts(_ordered_lines(pairs))

    @classmethod
    def of(cls, index: Index) -> Completer:
        """Read the vocabulary of an index: its fields ``surface`` and ``line``."""
        # Letter by letter: an engine answers no other request while it lists all its words.
        words = (index.terms("surface", letter, _MAX_WORDS) for letter in _INITIALS)
        return cls(chain.from_iterable(words), index.terms(LINES, "", _MAX_LINES))

    def complete(
        self, typed: str, limit: int = MAX_COMPLETIONS, finds: Finds | None = None
    ) -> tuple[str, ...]:
        """Return completions: headings and titles first, then completions of the last word.

        Args:
            typed: what was typed so far.
            limit: how many at most.
            finds: tries a completion that is more than plain words; without it there are none.

        >>> Completer([("misingi", 2)], [("misingi mikuu=Misingi Mikuu", 2)]).complete("misi")
        ('Misingi Mikuu', 'misingi')
        """
        read = PartialQuestion(typed)
        if not read.is_enough:
            return ()

        def usable(texts: Iterable[str]) -> list[str]:
            good = (text for text in texts if _is_plain(text) or (finds and finds(text)))
            return list(islice(good, limit))

        near = list(islice(self._lines_with_words(read), limit))
        completed = usable(self._words_for(read, near))
        if not completed and finds is not None:
            completed = list(islice(_formed(read, finds), min(limit, _MAX_FORMED)))
        return _merged(usable(self._lines_for(read, near)), completed, read, limit)

    def _lines_for(self, typed: PartialQuestion, near: list[int]) -> Iterator[str]:
        """Yield lines that start with it, then lines that contain it, then lines with its words."""
        starting = self._lines.with_bytes(b"\n" + typed.folded)
        inside = self._lines.with_bytes(b" " + typed.folded)
        seen = set()
        for number in chain(starting, inside, near):
            if number not in seen:
                seen.add(number)
                yield self._lines.shown(number)

    def _lines_with_words(self, typed: PartialQuestion) -> Iterator[int]:
        """Yield the lines with every typed word, the last one as a prefix."""
        longest = max(typed.before, key=len, default=b"")
        if len(longest) < _MIN_WORD or not typed.last_folded:
            return
        before = set(typed.before)
        numbers = self._lines.with_bytes(b" " + longest, b"\n" + longest)
        for number in islice(numbers, _MAX_LINES_READ):
            words = self._lines.folded(number).split()
            if before.issubset(words) and any(w.startswith(typed.last_folded) for w in words):
                yield number

    def _words_for(self, typed: PartialQuestion, near: list[int]) -> Iterator[str]:
        """Yield what was typed with its last word completed, in one form of each word.

        First come words of the lines *near*, then the commonest words. A word that occurs once
        and is not in the lexicon comes last. A word that is nearly a commoner one is a slip; it
        is offered where there is nothing else.
        """
        if not typed.last_folded or (typed.before and _is_complete(typed.last)):
            return
        rare: list[str] = []
        slips: list[str] = []
        typed_words = {word.decode() for word in typed.before}
        sure: list[str] = []
        for word, frequent in self._forms(typed, near):
            if folded(word) in typed_words:
                continue
            slip = any(_is_slip_of(word, other) for other in sure)
            if (slip or not frequent) and not is_swahili_word(word):
                (slips if slip else rare).append(word)
            else:
                sure.append(word)
                yield typed.head + _cased(word, typed.last)
        rare = [word for word in rare if not any(_is_slip_of(word, other) for other in sure)]
        for word in rare or ([] if sure else slips):
            yield typed.head + _cased(word, typed.last)

    def _forms(self, typed: PartialQuestion, lines: list[int]) -> Iterator[tuple[str, bool]]:
        """Yield words with the last one as prefix, one form of each term, and whether it is frequent."""
        beginning = b"\n" + typed.last_folded
        near: dict[int, None] = {}
        for line in lines:
            for part in self._lines.folded(line).split():
                if part.startswith(typed.last_folded):
                    near.update(dict.fromkeys(self._words.with_bytes(b"\n" + part + b"\n")))
        terms: set[str] = set()
        max_terms = len(near) + _MAX_GUESSES if typed.before else _MAX_WORDS_READ
        commonest = islice(self._words.with_bytes(beginning), _MAX_WORDS_READ)
        for number in dict.fromkeys((*near, *commonest)):
            word = self._words.shown(number)
            tokens = analyse(word)
            if len(terms) == max_terms:
                return
            if len(tokens) == 1 and not tokens[0].function and tokens[0].terms[0] not in terms:
                terms.add(tokens[0].terms[0])
                yield word, number < self._frequent


def _formed(typed: PartialQuestion, finds: Finds) -> Iterator[str]:
    """Yield what was typed with its last word completed to a form of a word that occurs."""
    beginning = normalize(typed.last)
    if len(beginning) < _MIN_FORMED or (typed.before and _is_complete(typed.last)):
        return
    for form in islice(forms_beginning(beginning), _MAX_WORDS_READ):
        line = typed.head + _cased(form, typed.last)
        if _is_plain(line) and finds(form) and finds(line):
            yield line


def _is_word(word: str) -> bool:
    return _MIN_WORD <= len(word) <= _MAX_WORD and word.replace("'", "").isalpha()


def _is_slip_of(word: str, other: str) -> bool:
    """Tell whether a word is another with one wrong letter, two swapped, or the next word joined.

    >>> _is_slip_of("mkurungenzi", "mkurugenzi"), _is_slip_of("serikaliripoti", "serikali")
    (True, True)
    >>> _is_slip_of("sera", "serikali")
    False
    """
    if len(other) >= _MIN_WORD + 2 and word.startswith(other):
        return True
    start = _in_common(word, other)
    word, other = word[start:], other[start:]
    end = _in_common(word[::-1], other[::-1])
    word, other = word[: len(word) - end], other[: len(other) - end]
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def _in_common(one: str, other: str) -> int:
    """Return the length of the common prefix of two words."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))


def _is_complete(word: str) -> bool:
    """Tell whether a short word is complete: after *katiba ya* comes a new word, not *yanga*."""
    return len(word) < _MIN_WORD and all(token.function for token in analyse(word))


def _is_plain(line: str) -> bool:
    """Tell whether a line is plain words only, of which any one may match."""
    query = parse(line)
    return not query.filters and all(
        isinstance(item, Word) and item.need == "want" and item.field is None
        for item in query.items
    )


def _ordered_lines(pairs: Iterable[tuple[str, int]]) -> list[str]:
    """Return lines that can be offered, the most frequent first, each in its most frequent form."""
    times: dict[str, int] = {}
    writing: dict[str, tuple[bool, int, str]] = {}
    for pair, count in pairs:
        text = pair.partition("=")[2]
        text = text.strip(_ENDS)
        key = folded(text)
        if len(key) >= MIN_TYPED and len(text) <= _MAX_LINE and text.isprintable():
            times[key] = times.get(key, 0) + count
            # A heading in capitals and one in small letters are the same; the second is easier to read.
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
    """Return the spellings of a beginning in the index: ng may be ng', with either apostrophe.

    >>> _spellings("ngo")
    ['ngo', "ng'o", 'ng’o']
    """
    if not beginning:
        return []
    plain = re.sub(f"[{APOSTROPHES}]", "'", beginning)
    spellings = [beginning, plain, plain.replace("'", "’")]
    if "'" not in plain:
        spellings += [re.sub(r"ng(?=[^w])", f"ng{sign}", plain) for sign in "'’"]
    return list(dict.fromkeys(spellings))


def _merged(
    lines: list[str], completed: list[str], typed: PartialQuestion, limit: int
) -> tuple[str, ...]:
    """Return headings and completed words; at least half the places are for words."""
    room = max(limit - len(completed), (limit + 1) // 2)
    unique: dict[str, str] = {}
    for text in (*lines[:room], *completed, *lines[room:]):
        unique.setdefault(folded(text), text)
    typed_text = " ".join(typed.text.lower().split())
    return tuple(text for text in unique.values() if text.lower() != typed_text)[:limit]
