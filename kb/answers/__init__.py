"""Short answers: the sentence or two of a passage that answer a question.

sentences     a passage ─► its stretches that can be quoted
read_passage  a ranked passage ─► its sentences, and what the question has in it
features      a sentence and a question ─► what it has of it, in numbers
weights       those numbers ─► a score; the best score ─► how sure it is
parties       a passage ─► the institution that it speaks for
quote         a sentence ─► Answer
extract       passages and a question ─► the best sentence of each institution, or none
service       a line ─► AnswerResult
"""

from __future__ import annotations

__all__: list[str] = []
