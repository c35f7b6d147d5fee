"""A message keeps its facts, and is put into words where it is shown."""

from __future__ import annotations

import pickle

import pytest

from kb.messages import Message, translate

DAMAGED = Message(
    "the index is damaged: {path}: {reason}; run: kisima index --full",
    path="index",
    reason=Message("the file is missing"),
)


def test_a_fact_that_is_a_message_is_put_into_words_too():
    """A reason inside a message is in the language of the message."""
    assert translate(Message("Reason: {reason}", reason=Message("nothing new")), "sw") == (
        "Sababu: hakuna jipya"
    )


@pytest.mark.parametrize(
    ("count", "swahili"), [(1, "hati 1 imebadilika"), (0, "nyaraka 0 zimebadilika")]
)
def test_a_number_chooses_the_words(count, swahili):
    """One and many differ in Swahili as in English."""
    message = Message.counted(
        "{count} document has changed", "{count} documents have changed", count=count
    )
    assert translate(message, "sw") == swahili


@pytest.mark.parametrize(
    "message", [DAMAGED, Message.counted("{count} day", "{count} days", count=2)]
)
def test_a_message_survives_json_and_pickle(message):
    """It is stored with an index, and sent by the process that reads documents."""
    assert Message.from_json(message.as_json()) == message
    assert pickle.loads(pickle.dumps(message)) == message


@pytest.mark.parametrize("packed", [None, "text", [], ["a", 1, None, 1], [1, 2, 3]])
def test_what_is_no_message_is_refused(packed):
    """A file that was tampered with is an error of its own."""
    with pytest.raises(ValueError, match="not a message"):
        Message.from_json(packed)


def test_text_that_is_no_message_stays():
    """What a library says cannot be put into words."""
    assert translate("No space left on device", "sw") == "No space left on device"
