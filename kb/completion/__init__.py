"""How a question that is half typed goes on: whole questions, each of which finds something."""

from __future__ import annotations

from kb.completion.completer import MOST, Completer, complete
from kb.completion.partial_question import LONGEST, SHORTEST

__all__ = ["LONGEST", "MOST", "SHORTEST", "Completer", "complete"]
