"""Find the headings of a PDF by their type, and nest them.

The lines of a document come in, its headings go out. The type of most letters is the
type of the text. A heading is larger, all bold, or in capitals in the middle of its
column. It is short and does not end like a sentence. Lines of one heading are joined.
The level depends on the words of laws (SURA above SEHEMU), then on numbers, size and face.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.numbering import Number, dangles, number_of, starts_item
from kb.readers.typography import LARGER, MAX_LETTERS, MAX_WORDS

__all__ = ["Face", "Head", "face_of", "heads", "levels", "without_drawings"]

_MAX_LINES = 5
_CLOSE = 1.45
"""Times the leading: the maximum distance between two lines of one heading."""
_FAR_APART = 2.2
"""The same, if the first line ends in a word that another must follow."""
_TIGHT = 1.35
"""Times the size: the maximum distance of two lines that are set as one heading."""
_MAX_HANGING = 5.0
"""Times the size: the widest number before the words of a heading."""
_COMMON_BOLD = 0.35
"""The share of bold letters above which bold does not mark headings."""
_FAR = 3.0
"""Times the size: a row with a wider blank is a row of a table."""
_MAX_DEPTH = 8
_MAX_LABELS = 3
"""On a page with more such lines than lines of text, these lines are labels, not headings."""


@dataclass(frozen=True, slots=True)
class Face:
    """The type of the text of a document."""

    size: float
    leading: float  # from one line to the next
    bold: bool  # too much is bold, so bold does not mark headings


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its lines, its text, its type and its number."""

    first: int
    stop: int
    text: str
    rule: str
    size: float
    bold: bool
    italic: bool
    number: Number
    level: int = 0


def face_of(lines: Sequence[PdfLine]) -> Face:
    """Return the type of most letters of a document."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[line.size] += len(line.text)
        bold += len(line.text) if line.bold else 0
    if not sizes:
        return Face(10.0, 12.0, bold=False)
    size = sizes.most_common(1)[0][0]
    steps: Counter[float] = Counter()
    for upper, lower in pairwise(lines):
        if upper.page == lower.page and upper.column == lower.column and upper.size == size:
            steps[round((upper.y - lower.y) * 2) / 2] += 1
    usual = [step for step, _ in steps.most_common(3) if 0.9 * size <= step <= 2.5 * size]
    leading = usual[0] if usual else 1.2 * size
    return Face(size, leading, bold > _COMMON_BOLD * sizes.total())


def heads(lines: Sequence[PdfLine], face: Face) -> list[Head]:
    """Return the headings among *lines* in reading order, not yet nested."""
    chosen: list[Head] = []
    i = 0
    while i < len(lines):
        sign = _sign(lines[i], face)
        if not sign:
            i += 1
            continue
        stop = i + 1
        while stop < len(lines) and _goes_on(lines, stop, sign, face):
            stop += 1
        head = _head(lines, i, stop, sign)
        if _is_heading(lines, head, face):
            chosen.append(head)
        i = stop
    return _join_names(chosen, lines)


def without_drawings(headings: Sequence[Head], lines: Sequence[PdfLine]) -> list[Head]:
    """Drop the labels of charts and tables: short bold lines on pages with little text."""
    text = Counter(line.page for line in lines if not line.short and not line.bold)
    labels = Counter(lines[head.first].page for head in headings if head.number == Number())
    drawn = {page for page, count in labels.items() if count > _MAX_LABELS and count > text[page]}
    return [h for h in headings if h.number != Number() or lines[h.first].page not in drawn]


def _sign(line: PdfLine, face: Face) -> str:
    """Return how a line differs from the text: "size", "bold", "centred", "words"; "" if not."""
    if line.gap > _FAR * line.size and number_of(line.text) == Number():
        return ""
    if sum(c.isalpha() for c in line.text) < 2:
        return ""
    if line.size >= LARGER * face.size:
        return "size"
    if line.bold and not face.bold:
        return "bold"
    if line.size < 0.9 * face.size:
        return ""
    part = number_of(line.text).rank
    if line.centred and (line.text.isupper() or part):
        return "centred"
    return "words" if part and line.text.isupper() and line.short else ""


def _goes_on(lines: Sequence[PdfLine], i: int, sign: str, face: Face) -> bool:
    """Tell whether line *i* belongs to the heading in the line above it."""
    above, line = lines[i - 1], lines[i]
    same = (
        line.page == above.page
        and line.column == above.column
        and _sign(line, face) == sign
        and line.italic == above.italic
        and abs(line.size - above.size) < 0.06 * above.size
    )
    if not same or number_of(line.text) != Number():
        return False
    if number_of(above.text).bare:
        return False  # its name is joined later, at any distance
    far = _CLOSE if not dangles(above.text) else _FAR_APART
    gap = above.y - line.y
    if gap > far * max(face.leading, 1.2 * line.size):
        return False
    # Headings of laws are in the middle of the page; text next to notes is not.
    together = abs(above.middle - line.middle) < 0.3 * line.size
    if together or dangles(above.text) or not above.has_room(line.text):
        return True
    if starts_item(line.text) or gap > _TIGHT * line.size:
        return False
    return line.text[0].islower() or _is_aligned(above, line, sign)


def _is_aligned(above: PdfLine, line: PdfLine, sign: str) -> bool:
    """Tell whether two lines, close to each other, are set as one heading.

    The second one is below the words of a heading that begins with a number, or both begin
    at one edge. Short bold lines at one edge, in the size of the text, may be labels.
    """
    step = line.x0 - above.x0
    if number_of(above.text) != Number():
        return 0.8 * line.size < step < _MAX_HANGING * line.size
    is_long = above.x1 - above.x0 > 0.5 * (above.right - above.left)
    return (sign == "size" or is_long) and abs(step) < 0.3 * line.size


def _head(lines: Sequence[PdfLine], first: int, stop: int, sign: str) -> Head:
    text = " ".join(line.text for line in lines[first:stop]).strip()
    one = lines[first]
    return Head(
        first, stop, text.rstrip(" :"), sign, one.size, one.bold, one.italic, number_of(text)
    )


def _is_heading(lines: Sequence[PdfLine], head: Head, face: Face) -> bool:
    """Tell whether lines of another type are a heading."""
    text = head.text
    if head.stop - head.first > _MAX_LINES or head.stop >= len(lines):
        return False
    if len(text.split()) > 2 * MAX_WORDS or len(text) > 2 * MAX_LETTERS:
        return False
    if text.endswith((",", ";", "…", "-", "–")) or (text.endswith(".") and not head.number.depth):
        return False
    if text.startswith(("•", "(", "[", "“", '"', "*")) or (
        text[0].islower() and not head.number.letter
    ):
        return False
    if not any(line.centred for line in lines[head.first : head.stop]) and _runs_in(
        lines, head, face
    ):
        return False
    return not (head.number.letter and head.rule in {"size", "words"} and text[0] == "(")


def _runs_in(lines: Sequence[PdfLine], head: Head, face: Face) -> bool:
    """Tell whether the lines are the start of the paragraph below them."""
    last, below = lines[head.stop - 1], lines[head.stop]
    together = (
        last.page == below.page
        and last.column == below.column
        and last.y - below.y < 1.2 * face.leading
    )
    return together and below.text[0].islower() and not starts_item(below.text)


def _join_names(headings: Sequence[Head], lines: Sequence[PdfLine]) -> list[Head]:
    """Join a part that has only a number with the line below, which is its name."""
    joined: list[Head] = []
    for head in headings:
        last = joined[-1] if joined else None
        if (
            last
            and last.number.rank
            and last.number.bare
            and last.stop == head.first
            and head.number == Number()
            and lines[head.first].page - lines[last.stop - 1].page < 2
        ):
            text = f"{last.text}: {head.text}"
            number = replace(last.number, bare=False)
            joined[-1] = replace(last, stop=head.stop, text=text, number=number)
        else:
            joined.append(head)
    return joined


def levels(headings: Sequence[Head]) -> list[Head]:
    """Return the headings with their levels, from 1."""
    path: list[Head] = []
    nested = []
    for head in headings:
        while path and not _above(path[-1], head):
            path.pop()
        path.append(head)
        nested.append(replace(head, level=min(len(path), _MAX_DEPTH)))
    return nested


def _above(upper: Head, lower: Head) -> bool:
    """Tell whether *lower* can be nested in *upper*."""
    one, other = upper.number, lower.number
    if one.article or other.article:
        return other.article and not one.article
    if one.rank and other.rank:
        return one.rank < other.rank
    if one.depth and other.depth:
        return one.depth < other.depth
    if upper.size > 1.04 * lower.size:
        return not other.rank or one.rank > 0
    if lower.size > 1.04 * upper.size:
        return bool(one.rank) and not other.rank and one.rank < 3
    if one.rank or other.rank:
        return bool(one.rank)
    if one.letter or other.letter:
        return not one.letter
    if one.depth > 1 or other.depth > 1:
        return other.depth > 1
    return _weight(upper) > _weight(lower)


def _weight(head: Head) -> tuple[bool, bool, bool]:
    return head.text.isupper(), head.bold, not head.italic
