"""Give the footnotes and endnotes of a Word file where the text refers to them.

A reference comes in; the label that Word shows and the note go out. NoteReader are numbered in
the order of the references, endnotes in small Roman numerals unless the file says
otherwise. A reference to a note that the file lacks is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kb.readers.docx.elements import value_of
from kb.readers.docx.number_forms import written_number
from kb.readers.docx.parts import WordParts
from kb.readers.open_xml import attribute_of, tag_of

__all__ = ["Note", "NoteReader"]

_KINDS: Mapping[str, str] = {"footnote": "decimal", "endnote": "lowerRoman"}
"""The form of the numbers where the file has no other."""


class Note(NamedTuple):
    """A note, and the label that refers to it."""

    label: str  # "[1]"
    element: Any


class NoteReader:
    """The notes of one file, each given once."""

    def __init__(self, parts: WordParts) -> None:
        self._notes: dict[tuple[str, str], Any] = {}
        self._forms: dict[str, str] = {}
        self._count = dict.fromkeys(_KINDS, 0)
        settings = None
        for kind, form in _KINDS.items():
            for note in _children(parts.related(f"{kind}s")):
                id = attribute_of(note, "id")
                # The separator line above the notes has a type.
                if tag_of(note) == kind and id and attribute_of(note, "type") in {None, "normal"}:
                    self._notes[kind, id] = note
            if self._notes:
                settings = parts.related("settings") if settings is None else settings
                own = value_of(settings, f"{kind}Pr", "numFmt")
                self._forms[kind] = own or _section_form(parts.body, kind) or form

    def next(self, reference: Any) -> Note | None:
        """Return the note that a reference names; None where it is missing, or was given."""
        kind = tag_of(reference).removesuffix("Reference")
        own_mark = attribute_of(reference, "customMarkFollows") in {"1", "true", "on"}
        if not own_mark:
            self._count[kind] += 1
        note = self._notes.pop((kind, attribute_of(reference, "id") or ""), None)
        if note is None:
            return None
        number = written_number(self._count[kind], self._forms[kind])
        return Note("[*]" if own_mark else f"[{number}]", note)


def _section_form(body: Any, kind: str) -> str | None:
    section = next(body.iter("{*}sectPr"), None)
    return value_of(section, f"{kind}Pr", "numFmt")


def _children(root: Any) -> Any:
    return () if root is None else root
