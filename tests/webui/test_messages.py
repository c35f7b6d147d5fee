"""Both languages say the same things."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from webui.messages import MESSAGES, counted, date
from webui.rendering import FOLDER


def names_in(text: str) -> set[str]:
    """Return the values a message names."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", MESSAGES)
def test_both_languages_name_the_same_values(name):
    """A reader of English is told as much as a reader of Swahili."""
    swahili, english = MESSAGES[name]
    assert swahili.strip()
    assert english.strip()
    assert names_in(swahili) == names_in(english)


def test_every_message_a_template_asks_for_is_there():
    """No page fails for want of a word in a branch that is seldom taken."""
    asked = {
        name
        for path in (FOLDER / "templates").iterdir()
        for name in re.findall(r"""say\(["']([\w.]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert asked
    assert asked - set(MESSAGES) == set()


@pytest.mark.parametrize(
    ("count", "swahili", "english"),
    [
        (0, "Matokeo 0", "0 results"),
        (1, "Tokeo 1", "1 result"),
        (2, "Matokeo 2", "2 results"),
        (12345, "Matokeo 12,345", "12,345 results"),
    ],
)
def test_one_thing_is_not_spoken_of_as_many(count, swahili, english):
    """Counts agree with their noun in both languages."""
    assert (counted("results", "sw", count), counted("results", "en", count)) == (swahili, english)


@pytest.mark.parametrize(
    ("iso", "swahili"),
    [
        ("2012", "2012"),
        ("2012-04", "Aprili 2012"),
        ("2012-04-01", "1 Aprili 2012"),
        ("2012-13", "2012-13"),
        ("karne ya 19", "karne ya 19"),
        ("mwaka-jana", "mwaka-jana"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(iso, swahili):
    """No day is made up, and what is no date is shown as it stands."""
    assert date(iso, "sw") == swahili
