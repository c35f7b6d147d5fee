"""Write the numbers of lists in letters and in Roman numerals, as office programs do."""

from __future__ import annotations

__all__ = ["in_letters", "in_roman"]

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def in_letters(number: int) -> str:
    """Return a number, from 1, as letters: after z come aa, bb.

    >>> in_letters(3), in_letters(27)
    ('c', 'aa')
    """
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def in_roman(number: int) -> str:
    """Return a number, from 1, in small Roman numerals.

    >>> in_roman(14)
    'xiv'
    """
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
