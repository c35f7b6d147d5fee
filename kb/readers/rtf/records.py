"""What the walk over RTF makes, paragraphs and rows, and the state that it keeps on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Paragraph", "RtfGroup", "RtfStyle", "TableRow", "TextFlow"]


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the body, of a cell, or of a note."""

    parts: list[str] = field(default_factory=list)  # of its text, while it is collected
    text: str = ""
    marker: str = ""  # of a list item: "1.", "•", as the file has it
    depth: int = 0  # of a list item
    level: int | None = None  # of a heading, 1 is outermost
    rule: str = "style"  # what made it a heading
    is_title: bool = False
    is_contents: bool = False  # a line of a generated table of contents
    sizes: Counter[float] = field(default_factory=Counter)  # letters by points of type
    bold: bool = True  # all of it
    notes: list[str] = field(default_factory=list)
    boxes: list[Paragraph] = field(default_factory=list)  # of text boxes that hang on it

    def add(self, text: str, group: RtfGroup) -> None:
        """Add text in the type of a group."""
        self.parts.append(text)
        if letters := len("".join(text.split())):
            self.sizes[group.size] += letters
            self.bold = self.bold and group.bold

    @property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        return self.sizes.most_common(1)[0][0] if self.sizes else 12.0


@dataclass(slots=True)
class TableRow:
    """A row of a table: the paragraphs of each cell."""

    cells: list[list[Paragraph]]
    is_header: bool = False


@dataclass(slots=True)
class RtfStyle:
    """A style of paragraphs."""

    name: str = ""
    level: int | None = None  # outline level, 1 is outermost


@dataclass(slots=True)
class RtfGroup:
    """The state of a group; an inner one begins as a copy of the outer one."""

    destination: str = "body"  # or left_out, fonts, styles, style, info, title, marker, field …
    opens: str = ""  # what begins with this very group: note, box or style
    codec: str | None = None  # of its font; None: that of the file
    skips: int = 1  # characters that stand for one \\u
    bold: bool = False
    size: float = 12.0
    unseen: bool = False  # hidden or deleted
    starred: bool = False  # an asterisk came first: the next word names its destination
    level: int | None = None  # of the paragraph
    style: int = 0
    depth: int = 0
    in_table: bool = False
    is_header: bool = False


@dataclass(slots=True)
class TextFlow:
    """Text that runs by itself: the body, a note, a text box."""

    paragraph: Paragraph = field(default_factory=Paragraph)
    finished: list[Paragraph] = field(default_factory=list)
