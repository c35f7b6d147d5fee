"""Put messages into words: English as they are written, Swahili from the catalogue.

``gettext`` reads ``sw.mo``, which ``make messages`` compiles from ``sw.po``; it is kept
beside its source, so that a checkout speaks Swahili without a build step.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from kb.messages.message import Message

__all__ = ["LANGUAGES", "translate", "translations"]

LANGUAGES = ("sw", "en")
"""The first is spoken where none is asked for."""

_FOLDER = Path(__file__).resolve().parent


@cache
def translations(language: str) -> NullTranslations:
    """Return the catalogue of a language: its ``gettext`` and ``ngettext``, for other libraries."""
    if language == "en":
        return NullTranslations()
    with (_FOLDER / f"{language}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def translate(message: Message | str, language: str) -> str:
    """Return a message in words.

    Args:
        message: what is said; text that is no message stays as it is.
        language: one of LANGUAGES; any other is read as Swahili.

    >>> translate(Message("{path} holds no index", path="index"), "en")
    'index holds no index'
    """
    if isinstance(message, str):
        return message
    spoken = translations(language if language in LANGUAGES else LANGUAGES[0])
    if message.plural is None:
        text = spoken.gettext(message.text)
    else:
        text = spoken.ngettext(message.text, message.plural, message.count)
    facts = {
        name: translate(fact, language) if isinstance(fact, Message) else fact
        for name, fact in message.facts.items()
    }
    return text.format(**facts)
