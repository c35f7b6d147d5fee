"""What a child sends is checked: it may be under the control of a crafted file."""

from __future__ import annotations

import json

import pytest

from kb.document import Heading, Recognized, Table
from kb.messages import Message
from kb.readers.base import Parsed
from kb.readers.sandbox.protocol import HEAD, framed, message_from, parsed_from, to_json


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"text": "\ud800"},
        {"pages": [9, 1]},
        {"pages": [-1]},
        {"headings": [{"text": "Dira", "level": 1, "start": 1, "end": 5, "rule": "x"}]},
        {"declared": 5},
        {"title": 5},
        {"tables": [{"start": 6, "end": 99, "header": 6}]},
        {"tables": [{"start": 6, "end": 9, "header": 5}]},
        {"tables": [{"start": at, "end": 9, "header": 9} for at in (6, 8)]},
        {"recognized": [{"start": 0, "end": 4, "confidence": 1.5}]},
        {"warnings": [["{x:>999999999}", {"x": 1}]]},
        {"attachments": ["../siri.md"]},
        {"attachments": [".."]},
        {"attachments": ["a\\b.md"]},
        {"attachments": [""]},
        {"attachments": ["a\u202e.md"]},
        {"format": 5},
    ],
)
def test_an_answer_that_cannot_be_true_is_refused(change):
    """A child that a file has taken over can send no offsets that break what follows."""
    good = to_json(Parsed("Dira\n\nKuwa.", (Heading("Dira", 1, 0, 4, "size"),), pages=(0, 6)))
    assert parsed_from(json.loads(framed(good)[HEAD.size :])).pages == (0, 6)
    with pytest.raises(ValueError):
        parsed_from(good | change)


def test_a_parse_comes_through_whole():
    """What a reader says of tables, OCR and parts that were not read reaches the document."""
    parsed = Parsed(
        "Dira | 1\n",
        tables=(Table(0, 8, 0),),
        recognized=(Recognized(0, 4, 0.9),),
        warnings=(Message("{part} was not read", part="chart"),),
        publisher="Manispaa",
    )
    assert parsed_from(json.loads(framed(to_json(parsed))[HEAD.size :])) == parsed


@pytest.mark.parametrize(
    "packed",
    [
        ["{x:>999999999}", {"x": "a"}, None, 1],
        ["{x.__class__}", {"x": "a"}, None, 1],
        ["{x!r}", {"x": "a"}, None, 1],
        ["{y}", {"x": "a"}, None, 1],
        ["{", {}, None, 1],
        ["{x}", {"x": {"message": ["{y:9}", {"y": 1}, None, 1]}}, None, 1],
        "abcd",
        None,
    ],
)
def test_a_message_of_a_child_only_names_its_facts(packed):
    """A child that a file has taken over cannot fill the memory of the parent with a format."""
    with pytest.raises(ValueError):
        message_from(packed)
