"""Name the elements and attributes of OpenDocument: "text:p", whatever prefix a file uses.

An element of lxml comes in, its name or the value of an attribute goes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

__all__ = ["odf_count", "odf_has", "odf_name", "odf_value"]

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES: Mapping[str, str] = {
    **{
        prefix: f"{_OASIS}{name}:1.0"
        for prefix, name in (
            ("chart", "chart"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("form", "form"),
            ("manifest", "manifest"), ("office", "office"), ("presentation", "presentation"),
            ("style", "style"), ("svg", "svg-compatible"), ("table", "table"), ("text", "text"),
        )
    },
    "dc": "http://purl.org/dc/elements/1.1/",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
}  # fmt: skip
_PREFIXES: Mapping[str, str] = {uri: prefix for prefix, uri in _NAMESPACES.items()}


def odf_name(element: Any) -> str:
    """Return the name of an element ("text:p"); "" where its namespace is another program's."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""  # an entity has a function for a tag


@lru_cache(maxsize=2_048)
def _name(tag: str) -> str:
    uri, _, name = tag[1:].partition("}")
    return f"{_PREFIXES[uri]}:{name}" if uri in _PREFIXES else ""


def odf_value(element: Any, name: str) -> str:
    """Return the value of an attribute ("text:style-name"); "" where it is missing."""
    return str(element.get(_attribute(name), ""))


def odf_has(element: Any, name: str) -> bool:
    """Tell whether an element has an attribute, be it empty."""
    return _attribute(name) in element.attrib


@lru_cache(maxsize=256)
def _attribute(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def odf_count(element: Any, name: str, default: int = 1) -> int:
    """Return an attribute that is a number of at most nine digits; else *default*."""
    value = odf_value(element, name)
    is_number = value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if is_number else default
