"""Present answers: one JSON for the command line and the API, and text for a terminal.

    json          answers and documents as plain dicts
    upkeep_json   the same for what keepers of an index ask for
    shapes        the TypedDicts of that JSON, which describe the API too
    text          answers and documents for a terminal
    text_page     their lines, gathered: text wrapped, tables laid out
    tables        a table in the columns of a terminal
    answer        the short answer for a terminal
    sms           the short answer in one text message
    analysis      how words were read
    reasons       why a hit was returned
    notes         what was left out of a question
    advice        what to try where nothing matches
    terminal      colour, width, tables
    cells         how wide text is, wrapped, made safe

Records come in, strings and plain dicts go out; nothing is printed here and no library
is needed, so that a search starts fast. The web page has templates of its own.
"""

from __future__ import annotations

__all__: list[str] = []
