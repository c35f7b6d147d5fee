"""Read plain text in any encoding that offices use.

Bytes come in, text and front matter go out. Offices keep files from thirty years of word
processors: UTF-8 and UTF-16 with or without a byte order mark, Windows-1252, Latin-1.
Swahili needs only ASCII letters, so a quotation mark, a dash or a name is often the only
evidence of an encoding. The order of the attempts:

1. the byte order mark;
2. UTF-16, detected by its zero bytes;
3. UTF-8;
4. where some bytes are UTF-8 and some are not (a page put together from two files): the
   valid UTF-8, and the rest as Windows-1252;
5. Windows-1252, then the guess of charset-normalizer among the encodings of East African
   offices.

UTF-8 that was once read as Windows-1252 and saved ("Ngâ€™ombe") is repaired where that is
certain.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence

from kb.cleaning import clean
from kb.messages import Message
from kb.metadata.records import front_matter
from kb.readers.base import Parsed, Unreadable
from kb.readers.text_tables import find_tables

__all__ = ["VERSION", "decode", "parse", "repair_double_encoding"]

VERSION = "3"
LIBRARIES = ("charset-normalizer",)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its start
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_OFFICE: Sequence[str] = ["cp1252", "latin_1", "mac_roman", "cp850"]
_GUESSED_FROM = 1 << 16
_MIN_LETTERS, _MAX_CONTROLS = 0.6, 0.01

_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|"
    rb"[\xe1-\xec\xee\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+"
)
"""Characters of UTF-8 beyond ASCII."""

_CP1252: Mapping[str, bytes] = {
    bytes([code]).decode("cp1252", "ignore") or chr(code): bytes([code])
    for code in range(0x80, 0x100)
}
_TAIL = "[" + re.escape("".join(c for c, code in _CP1252.items() if code < b"\xc0")) + "]"
_TWICE = re.compile(f"[Â-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}|[ð-ô]{_TAIL}{{3}}")
_TWICE_MARK = re.compile(f"â€{_TAIL}")
BINARY = Message(
    "not text but another kind of file with the name of a text file; convert it to text"
)


def decode(data: bytes) -> str:
    """Return the characters of *data*.

    Raises:
        Unreadable: the bytes are not text in any encoding that offices use.

    >>> decode("Ng’ombe".encode("cp1252")), decode("Dira".encode("utf-16"))
    ('Ng’ombe', 'Dira')
    """
    if data.startswith(_SIGNATURES):
        raise Unreadable(BINARY)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\x00" in data:
        return _strictly(data, _by_zeros(data))
    try:
        return repair_double_encoding(data.decode("utf-8"))
    except UnicodeDecodeError:
        mixed = _mixed(data)
        return mixed if mixed is not None else _strictly(data, _guessed(data))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(BINARY) from error
    if _share_of_controls(text) > _MAX_CONTROLS:
        raise Unreadable(BINARY)
    return text


def _by_zeros(data: bytes) -> str:
    """Return the byte order of UTF-16: Latin text has a zero in every second byte.

    Raises:
        Unreadable: the zeros are elsewhere, so the bytes are not text.
    """
    sample = data[: 1 << 12]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    raise Unreadable(BINARY)


def _guessed(data: bytes) -> str:
    # Windows-1252 leaves five bytes undefined, so it fails on some other encodings. Where
    # it gives a page of letters, it is better for Swahili than any guess, because the
    # guess uses the statistics of other languages.
    import charset_normalizer

    guess = charset_normalizer.from_bytes(data[:_GUESSED_FROM], cp_isolation=list(_OFFICE)).best()
    for encoding in ("cp1252", guess.encoding if guess else "latin_1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _share_of_letters(text) > _MIN_LETTERS:
            return encoding
    raise Unreadable(BINARY)


def _mixed(data: bytes) -> str | None:
    """Return text of which a part is UTF-8 and the rest Windows-1252; None if no part is UTF-8."""
    if not _UTF8.search(data):
        return None
    parts: list[str] = []
    end = 0
    for valid in _UTF8.finditer(data):
        parts += (data[end : valid.start()].decode("cp1252", "ignore"), valid[0].decode())
        end = valid.end()
    text = "".join((*parts, data[end:].decode("cp1252", "ignore")))
    if _share_of_letters(text) <= _MIN_LETTERS or _share_of_controls(text) > _MAX_CONTROLS:
        return None
    return text


def repair_double_encoding(text: str) -> str:
    """Return *text* with UTF-8 that was read as Windows-1252 read as UTF-8 again.

    It is changed only if it contains a punctuation mark of this kind ("â€™"), which nobody
    writes. A single accented letter ("Ã©") may be meant.

    >>> repair_double_encoding("Ngâ€™ombe wa CÃ³rdoba"), repair_double_encoding("SÃ£o Tomé")
    ('Ng’ombe wa Córdoba', 'SÃ£o Tomé')
    """
    if not _TWICE_MARK.search(text):
        return text
    return _TWICE.sub(lambda match: _once(match[0]), text)


def _once(twice: str) -> str:
    data = b"".join(_CP1252.get(character, b"?") for character in twice)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return twice


def _share_of_controls(text: str) -> float:
    sample = text[:_GUESSED_FROM]
    bad = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\v\x1b") or c == "\x7f")
    return bad / max(1, len(sample))


def _share_of_letters(text: str) -> float:
    sample = [c for c in text[:_GUESSED_FROM] if not c.isspace()]
    return sum(1 for c in sample if c.isascii() and c.isalnum()) / max(1, len(sample))


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return plain text unchanged but for cleaning, and its tables.

    ``kb.outline`` detects its headings.

    Raises:
        Unreadable: the bytes are not text.
    """
    text = clean(decode(data))
    declared, start = front_matter(text)
    return Parsed(text[start:], declared=declared, tables=find_tables(text[start:]))
