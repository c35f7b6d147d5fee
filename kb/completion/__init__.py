"""Complete a question that is half typed: whole questions, each with at least one match."""

from __future__ import annotations

from kb.completion.completer import MAX_COMPLETIONS, Completer, complete
from kb.completion.partial_question import MAX_TYPED, MIN_TYPED

__all__ = ["MAX_COMPLETIONS", "MAX_TYPED", "MIN_TYPED", "Completer", "complete"]
