"""Each line filter by itself: what it makes of a few lines, and that it changes no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.outline.line_filters import LINE_FILTERS, apply_line_filters
from kb.outline.line_filters.announcing_lists import filter_announcing_lists
from kb.outline.line_filters.base import page_lines
from kb.outline.line_filters.buttons import filter_buttons
from kb.outline.line_filters.continued_lines import filter_continued_lines
from kb.outline.line_filters.ended_names import filter_ended_names
from kb.outline.line_filters.enumerated_lists import filter_enumerated_lists
from kb.outline.line_filters.form_labels import filter_form_labels
from kb.outline.line_filters.forum_headers import filter_forum_headers
from kb.outline.line_filters.heading_series import filter_heading_series
from kb.outline.line_filters.label_values import filter_label_values
from kb.outline.line_filters.labelled_records import filter_labelled_records
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

TEXT = "Kuwa kinara wa huduma kwa wananchi wote."


@pytest.mark.parametrize(
    ("line_filter", "lines", "sorts"),
    [
        (filter_buttons, ["Ada", TEXT, "Soma zaidi", "Muda", TEXT], "short text short text"),
        (filter_people, ["Uongozi", "Bi. Neema Tunda", "Katibu", "Bw. Ali Bakari"], "short text text text"),
        (filter_page_footer, ["Ada", TEXT, "Shirika la Mbao", "Simu: 022 555 0101", "S.L.P. 9 Mjini"], "short text text text text"),
        (filter_people, ["Uongozi", TEXT, "Director of Trade and", "Fairs", "Mr. Ali Bakari", "Director of", "Ports", "Ms. Neema Tunda"], "short text text short text text text text"),
        (filter_people, ["Uongozi", "Zawadi Bonde - Ag. Director of Ports"], "short text"),
        (filter_page_footer, ["Ada", f"{TEXT[:-1]} kila siku.", "Wasiliana Nasi", "- S.L.P. 9 Mjini", "- 022 555 0101"], "short text text item item"),
        (filter_label_values, ["OFISI HUSIKA", "Gati ya Kusini", "THAMANI", "Inafaa", TEXT], "text text text text text"),
        (filter_forum_headers, ["Ada", "Mdau", "JF-Expert Member", "Jun 3, 2023", "357", "621", TEXT], "short text"),
        (filter_ended_names, ["Masharti:", "- Picha", "Taratibu:", "- Barua", "Zingatia:", "- Ada"], "short item short item short item"),
        (filter_shouted_pages, ["GATI YAFUNGULIWA RASMI MJINI", "MELI MPYA YAWASILI LEO GATINI", "WAVUVI WAPEWA ELIMU YA BAHARI", "BOTI TANO ZAKABIDHIWA KWA VIJANA", "ADA ZA GATI ZASHUSHWA TENA"], "text text text text text"),
        (filter_signatures, ["Mkuu wa Kitengo", "Zawadi Bonde", "UTANGULIZI", TEXT], "short text"),
        (filter_form_labels, ["Ada", "Jina:", "Mtaa:", "Kijiji:", TEXT], "short text text text text"),
        (filter_repeated_labels, ["Ada ya Leseni", "Ada:", TEXT], "short lead-in text"),
        (filter_enumerated_lists, ["Ada", "1. Picha", "2. Barua", TEXT], "short item item text"),
        (filter_heading_series, ["1.0 Dira", TEXT, "2.0 Kushauri wadau.", TEXT, "3.0 Ada", TEXT], "short text short text short text"),
        (filter_heading_series, ["i. Ada", TEXT, "ii. Muda.", TEXT], "short text short text"),
        (filter_table_cells, ["Ada", "Huduma", "|", "Kiasi |", "Kibali", "|", "5,000 |"], "short text text text text text text"),
        (filter_page_marks, ["Mbao Logo", "Shirika la Mbao", "(SM)", "Ada", TEXT], "short short text"),
        (filter_continued_lines, ["1. Kulinda kata na", "Halmashauri", "Ada"], "item text short"),
        (filter_question_pages, ["Ada ni ngapi?", TEXT, "Nani aombe?", TEXT, "Leseni inadumu kwa muda gani", TEXT], "short text short text short text"),
        (filter_ended_names, ["Ada ya leseni.", "Ada hiyo inalipwa benki kabla ya siku saba za kazi.", "Masharti:", "- Picha"], "short text short item"),
        (filter_signatures, ["Ada", TEXT, "Neema K. Tunda", "MKURUGENZI MTENDAJI"], "short text text text"),
        (filter_signatures, ["Ada", TEXT, "IMETOLEWA NA:", "MKUU WA GATI", "GATI YA KUSINI"], "short text lead-in text text"),
        (filter_site_menus, ["• Mwanzo", "• Kuhusu Sisi", "  • Historia", "• Huduma", "Ada", TEXT], "short text"),
        (filter_site_menus, ["Ada | Muda | Huduma | Sheria | Fomu", "Ada", TEXT], "short text"),
        (filter_shouted_pages, ["ADA", *3 * ["ADA YA LESENI INALIPWA KILA MWAKA KABLA YA MWEZI WA TATU."]], "short text text text"),
        (filter_heading_series, ["1: Ada ya siku", "• Boti", "2: Kulipa ada kwa muda wa mwaka mmoja", "• Meli"], "short item short item"),
        (filter_table_cells, ["Ada", "Na.", "Chombo", "Kiasi", "1.", "Boti", "Ndogo", "2.", "Meli", "Kubwa"], "short text text text text text text text text text"),
        (filter_continued_lines, ["Ada inalipwa na wavuvi wote wa gati, madiwani, wazee,", "Makampuni na Taasisi", "Ada"], "lead-in text short"),
        (filter_ended_names, ["ADA;", "Ada hiyo inalipwa benki kabla ya siku saba za kazi."], "short text"),
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
