"""Which language is spoken: the option, the environment, the locale, else Swahili."""

from __future__ import annotations

import pytest

from kb.messages import language_in_force


@pytest.mark.parametrize(
    ("option", "environ", "expected"),
    [
        (None, {}, "sw"),
        (None, {"LANG": "C.UTF-8"}, "sw"),
        (None, {"LANG": "sw_TZ.UTF-8"}, "sw"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "sw_TZ", "LANG": "en_US"}, "sw"),
        (None, {"LC_ALL": "", "LANG": "en_US"}, "en"),
        (None, {"KISIMA_LUGHA": "sw", "LANG": "en_US"}, "sw"),
        ("en", {"KISIMA_LUGHA": "sw"}, "en"),
        ("fr", {"KISIMA_LUGHA": "en"}, "en"),
    ],
)
def test_the_first_that_names_a_language_decides(option, environ, expected):
    """What is nearer to the call goes before what is further away."""
    assert language_in_force(option, environ) == expected
