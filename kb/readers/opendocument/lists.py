"""Follow the lists of an OpenDocument text, and label their paragraphs.

The elements of lists come in as a walk enters and leaves them; the marker of each paragraph
goes out. Lists that continue another share its numbers. A list continues another by id
(``text:continue-list``), or the last list of the same style (``text:continue-numbering``);
a second list in one item starts anew. These are the rules of LibreOffice, which are not all
those of the standard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kb.readers.opendocument.blocks import BULLET
from kb.readers.opendocument.names import odf_count, odf_has, odf_name, odf_value
from kb.readers.opendocument.numbering import MAX_LEVEL, ListCounter, OdfListLevel
from kb.readers.opendocument.styles import OdfStyle, OdfStyles

__all__ = ["Lists"]

_BULLETS: Mapping[int, OdfListLevel] = {
    level: OdfListLevel(bullet=True) for level in range(1, MAX_LEVEL + 1)
}
"""The levels of a list that has no style."""

_OUTLINE = "Outline"
"""The name of the style that numbers headings, and of their list."""


@dataclass(slots=True)
class _OpenList:
    """A list that the walk is in."""

    id: str
    style: str  # its own, or that of the list around it
    restarts: bool = False  # its next paragraph counts from the first number
    labelled: bool = True  # the next paragraph is the first of an item
    start: int | None = None  # the number of that paragraph
    override: str = ""  # the style of that item
    sublists: int = 0  # of the item


class Lists:
    """The lists of one file, and the current number of each."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counters: dict[str, ListCounter] = {}
        self._continued: dict[str, str] = {}  # id of a list: id of the list that it continues
        self._last = ("", "")  # id and style of the list that was opened last, not within another
        self._open: list[_OpenList] = []

    @property
    def depth(self) -> int:
        """How many lists the walk is in."""
        return len(self._open)

    @contextmanager
    def inside(self, element: Any) -> Iterator[None]:
        """Be inside a list while its items are walked."""
        outer = self._open[-1] if self._open else None
        style = odf_value(element, "text:style-name")
        if outer is None:
            entered = _OpenList(self._id(element, style), style)
            self._last = (entered.id, style)
        else:
            outer.sublists += 1
            outer.labelled = False
            entered = _OpenList(outer.id, style or outer.style)
            entered.restarts = outer.restarts or outer.sublists > 1
        if odf_has(element, "text:continue-numbering"):
            entered.restarts = odf_value(element, "text:continue-numbering") != "true"
        self._open.append(entered)
        try:
            yield
        finally:
            self._open.pop()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Be in no list: inside a table, a note or a text box of an item."""
        kept, self._open = self._open, []
        try:
            yield
        finally:
            self._open = kept

    def item(self, element: Any) -> None:
        """Enter an item; a ``text:list-header`` is one without a number."""
        its = self._open[-1]
        its.labelled = odf_name(element) == "text:list-item"
        its.start = _start(element)
        its.override = odf_value(element, "text:style-override")
        its.sublists = 0

    def marker(self, style: OdfStyle) -> str | None:
        """Return the marker of the next paragraph of the list.

        Args:
            style: that of the paragraph; its list style is in force where the list has none.

        Returns:
            A number, or a bullet; None where the paragraph has neither.
        """
        its = self._open[-1]
        restarts = its.restarts
        for entered in self._open:
            entered.restarts = False
        if not its.labelled:
            return None
        its.labelled = False
        level = min(len(self._open), MAX_LEVEL)
        levels = self._levels(its.override or its.style or style.list_style)
        counter = self._counters.setdefault(its.id, ListCounter())
        counter.count(levels, level, restart=restarts, start=its.start)
        return self._label(counter, levels, level)

    def heading(self, element: Any, level: int) -> str | None:
        """Return the number of a heading that is in no list; None where it has none."""
        levels = self._styles.outline
        if odf_value(element, "text:is-list-header") == "true" or not levels:
            return None
        level = min(level, MAX_LEVEL)
        restarts = odf_value(element, "text:restart-numbering") == "true"
        counter = self._counters.setdefault(_OUTLINE, ListCounter())
        counter.count(levels, level, restart=restarts, start=_start(element))
        return counter.label(levels, level) or None

    def numbered_paragraph(self, element: Any) -> str | None:
        """Return the marker of a ``text:numbered-paragraph``, which is in no list."""
        style = odf_value(element, "text:style-name")
        id = odf_value(element, "text:list-id") or f"={style}"
        level = min(max(1, odf_count(element, "text:level")), MAX_LEVEL)
        levels = self._levels(style)
        counter = self._counters.setdefault(id, ListCounter())
        counter.count(levels, level, start=_start(element))
        return self._label(counter, levels, level)

    def _levels(self, style: str) -> Mapping[int, OdfListLevel]:
        return self._styles.lists.get(style, _BULLETS)

    def _label(
        self, counter: ListCounter, levels: Mapping[int, OdfListLevel], level: int
    ) -> str | None:
        if levels.get(level, OdfListLevel()).bullet:
            return BULLET
        return counter.label(levels, level) or None

    def _id(self, element: Any, style: str) -> str:
        """Return the id by which a list counts: its own, or that of the list it continues."""
        if style == _OUTLINE:
            return _OUTLINE
        own = odf_value(element, "xml:id") or f"#{len(self._continued)}"
        continued = odf_value(element, "text:continue-list")
        last_id, last_style = self._last
        if (
            not continued
            and odf_value(element, "text:continue-numbering") == "true"
            and style == last_style
        ):
            continued = last_id
        id = self._continued.get(continued, own)
        self._continued.setdefault(own, id)
        return id


def _start(element: Any) -> int | None:
    start = odf_count(element, "text:start-value", -1)
    return None if start < 0 else start
