"""Name the articles of a law by the captions in its margin.

In laws the caption of an article is small type in the margin, next to its first line.
Below the caption are the laws that changed the article ("Sheria ya 1984 Na.15 ib.6").
The caption becomes the heading of the article, with its number; the other text of the
margin stays with the article. If the margin is empty, the caption is taken from the
table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.lines import RowPiece
from kb.readers.pdf.numbering import article, dangles

__all__ = ["Caption", "MarginText", "margin_text"]

_CITATION = re.compile(
    r"(?:\[|\b(?:[Ss]heria (?:(?:[yz]a )?(?:mwaka )?\d{4}|(?:ya )?Na\b)|Na\.? ?\d|Tangazo la Serikali|T\. ?S\.|"
    r"G\. ?N\.|Amri ya \d|Acts? (?:No|of \d)|No\. ?\d|Cap\.? ?\d|Sura ya \d|R\. ?E\.|ib\. ?\d))"
)
_CLOSE = 1.7
"""Times the size of type: the maximum distance between two lines of one note."""
_ALIGNED = 0.8
_MAX_WORDS = 30


@dataclass(frozen=True, slots=True)
class Caption:
    """The heading of an article: its number, and its caption from the margin or the contents."""

    number: str
    text: str
    rest: str  # of the line, after the number
    rule: str  # "margin" or "contents"


@dataclass(frozen=True, slots=True)
class MarginText:
    """The text in the margins of a document, by the line that it belongs to."""

    captions: Mapping[int, Caption]  # by line
    notes: Mapping[int, str]  # by line: the other text of the margin


def margin_text(
    lines: Sequence[PdfLine],
    notes: Mapping[int, Sequence[RowPiece]],
    entries: Mapping[str, str],
    first: int,
) -> MarginText:
    """Return captions and notes, by the line that they belong to.

    Args:
        lines: of the whole document.
        notes: the pieces in the margin of each page, from top to bottom.
        entries: the caption of each numbered article in the table of contents.
        first: the line at which the text starts, after the table of contents.
    """
    captions: dict[int, Caption] = {}
    kept: dict[int, list[str]] = {}
    for page, pieces in notes.items():
        own = [i for i, line in enumerate(lines) if line.page == page]
        starts = {i: start for i in own if i >= first and (start := article(lines[i].text))}
        for note in _notes(pieces, [lines[i] for i in starts]):
            at = min(own, key=lambda i: abs(lines[i].y - note[0].y), default=None)
            if at is None:
                continue
            near = [i for i in starts if abs(lines[i].y - note[0].y) < _ALIGNED * lines[i].size]
            caption, rest = _split_note(note)
            if near and caption:
                number, after = starts[near[0]]
                if dangles(caption):  # cut off at the edge of the margin
                    caption = entries.get(number, caption)
                captions[near[0]] = Caption(number, caption, after, "margin")
                at = near[0]
            else:
                rest = " ".join(filter(None, (caption, rest)))
            if rest:
                kept.setdefault(at, []).append(rest)
    _from_contents(lines, captions, entries, first)
    return MarginText(captions, {at: "; ".join(rest) for at, rest in kept.items()})


def _notes(pieces: Sequence[RowPiece], starts: Sequence[PdfLine]) -> list[list[RowPiece]]:
    """Return the notes of one margin; a new article starts a new note."""
    notes: list[list[RowPiece]] = []
    for piece in pieces:
        last = notes[-1][-1] if notes else None
        begins = any(abs(line.y - piece.y) < 0.3 * line.size for line in starts)
        begins = begins and not (last and dangles(last.text))
        if last is None or begins or last.y - piece.y > _CLOSE * piece.size:
            notes.append([])
        notes[-1].append(piece)
    return notes


def _split_note(note: Sequence[RowPiece]) -> tuple[str, str]:
    """Return the caption of a note, and the laws that it cites below."""
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
    """Add captions from the contents to articles that have none, if their number is the next."""
    if not captions or not entries:
        return
    numbers = {caption.number for caption in captions.values()}
    last_number = 0
    for i in range(first, len(lines)):
        if i in captions:
            last_number = _value(captions[i].number)
            continue
        start = article(lines[i].text)
        if not start or start[0] in numbers or start[0] not in entries:
            continue
        if last_number < _value(start[0]) <= last_number + 3:
            captions[i] = Caption(start[0], entries[start[0]], start[1], "contents")
            numbers.add(start[0])
            last_number = _value(start[0])


def _value(number: str) -> int:
    return int(re.match(r"\d+", number)[0])  # type: ignore[index]  # article() matches digits only
