"""Put the footnotes of a page into the text, each as a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.paragraphs import Text

__all__ = ["add_footnotes"]

_FOOTNOTE = re.compile(r"(\d{1,3})(?!\d)")


def add_footnotes(text: Text, lines: Sequence[PdfLine]) -> None:
    """Put the footnotes of a page after the paragraph that is open at its end."""
    note, number = "", 0
    for line in lines:
        starts = _FOOTNOTE.match(line.text)
        if starts and int(starts[1]) == number + 1:
            if note:
                text.add_note(note)
            note = ""
        number = int(starts[1]) if starts and not note else number
        note = f"{note} {line.text}".strip()
    if note:
        text.add_note(note)
