"""What ``.kisimaignore`` leaves out of the corpus; its lines are those of .gitignore.

    rasimu/            a folder of this name, at any depth, and all in it
    *.bak              files (and folders) whose name fits
    /siri/*.md         only here: a line with "/" in it begins at the file's own folder
    **/nakala/*.txt    ** is any number of folders
    !muhimu.bak        this one after all; the last line that fits decides
    # maelezo          a remark

Each folder may have one, for what is below it. Takes lines, gives rules that
are asked with a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["IGNORE_FILE", "Rule", "ignored", "rules"]

IGNORE_FILE = ".kisimaignore"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line, ready to be asked."""

    below: str  # the folder whose file has the line: "" or "sera/"
    fits: re.Pattern[str]
    folders_only: bool
    keeps: bool  # the line begins with "!": what fits is not left out


def rules(lines: Iterable[str], below: str = "") -> list[Rule]:
    """Return the rules that the lines of one file are.

    Args:
        lines: of a ``.kisimaignore``.
        below: the folder it lies in, in the corpus, with "/" at its end; "" is the corpus itself.

    >>> [rule.folders_only for rule in rules(["rasimu/", "# siri", "*.bak"])]
    [True, False]
    """
    return [rule for line in lines if (rule := _rule(line.rstrip("\r\n"), below)) is not None]


def ignored(path: str, made: Sequence[Rule], *, folder: bool) -> bool:
    """Say whether a path of the corpus is left out; the last rule that fits decides.

    >>> made = rules(["*.md", "!dira.md"])
    >>> ignored("sera/tehama.md", made, folder=False), ignored("dira.md", made, folder=False)
    (True, False)
    """
    for rule in reversed(made):
        if rule.folders_only and not folder:
            continue
        if path.startswith(rule.below) and rule.fits.fullmatch(path, len(rule.below)):
            return not rule.keeps
    return False


def _rule(line: str, below: str) -> Rule | None:
    text = line if line.endswith("\\ ") else line.rstrip()
    if not text or text.startswith("#"):
        return None
    keeps = text.startswith("!")
    text = text.removeprefix("!")
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    if not text:
        return None
    anywhere = "/" not in text
    pattern = _pattern(text.removeprefix("/"))
    try:
        fits = re.compile(("(?:.*/)?" if anywhere else "") + pattern, re.DOTALL)
    except re.error:  # [z-a]
        fits = re.compile(re.escape(text))
    return Rule(below, fits, folders_only, keeps)


_PIECE = re.compile(
    r"(?P<any_folders>(?<![^/])\*\*/)|(?P<all_below>(?<![^/])\*\*\Z)|(?P<many>\*+)|(?P<one>\?)"
    r"|\[(?P<no>[!^]?)(?P<set>\]?[^\]]*)\]|\\(?P<plain>.)|(?P<other>.)",
    re.DOTALL,
)


def _pattern(text: str) -> str:
    """Return a line as a regular expression."""
    made = []
    for found in _PIECE.finditer(text):
        if found["any_folders"]:
            made.append("(?:.*/)?")
        elif found["all_below"]:
            made.append(".*")
        elif found["many"]:
            made.append("[^/]*")
        elif found["one"]:
            made.append("[^/]")
        elif found["set"]:
            inside = found["set"].replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
            made.append(f"[{'^' if found['no'] else ''}{inside}]")
        else:
            made.append(re.escape(found["plain"] or found["other"] or found[0]))
    return "".join(made)
