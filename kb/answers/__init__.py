"""Short answers: the sentence or two of a passage that answer a question.

sentences     a passage ─► its stretches that can be quoted
evidence      whether a sentence contains a date, a number, a name …
read_passage  a ranked passage ─► its sentences, and what the question has in it
extract       passages and a question ─► the best sentence, or none
service       a line ─► AnswerResult
"""

from __future__ import annotations

__all__: list[str] = []
