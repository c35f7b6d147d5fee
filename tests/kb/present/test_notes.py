"""What is said after an answer: notes, what was searched too, what was meant."""

from __future__ import annotations

import pytest

from kb.messages import translate
from kb.present.notes import remarks
from kb.results import Results

RESULTS = Results(
    "wakurugensi",
    0,
    (),
    1.0,
    dropped=("Jambo limeachwa.",),
    dropped_english=("A thing was left out.",),
    widened=("vision → dira",),
    suggestion="wakurugenzi",
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "sw",
            [
                "Angalizo: Jambo limeachwa.",
                "Pia: vision → dira",
                "Ulimaanisha: wakurugenzi",
            ],
        ),
        (
            "en",
            [
                "Note: A thing was left out.",
                "Also: vision → dira",
                "Did you mean: wakurugenzi",
            ],
        ),
    ],
)
def test_remarks_are_in_one_language(language, expected):
    """A reader gets each remark once, in the language of the rest."""
    assert [translate(one, language) for one in remarks(RESULTS, language)] == expected
