"""Cut sorted rows into files of even size, and write each as a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["Put", "ShardRow", "data_script", "write_shards"]

Put = Callable[[str, str], None]
"""Takes the name of a file and its text."""


class ShardRow(NamedTuple):
    """One row of a table that is cut into files."""

    key: str | int  # rows are in its order
    text: str


def data_script(name: str, value: object) -> str:
    r"""Return a script that hands data over under a name.

    The text of a document is only ever inside a JSON string.

    >>> data_script("a0", ["</script>"])
    'kisimaData("a0",["\\u003c/script>"]);\n'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A script file ends nowhere early; this keeps the data harmless wherever it is copied.
    return f'kisimaData("{name}",{text.replace("<", chr(92) + "u003c")});\n'


def write_shards(
    prefix: str,
    rows: Iterable[ShardRow],
    size: int,
    put: Put,
    pack: Callable[[Sequence[str]], object] = list,
) -> list[str | int]:
    """Write rows into files of about *size* characters; return the first key of each.

    Args:
        prefix: of the names; a number follows.
        rows: in the order of their keys.
        size: a file is ended when it has so many characters.
        put: writes a file.
        pack: makes the data of a file from its rows.
    """
    first = []
    for number, filled in enumerate(_filled(rows, size)):
        first.append(filled[0].key)
        name = f"{prefix}{number}"
        put(f"{name}.js", data_script(name, pack([row.text for row in filled])))
    return first


def _filled(rows: Iterable[ShardRow], size: int) -> Iterator[list[ShardRow]]:
    filled: list[ShardRow] = []
    length = 0
    for row in rows:
        filled.append(row)
        length += len(row.text)
        if length >= size:
            yield filled
            filled, length = [], 0
    if filled:
        yield filled
