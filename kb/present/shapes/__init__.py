"""The shapes of the JSON that programs read: one TypedDict for each record.

    parts       what the others share: marks, tables, copies, where a passage stands
    answers     hits and the short answer
    documents   a passage, a whole document
    lists       lists that come in parts

``kb.present.json`` and ``kb.present.lists_json`` return them, and mypy holds them to these.
The API's description (``webui.api.openapi``) is made from them, so the two cannot differ.
Nothing else imports this package: a search from the command line does not load it.

The docstring of a shape describes it in the API's description. ``Annotated`` gives a field
that its name does not explain one more sentence.
"""

from __future__ import annotations

__all__: list[str] = []
