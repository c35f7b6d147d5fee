"""A copy may differ in form, never in a word."""

from __future__ import annotations

import pytest

from kb.index.near_copies import differs_in_form


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("wananchi wote walipe", "wananehi wote walipe", True),
        ("wananchi wote walipe", "wananchi wote walipa", False),  # the end of a word is grammar
        ("mkurugenzi anakubali maombi", "mkurugnzi anakubali maombi", True),
        ("anaruhusiwa kuingia", "haruhusiwi kuingia", False),
        ("Mwembetogwa kata".lower(), "Mwembetogwe kata".lower(), False),
        ("ada ni 50,000 kwa mwaka", "ada ni 50,001 kwa mwaka", False),
    ],
)
def test_a_slip_is_a_writing_that_is_no_word(one, other, expected):
    """Of two real words, or two unknown ones such as names, neither is a slip of the other."""
    assert differs_in_form(one.split(), other.split()) is expected
