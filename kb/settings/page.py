"""docs/settings.md, made from the table: ``python -m kb.settings.page > docs/settings.md``.

``make docs`` writes it; a test holds the file to what this makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kb.messages import translate
from kb.settings.table import SETTINGS, Setting

__all__ = ["settings_page"]

_INTRODUCTION = """\
# Settings

<!-- Made by `make docs` from kb/settings/table.py; change the table, not this page. -->

Every setting has a default. A value is taken from the first of these places that has one:

1. an option of the command (`--corpus FOLDER`);
2. the environment: `KISIMA_` and the name in capitals (`KISIMA_LIMIT=20`);
3. the file `kisima.toml` in the working folder, or the file that `--config FILE` names;
4. the default.

`kisima settings` (`kisima mipangilio`) prints each setting with its value and the place the value came from.

```toml
# kisima.toml
corpus = "nyaraka"
limit = 20
hosts = "kisima.go.tz, kisima"
```

A relative folder or file in `kisima.toml` starts at the folder of that file. A name that is no setting is an error,
and so is a value outside the bounds: the message names the file, the setting and what is valid.

| setting | default | unit | min | max | what it is |
|---|---|---|---|---|---|"""

_END = """
A setting marked † decides what is in the index: after a new value, the next `kisima index` reads every document anew.

Four more variables are read from the environment only. `kisima settings` shows none of them:

| variable | what it does |
|---|---|
| `KISIMA_LUGHA` | The language of messages: `sw` or `en`. |
| `KISIMA_NO_COLOR` | Any value: no colour in the terminal. |
| `KISIMA_CLUSTER_PASSWORD` | The password of `cluster_user`, instead of a file. |
| `KISIMA_CLUSTER_API_KEY` | A key for the cluster, instead of a file. One such as `Bearer …` is sent as it is. |"""


def settings_page() -> str:
    """Return the page as Markdown."""
    return "\n".join((_INTRODUCTION, *map(_line, SETTINGS), _END, ""))


def _line(row: Setting[int] | Setting[str]) -> str:
    return f"| {' | '.join(_cells(row))} |"


def _cells(row: Setting[int] | Setting[str]) -> Iterator[str]:
    """Yield the cells of one row.

    >>> row = next(row for row in SETTINGS if row.name == "passage_words")
    >>> list(_cells(row))[:5]
    ['`passage_words` †', '120', 'words', '20', '1000']
    """
    yield f"`{row.name}`{' †' if row.decides_entries else ''}"
    yield f"{row.default}" or "(none)"
    yield translate(row.unit, "en")
    yield "" if row.min is None else f"{row.min}"
    yield "" if row.max is None else f"{row.max}"
    yield translate(row.help, "en")


if __name__ == "__main__":
    sys.stdout.write(settings_page())
