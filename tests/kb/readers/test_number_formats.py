"""Numbers and dates are written as Excel shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.xlsx.number_formats import is_date_format, shown_number


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5, "General", "5"), (0.1 + 0.2, "", "0.3"), (255754112233.0, "", "255754112233"),
        (1234567, "#,##0", "1,234,567"), (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (2.5, "0", "3"), (0.125, "0.00", "0.13"), (1234.5, "#,##0.0?", "1,234.5"), (12, "#.##", "12"),
        (0.18, "0%", "18%"), (0.1825, "0.0%", "18.3%"), (1234, "0.00E+00", "1.23E+03"),
        (7, "0000", "0007"), (754112233, "0000000000", "0754112233"),
        (1234.5, '"TSh" #,##0.00', "TSh 1,234.50"), (1234.5, "[$TSh-441] #,##0", "TSh 1,235"),
        (43, '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-', "43"), (0, '#,##0;-#,##0;"-"', "-"),
        (5, '0 "siku"', "5 siku"), (1234567, "#,##0,", "1,235"), (0.5, "# ?/?", "0.5"),
        (44264, "dd/mm/yyyy", "09/03/2021"), (44264, "d mmmm yyyy", "9 March 2021"),
        (44264, "yyyy-mm-dd", "2021-03-09"), (44264, "[$-409]d-mmm-yy;@", "9-Mar-21"),
        (44264, "dddd d/m", "Tuesday 9/3"), (44264.5, "dd/mm/yyyy hh:mm", "09/03/2021 12:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"), (1.5, "[h]:mm", "36:00"), (1, "dd/mm/yyyy", "01/01/1900"),
        (-5, "dd/mm/yyyy", "-5"), (1e300, "dd/mm/yyyy", "1e+300"),
    ],
)  # fmt: skip
def test_common_formats_are_followed(value, code, shown):
    """What a person sees in the cell is what is searched and shown."""
    assert shown_number(value, code) == shown


@pytest.mark.parametrize("code", ["m/d/yyyy", "mm/dd/yyyy", "m-d-yy"])
def test_the_day_is_first_where_a_date_is_in_figures(code):
    """3/9/2021 would be read as the third of September."""
    day, month, _ = shown_number(44264, code).replace("-", "/").split("/")
    assert (int(day), int(month)) == (9, 3)


@given(
    value=st.floats(allow_nan=False, allow_infinity=False),
    code=st.text(alphabet='0#?.,%EeyYmMdDhHsS"\\[]$-_*;/ @ap', max_size=30),
)
def test_no_code_raises(value, code):
    """A crafted code gives some text, never an exception."""
    assert isinstance(shown_number(value, code), str)
    assert isinstance(is_date_format(code), bool)
