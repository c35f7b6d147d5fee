"""The code pages of RTF: which one a font has, and its bytes as text."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SYMBOL", "codec_of_charset", "codec_of_page", "decoded"]

SYMBOL = "symbol"
"""The codec of fonts that draw signs in the place of letters."""

_OF_CHARSET: Mapping[int, str] = {
    0: "cp1252", 2: SYMBOL, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_PAGES: Mapping[int, str] = {
    42: SYMBOL, 437: "cp437", 708: "iso8859-6", 850: "cp850", 852: "cp852", 860: "cp860",
    863: "cp863", 864: "cp864", 865: "cp865", 866: "cp866", 874: "cp874", 932: "cp932",
    936: "cp936", 949: "cp949", 950: "cp950", 1250: "cp1250", 1251: "cp1251", 1252: "cp1252",
    1253: "cp1253", 1254: "cp1254", 1255: "cp1255", 1256: "cp1256", 1257: "cp1257",
    1258: "cp1258", 1361: "johab", 10000: "mac_roman", 65001: "utf-8",
}  # fmt: skip


def codec_of_charset(charset: int) -> str | None:
    """Return the codec of a font's charset; None for that of the file."""
    return _OF_CHARSET.get(charset)


def codec_of_page(page: int) -> str | None:
    """Return the codec of a code page, or None where it is unknown.

    >>> codec_of_page(1252)
    'cp1252'
    """
    return _PAGES.get(page)


def decoded(data: bytes, codec: str) -> str:
    """Return bytes as text; every sign of a symbol font is a bullet.

    >>> decoded(b"na\\x92am", "cp1252"), decoded(b"\\xb7", SYMBOL)
    ('na’am', '•')
    """
    if codec == SYMBOL:
        return "".join("•" if byte > 0x20 else " " for byte in data)
    return data.decode(codec, errors="replace")
