"""Write whole numbers as short text: five bits in a character, the low ones first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

__all__ = ["deltas", "packed"]

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BITS = 5
_MORE = 1 << _BITS  # set in each character of a number but the last


def packed(numbers: Iterable[int]) -> str:
    """Return numbers, none negative, as text; words.js reads it.

    >>> packed([0, 31, 32, 1000])
    'AfgBof'
    """
    digits = []
    for number in numbers:
        rest = number
        while rest >= _MORE:
            digits.append(_DIGITS[rest % _MORE | _MORE])
            rest >>= _BITS
        digits.append(_DIGITS[rest])
    return "".join(digits)


def deltas(numbers: Sequence[int]) -> Iterator[int]:
    """Yield the first of some rising numbers, then how much each is more than the one before.

    >>> list(deltas([3, 5, 9]))
    [3, 2, 4]
    """
    before = 0
    for number in numbers:
        yield number - before
        before = number
