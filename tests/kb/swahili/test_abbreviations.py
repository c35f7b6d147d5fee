"""Where the full stop of an abbreviation is no end of a sentence."""

from __future__ import annotations

import pytest

from kb.swahili import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mhand. Salim yupo.", 1),  # the longest abbreviations have five letters
        ("Faksi. 022 219 yipo.", 1),
        ("Kshs. 500 zililipwa.", 1),
        ("Alisema mwl.Dkt. Salim yupo.", 1),
        ("Ni mfupi sana. Salim yupo.", 2),  # as short, and no abbreviation
        ("Ni wananchi. Salim yupo.", 2),
        ("S. L. P. 30 Dodoma.", 1),
        ("Kwa mfano taz. Sura ya pili.", 1),
    ],
)
def test_an_abbreviation_ends_no_sentence(text, count):
    """An abbreviation is known by its short word; a longer word before a full stop ends a sentence."""
    assert len(sentences(text)) == count
