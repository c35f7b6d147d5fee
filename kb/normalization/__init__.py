"""Normalise dates and numbers in running text: all writings of one date share its terms.

``17 Desemba mwaka 2010``, ``17/12/2010`` and ``2010-12-17`` are one day; ``thelathini``
and ``30`` are one number. Words with their places come in, Mentions come out: which
words, and the terms of that day, month or number. The terms are stacked on the words of
documents and of questions:

    17            Desemba    mwaka  2010       kumi  na  tano
    d:2010-12-17  d:2010-12                    15

The day's term is on the day and the month's on the month. So a question for "17 Desemba
2010" still matches month and year where a text gives no day, and each part of a date is
marked. A number's term is on its first word.

A telephone number or a registration that is written in parts has the term of its parts
joined. A number that can also be that of a law or an hour is not normalised. Time is
linear: a number has at most some forty words, a date at most a dozen.

    mentions    the words of one text and what is between them
    vocabulary  the words of numbers and dates
    numbers     number words to trillions, and figures with commas or points
    dates       days and months with a year
    codes       telephone numbers, amounts, registrations in several parts
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.normalization.codes import MAX_PARTS, codes, national_number
from kb.normalization.dates import dates
from kb.normalization.mentions import Mention, WordLine
from kb.normalization.numbers import numbers
from kb.normalization.vocabulary import vocabulary
from kb.swahili import Token

__all__ = ["MAX_PARTS", "VERSION", "Mention", "mentions", "national_number", "readings"]

VERSION = "3"
"""Part of the index fingerprint: raised when a text gets other terms."""


def readings(tokens: Sequence[Token], text: str) -> dict[int, tuple[str, ...]]:
    """Return the terms to stack on tokens, by the token's index.

    Args:
        tokens: the words of *text* in order, function words included.
        text: their source; the signs between words separate dates from numbers.

    >>> from kb.swahili import analyse
    >>> text = "Tarehe 17 Desemba mwaka 2010 wajumbe kumi na watano"
    >>> readings(analyse(text), text)
    {1: ('d:2010-12-17',), 2: ('d:2010-12',), 6: ('15',)}
    """
    words = [token.normal for token in tokens]
    if not vocabulary().is_in(words, text):
        return {}
    mentioned = mentions(
        words, [token.start for token in tokens], [token.end for token in tokens], text
    )
    stacked: dict[int, tuple[str, ...]] = {}
    for mention in mentioned:
        for index, term in mention.terms:
            others = stacked.get(index, ())
            if term not in others and term not in tokens[index].terms:
                stacked[index] = (*others, term)
    return dict(sorted(stacked.items()))


def mentions(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], text: str
) -> tuple[Mention, ...]:
    """Return the dates, months, numbers and codes of a text, ordered by their first word.

    The spelled parts of a date are also numbers, with Mentions of their own.

    Args:
        words: the words in normal writing.
        starts: where each begins in *text*.
        ends: where each ends.
        text: their source.

    >>> mentions(["elfu", "mbili", "na", "kumi"], [0, 5, 11, 14], [4, 10, 13, 18],
    ...          "elfu mbili na kumi")
    (Mention(kind='number', first=0, last=3, terms=((0, '2010'),)),)
    """
    line = WordLine(words, starts, ends, text)
    spelled = numbers(line)
    sorted_mentions = [*spelled.mentions, *dates(line, spelled), *codes(line)]
    sorted_mentions.sort(key=lambda mention: (mention.first, mention.kind != "number"))
    return tuple(sorted_mentions)
