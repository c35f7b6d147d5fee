"""What is said after an answer: notes, what was searched too, what was meant."""

from __future__ import annotations

import pytest

from kb.messages import translate
from kb.present.notes import remarks
from kb.query.notes import ONLY_EXCLUDES
from kb.results import Results

RESULTS = Results(
    "wakurugensi",
    0,
    (),
    1.0,
    notes=(ONLY_EXCLUDES,),
    widened=("vision → dira",),
    suggestion="wakurugenzi",
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "sw",
            [
                "Angalizo: Swali linaondoa tu: andika pia unachotafuta.",
                "Pia: vision → dira",
                "Ulimaanisha: wakurugenzi",
            ],
        ),
        (
            "en",
            [
                "Note: The question only excludes: say also what to look for.",
                "Also: vision → dira",
                "Did you mean: wakurugenzi",
            ],
        ),
    ],
)
def test_remarks_are_in_one_language(language, expected):
    """A reader gets each remark once, in the language of the rest."""
    assert [translate(one, language) for one in remarks(RESULTS, language)] == expected
