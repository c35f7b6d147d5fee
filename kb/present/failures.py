"""Say which files could not be read: a line for each, or one for many with the same reason.

Ids and reasons come in, messages go out. A folder of 400 broken photos is one thing to mend.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from kb.messages import Message

__all__ = ["failure_lines"]

_MAX_LINES = 5
"""Files of one suffix and one reason that have a line each."""


def failure_lines(
    failed: Sequence[tuple[str, Message | str]], *, all_names: bool = False
) -> list[Message]:
    """Return the lines about files that could not be read, in the order of their first files.

    Args:
        failed: the files and the reason of each.
        all_names: a line for each, however many there are.

    >>> [str(line) for line in failure_lines([("a.pdf", "empty")])]
    ['a.pdf: empty']
    >>> [str(line) for line in failure_lines([(f"{i}.jpg", "empty") for i in range(400)])]
    ['400 files .jpg, as 0.jpg: empty']
    """
    groups: dict[tuple[str, str], list[tuple[str, Message | str]]] = {}
    for id, reason in failed:
        key = PurePosixPath(id).suffix.lower(), str(reason)
        groups.setdefault(key, []).append((id, reason))
    lines: list[Message] = []
    for (suffix, _), group in groups.items():
        first, reason = group[0]
        if len(group) > _MAX_LINES and not all_names:
            lines.append(
                Message(
                    "{count} files {suffix}, as {first}: {reason}",
                    count=f"{len(group):,}",
                    suffix=suffix,
                    first=first,
                    reason=reason,
                )
            )
        else:
            lines += [Message("{path}: {reason}", path=id, reason=why) for id, why in group]
    return lines
