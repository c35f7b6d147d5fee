"""Read electronic books: the chapters in reading order, each through the reader of web pages.

The bytes of an EPUB file come in; its text, headings, title, language and date go out. The
package says which chapters there are and in which order (its spine). The cover and the table of
contents are left out. A chapter that marks no heading has the one that the contents give it,
where it opens with those words. A book that is encrypted, but for its fonts, is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from kb.cleaning import one_line
from kb.document import Heading
from kb.messages import Message
from kb.metadata.dates import iso_date
from kb.metadata.records import Metadata
from kb.readers import html
from kb.readers.base import Parsed, Unreadable
from kb.readers.open_xml import attribute_of, descend, tag_of
from kb.readers.package import Package

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = f"1-{html.VERSION}"
LIBRARIES = ("lxml", *html.LIBRARIES)

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OF_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to disguise a font, so that nobody takes it out of a book. The text is not disguised."""

_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_LEFT_OUT = frozenset({"cover", "toc", "nav", "landmarks", "page-list"})
_KIND = re.compile(rb"<(?:body|section)[^>]*\bepub:type\s*=\s*[\"']([^\"']*)[\"']")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*?)?)/>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_UNKNOWN = frozenset({"", "unknown", "unknown title", "untitled"})
"""What programs write where a book has no title."""
_MIN_YEAR = "1800"
"""Programs write years such as 0101 where they know none."""


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a book and its headings.

    Raises:
        Unreadable: the bytes are no book, are encrypted, or would do harm to open.
    """
    package = Package(data)
    path = _package_path(package)
    root = package.tree(path)
    if root is None:
        raise Unreadable(Message("not a whole EPUB file (no package); save it again"))
    folder = posixpath.dirname(path)
    items = _items(root, folder)
    chapters = list(_chapters(root, items))
    _refuse_encrypted(package, {chapter for chapter, _ in chapters})
    labels = _labels(package, root, items)
    parts = [
        _with_label(html.parse(_as_html(page)), labels.get(name, ""))
        for name, is_cover in chapters
        if (page := package.part(name)) is not None and not (is_cover or _is_contents(page))
    ]
    values = _values(descend(root, "metadata"))
    metadata = _declared(values)
    text, headings, tables = _joined(parts)
    return Parsed(
        text,
        headings or None,
        title=metadata.title,
        language=metadata.language,
        declared=replace(metadata, title=None, language=None),
        tables=tables,
        warnings=tuple(dict.fromkeys(w for part in parts for w in part.warnings)),
        publisher=values.get("publisher"),
    )


def _package_path(package: Package) -> str:
    container = package.tree(_CONTAINER)
    for element in () if container is None else container.iter("{*}rootfile"):
        if name := attribute_of(element, "full-path"):
            return unquote(name)
    return min((name for name in package.names if name.endswith(".opf")), default="")


def _items(root: Any, folder: str) -> dict[str, tuple[str, str, str]]:
    """Return the files of a book by id: path in the archive, media type, properties."""
    items: dict[str, tuple[str, str, str]] = {}
    for item in _children(descend(root, "manifest")):
        id, href = attribute_of(item, "id"), attribute_of(item, "href")
        if id and href:
            path = _path(folder, href)
            properties = attribute_of(item, "properties") or ""
            items[id] = (path, attribute_of(item, "media-type") or "", properties)
    return items


def _chapters(root: Any, items: Mapping[str, tuple[str, str, str]]) -> Iterator[tuple[str, bool]]:
    """Yield the pages of a book in reading order, and whether each is its cover or contents."""
    guided = {
        (attribute_of(one, "href") or "").partition("#")[0].rpartition("/")[2]
        for one in _children(descend(root, "guide"))
        if (attribute_of(one, "type") or "").lower() in _LEFT_OUT
    }
    read: set[str] = set()
    for reference in _children(descend(root, "spine")):
        path, kind, properties = items.get(attribute_of(reference, "idref") or "", ("", "", ""))
        if path and kind in _PAGES and path not in read:
            read.add(path)
            yield path, "nav" in properties.split() or path.rpartition("/")[2] in guided


def _refuse_encrypted(package: Package, chapters: set[str]) -> None:
    """Refuse a book whose text is encrypted; a disguised font is no matter."""
    root = package.tree(_ENCRYPTION)
    for data in () if root is None else root.iter("{*}EncryptedData"):
        method = next((attribute_of(m, "Algorithm") for m in data.iter("{*}EncryptionMethod")), "")
        references = [attribute_of(r, "URI") or "" for r in data.iter("{*}CipherReference")]
        if method not in _OF_FONTS and not chapters.isdisjoint(map(unquote, references)):
            raise Unreadable(
                Message("the book is encrypted (DRM); ask the publisher for a copy without it")
            )


def _labels(
    package: Package, root: Any, items: Mapping[str, tuple[str, str, str]]
) -> dict[str, str]:
    """Return the heading that the contents give each page, by its path."""
    labels: dict[str, str] = {}
    for path, kind, properties in items.values():
        folder = posixpath.dirname(path)
        if "nav" in properties.split():
            tree = package.tree(path)
            for link in () if tree is None else tree.iter("{*}a"):
                href = attribute_of(link, "href") or ""
                labels.setdefault(_path(folder, href), one_line("".join(link.itertext())))
        elif kind == "application/x-dtbncx+xml":
            tree = package.tree(path)
            for point in () if tree is None else tree.iter("{*}navPoint"):
                href = attribute_of(descend(point, "content"), "src") or ""
                label = descend(point, "navLabel", "text")
                if label is not None:
                    labels.setdefault(_path(folder, href), one_line(label.text or ""))
    return labels


def _with_label(parsed: Parsed, label: str) -> Parsed:
    """Return a chapter whose first line is its heading, where the contents say so."""
    line = parsed.text.partition("\n")[0]
    if parsed.headings or not label or one_line(line).casefold() != label.casefold():
        return parsed
    text = one_line(line)
    if not line.startswith(text):
        return parsed
    return replace(parsed, headings=(Heading(text, 1, 0, len(text), "contents"),))


def _joined(parts: list[Parsed]) -> tuple[str, tuple[Any, ...], tuple[Any, ...]]:
    """Return the text of all parts, with the headings and tables where they are in it."""
    texts: list[str] = []
    headings: list[Heading] = []
    tables: list[Any] = []
    at = 0
    for part in parts:
        if not part.text:
            continue
        headings += [
            replace(one, start=one.start + at, end=one.end + at) for one in part.headings or ()
        ]
        for table in part.tables:
            places = (table.start + at, table.end + at, table.header + at)
            tables.append(type(table)(*places))
        texts.append(part.text)
        at += len(part.text) + 1
    return "\n".join(texts), tuple(headings), tuple(tables)


def _is_contents(page: bytes) -> bool:
    kind = _KIND.search(page[:65_536])
    return kind is not None and not _LEFT_OUT.isdisjoint(kind[1].decode("latin-1").lower().split())


def _as_html(page: bytes) -> bytes:
    """Return a page of XHTML as HTML: there an element without content needs its end."""
    declared = _ENCODING.match(page)
    try:
        text = page.decode(declared[1].decode("ascii")) if declared else page.decode("utf-8-sig")
    except (LookupError, ValueError):
        return page

    def closed(match: re.Match[str]) -> str:
        name = match[1].lower()
        return match[0] if name in _VOID else f"<{match[1]}{match[2]}></{match[1]}>"

    return b"\xef\xbb\xbf" + _EMPTY.sub(closed, text).lstrip("\ufeff").encode(errors="replace")


def _values(metadata: Any) -> dict[str, str]:
    """Return what the package says of the book, by name; of several values the first."""
    values: dict[str, str] = {}
    for element in _children(metadata):
        name, value = tag_of(element), one_line("".join(element.itertext()))
        event = attribute_of(element, "event") or "publication"
        if value and (name != "date" or event == "publication"):
            values.setdefault(name, value)
    return values


def _declared(values: Mapping[str, str]) -> Metadata:
    date = iso_date(values.get("date", "").partition("T")[0])
    language = values.get("language", "").lower().partition("-")[0].partition("_")[0]
    title = values.get("title", "")
    return Metadata(
        title=None if title.lower() in _UNKNOWN else title,
        date=date if date and date >= _MIN_YEAR else None,
        language=language if 2 <= len(language) <= 3 and language.isalpha() else None,
    )


def _path(folder: str, href: str) -> str:
    """Return the path in the archive that a link leads to."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _children(element: Any) -> list[Any]:
    return [] if element is None else [one for one in element if tag_of(one)]
