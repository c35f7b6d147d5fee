"""Collect the characters of RTF until they can be decoded together.

Bytes in the code page of a font and codes of UTF-16 come in, text goes out. A character may take
two bytes, or two codes, and both halves come apart. Behind a code are characters that stand for
it in programs that do not know it: they are skipped.
"""

from __future__ import annotations

from kb.readers.rtf.charsets import decoded

__all__ = ["CharacterRun"]


class CharacterRun:
    """Characters under construction."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._bytes = bytearray()
        self._codes: list[int] = []
        self._to_skip = 0

    @property
    def has_bytes(self) -> bool:
        """Whether bytes wait to be decoded."""
        return bool(self._bytes)

    def add(self, data: bytes, *, left_out: bool) -> None:
        """Take bytes; those that stand for a code before them are skipped."""
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if len(data) > skipped and not left_out:
            self._settle()
            self._bytes += data[skipped:]

    def add_code(self, number: int, skips: int, *, left_out: bool) -> None:
        """Take a code of UTF-16, behind which *skips* characters stand for it."""
        if not left_out:
            self._codes.append(number & 0xFFFF)
        self._to_skip = skips

    def skips_one(self) -> bool:
        """Tell whether the next character stands for a code, and take it as read."""
        if not self._to_skip:
            return False
        self._to_skip -= 1
        return True

    def end_skipping(self) -> None:
        """Skip no more: a group begins or ends."""
        self._to_skip = 0

    def take(self, codec: str) -> str:
        """Return what was collected; *codec* is that of the font."""
        self._settle()
        if self._bytes:
            self._text.append(decoded(bytes(self._bytes), codec))
            self._bytes.clear()
        text = "".join(self._text)
        self._text.clear()
        return text

    def _settle(self) -> None:
        """Decode the codes; a sign of a symbol font, in the area of private use, is a bullet."""
        if self._codes:
            data = b"".join(code.to_bytes(2, "little") for code in self._codes)
            self._codes.clear()
            text = data.decode("utf-16-le", errors="ignore")
            self._text.append("".join("•" if "\ue000" <= c <= "\uf8ff" else c for c in text))
