"""Every setting of Kisima in one table; it feeds the command line, the environment and the docs.

A value is taken from the caller (a command-line option), else from the
environment (``KISIMA_`` and the name in capitals), else from the table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.errors import SettingInvalid

__all__ = ["SETTINGS", "Setting", "Settings", "load"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: int | str
    unit: str
    help: str  # English
    msaada: str  # Swahili
    least: int | None = None
    most: int | None = None
    decides_entries: bool = False  # part of the recipe: a new value rebuilds the index


SETTINGS: tuple[Setting, ...] = (
    Setting("corpus", "corpus", "folder", "Where the documents are.", "Folda ya nyaraka."),
    Setting("index", "index", "folder", "Where the index is kept.", "Folda ya faharasa."),
    Setting(
        "passage_words",
        120,
        "words",
        "The length a passage aims at.",
        "Urefu unaolengwa wa kifungu.",
        least=20,
        most=1000,
        decides_entries=True,
    ),
    Setting(
        "passage_most_words",
        200,
        "words",
        "The length no passage exceeds.",
        "Urefu ambao kifungu hakiuzidi.",
        least=40,
        most=2000,
        decides_entries=True,
    ),
    Setting("limit", 10, "hits", "Hits on a page.", "Majibu katika ukurasa.", least=1, most=100),
    Setting(
        "candidates",
        100,
        "passages",
        "How many passages the second stage of ranking orders.",
        "Vifungu vingapi vinapangwa katika hatua ya pili.",
        least=10,
        most=1000,
    ),
    Setting(
        "window",
        300,
        "characters",
        "Length of the text shown of a passage.",
        "Urefu wa maandishi yanayoonyeshwa ya kifungu.",
        least=60,
        most=2000,
    ),
    Setting(
        "lock_wait",
        10,
        "seconds",
        "How long to wait for another writer.",
        "Muda wa kumsubiri mwandishi mwingine.",
        least=0,
        most=3600,
    ),
    Setting(
        "generations",
        2,
        "generations",
        "How many generations of the index are kept.",
        "Vizazi vingapi vya faharasa vinatunzwa.",
        least=1,
        most=50,
    ),
    Setting(
        "file_most_bytes",
        32 * 1024 * 1024,
        "bytes",
        "The largest file that is read.",
        "Faili kubwa kuliko yote linalosomwa.",
        least=1024,
    ),
    Setting(
        "workers",
        0,
        "processes",
        "How many processes read documents at once; 0: as many as there are cores.",
        "Michakato mingapi inasoma nyaraka kwa pamoja; 0: sawa na idadi ya viini vya kompyuta.",
        least=0,
        most=64,
    ),
    Setting(
        "quiet",
        2,
        "seconds",
        "How long the corpus must be still before kisima watch brings the index up to date.",
        "Korpasi itulie muda gani kabla ya kisima fuatilia kusasisha faharasa.",
        least=0,
        most=3600,
    ),
    Setting(
        "parse_seconds",
        30,
        "seconds",
        "Processor time that reading one file may take.",
        "Muda wa kichakataji wa kusoma faili moja.",
        1,
        3600,
    ),
    Setting(
        "parse_megabytes",
        512,
        "MB",
        "Memory that reading one file may take.",
        "Kumbukumbu ya kusoma faili moja.",
        128,
        65_536,
    ),
    Setting(
        "parse_pages",
        2000,
        "pages",
        "The longest PDF that is read.",
        "PDF ndefu kuliko zote inayosomwa.",
        1,
        100_000,
    ),
    Setting(
        "host",
        "127.0.0.1",
        "address",
        "Address the web page is served on.",
        "Anwani ya ukurasa wa tovuti.",
    ),
    Setting(
        "port",
        8000,
        "port",
        "Port the web page is served on.",
        "Mlango wa tovuti.",
        least=0,
        most=65535,
    ),
    Setting(
        "hosts",
        "",
        "names",
        "Names the web page answers to, besides this computer; commas between.",
        "Majina ambayo tovuti huitikia, mbali na kompyuta hii; mkato kati yake.",
    ),
    Setting(
        "proxies",
        "127.0.0.1",
        "addresses",
        "Proxies that are believed about who asks.",
        "Anwani za proksi zinazoaminiwa kuhusu anayeuliza.",
    ),
    Setting(
        "requests_per_minute",
        300,
        "requests",
        "Requests one client may make of the web page; 0: any.",
        "Maombi ya mteja mmoja kwa tovuti; 0: yoyote.",
        least=0,
        most=1_000_000,
    ),
)

_NAMES = frozenset(setting.name for setting in SETTINGS)


class Settings(Mapping[str, int | str]):
    """The settings in force, by name; ``settings.text("corpus")``, ``settings.number("limit")``."""

    def __init__(self, values: Mapping[str, int | str]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> int | str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def number(self, name: str) -> int:
        """Return a whole-number setting."""
        return int(self._values[name])

    def text(self, name: str) -> str:
        """Return a setting as text."""
        return str(self._values[name])


def load(
    given: Mapping[str, int | str | None] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings in force.

    Args:
        given: values of the caller by name; None means "not given".
        environ: the environment; ``os.environ`` where left out.

    Raises:
        SettingInvalid: there is no such setting, or its value is no whole number where
            one is wanted, or outside its bounds.

    >>> load({"limit": 5}, environ={"KISIMA_LIMIT": "7"}).number("limit")
    5
    >>> load(environ={"KISIMA_LIMIT": "7"}).number("limit")
    7
    """
    given = given or {}
    environ = os.environ if environ is None else environ
    for name in given.keys() - _NAMES:
        raise SettingInvalid(name, given[name], "a setting of Kisima")
    values: dict[str, int | str] = {}
    for setting in SETTINGS:
        value = given.get(setting.name)
        if value is None:
            value = environ.get(f"KISIMA_{setting.name.upper()}") or setting.default
        values[setting.name] = _checked(setting, value)
    return Settings(values)


def _checked(setting: Setting, value: int | str) -> int | str:
    if isinstance(setting.default, str):
        return str(value)
    try:
        number = int(str(value))  # the text, so that 2.5 is refused and not cut to 2
    except ValueError:
        raise SettingInvalid(setting.name, value, f"a whole number ({setting.unit})") from None
    if setting.least is not None and number < setting.least:
        raise SettingInvalid(setting.name, value, f"at least {setting.least} ({setting.unit})")
    if setting.most is not None and number > setting.most:
        raise SettingInvalid(setting.name, value, f"at most {setting.most} ({setting.unit})")
    return number
