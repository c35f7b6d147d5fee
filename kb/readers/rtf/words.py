"""The control words of RTF by what becomes of them: left out, a character, the end of a paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

__all__ = ["CHARACTERS", "ENDS", "FLOWS", "LEFT_OUT", "SIGNS", "STARRED_BUT_READ"]

LEFT_OUT: AbstractSet[str] = frozenset(
    (
        "annotation", "atnauthor", "atnid", "atnref", "background", "bkmkend", "bkmkstart",
        "colortbl", "comment", "datastore", "falt", "filetbl", "fldinst", "footer", "footerf",
        "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "aftncn", "aftnsep", "aftnsepc",
        "generator", "keycode", "listlevel",
        "listoverridetable", "listtable", "mmathPict", "nonesttables", "nonshppict", "objdata",
        "picprop", "pict", "pn", "rsidtbl", "rxe", "shprslt", "sp", "tc", "tcn", "template",
        "themedata", "txe", "upr", "xe", "xmlnstbl",
    )
)  # fmt: skip
STARRED_BUT_READ: AbstractSet[str] = frozenset(
    {"cs", "do", "footnote", "nesttableprops", "shpinst", "ud"}
)
"""Destinations behind an asterisk that contain text; any other is for programs that know it."""

FLOWS: Mapping[str, str] = {
    "footnote": "note", "shptxt": "box", "dptxbxtext": "box", "headerf": "first header",
    "header": "header", "headerl": "header", "headerr": "header",
}  # fmt: skip
"""Destinations with paragraphs of their own, and what these are."""

SIGNS: Mapping[str, str] = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
CHARACTERS: Mapping[str, str] = {
    "tab": " ", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–",
    "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "nestcell": " ", "nestrow": " ",
}  # fmt: skip
ENDS: AbstractSet[str] = frozenset({"par", "page", "sect", "column"})
