"""Whether a first row names the columns, where no markup says so."""

from __future__ import annotations

import pytest

from kb.readers.table_header import header_rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Wadhifa", "Anayeteua"], ["Afisa", "Waziri"]], 1),
        ([["Na.", "Mwalimu"], ["1", "Asha"]], 1),
        ([["S/N", "MWALIMU"], ["1", "ASHA"]], 1),
        ([["MTO", "MAHALI PAKE"], ["Rufiji", "Pwani"]], 1),
        ([["Zao la chakula", "Kilo"], ["Mahindi", "120"], ["Mtama", "90"]], 1),
        ([["Jina la mlipaji", "Stakabadhi"], ["Asha", "A"]], 1),
        # The first of several rows of names looks like a header, and is none.
        ([["Dar es Salaam", "Ilala"], ["Dodoma", "Bahi"]], 0),
        ([["Wilaya ya Ilala", "Dar es Salaam"], ["Wilaya ya Bahi", "Dodoma"]], 0),
        ([["Asha", "12"], ["Juma", "34"]], 0),
        ([["Jina", ""], ["Asha", "12"]], 0),
        ([["Jina", "Jina"], ["Asha", "Juma"]], 0),
        ([["Jina", "Simu"], ["Jina", "12"]], 0),
        (
            [["Jina na maelezo yake yote ya ziada kama ilivyoelezwa hapo juu", "Simu"], ["A", "B"]],
            0,
        ),
        ([["Jina", "Simu"]], 0),
        ([], 0),
    ],
)
def test_a_header_needs_a_sign(rows, expected):
    """A known name of a column, capitals, or figures below; else every row is a row."""
    assert header_rows(rows) == expected


def test_a_kind_of_file_that_has_headers_needs_none():
    """In CSV the first row is a header, unless its own cells say that it is not."""
    assert header_rows([["Dar es Salaam", "Ilala"], ["Dodoma", "Bahi"]], usual=True) == 1
    assert header_rows([["1", "Ilala"], ["2", "Bahi"]], usual=True) == 0
