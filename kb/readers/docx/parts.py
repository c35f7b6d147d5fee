"""Find the parts of a Word file: its body, styles, lists, notes.

A package comes in, the roots of its parts go out. A part is found by its relation to the
document, else by its usual name. Macro-enabled files and templates have the same parts.
A part that is missing or damaged is a warning; without a body there is nothing to read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.open_xml import descend, main_part, relations_of
from kb.readers.package import Package

__all__ = ["DAMAGED", "WordParts"]

DAMAGED = Message("the text of the Word file is damaged; let Word repair it and save it again")

_MAIN = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_MAIN_TYPE = re.compile(r"word\S*\.main\+xml|ms-word\.\S*main\+xml")


class WordParts:
    """The parts of one file.

    Args:
        package: of the file.

    Raises:
        Unreadable: it has no body that can be read.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main, self.body = _main(package)
        self._relations = relations_of(package, self.main)

    def related(self, kind: str) -> Any:
        """Return the root of the part with a kind of relation ("styles"), or None."""
        folder = posixpath.dirname(self.main)
        names = [one.part for one in self._relations.values() if one.kind == kind]
        for name in (*names, posixpath.join(folder, f"{kind}.xml")):
            if (root := self.package.tree(name)) is not None:
                return root
        return None

    def name_of(self, relation: str | None) -> str | None:
        """Return the path of the part with this relation; None where there is none."""
        target = self._relations.get(relation or "")
        return None if target is None else target.part

    def tree_of(self, relation: str | None) -> Any:
        """Return the root of the part with this relation, or None."""
        name = self.name_of(relation)
        return None if name is None else self.package.tree(name)

    def headers(self) -> Iterator[Any]:
        """Yield the roots of the headers of pages, each once, those of first pages first."""
        asked: dict[str, bool] = {}
        for reference in self.body.iter("{*}headerReference"):
            values = {name.rpartition("}")[2]: value for name, value in reference.items()}
            name = self.name_of(values.get("id"))
            if name is not None:
                asked[name] = asked.get(name, False) or values.get("type") == "first"
        for name in sorted(asked, key=lambda name: not asked[name]):
            if (root := self.package.tree(name)) is not None:
                yield root

    def warnings(self) -> tuple[Message, ...]:
        """Return a warning for each part that was asked for and is damaged."""
        return tuple(
            Message("a part of the file is damaged, and not all of it was read: {part}", part=name)
            for name in sorted(self.package.damaged)
        )


def _main(package: Package) -> tuple[str, Any]:
    """Return the name of the main part, and the body in it."""
    roots: dict[str, Any] = {}
    for name in _candidates(package):
        if name not in roots:
            roots[name] = package.tree(name)
            if (body := descend(roots[name], "body")) is not None:
                return name, body
    if not roots or not any(name in package.damaged for name in roots):
        raise Unreadable(
            Message("not a Word file inside, whatever its name says; save it as .docx from Word")
        )
    raise Unreadable(DAMAGED)


def _candidates(package: Package) -> Iterator[str]:
    if (name := main_part(package)) in package.names or package.part(name) is not None:
        yield name
    types = package.tree("[Content_Types].xml")
    for override in () if types is None else types:
        if _MAIN_TYPE.search(override.get("ContentType") or ""):
            yield (override.get("PartName") or "").lstrip("/")
    yield from (n for n in sorted(package.names) if _MAIN.fullmatch(n.replace("\\", "/")))
