"""The interface of every reader: bytes in, a parse or a refusal out.

A reader is a module. It turns the bytes of one format into text and the headings that
the markup names. It knows no paths and no other files. ``kb.readers.read_document`` adds
the metadata of the corpus. To add a reader: write the
module, and a row in ``kb.readers.registry``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kb.document import Heading, Recognized, Table
from kb.messages import Message
from kb.metadata.records import Metadata

if TYPE_CHECKING:
    from kb.readers.ocr.recognize import Ocr

__all__ = ["Container", "FormatReader", "Parsed", "ScanReader", "Unreadable"]


class Unreadable(Exception):
    """The bytes are not a document of this format; ``reason`` says why.

    Args:
        reason: for the clerk.
        depends_on_ocr: with OCR, or with another version of it, the file may be readable.
        passed_over: the file is no document, such as a photo: nothing is to be mended.
    """

    def __init__(
        self, reason: Message, *, depends_on_ocr: bool = False, passed_over: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.depends_on_ocr, self.passed_over = depends_on_ocr, passed_over

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of a reader for one file. Offsets of headings count code points of ``text``."""

    text: str
    headings: tuple[Heading, ...] | None = None  # None: the file marks no headings
    title: str | None = None  # of the markup: <title>, or the first heading of level 1
    language: str | None = None  # of the markup: <html lang>
    pages: tuple[int, ...] | None = None  # where each page starts, in formats that have pages
    declared: Metadata = field(default_factory=Metadata)  # of the file itself
    tables: tuple[Table, ...] = ()  # in reading order, apart
    recognized: tuple[Recognized, ...] = ()  # in reading order, apart
    warnings: tuple[Message, ...] = ()  # what the file contains and the reader cannot read
    publisher: str | None = None  # whose page it is by its looks; metadata have priority
    attachments: tuple[str, ...] = ()  # names of the documents in it, each with a reader
    format: str | None = None  # the one that was read, where the file's suffix says another
    depends_on_ocr: bool = False  # another version of OCR, or OCR at all, gives another result


class FormatReader(Protocol):
    """The public names of a module that reads a format."""

    VERSION: str  # raised when the same bytes give another result
    LIBRARIES: tuple[str, ...]  # distributions; a new version of one can give another result

    def parse(self, data: bytes, *, max_pages: int = ...) -> Parsed:
        """Return the text and headings of a file.

        Args:
            data: the whole file.
            max_pages: a document of more pages is refused, in formats that have pages.

        Raises:
            Unreadable: the bytes are not a document of this format, or would do harm to open.
        """


class Container(FormatReader, Protocol):
    """The reader of a format whose files contain other documents."""

    def attachment(self, data: bytes, name: str) -> bytes:
        """Return the bytes of a document in a file.

        Args:
            data: the whole file.
            name: of the document, as ``Parsed.attachments`` has it.

        Raises:
            Unreadable: there is none of this name.
        """


class ScanReader(Protocol):
    """The public names of a module that reads a format whose pages may be pictures."""

    VERSION: str
    LIBRARIES: tuple[str, ...]

    def parse(self, data: bytes, *, max_pages: int = ..., ocr: Ocr | None = ...) -> Parsed:
        """Return the text and headings of a file; *ocr* reads its pictures.

        Raises:
            Unreadable: as ``FormatReader.parse``.
        """
