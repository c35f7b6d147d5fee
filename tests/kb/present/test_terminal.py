"""What a terminal can take: asked by option, environment and terminal, in that order."""

from __future__ import annotations

import io

import pytest

from kb.document import Outline, Section
from kb.present.terminal import in_colour, outline_text, table, tokens_text
from kb.swahili import analyse


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """See io."""
        return True


@pytest.mark.parametrize(
    ("stream", "refused", "environ", "wanted"),
    [
        (Terminal, False, {}, True),
        (io.StringIO, False, {}, False),
        (Terminal, True, {}, False),
        (Terminal, False, {"NO_COLOR": "1"}, False),
        (Terminal, False, {"NO_COLOR": ""}, True),  # no-color.org: empty is not set
        (Terminal, False, {"TERM": "dumb"}, False),
        (io.StringIO, False, {"FORCE_COLOR": "1"}, True),
        (io.StringIO, False, {"FORCE_COLOR": "0"}, False),
        (io.StringIO, True, {"FORCE_COLOR": "1"}, False),
        (io.StringIO, False, {"TERM": "dumb", "CLICOLOR_FORCE": "1"}, True),
    ],
)
def test_colour_is_decided_by_option_environment_and_terminal(stream, refused, environ, wanted):
    """Whoever asks for none gets none; whoever asks for it in a pipe gets it."""
    assert in_colour(stream(), refused=refused, environ=environ) is wanted


def test_columns_line_up_whatever_letters_they_hold():
    """A wide letter takes two cells, a mark over a letter none."""
    assert table([("漢字", "a"), ("e\u0301", "b")]).splitlines() == ["漢字  a", "e\u0301     b"]


def test_a_document_cannot_drive_the_terminal():
    """An escape sequence in a heading is not sent on."""
    section = Section("Di\x1b]0;x\x07ra", 1, ("Dira",), "dira", "dira", 0, 4, 4)
    assert "\x1b" not in outline_text(Outline("Je\x1b[2Jina", (section,)))


def test_an_empty_table_is_nothing():
    """No rows, no lines."""
    assert table([]) == ""


def test_words_are_shown_with_their_terms():
    """A clerk reads the word, its kind, what is searched for it, and its family."""
    assert "mkurugenzi" in tokens_text(analyse("wakurugenzi")).splitlines()[1]
