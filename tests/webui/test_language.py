"""The language of a page, and dates in it."""

from __future__ import annotations

import pytest

from webui.language import date_in_words


@pytest.mark.parametrize(
    ("iso", "swahili", "english"),
    [
        ("2012", "2012", "2012"),
        ("2012-04", "Aprili 2012", "April 2012"),
        ("2012-04-01", "1 Aprili 2012", "1 April 2012"),
        ("2012-13", "2012-13", "2012-13"),
        ("2012-02-31", "2012-02-31", "2012-02-31"),
        ("2012-1-2-3", "2012-1-2-3", "2012-1-2-3"),
        ("karne ya 19", "karne ya 19", "karne ya 19"),
        ("mwaka-jana", "mwaka-jana", "mwaka-jana"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(iso, swahili, english):
    """No day is made up, and what is no date is shown as it is."""
    assert (date_in_words(iso, "sw"), date_in_words(iso, "en")) == (swahili, english)


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("", "sw"),
        ("?lugha=en", "en"),
        ("?lang=en", "en"),
        ("?lugha=sw&lang=en", "sw"),
        ("?lugha=fr", "sw"),
        ("?lugha=%3Cscript%3E", "sw"),
    ],
)
def test_the_address_decides_the_language(query, language, client):
    """Swahili, unless the address says English under the Swahili or the English name."""
    assert f'<html lang="{language}">' in client.get(f"/{query}").text
