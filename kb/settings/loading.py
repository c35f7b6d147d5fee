"""Where the values of settings come from, weakest first.

    the table's default
    kisima.toml in the working folder, or the file of --config
    the environment: KISIMA_ and the name in capitals
    the caller: a command-line option

Each value is checked against its row of the table, and remembers where it came from.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kb.errors import KisimaError, SettingInvalid
from kb.messages import Message
from kb.settings.table import SETTINGS, Setting, Settings

__all__ = ["CONFIG", "load"]

CONFIG = "kisima.toml"
"""The file that is read in the working folder."""

_Row = Setting[int] | Setting[str]
_ROWS: Mapping[str, _Row] = {row.name: row for row in SETTINGS}
_PATHS = (
    "corpus",
    "index",
    "cluster_ca",
    "cluster_password_file",
    "cluster_api_key_file",
    "site_mark",
)
_NAMES_SHOWN = 3


def load(
    given: Mapping[str, int | str | None] | None = None,
    environ: Mapping[str, str] | None = None,
    config: Path | None = None,
) -> Settings:
    """Return the settings in force.

    Args:
        given: values of the caller by name; None means "not given".
        environ: the environment; ``os.environ`` if omitted.
        config: a file of settings in TOML; if omitted, ``kisima.toml`` in the working
            folder, if there is one.

    Raises:
        SettingInvalid: there is no such setting, or its value is not a whole number
            where one is required, or is outside its bounds.
        KisimaError: the file is missing or is not TOML.

    >>> load({"limit": 5}, environ={"KISIMA_LIMIT": "7"}).limit
    5
    >>> load(environ={"KISIMA_LIMIT": "7"}).limit
    7
    """
    given = given or {}
    environ = os.environ if environ is None else environ
    for name in given.keys() - _ROWS.keys():
        raise _unknown(name, given[name], None)
    file, in_file = _read_file(config)
    values: dict[str, int | str] = {}
    origins: dict[str, Message] = {}
    for row in SETTINGS:
        if (value := given.get(row.name)) is not None:
            origin, source = Message("option --{name}", name=row.name), None
        elif text := environ.get(row.variable):
            value, source = text, row.variable
            origin = Message("environment: {variable}", variable=source)
        elif row.name in in_file:
            value, source = _file_value(row, in_file[row.name], file), str(file)
            origin = Message("file: {path}", path=source)
        else:
            continue
        values[row.name] = _checked(row, value, source)
        origins[row.name] = origin
    return Settings(values, origins)


def _read_file(config: Path | None) -> tuple[Path, Mapping[str, object]]:
    """Return the file of settings and what it holds; nothing if there is none by default."""
    path = config or Path(CONFIG)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if config is None:
            return path, {}
        raise KisimaError(Message("there is no file {path}", path=path)) from None
    import tomllib

    try:
        held = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise KisimaError(
            Message("{path} is not a TOML file: {reason}", path=path, reason=str(error))
        ) from error
    for name, value in held.items():
        if name not in _ROWS:
            raise _unknown(name, value, str(path))
    return path, held


def _file_value(row: _Row, value: object, file: Path) -> str:
    """Return a value of the file; a relative path starts at the file's folder."""
    if isinstance(row.default, int):
        return str(value)
    if not isinstance(value, str):
        raise SettingInvalid(row.name, value, Message("text in quotes"), str(file))
    return str(file.parent / value) if value and row.name in _PATHS else value


def _unknown(name: str, value: object, source: str | None) -> SettingInvalid:
    """Return the error of a name that is no setting, with the names nearest to it."""
    from difflib import get_close_matches

    near = get_close_matches(name, _ROWS, _NAMES_SHOWN)
    expected = (
        Message("a setting; did you mean: {names}?", names=", ".join(near))
        if near
        else Message("a setting; see: kisima settings")
    )
    return SettingInvalid(name, value, expected, source)


def _checked(row: _Row, value: int | str, source: str | None) -> int | str:
    """Return a value with the type of its row, within the bounds of its row."""
    if isinstance(row.default, str):
        if row.choices and value not in row.choices:
            expected = Message("one of: {choices}", choices=", ".join(filter(None, row.choices)))
            raise SettingInvalid(row.name, value, expected, source)
        if row.without and row.without in str(value):
            expected = Message("without {sign}: a password is no part of it", sign=row.without)
            raise SettingInvalid(row.name, "…", expected, source)
        return str(value)
    try:
        number = int(str(value))  # through text, so that 2.5 is refused and not cut to 2
    except ValueError:
        expected = Message("a whole number ({unit})", unit=row.unit)
        raise SettingInvalid(row.name, value, expected, source) from None
    if row.min is not None and number < row.min:
        expected = Message("at least {bound} ({unit})", bound=row.min, unit=row.unit)
        raise SettingInvalid(row.name, value, expected, source)
    if row.max is not None and number > row.max:
        expected = Message("at most {bound} ({unit})", bound=row.max, unit=row.unit)
        raise SettingInvalid(row.name, value, expected, source)
    return number
