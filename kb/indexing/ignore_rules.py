"""Which paths a ``.kisimaignore`` leaves out of the corpus.

The syntax is that of .gitignore, read by pathspec:

    rasimu/            a folder of this name, at any depth, and everything in it
    *.bak              files and folders with this ending
    /siri/*.md         only here: a line with "/" in it starts at the folder of the file
    **/nakala/*.txt    "**" is any number of folders
    !muhimu.bak        this file is kept; the last line that matches decides
    # maelezo          a comment

Every folder may have its own file. It applies to the paths below that folder, and
overrules the files of the folders above. pathspec is imported only when a corpus has
such a file.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence

from kb.extras import require_extra

__all__ = ["IGNORE_FILE", "IgnoreRules", "is_ignored"]

IGNORE_FILE = ".kisimaignore"


class IgnoreRules:
    """The patterns of one ``.kisimaignore``.

    Args:
        lines: the lines of the file. A line that is no valid pattern matches nothing.
        folder: the folder of the file inside the corpus, with "/" at its end; "" is the
            corpus itself.

    Raises:
        ExtraMissing: pathspec is not installed.

    >>> IgnoreRules(["*.md", "!dira.md"]).verdict("sera/tehama.md")
    True
    """

    def __init__(self, lines: Iterable[str], folder: str = "") -> None:
        require_extra("documents")
        from pathspec import GitIgnoreSpec

        self._folder = folder
        with warnings.catch_warnings():
            # "[[]" compiles to a set with "[" in it, which a later Python may read otherwise.
            warnings.simplefilter("ignore", FutureWarning)
            self._spec = GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))

    def verdict(self, path: str) -> bool | None:
        """Return whether a path is left out; None where no pattern matches.

        Args:
            path: a path of the corpus; that of a folder ends with "/".
        """
        if not path.startswith(self._folder):
            return None
        return self._spec.check_file(path[len(self._folder) :]).include


def is_ignored(path: str, rules: Sequence[IgnoreRules]) -> bool:
    """Return whether a path is left out; of several files the innermost decides.

    Args:
        path: a path of the corpus; that of a folder ends with "/".
        rules: from the corpus folder inwards.

    >>> above, below = IgnoreRules(["*.txt"]), IgnoreRules(["!b.txt"], "sera/")
    >>> is_ignored("sera/a.txt", [above, below]), is_ignored("sera/b.txt", [above, below])
    (True, False)
    """
    verdicts = (one.verdict(path) for one in reversed(rules))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _is_pattern(line: str) -> bool:
    """Return whether git would read a line; it ignores "!" alone and "[z-a]"."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
