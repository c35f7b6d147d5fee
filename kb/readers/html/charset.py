"""Decode the bytes of a web page: which encoding it has, by the HTML standard's order.

The bytes of a file come in, its characters go out. The order: the byte order mark; UTF-16
by its zero bytes; the encoding that ``<meta>`` or ``<?xml`` declares; what
``kb.readers.text`` detects. There is one exception, because of pages that were moved to a
new server: UTF-8 beyond ASCII has priority over a declared encoding of Western Europe.

Source: HTML standard 13.2.3.2; Encoding standard 4.2 (labels).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from kb.readers.text import decode

__all__ = ["page_characters"]

_PRESCAN = 8192
"""Bytes in which a declaration is looked for. The standard takes 1,024, but starts again
where the parser meets a later one; a longer comment on top of a page is usual."""

_COMMENT = re.compile(
    rb"<!--.*?-->|<!--.*|<(script|style|title)\b.*?</\1", re.DOTALL | re.IGNORECASE
)
_META = re.compile(rb"<meta[\s/]((?:[^>\"']|\"[^\"]*\"|'[^']*')*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"([^\s=/>\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?", re.DOTALL
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s;\"']+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']\s*([^\"'>\s]+)", re.IGNORECASE)

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_READ_AS: Mapping[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Encodings by Python's names, where the standard reads a label as another: a declaration
that is read as ASCII cannot be in UTF-16."""

_ODD_LABELS: Mapping[str, str] = {
    "x-user-defined": "cp1252",
    "dos-874": "cp874",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "unicode": "utf-8",
    "csunicode": "utf-8",
}
_WESTERN: AbstractSet[str] = {
    "cp1250", "cp1252", "cp1254", "cp1257", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-10",
    "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "mac-roman",
}  # fmt: skip
_OTHERS: AbstractSet[str] = {
    "utf-8", "cp866", "cp874", "cp932", "cp949", "cp1251", "cp1253", "cp1255", "cp1256", "cp1258",
    "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "koi8-r", "koi8-u", "mac-cyrillic",
    "gb18030", "big5hkscs", "euc_jp", "iso2022_jp",
}  # fmt: skip
"""With the Western ones: the encodings that browsers know. Python knows more."""


def page_characters(data: bytes) -> str:
    """Return the characters of a web page.

    Raises:
        Unreadable: the bytes are not text.

    >>> page_characters("<meta charset=latin1>Ng’ombe".encode("cp1252"))[-7:]
    'Ng’ombe'
    """
    if data.startswith(_MARKS) or b"\x00" in data:
        return decode(data)
    codec = _declared(data[:_PRESCAN])
    if codec in {None, "utf-8", "cp1252"} or (codec in _WESTERN and _is_utf8(data)):
        return decode(data)
    try:
        return data.decode(codec or "utf-8")
    except UnicodeDecodeError:
        return decode(data)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 and more than ASCII."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _declared(head: bytes) -> str | None:
    """Return Python's name of the encoding that the head of a page declares."""
    for meta in _META.finditer(_COMMENT.sub(b"", head)):
        attributes: dict[bytes, bytes] = {}
        for match in _ATTRIBUTE.finditer(meta[1]):
            attributes.setdefault(match[1].lower(), match[2] or match[3] or match[4] or b"")
        label = attributes.get(b"charset")
        if label is None and attributes.get(b"http-equiv", b"").lower() == b"content-type":
            content = _CHARSET.search(attributes.get(b"content", b""))
            label = content[1] if content else None
        if label is not None and (codec := _codec(label)):
            return codec
    xml = _XML.match(head)
    return _codec(xml[1]) if xml else None


def _codec(label: bytes) -> str | None:
    """Return Python's name of an encoding, or None if browsers do not know its label."""
    name = label.strip().lower().decode("ascii", "replace")
    try:
        codec = codecs.lookup(_ODD_LABELS.get(name, name.removeprefix("x-"))).name
    except (LookupError, ValueError):
        return None
    codec = _READ_AS.get(codec, codec)
    return codec if codec in _WESTERN or codec in _OTHERS else None
