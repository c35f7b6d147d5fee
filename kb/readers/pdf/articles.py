"""Name the articles of a law by the captions in its margin.

Laws set the caption of an article in small type beside its first line, and
below it the laws that changed it ("Sheria ya 1984 Na.15 ib.6"). The caption
becomes the heading of the article, with its number; the rest stays with the
text. Where the margin is empty, the table of contents may know the caption.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.lines import RowPiece
from kb.readers.pdf.numbering import article, dangles

__all__ = ["Beside", "Caption", "beside"]

_CITATION = re.compile(
    r"(?:\[|\b(?:[Ss]heria (?:(?:[yz]a )?(?:mwaka )?\d{4}|(?:ya )?Na\b)|Na\.? ?\d|Tangazo la Serikali|T\. ?S\.|"
    r"G\. ?N\.|Amri ya \d|Acts? (?:No|of \d)|No\. ?\d|Cap\.? ?\d|Sura ya \d|R\. ?E\.|ib\. ?\d))"
)
_CLOSE = 1.7
"""Times the size of type: lines of a note stand closer than this."""
_ALIGNED = 0.8
_MAX_WORDS = 30


@dataclass(frozen=True, slots=True)
class Caption:
    """The heading of an article: by its line, its number, what the margin or contents call it."""

    number: str
    text: str
    rest: str  # of the line, behind the number
    rule: str  # "margin" or "contents"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the lines of a document."""

    captions: Mapping[int, Caption]  # by line
    notes: Mapping[int, str]  # by line: what else the margin says there


def beside(
    lines: Sequence[PdfLine],
    notes: Mapping[int, Sequence[RowPiece]],
    entries: Mapping[str, str],
    first: int,
) -> Beside:
    """Return captions and notes by the line they belong to.

    Args:
        lines: of the whole document.
        notes: what stands in the margin of each page, from top to bottom.
        entries: what the table of contents calls numbered articles.
        first: the line the text starts at, behind the table of contents.
    """
    captions: dict[int, Caption] = {}
    kept: dict[int, list[str]] = {}
    for page, pieces in notes.items():
        own = [i for i, line in enumerate(lines) if line.page == page]
        starts = {i: found for i in own if i >= first and (found := article(lines[i].text))}
        for note in _notes(pieces, [lines[i] for i in starts]):
            at = min(own, key=lambda i: abs(lines[i].y - note[0].y), default=None)
            if at is None:
                continue
            near = [i for i in starts if abs(lines[i].y - note[0].y) < _ALIGNED * lines[i].size]
            caption, rest = _parted(note)
            if near and caption:
                number, behind = starts[near[0]]
                if dangles(caption):  # cut off where the margin had no more room
                    caption = entries.get(number, caption)
                captions[near[0]] = Caption(number, caption, behind, "margin")
                at = near[0]
            else:
                rest = " ".join(filter(None, (caption, rest)))
            if rest:
                kept.setdefault(at, []).append(rest)
    _from_contents(lines, captions, entries, first)
    return Beside(captions, {at: "; ".join(rest) for at, rest in kept.items()})


def _notes(pieces: Sequence[RowPiece], starts: Sequence[PdfLine]) -> list[list[RowPiece]]:
    """Return the notes of one margin; a new article starts a new one."""
    found: list[list[RowPiece]] = []
    for piece in pieces:
        last = found[-1][-1] if found else None
        begins = any(abs(line.y - piece.y) < 0.3 * line.size for line in starts)
        begins = begins and not (last and dangles(last.text))
        if last is None or begins or last.y - piece.y > _CLOSE * piece.size:
            found.append([])
        found[-1].append(piece)
    return found


def _parted(note: Sequence[RowPiece]) -> tuple[str, str]:
    """Return the caption of a note, and the laws it cites below."""
    text = " ".join(piece.text for piece in note)
    text = re.sub(r"(?<=\w)- (?=[a-z])", "", text)
    cited = _CITATION.search(text)
    start = cited.start() if cited else len(text)
    word = re.match(r"[Ss]heria\b", text[start:])
    if word and dangles(text[:start].strip()):
        start += word.end()  # "Jina la Sheria", and below it "Na. 4 ib. 2"
    caption = text[:start]
    if not cited and len(text.split()) > _MAX_WORDS:
        return "", text
    return caption.strip(" .;,"), text[start:].strip()


def _from_contents(
    lines: Sequence[PdfLine], captions: dict[int, Caption], entries: Mapping[str, str], first: int
) -> None:
    """Name articles without a caption, where their number comes in its turn."""
    if not captions or not entries:
        return
    named = {caption.number for caption in captions.values()}
    turn = 0
    for i in range(first, len(lines)):
        if i in captions:
            turn = _value(captions[i].number)
            continue
        found = article(lines[i].text)
        if not found or found[0] in named or found[0] not in entries:
            continue
        if turn < _value(found[0]) <= turn + 3:
            captions[i] = Caption(found[0], entries[found[0]], found[1], "contents")
            named.add(found[0])
            turn = _value(found[0])


def _value(number: str) -> int:
    return int(re.match(r"\d+", number)[0])  # type: ignore[index]  # article() asks for digits
