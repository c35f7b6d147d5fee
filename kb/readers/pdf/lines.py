"""Join the letters of a page into rows, and each row into pieces.

Glyphs come in, RowPieces go out. Letters on one baseline make a row. A row is cut where
a blank is wider than the blank between two words. ``columns`` decides whether such a
blank divides two columns or belongs to a justified line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from kb.cleaning import clean
from kb.readers.pdf.glyphs import Glyph

__all__ = ["RowPiece", "glyph_rows", "join"]

_BLANK = 0.17
"""Times the size of type: a wider gap between two letters is a blank, drawn or not."""
_CUT = 0.9
"""Times the size of type: a wider gap may divide two columns."""
_SAME_ROW = 0.5
"""Times the size of type: the maximum distance of two baselines in one row (m2, raised 2)."""
_RAISED = 0.8
_RULE = re.compile(r"[\s_=*~.·•–—-]{3,}")
_MIN_SPACED, _SPACED = 4, 0.8
"""Of a letter-spaced line: the minimum number of gaps, and the minimum share of blanks."""
_WIDER = 1.5
"""Times the usual gap between spaced letters: a wider gap is between two words."""
_NUMBER_OF_ITEM = re.compile(r"^((?:\d{1,3}|[a-z]{1,4})[.)])(?=[A-Z])")
"""PDFium drops a blank that the next word overlaps: 12.Usawa."""
_END_HYPHEN = re.compile(r"[\u00ad\u2010]$")
_BULLET = re.compile(r"^[\uf000-\uf0ff]")


@dataclass(frozen=True, slots=True)
class RowPiece:
    """Letters of one row without a wide blank between them."""

    text: str
    x0: float
    x1: float
    y: float  # of the baseline, from the foot of the page
    size: float  # of most of its letters
    bold: bool  # every letter
    italic: bool
    gap: float = 0.0  # the widest blank inside it


def glyph_rows(glyphs: Sequence[Glyph]) -> list[list[RowPiece]]:
    """Return the rows of a page from top to bottom, the pieces of each from left to right."""
    rows: list[list[RowPiece]] = []
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=attrgetter("y"), reverse=True):
        # Most letters are on one baseline: no size need be looked at.
        if row and row[0].y != glyph.y and _is_lower(glyph, row[0]):
            rows.append(_pieces(row))
            row = []
        row.append(glyph)
    if row:
        rows.append(_pieces(row))
    return [pieces for pieces in rows if pieces]


def _is_lower(glyph: Glyph, first: Glyph) -> bool:
    return first.y - glyph.y > _SAME_ROW * max(first.size, glyph.size)


def _pieces(row: list[Glyph]) -> list[RowPiece]:
    pieces: list[RowPiece] = []
    open_: list[tuple[Glyph, bool]] = []  # each with whether a blank is before it
    blank = False
    in_order = sorted(_once(row), key=attrgetter("x0"))
    spacing = _letter_spacing(in_order)
    end = last_size = 0.0  # of the letter before
    for glyph in in_order:
        text, x0, x1, _, size, _, _ = glyph
        if text.isspace():
            blank = True
            continue
        if open_:
            gap = x0 - end
            larger = max(last_size, size)
            if gap > _BLANK * larger:
                blank = True
                if gap > _CUT * larger + spacing:
                    pieces.extend(_piece(open_))
                    open_ = []
        open_.append((glyph, blank))
        end, last_size, blank = x1, size, False
    if open_:
        pieces.extend(_piece(open_))
    return pieces


def _letter_spacing(row: Sequence[Glyph]) -> float:
    """Return the usual gap between the letters of a row that is letter-spaced, else 0.

    A blank between two of its words is as much wider, and divides no columns.
    """
    letters = [glyph for glyph in row if not glyph.text.isspace()]
    if len(letters) <= _MIN_SPACED:
        return 0.0
    gaps = []
    narrow = int((1 - _SPACED) * (len(letters) - 1))  # gaps that may be no blanks
    for before, after in pairwise(letters):
        gap = (after.x0 - before.x1) / after.size
        narrow -= gap <= _BLANK
        if narrow < 0:
            return 0.0
        gaps.append(gap)
    usual = sorted(gaps)[len(gaps) // 2]
    return usual * letters[0].size if usual <= _CUT else 0.0


def _once(row: list[Glyph]) -> list[Glyph]:
    """Drop letters that are drawn twice in one place, as some printers do for bold."""
    texts, lefts, *_ = zip(*row, strict=True)
    if len(set(zip(texts, map(round, lefts), strict=True))) == len(row):
        return row
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for glyph in row:
        place = (glyph.text, round(glyph.x0), round(glyph.y))
        if glyph.text.strip() and place in seen:
            continue
        seen.add(place)
        kept.append(glyph)
    return kept


def _piece(letters: Sequence[tuple[Glyph, bool]]) -> list[RowPiece]:
    exact = Counter([glyph.size for glyph, _ in letters])
    sizes: Counter[float] = Counter()
    for one, count in exact.items():
        sizes[round(one * 2) / 2] += count
    size = sizes.most_common(1)[0][0]
    base = next(g.y for g, _ in letters if round(g.size * 2) / 2 == size)
    kept = list(letters)
    if len(exact) > 1:
        # The raised number of a footnote is not part of the word before it. In the
        # footnote itself it is the first letter, which is kept.
        kept = kept[:1] + [pair for pair in kept[1:] if not _raised(pair[0], size, base)]
    kept = _without_spacing(kept)
    drawn = "".join([" " + g.text if blank else g.text for g, blank in kept])
    # A soft hyphen is drawn only at the end of a line, where it divides a word. Browsers
    # draw the hyphen U+2010 there.
    text = clean(_END_HYPHEN.sub("-", drawn)).strip()
    text = _NUMBER_OF_ITEM.sub(r"\1 ", _BULLET.sub("•", text))
    if text.isupper():
        size = max(sizes)  # small capitals: the largest letters have the real size
    if not text or _RULE.fullmatch(text):
        return []
    worded = {(g.bold, g.italic) for g, _ in kept if g.text.isalnum()}
    return [
        RowPiece(
            text,
            letters[0][0].x0,
            max([g.x1 for g, _ in letters]),
            base,
            size,
            bool(worded) and all(bold for bold, _ in worded),
            bool(worded) and all(italic for _, italic in worded),
        )
    ]


def _without_spacing(letters: list[tuple[Glyph, bool]]) -> list[tuple[Glyph, bool]]:
    """Return letter-spaced words with blanks between words only: M A S H A R T I is one word.

    A word is letter-spaced if nearly every letter has a blank before it. A blank between two of
    them is wider than one between their letters.
    """
    blanks = sum([blank for _, blank in letters[1:]])
    if blanks < _SPACED * (len(letters) - 1):
        return letters
    if 2 * sum(glyph.text.isalpha() for glyph, _ in letters) <= len(letters):
        return letters  # numbers in a row
    if len(letters) <= _MIN_SPACED and not _may_be_word("".join(g.text for g, _ in letters)):
        return letters
    gaps = [after.x0 - before.x1 for (before, _), (after, _) in pairwise(letters)]
    usual = median(gaps)
    return letters[:1] + [
        (glyph, gap > _WIDER * usual) for (glyph, _), gap in zip(letters[1:], gaps, strict=True)
    ]


def _may_be_word(text: str) -> bool:
    """Tell whether a few letters may be a word: Swahili words end in a vowel; A B C is a list.

    >>> [_may_be_word(text) for text in ("DIRA", "ADA", "ABCD", "AEI", "NA", "12A")]
    [True, True, False, False, False, False]
    """
    lower = text.lower()
    in_order = all(before < after for before, after in pairwise(lower))
    return len(text) > 2 and text.isalpha() and lower[-1] in "aeiou" and not in_order


def _raised(glyph: Glyph, size: float, base: float) -> bool:
    return glyph.text.isdigit() and glyph.size < _RAISED * size and glyph.y > base + 0.15 * size


def join(pieces: Sequence[RowPiece]) -> RowPiece:
    """Return pieces of one row as one, with a blank between them."""
    if len(pieces) == 1:
        return pieces[0]
    longest = max(pieces, key=lambda piece: len(piece.text))
    worded = [piece for piece in pieces if any(c.isalnum() for c in piece.text)]
    return RowPiece(
        " ".join(piece.text for piece in pieces),
        pieces[0].x0,
        pieces[-1].x1,
        longest.y,
        longest.size,
        bool(worded) and all(piece.bold for piece in worded),
        bool(worded) and all(piece.italic for piece in worded),
        max(right.x0 - left.x1 for left, right in pairwise(pieces)),
    )
