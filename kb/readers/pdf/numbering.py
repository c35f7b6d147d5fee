"""Read the number of a line: of a part of a law (SURA YA PILI), 1.2.3, a., of an article.

The text of a line comes in, its Number or article goes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Number", "article", "dangles", "number_of", "starts_item"]

_PARTS: Mapping[str, int] = {
    "sura": 1, "mlango": 1, "chapter": 1, "nyongeza": 1, "jedwali": 1, "kiambatisho": 1,
    "kiambatanisho": 1, "schedule": 1, "annex": 1, "appendix": 1,
    "sehemu": 2, "part": 2, "orodha": 2, "fasili": 3, "mada": 3, "moduli": 3, "ibara": 4, "article": 4,
    "kifungu": 4, "section": 4,
}  # fmt: skip
_COUNTED = (
    r"(?:(?:k|kk)wanza|pili|tatu|nne|tano|sita|saba|nane|tisa|kumi(?:\s+na\s+\w+)?|mwisho|"
    r"ishirini(?:\s+na\s+\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"\d{1,3}[A-Z]?|[IVXLC]{1,7}|[A-Z])"
)
_PART = re.compile(
    rf"(?P<word>{'|'.join(_PARTS)})\s+(?:(?:ya|wa|la|cha|na\.?|namba)\s+)?"
    rf"(?P<count>{_COUNTED})\b[\s:.–—-]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+\S|(\d{1,3})[.)]\s+\S")
_LETTER = re.compile(r"\(?(?:[a-z]{1,2}|[ivx]{1,5}|[A-Z])[.)]\s+\S")
_ITEM = re.compile(
    r"(?:[•●○◦▪■□➢►✓*·–—-]|o(?=\s[A-Z])|\((?:[a-z]{1,3}|[ivxlc]{1,6}|\d{1,3}[A-Z]?)\)|"
    r"(?:[a-zA-Z]|[ivx]{1,5}|\d{1,3})[.)])(?=\s*\S)"
)
_ARTICLE = re.compile(
    r"(?P<number>\d{1,3}[A-Z]{0,2})\s*\.\s*(?:[-–—]\s*)?(?P<rest>(?:\(|[^\d\s]).*)"
)


_DANGLING = re.compile(
    r"\b(?:na|ya|wa|za|la|cha|vya|kwa|katika|au|of|the|and|or|to|for|in)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a heading."""

    rank: int = 0  # of a part of a law: 1 is outermost; 0 if it is no part
    depth: int = 0  # how many figures 1.2.3 has
    letter: bool = False
    bare: bool = False  # a part without a name after its number
    article: bool = False


def number_of(text: str) -> Number:
    """Return the number at the start of a line.

    >>> number_of("SEHEMU YA PILI").rank, number_of("1.1.4 Changamoto").depth
    (2, 3)
    """
    if part := _PART.match(text):
        rest = part["rest"]
        # "Sehemu ya pili ya ripoti inaeleza" is a sentence, "Sehemu ya Pili: Ripoti" a heading.
        if text[0].isupper() and (not rest or not rest[0].islower()):
            return Number(rank=_PARTS[part["word"].lower()], bare=not rest.strip())
    if match := _DECIMAL.match(text):
        return Number(depth=1 if match[2] else match[1].count(".") + 1)
    return Number(letter=_LETTER.match(text) is not None)


def starts_item(text: str) -> bool:
    """Tell whether a line starts an item of a list, or a numbered clause.

    >>> starts_item("(a) kuwa na uraia"), starts_item("Kuwa na uraia")
    (True, False)
    """
    return _ITEM.match(text) is not None


def dangles(text: str) -> bool:
    """Tell whether a line ends in a word that another must follow.

    >>> dangles("Wabunge wa kuchaguliwa na"), dangles("Baraza la Wawakilishi")
    (True, False)
    """
    return _DANGLING.search(text) is not None


def article(text: str) -> tuple[str, str] | None:
    """Return the number of an article and the text after it; None if the line starts no article.

    >>> article("5.-(1) Kila raia")
    ('5', '(1) Kila raia')
    """
    match = _ARTICLE.fullmatch(text)
    return (match["number"], match["rest"]) if match else None
