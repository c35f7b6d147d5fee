"""Settings come from the caller, else the environment, else the table; a bad one says so."""

from __future__ import annotations

import pytest

from kb.errors import SettingInvalid
from kb.settings import SETTINGS, load


@pytest.mark.parametrize(
    ("given", "environ", "limit"),
    [
        ({}, {}, 10),
        ({}, {"KISIMA_LIMIT": "7"}, 7),
        ({"limit": 5}, {"KISIMA_LIMIT": "7"}, 5),
        ({"limit": "5"}, {}, 5),
        ({"limit": None}, {"KISIMA_LIMIT": "7"}, 7),
        ({}, {"KISIMA_LIMIT": ""}, 10),
        ({}, {"LIMIT": "7"}, 10),
    ],
)
def test_what_is_nearer_goes_before(given, environ, limit):
    """A command's option goes before the environment, and that before the default."""
    assert load(given, environ).number("limit") == limit


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
        ("limt", 5, "a setting of Kisima"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, value, why):
    """The clerk reads which setting is wrong, what it was, and what it may be."""
    with pytest.raises(SettingInvalid, match=why) as caught:
        load({name: value}, environ={})
    assert (caught.value.name, caught.value.value) == (name, value)


def test_a_bad_environment_is_refused_too():
    """A slip in a service file is noticed at the start, not at the first question."""
    with pytest.raises(SettingInvalid, match="port"):
        load(environ={"KISIMA_PORT": "http"})


def test_the_surrounding_environment_is_read(monkeypatch):
    """An export in the shell holds where nothing else is said."""
    monkeypatch.setenv("KISIMA_CORPUS", "nyaraka")
    assert load().text("corpus") == "nyaraka"


def test_settings_are_a_mapping_of_the_whole_table():
    """Whoever lists the settings in force sees every row of the table, in its order."""
    settings = load(environ={})
    assert list(settings) == [row.name for row in SETTINGS]
    assert len(settings) == len(SETTINGS)
    assert settings["corpus"] == settings.text("corpus") == "corpus"


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_setting_is_explained_in_both_languages(row):
    """A row without a unit, or without help in one language, helps nobody."""
    assert all((row.unit, row.help, row.msaada))
    assert row.help.endswith(".")
    assert row.msaada.endswith(".")


@pytest.mark.parametrize("row", [row for row in SETTINGS if row.least is not None], ids=str)
def test_every_default_is_within_its_bounds(row):
    """An installation without any setting starts."""
    assert load(environ={}).number(row.name) == row.default
