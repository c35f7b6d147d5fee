"""What Kisima says to people: a message and its facts, put into words where it is shown.

    Message("{path} holds no index", path=path)      made where something is to be said
    translate(message, language)                     called where it is shown

The text of a message is English and is its key in the catalogue: ``sw.po`` has the
Swahili of each (gettext's format), ``make messages`` collects new texts from the source
and compiles ``sw.mo``. A fact may itself be a message. Numbers that decide between
singular and plural: ``Message.counted``.
"""

from __future__ import annotations

from kb.messages.catalogue import LANGUAGES, translate, translations
from kb.messages.language import language_in_force
from kb.messages.message import Fact, Listed, Message

__all__ = [
    "LANGUAGES",
    "Fact",
    "Listed",
    "Message",
    "language_in_force",
    "translate",
    "translations",
]
