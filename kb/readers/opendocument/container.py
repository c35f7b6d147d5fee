"""Open an OpenDocument file: a package of XML parts, or one XML file with all of them.

The bytes of a file come in, an OdfFile goes out. A file that is encrypted, of another
format or of another kind of OpenDocument is refused with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.opendocument.names import odf_name, odf_value
from kb.readers.package import Package, xml_tree

__all__ = ["OdfFile", "open_opendocument"]

_SUFFIXES: Mapping[str, str] = {
    "office:text": ".odt",
    "office:spreadsheet": ".ods",
    "office:presentation": ".odp",
}
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_CLOSED = re.compile(rb"</[\w.:-]+\s*>\s*\Z")
"""The end of XML that is whole."""


@dataclass(frozen=True, slots=True)
class OdfFile:
    """One OpenDocument file."""

    body: Any  # the element with its text, sheets or slides
    style_lists: tuple[Any, ...]  # the elements that hold styles; a later one has priority
    title: str  # of its metadata; "" where there is none
    whole: bool  # False: the text breaks off
    headers: tuple[Any, ...] = ()  # the elements that hold the headers of pages
    package: Package | None = None  # None: the file is one XML file

    def part(self, path: str) -> Any:
        """Return the root element of an object inside the file ("./Object 1"), or None."""
        if self.package is None:
            return None
        return self.package.tree(f"{path.removeprefix('./').rstrip('/')}/{_PARTS[0]}")

    def warnings(self) -> Iterator[Message]:
        """Yield what is wrong with the file."""
        if not self.whole:
            yield Message("the file is damaged; what comes after the damage was not read")


def open_opendocument(data: bytes, kind: str) -> OdfFile:
    """Return an OpenDocument file, opened.

    Args:
        data: the whole file.
        kind: the name of the body: "office:text", "office:spreadsheet", "office:presentation".

    Raises:
        Unreadable: the bytes are damaged, encrypted or not of this kind, or would do harm to
            open.
    """
    package = None if _is_flat(data) else Package(data)
    content, styles, meta, whole = _flat(data) if package is None else _packed(package)
    body = next(content.iter("{*}body"), None)
    parts = () if body is None else [part for part in body if odf_name(part)]
    inner = next((part for part in parts if odf_name(part) == kind), None)
    if inner is None:
        raise Unreadable(_other_kind([odf_name(part) for part in parts], _SUFFIXES[kind]))
    lists = tuple(_style_lists(styles, content))
    return OdfFile(inner, lists, _title(meta), whole, tuple(_headers(styles, content)), package)


def _headers(*roots: Any) -> Iterator[Any]:
    """Yield the headers of pages that are shown, those of first pages first."""
    pages = [page for root in roots if root is not None for page in root.iter("{*}master-page")]
    regions = [region for page in pages for region in page if odf_name(region)]
    for suffix in ("header-first", "header", "header-left"):
        for region in regions:
            is_kind = odf_name(region).rpartition(":")[2] == suffix
            if is_kind and odf_value(region, "style:display") != "false":
                yield region


def _style_lists(*roots: Any) -> Iterator[Any]:
    """Yield the elements that hold styles; those of headers and footers are left out."""
    *others, content = (root for root in roots if root is not None)
    for root in (*others, content):
        for element in root:
            name = odf_name(element)
            if name == "office:styles" or (name == "office:automatic-styles" and root is content):
                yield element


def _is_flat(data: bytes) -> bool:
    start = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))


def _flat(data: bytes) -> tuple[Any, Any, Any, bool]:
    """Return content, styles, metadata and wholeness of one XML file."""
    root = xml_tree(data)
    if root is None or odf_name(root) != "office:document":
        raise Unreadable(Message("not an OpenDocument file"))
    return root, None, root, bool(_CLOSED.search(data[-200:]))


def _packed(package: Package) -> tuple[Any, Any, Any, bool]:
    """Return the same of a package."""
    content, styles, meta = (package.tree(name) for name in _PARTS)
    manifest = package.part("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Unreadable(Message("encrypted; remove the password"))
    if content is None:
        cause = Message("{part} is missing or damaged", part=_PARTS[0])
        raise Unreadable(
            Message("not a whole OpenDocument file ({cause}); save it again", cause=cause)
        )
    return content, styles, meta, _PARTS[0] not in package.damaged


def _other_kind(kinds: list[str], suffix: str) -> Message:
    right = next((_SUFFIXES[kind] for kind in kinds if kind in _SUFFIXES), None)
    if right:
        return Message(
            "its name ends in {suffix}, but it contains another kind of OpenDocument; "
            "rename it to end in {right}",
            suffix=suffix,
            right=right,
        )
    return Message("it contains no OpenDocument text, sheets or slides")


def _title(meta: Any) -> str:
    titles = () if meta is None else meta.iter("{http://purl.org/dc/elements/1.1/}title")
    return one_line(next(("".join(element.itertext()) for element in titles), ""))
