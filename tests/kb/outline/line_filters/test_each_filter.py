"""Each line filter by itself: what it makes of a few lines, and that it changes no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.outline.line_filters import LINE_FILTERS, apply_line_filters
from kb.outline.line_filters.announcing_lists import filter_announcing_lists
from kb.outline.line_filters.base import page_lines
from kb.outline.line_filters.buttons import filter_buttons
from kb.outline.line_filters.enumerated_lists import filter_enumerated_lists
from kb.outline.line_filters.form_labels import filter_form_labels
from kb.outline.line_filters.labelled_records import filter_labelled_records
from kb.outline.line_filters.numbered_series import filter_numbered_series
from kb.outline.line_filters.page_footer import filter_page_footer
from kb.outline.line_filters.people import filter_people
from kb.outline.line_filters.repeated_labels import filter_repeated_labels
from kb.outline.line_filters.task_lists import filter_task_lists

TEXT = "Kuwa kinara wa huduma kwa wananchi wote."


@pytest.mark.parametrize(
    ("line_filter", "lines", "sorts"),
    [
        (filter_buttons, ["Ada", TEXT, "Soma zaidi", "Muda", TEXT], "short text short text"),
        (filter_people, ["Uongozi", "Bi. Neema Tunda", "Katibu", "Bw. Ali Bakari"], "short text text text"),
        (filter_page_footer, ["Ada", TEXT, "Shirika la Mbao", "Simu: 022 555 0101", "S.L.P. 9 Mjini"], "short text text text text"),
        (filter_form_labels, ["Ada", "Jina:", "Mtaa:", "Kijiji:", TEXT], "short text text text text"),
        (filter_repeated_labels, ["Ada ya Leseni", "Ada:", TEXT], "short lead-in text"),
        (filter_enumerated_lists, ["Ada", "1. Picha", "2. Barua", TEXT], "short item item text"),
        (filter_numbered_series, ["1.0 Dira", TEXT, "2.0 Kushauri wadau.", TEXT, "3.0 Ada", TEXT], "short text short text short text"),
        (filter_task_lists, ["Kazi za kitengo ni:", "Kulipa kodi", "Kupima ardhi", "Ada"], "lead-in item item short"),
        (filter_announcing_lists, ["Kuna sehemu zifuatazo:", "Ada", "Muda", TEXT, "Ada", TEXT, "Muda", TEXT], "lead-in item item text short text short text"),
        (filter_labelled_records, ["Kozi: Ushonaji", "Muda: miezi", "Kozi: Useremala", "Muda: wiki", "Kozi: Upishi", "Muda: siku"], "short text short text short text"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_a_filter_decides_about_its_lines_only(line_filter, lines, sorts):
    """Before the filter some lines look otherwise; after it each is what a reader takes it for."""
    before = page_lines("\n".join(lines))
    after = line_filter(before)
    assert [its.sort for its in after.shapes] == sorts.split()
    assert after != before
    assert before == page_lines("\n".join(lines))


LINES = st.sampled_from(
    ["Dira", TEXT, "Soma zaidi", "1. Moja", "2. Mbili", "Jina:", "Simu: 022 000", "Bi. Asha", "Katibu", "", "Kulipa kodi", "Kazi ni:"]
)  # fmt: skip


@given(st.lists(LINES, max_size=20))
def test_filters_keep_lines_and_shapes_together(lines):
    """After every filter there is one shape for each line, and no line that was not there."""
    page = page_lines("\n".join(lines))
    bodies = [line.body for line in page.lines]
    for line_filter in LINE_FILTERS:
        page = line_filter(page)
        assert len(page.lines) == len(page.shapes)
        assert all(line.body in bodies for line in page.lines)
    assert apply_line_filters(page_lines("")) == page_lines("")
