"""Which language a person is spoken to in: one at a time."""

from __future__ import annotations

from collections.abc import Mapping

from kb.messages.catalogue import LANGUAGES

__all__ = ["language_in_force"]

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system keeps its language; the first that is set decides."""


def language_in_force(option: str | None, environ: Mapping[str, str]) -> str:
    """Return the language to speak: the option, else KISIMA_LUGHA, else the locale, else Swahili.

    >>> language_in_force(None, {"LANG": "en_GB.UTF-8"}), language_in_force(None, {"LANG": "C"})
    ('en', 'sw')
    >>> language_in_force("sw", {"LANG": "en_GB.UTF-8"})
    'sw'
    """
    for given in (option, environ.get("KISIMA_LUGHA")):
        if given in LANGUAGES:
            return str(given)
    locale = next((environ[name] for name in _LOCALE if environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else LANGUAGES[0]
