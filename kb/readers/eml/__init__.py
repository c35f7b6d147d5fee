"""Read mails: the subject is the title, and each attachment is a document of its own.

The bytes of a message come in; its text, title, date and sender go out, and the names of the
attachments that a reader can read. ``attachment`` returns the bytes of one of them; it is parsed
by its own reader, as a job of its own. What was quoted from another mail is text, and no heading.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kb.cleaning import one_line
from kb.document import Table
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.readers import html
from kb.readers.base import Parsed, Unreadable
from kb.readers.eml.bodies import best_of
from kb.readers.eml.headers import header, sent_on
from kb.readers.eml.parts import Mail, message_of, sort_parts
from kb.readers.layout import TextLayout
from kb.readers.registry import format_of

__all__ = ["LIBRARIES", "VERSION", "attachment", "parse"]

VERSION = f"1-{html.VERSION}"
LIBRARIES = html.LIBRARIES

MAX_ATTACHMENTS = 100
"""Attachments of one mail that are read."""

_OUTLOOK = "application/ms-tnef"
_MAX_LEVEL = 9


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a mail, and the names of its attachments that can be read.

    Raises:
        Unreadable: the bytes are no mail, or it is encrypted or has too many parts.
    """
    message = message_of(data)
    mail = sort_parts(message)
    subject = header(message, "Subject")
    parts = [best_of(alternatives) for alternatives in mail.bodies]
    if mail.encrypted and not any(part.text for part in parts):
        raise Unreadable(Message("the mail is encrypted; save it from the program that opens it"))
    named = [one.name for one in mail.attachments if format_of(Path(one.name))]
    parsed = _joined(subject, parts)
    return replace(
        parsed,
        title=subject or None,
        declared=Metadata(date=sent_on(message), source=header(message, "From") or None),
        attachments=tuple(named[:MAX_ATTACHMENTS]),
        warnings=(*parsed.warnings, *_warnings(mail, len(named))),
    )


def attachment(data: bytes, name: str) -> bytes:
    """Return the bytes of an attachment, by the name that ``parse`` gave it.

    Raises:
        Unreadable: the bytes are no mail, or it has no such attachment.
    """
    for one in sort_parts(message_of(data)).attachments:
        if one.name == name:
            return one.data()
    raise Unreadable(Message("the mail has no attachment {name}", name=name))


def _joined(subject: str, parts: list[Parsed]) -> Parsed:
    """Return the subject as a heading, and the texts of the mail below it."""
    layout = TextLayout()
    layout.heading(subject, 1)
    headings = list(layout.headings())
    tables: list[Table] = []
    text = layout.text()
    for part in parts:
        if not part.text.strip():
            continue
        gap = "\n" if text else ""
        at = len(text) + len(gap)
        for one in part.headings or ():
            level = min(one.level + 1, _MAX_LEVEL)
            headings.append(replace(one, level=level, start=one.start + at, end=one.end + at))
        tables += [Table(t.start + at, t.end + at, t.header + at) for t in part.tables]
        text += gap + part.text.rstrip("\n") + "\n"
    warnings = tuple(dict.fromkeys(warning for part in parts for warning in part.warnings))
    return Parsed(text, tuple(headings), tables=tuple(tables), warnings=warnings)


def _warnings(mail: Mail, readable: int) -> list[Message]:
    """Return what the mail contains and nobody reads."""
    warnings: list[Message] = []
    others = [one for one in mail.attachments if not format_of(Path(one.name))]
    outlook = [one for one in others if one.part.get_content_type() == _OUTLOOK]
    unknown = [one_line(one.name) for one in others if one not in outlook]
    if outlook:
        warnings.append(
            Message(
                "winmail.dat is not read: only Outlook opens it; ask for the mail as HTML or plain text"
            )
        )
    if unknown:
        listed = ", ".join(unknown[:20])
        warnings.append(Message("attachments that no reader reads: {names}", names=listed))
    if mail.encrypted:
        warnings.append(Message("an encrypted part is not read"))
    if readable > MAX_ATTACHMENTS:
        warnings.append(
            Message("only the first {limit} attachments are read", limit=MAX_ATTACHMENTS)
        )
    return warnings
