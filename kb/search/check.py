"""Check that an open generation can be searched: an IndexReader comes in, or an error goes out.

A generation can be damaged while it is open: a disk fails, or a program writes into its files.
"""

from __future__ import annotations

from pathlib import Path

from kb.analysis import Analyser
from kb.engines.base import SearchRequest
from kb.errors import IndexDamaged
from kb.messages import Message
from kb.search.page import PageOptions, search_page
from kb.search.request import Request
from kb.store import IndexReader

__all__ = ["check_search"]

_FIRST = PageOptions(number=1, limit=1, candidates=10, window=100)


def check_search(reader: IndexReader, analyser: Analyser) -> None:
    """Search for the first document that has passages, by its title and by its id.

    Raises:
        IndexDamaged: a search fails, or does not return the document.
    """
    document = next((one for one in reader.documents.records() if one.passages), None)
    if document is None:
        return
    # A title may have no word that is searched for, so only the id must return something.
    search_page(Request(reader, analyser), document.title, _FIRST)
    by_id = SearchRequest(filters={"document": (document.id,)}, limit=1, sort="reading")
    if not reader.engine.search(by_id).total:
        reason = Message("a search does not return what the index holds")
        raise IndexDamaged(Path(reader.generation), reason)
