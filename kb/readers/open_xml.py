"""Find the way through an Open XML package: relations between parts, names of elements.

A package and a part's name come in, the parts that it refers to go out. Names are compared
without their namespaces, because Strict Open XML has other namespaces for the same names.
A relation that leads to no part is followed in vain, and costs nothing else.
"""

from __future__ import annotations

import posixpath
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.package import Package
from kb.readers.signatures import format_of_bytes

__all__ = [
    "Relation",
    "attribute_of",
    "core_title",
    "descend",
    "main_part",
    "open_package",
    "relations_of",
    "tag_of",
]

_CORE = "core-properties"


class Relation(NamedTuple):
    """A part that another part refers to."""

    kind: str  # the last name of its type: "slide", "notesSlide"
    part: str  # path in the archive; perhaps there is none


def tag_of(element: Any) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute_of(element: Any, name: str) -> str | None:
    """Return an attribute by its name without namespace, or None; one without has priority."""
    if element is None:
        return None
    value = element.get(name)
    if value is None:
        tail = f"}}{name}"
        for key in element.keys():  # noqa: SIM118  # an element is not a mapping
            if key.endswith(tail):
                return str(element.get(key))
        return None
    return str(value)


def descend(element: Any, *names: str) -> Any:
    """Return the first descendant down a path of names without namespaces, or None."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def open_package(data: bytes, suffix: str) -> Package:
    """Return the package of an Open XML file.

    Args:
        data: the whole file.
        suffix: of the format, for the advice to a clerk: ".pptx".

    Raises:
        Unreadable: the bytes are no package, or it would do harm to open.
    """
    if format_of_bytes(data) == "ole":
        raise Unreadable(
            Message(
                "encrypted, or of an older format; remove the password, save it as {suffix}",
                suffix=suffix,
            )
        )
    return Package(data)


def main_part(package: Package) -> str:
    """Return the path of the part that holds the document; "" where none is named."""
    relations = relations_of(package, "").values()
    return next((one.part for one in relations if one.kind == "officeDocument"), "")


def relations_of(package: Package, part: str) -> dict[str, Relation]:
    """Return the parts that a part refers to, by the id of the relation; "" is the package.

    Relations that lead out of the file are left out.
    """
    folder, name = posixpath.split(part)
    root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    relations: dict[str, Relation] = {}
    for element in () if root is None else root:
        id, target = element.get("Id"), element.get("Target")
        if id and target and element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rpartition("/")[2]
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations[id] = Relation(kind, path)
    return relations


def core_title(package: Package) -> str | None:
    """Return the title in the properties of the file, or None."""
    for relation in relations_of(package, "").values():
        root = package.tree(relation.part) if relation.kind == _CORE else None
        if (title := descend(root, "title")) is not None:
            return one_line("".join(title.itertext())) or None
    return None
