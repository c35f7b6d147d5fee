"""Filters over the lines of a page without markup, in the order in which they run.

Each file has one filter, with one reason why a line is, or is not, a heading. To add a
filter: write its file, put it into LINE_FILTERS, and add its rows to the test of its name.
The order matters: each filter gets the result of the filters before it.
"""

from __future__ import annotations

from functools import reduce

from kb.outline.line_filters.announcing_lists import filter_announcing_lists
from kb.outline.line_filters.base import LineFilter, PageLines
from kb.outline.line_filters.buttons import filter_buttons
from kb.outline.line_filters.continued_lines import filter_continued_lines
from kb.outline.line_filters.ended_names import filter_ended_names
from kb.outline.line_filters.enumerated_lists import filter_enumerated_lists
from kb.outline.line_filters.form_labels import filter_form_labels
from kb.outline.line_filters.forum_headers import filter_forum_headers
from kb.outline.line_filters.heading_series import filter_heading_series
from kb.outline.line_filters.label_values import filter_label_values
from kb.outline.line_filters.labelled_records import filter_labelled_records
from kb.outline.line_filters.led_addresses import filter_led_addresses
from kb.outline.line_filters.page_footer import filter_page_footer
from kb.outline.line_filters.page_marks import filter_page_marks
from kb.outline.line_filters.people import filter_people
from kb.outline.line_filters.question_pages import filter_question_pages
from kb.outline.line_filters.repeated_labels import filter_repeated_labels
from kb.outline.line_filters.shouted_pages import filter_shouted_pages
from kb.outline.line_filters.signatures import filter_signatures
from kb.outline.line_filters.site_menus import filter_site_menus
from kb.outline.line_filters.table_cells import filter_table_cells
from kb.outline.line_filters.task_lists import filter_task_lists

__all__ = ["LINE_FILTERS", "apply_line_filters"]

LINE_FILTERS: tuple[LineFilter, ...] = (
    filter_site_menus,
    filter_shouted_pages,
    filter_table_cells,
    filter_forum_headers,
    filter_page_marks,
    filter_buttons,
    filter_label_values,
    filter_continued_lines,
    filter_labelled_records,
    filter_question_pages,
    filter_heading_series,
    filter_repeated_labels,
    filter_ended_names,
    filter_enumerated_lists,
    filter_people,
    filter_signatures,
    filter_led_addresses,
    filter_page_footer,
    filter_form_labels,
    filter_task_lists,
    filter_announcing_lists,
)


def apply_line_filters(page: PageLines) -> PageLines:
    """Return the page after every filter, in order."""
    return reduce(lambda lines, line_filter: line_filter(lines), LINE_FILTERS, page)
