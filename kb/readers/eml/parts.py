"""Sort the parts of a mail: its text, and the files that are attached to it.

A message comes in; the parts of its body and its attachments go out. Of alternatives for the
same text the best is one part. Pictures that the text shows, and signatures, are neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath
from typing import cast

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.eml.headers import LENIENT, header
from kb.readers.signatures import format_of_bytes

__all__ = ["Attachment", "Mail", "message_of", "payload", "sort_parts"]

_MAX_PARTS = 1_000
_MAX_DEPTH = 30
_MAX_NAME = 120
_HEADERS = frozenset({"from", "subject", "date", "to", "content-type"})
"""Headers of which every mail has one."""
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_WITHOUT_TEXT = frozenset({"text/calendar", "text/rfc822-headers", "message/delivery-status"})
_SUFFIXES: Mapping[str, str] = {
    "pdf": ".pdf", "docx": ".docx", "pptx": ".pptx", "xlsx": ".xlsx", "rtf": ".rtf", "odt": ".odt",
    "ods": ".ods", "odp": ".odp", "epub": ".epub", "html": ".html",
}  # fmt: skip
"""For attachments without a suffix, by what they begin as."""
_UNSAFE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True)
class Attachment:
    """A file in a mail."""

    name: str  # unique in the mail, without folders
    part: EmailMessage

    def data(self) -> bytes:
        """Return its bytes."""
        if self.part.get_content_type() == "message/rfc822":
            inner = _inner(self.part)
            return b"" if inner is None else _written(inner)
        return payload(self.part)


@dataclass(slots=True)
class Mail:
    """A message in its parts."""

    bodies: list[list[EmailMessage]] = field(default_factory=list)  # alternatives, the best last
    attachments: list[Attachment] = field(default_factory=list)
    encrypted: bool = False


def message_of(data: bytes) -> EmailMessage:
    """Return the message in a file.

    Raises:
        Unreadable: it has no header that a mail has.
    """
    parser = BytesParser(policy=LENIENT)
    message = cast(EmailMessage, parser.parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n ")))
    if _HEADERS.isdisjoint(name.lower() for name in message.keys()):  # noqa: SIM118  names repeat
        raise Unreadable(Message("not a mail; save it again as .eml"))
    return message


def sort_parts(message: EmailMessage) -> Mail:
    """Return the parts of a message.

    Raises:
        Unreadable: it has too many parts, or is nested too deep.
    """
    mail = Mail()
    files: list[EmailMessage] = []
    for number, part in enumerate(_leaves(message, 0)):
        if number > _MAX_PARTS:
            raise Unreadable(Message("more than {limit} members", limit=f"{_MAX_PARTS:,}"))
        _sort(part, mail, files)
    taken: set[str] = set()
    for part in files:
        name = _unique(_name(part, len(taken) + 1), taken)
        mail.attachments.append(Attachment(name, part))
    return mail


def _leaves(message: EmailMessage, depth: int) -> Iterator[EmailMessage | list[EmailMessage]]:
    """Yield the parts that hold something; alternatives for one text as a list."""
    if depth > _MAX_DEPTH:
        raise Unreadable(Message("nested too deep to read"))
    if message.get_content_maintype() != "multipart":
        yield message
        return
    parts = (
        [part for part in message.get_payload() if isinstance(part, EmailMessage)]
        if (message.is_multipart())
        else []
    )
    below = [leaf for part in parts for leaf in _leaves(part, depth + 1)]
    if message.get_content_subtype() != "alternative":
        yield from below
        return
    texts = [leaf for leaf in below if not isinstance(leaf, list) and _is_text(leaf)]
    inner = [one for leaf in below if isinstance(leaf, list) for one in leaf]
    if texts or inner:
        yield [*inner, *texts]
    yield from (leaf for leaf in below if not isinstance(leaf, list) and not _is_text(leaf))


def _sort(part: EmailMessage | list[EmailMessage], mail: Mail, files: list[EmailMessage]) -> None:
    if isinstance(part, list):
        mail.bodies.append(part)
        return
    kind = part.get_content_type()
    if _is_text(part):
        mail.bodies.append([part])
    elif kind in _ENCRYPTED and "signed" not in header(part, "Content-Type").lower():
        mail.encrypted = True
    elif kind not in _SIGNATURES | _WITHOUT_TEXT and not _is_shown_picture(part):
        files.append(part)


def _is_text(part: EmailMessage) -> bool:
    """Tell whether a part is text of the mail itself, and not a file."""
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and part.get_content_disposition() != "attachment"
        and not _filename(part)
    )


def _is_shown_picture(part: EmailMessage) -> bool:
    """Tell whether a part is a picture in the text: a logo, a signature."""
    if part.get_content_maintype() != "image" or part.get_content_disposition() == "attachment":
        return False
    return bool(header(part, "Content-ID")) or part.get_content_disposition() == "inline"


def _filename(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # email raises errors of many kinds over coded names
        return ""


def _name(part: EmailMessage, number: int) -> str:
    """Return a name for an attachment that is safe in an id: no folders, nothing unseen."""
    written = one_line(_UNSAFE.sub("", _filename(part))).replace("\\", "/").rpartition("/")[2]
    name = unicodedata.normalize("NFC", written).strip(". ")
    if part.get_content_type() == "message/rfc822":
        inner = _inner(part)
        subject = "" if inner is None else header(inner, "Subject")
        stem = one_line(re.sub(r"[\\/:]+", " ", name.removesuffix(".eml") or subject)).strip(". ")
        return f"{stem[:_MAX_NAME] or f'ujumbe-{number}'}.eml"
    path = PurePosixPath(name or f"kiambatisho-{number}")
    suffix = path.suffix if 1 < len(path.suffix) <= 10 else ""
    if not suffix:
        suffix = _SUFFIXES.get(format_of_bytes(payload(part)) or "", "")
        suffix = suffix or (".txt" if part.get_content_type() == "text/plain" else "")
        return path.name[:_MAX_NAME] + suffix
    return path.stem[:_MAX_NAME] + suffix


def _inner(part: EmailMessage) -> EmailMessage | None:
    """Return the message that a part forwards."""
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return first if isinstance(first, EmailMessage) else None


def _written(message: EmailMessage) -> bytes:
    """Return a message as a file."""
    try:
        return message.as_bytes()
    except Exception:  # email raises errors of many kinds over parts that it cannot write
        return b""


def _unique(name: str, taken: set[str]) -> str:
    path, number, free = PurePosixPath(name), 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free


def payload(part: EmailMessage) -> bytes:
    """Return the bytes of a part, without the coding in which a mail carries them."""
    try:
        data = part.get_payload(decode=True)
    except Exception:  # email raises errors of many kinds over codings
        return b""
    return data if isinstance(data, bytes) else b""
