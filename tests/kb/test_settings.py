"""A setting comes from an option, the environment, a file or the table; a bad one is named."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import assert_type

import pytest

from kb.errors import KisimaError, SettingInvalid
from kb.messages import translate
from kb.settings import SETTINGS, Settings, load
from kb.settings.page import settings_page

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def config(tmp_path, monkeypatch):
    """A function that writes kisima.toml into the working folder, which is empty otherwise."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        (tmp_path / "kisima.toml").write_text(text, encoding="utf-8")
        return tmp_path / "kisima.toml"

    return write


@pytest.mark.parametrize(
    ("file", "environ", "given", "limit", "origin"),
    [
        ("", {}, {}, 10, "default"),
        ("limit = 8", {}, {}, 8, "file: kisima.toml"),
        ("limit = 8", {"KISIMA_LIMIT": "7"}, {}, 7, "environment: KISIMA_LIMIT"),
        ("limit = 8", {"KISIMA_LIMIT": "7"}, {"limit": 5}, 5, "option --limit"),
        ("", {}, {"limit": "5"}, 5, "option --limit"),
        ("", {"KISIMA_LIMIT": "7"}, {"limit": None}, 7, "environment: KISIMA_LIMIT"),
        ("", {"KISIMA_LIMIT": ""}, {}, 10, "default"),
        ("", {"LIMIT": "7"}, {}, 10, "default"),
    ],
)
def test_the_nearest_source_decides_and_is_named(file, environ, given, limit, origin, config):
    """Option before environment before file before default; the origin says which it was."""
    config(file)
    settings = load(given, environ)
    assert (settings.limit, str(settings.origin("limit"))) == (limit, origin)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("limit", "kumi", "whole number"),
        ("limit", "2.5", "whole number"),
        ("limit", 2.5, "whole number"),
        ("limit", "9" * 5000, "whole number"),
        ("limit", 0, "at least 1"),
        ("limit", 101, "at most 100"),
        ("port", 65536, "at most 65535"),
        ("limt", 5, "did you mean: limit"),
        ("file_most_bytes", 5000, "did you mean: file_max_bytes"),
        ("xyzzy", 5, "see: kisima settings"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, value, why):
    """The clerk reads which setting is wrong, what it was, and what it may be."""
    with pytest.raises(SettingInvalid, match=why) as caught:
        load({name: value}, environ={})
    assert (caught.value.name, caught.value.value) == (name, value)


def test_a_bad_environment_is_refused_with_its_variable():
    """A slip in a service file is noticed at the start, not at the first question."""
    with pytest.raises(SettingInvalid, match="KISIMA_PORT: port='http' is not a whole number"):
        load(environ={"KISIMA_PORT": "http"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limt = 5", "kisima.toml: limt=5 is not a setting; did you mean: limit?"),
        ("limit = true", "kisima.toml: limit='True' is not a whole number (hits)"),
        ("limit = 0", "kisima.toml: limit='0' is not at least 1 (hits)"),
        ("corpus = 5", "kisima.toml: corpus=5 is not text in quotes"),
        ("[web]\nport = 1", "kisima.toml: web={'port': 1} is not a setting"),
    ],
)
def test_a_mistake_in_the_file_names_file_key_and_what_is_valid(text, message, config):
    """An operator mends the line without opening the manual."""
    config(text)
    with pytest.raises(SettingInvalid) as caught:
        load(environ={})
    assert str(caught.value).startswith(message)


def test_a_file_that_is_no_toml_says_where(config):
    """The line and the column of the slip are in the message."""
    with pytest.raises(KisimaError, match=r"kisima.toml is not a TOML file: .*line 1"):
        load(environ={}, config=config("limit = = 5"))


def test_a_named_file_must_exist_and_the_default_need_not(tmp_path, config):
    """--config with a slip is an error; a folder without kisima.toml is the common case."""
    assert load(environ={}).limit == Settings().limit
    with pytest.raises(KisimaError, match="there is no file"):
        load(environ={}, config=tmp_path / "hakuna.toml")


def test_a_folder_in_the_file_starts_at_the_file(tmp_path, config):
    """A service reads /etc/kisima/kisima.toml from wherever it was started."""
    (tmp_path / "etc").mkdir()
    file = tmp_path / "etc" / "kisima.toml"
    file.write_text('corpus = "nyaraka"\nindex = "/var/kisima"\n', encoding="utf-8")
    settings = load(environ={}, config=file)
    assert (settings.corpus, settings.index) == (str(file.parent / "nyaraka"), "/var/kisima")


def test_the_surrounding_environment_is_read(monkeypatch):
    """An export in the shell holds where nothing else is said."""
    monkeypatch.setenv("KISIMA_CORPUS", "nyaraka")
    assert load().corpus == "nyaraka"


def test_settings_reach_a_worker_process():
    """A worker that reads documents is sent the settings, and reads as this process does."""
    settings = load({"limit": 7}, environ={"KISIMA_WORKERS": "2"})
    sent = pickle.loads(pickle.dumps(settings))
    assert (sent.values, sent.origins) == (settings.values, settings.origins)
    assert (sent.limit, sent.workers) == (7, 2)


def test_settings_cannot_be_changed():
    """What a search began with holds until it ends."""
    settings = load(environ={})
    with pytest.raises(AttributeError, match="frozen"):
        settings.limit = 5  # type: ignore[assignment]  # that it is refused is what is tested
    with pytest.raises(TypeError):
        settings.values["limit"] = 5  # type: ignore[index]  # the same


def test_a_setting_is_a_typed_attribute():
    """mypy, which reads this file in make test, sees the type that the default has."""
    settings = Settings()
    assert assert_type(settings.limit, int) == 10
    assert assert_type(settings.corpus, str) == "corpus"
    assert all(type(settings[row.name]) is type(row.default) for row in SETTINGS)


def test_other_values_make_other_settings():
    """The server takes a free port without touching the settings it was given."""
    settings = load({"limit": 5}, environ={})
    other = settings.replace(port=0, host=None)
    assert (other.port, other.host, other.limit) == (0, settings.host, 5)
    assert settings.port == 8000


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_setting_is_explained_in_both_languages(row):
    """A row without help in one language helps nobody."""
    for message in (row.help, row.unit):
        assert translate(message, "en")
    assert translate(row.help, "sw") != translate(row.help, "en")
    assert all(translate(row.help, language).endswith(".") for language in ("sw", "en"))


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_default_is_valid(row):
    """An installation that writes each default into its environment starts."""
    assert load(environ={row.variable: str(row.default)})[row.name] == row.default


def test_the_page_is_what_the_table_makes():
    """docs/settings.md lists every setting as it is; after a change: make docs."""
    assert (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()
    assert all(f"`{row.name}`" in settings_page() for row in SETTINGS)


def kisima(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, PROJECT / "search_cli.py", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environ},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("command", ["settings", "mipangilio"])
def test_the_command_prints_each_value_and_its_origin(command, tmp_path):
    """An operator sees why a value holds: the file, the variable or the option."""
    (tmp_path / "yetu.toml").write_text("limit = 8\n", encoding="utf-8")
    options = ("--config", "yetu.toml", "--corpus", "nyaraka", "--json")
    ran = kisima(tmp_path, command, *options, KISIMA_PORT="81")
    shown = json.loads(ran.stdout)
    assert list(shown) == [row.name for row in SETTINGS]
    assert shown["limit"] == {"value": 8, "origin": "file: yetu.toml"}
    assert shown["port"] == {"value": 81, "origin": "environment: KISIMA_PORT"}
    assert shown["corpus"] == {"value": "nyaraka", "origin": "option --corpus"}
    assert shown["window"] == {"value": 300, "origin": "default"}


def test_the_command_speaks_the_language_in_force(tmp_path):
    """The table that people read is in one language."""
    for language, word in (("sw", "thamani ya kawaida"), ("en", "default")):
        assert word in kisima(tmp_path, "settings", KISIMA_LUGHA=language).stdout
