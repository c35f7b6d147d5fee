"""The texts of click that a user of Kisima can see, for the catalogue.

Nothing imports this module at run time: ``make messages`` collects its texts, and a test
compares them with those of the click that is installed.
"""

from __future__ import annotations

from kb.messages import Message

__all__ = ["CLICK_TEXTS"]

CLICK_TEXTS = (
    Message("Usage:"),
    Message("Options"),
    Message("Commands"),
    Message("Show this message and exit."),
    Message("Missing command."),
    Message("No such command {name!r}."),
    Message("No such option {name!r}."),
    Message.counted(
        "Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", count=1
    ),
    Message("Missing argument"),
    Message("Missing option"),
    Message("Missing parameter"),
    Message("Invalid value: {message}"),
    Message("Invalid value for {param_hint}: {message}"),
    Message("Choose from:\n\t{choices}"),
    Message.counted("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", count=1),
    Message("{value!r} is not a valid {number_type}."),
    Message("{value} is not in the range {range}."),
    Message("file"),
    Message("directory"),
    Message("path"),
    Message("{name} {filename!r} does not exist."),
    Message("{name} {filename!r} is a file."),
    Message("{name} {filename!r} is a directory."),
    Message("{name} {filename!r} is not readable."),
    Message("Option {name!r} does not take a value."),
    Message.counted(
        "Option {name!r} requires an argument.",
        "Option {name!r} requires {nargs} arguments.",
        count=1,
    ),
    Message("Argument {name!r} takes {nargs} values."),
    Message.counted(
        "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", count=1
    ),
    Message("default: {default}"),
    Message("(dynamic)"),
    Message("Error: {message}"),
)
