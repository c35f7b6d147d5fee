"""A section whose heading was asked for is shown from its beginning, on the results page too."""

from __future__ import annotations

import pytest

FILLING = " Watumishi wa ofisi hufanya kazi zao kwa bidii kila siku ya wiki." * 4
PAGE = f"""\
# Wakala wa Visima

## Dira

Kuwa mfano wa huduma bora.{FILLING} Bodi hupitia dira ya wakala kila mwaka.{FILLING}
"""


@pytest.fixture
def shown(library):
    """Asks a page whose section names its heading again, far below."""
    with library({"visima.md": PAGE}).open() as base:
        yield lambda line: base.search(line).hits[0].text


@pytest.mark.parametrize("question", ["dira", "dira ya wakala", "dira ya Wakala wa Visima"])
def test_the_opening_of_the_section_is_shown(question, shown):
    """Who asks for the vision is shown the vision."""
    assert shown(question).startswith("Kuwa mfano")


@pytest.mark.parametrize("question", ["dira bodi", "bodi hupitia dira", "kupitia dira kila mwaka"])
def test_a_word_that_only_the_text_has_is_shown(question, shown):
    """Who asks for more than the heading is shown where that stands."""
    assert "Bodi hupitia dira" in shown(question)
