"""Dates as clerks write them, and those that must stay unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.metadata.dates import iso_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("17 Desemba 2010", "2010-12-17"),
        ("17 Disemba, 2010", "2010-12-17"),
        ("17 Desemba mwaka 2010", "2010-12-17"),
        ("tarehe 1 mwezi Aprili mwaka 2012", "2012-04-01"),
        ("Desemba 17, 2010", "2010-12-17"),
        ("17th December 2010", "2010-12-17"),
        ("17 Des. 2010", "2010-12-17"),
        ("17/12/2010", "2010-12-17"),
        ("01/04/2012", "2012-04-01"),
        ("1.4.2012", "2012-04-01"),
        ("1-4-2012", "2012-04-01"),
        ("2010-12-17", "2010-12-17"),
        ("2010/12/17", "2010-12-17"),
        ("2010-12-17T08:30:00Z", "2010-12-17"),
        ("Julai 2012", "2012-07"),
        ("mwezi Julai 2012", "2012-07"),
        ("2012-07", "2012-07"),
        ("07/2012", "2012-07"),
        ("2012", "2012"),
        ("mwaka 2012", "2012"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(written, iso):
    """A year alone stays a year: no month and no day are made up."""
    assert iso == iso_date(written)


@pytest.mark.parametrize(
    "written",
    ["", "jana", "17/12/10", "31/02/2012", "12/17/2010", "2012-13", "17 Foo 2010", "0", "20122"],
)
def test_a_date_that_cannot_be_read_is_not_invented(written):
    """An undated document is better than one with a wrong date."""
    assert iso_date(written) is None


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_day_is_read_in_every_order(day):
    """Day, month and year come out the same from the three usual ways to write them."""
    ways = (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
    )
    assert {iso_date(way) for way in ways} == {day.isoformat()}
