"""What a reader may have meant, and how what was typed goes on: from the index's own words.

a question that finds little ─► slips ─► the question as it was meant
a question half typed ─► completion ─► questions that find something
"""

from __future__ import annotations

from kb.suggestions.begun import LONGEST, SHORTEST
from kb.suggestions.completion import LINES, MOST, Completer, complete, lines
from kb.suggestions.slips import Suggestion, correct, did_you_mean

__all__ = [
    "LINES",
    "LONGEST",
    "MOST",
    "SHORTEST",
    "Completer",
    "Suggestion",
    "complete",
    "correct",
    "did_you_mean",
    "lines",
]
