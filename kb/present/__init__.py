"""Present results: one JSON shape for the command line and the API, and text for a terminal.

Results come in, strings and plain dicts go out; nothing is printed here and no
library is needed, so the search path stays light. The web page has templates
of its own over the same records.
"""

from __future__ import annotations

from kb.present.analysis import analysis_json, analysis_text
from kb.present.json import SCHEMA_VERSION, as_json
from kb.present.text import as_plain, as_text, shown_document_text, stored_text

__all__ = [
    "SCHEMA_VERSION",
    "analysis_json",
    "analysis_text",
    "as_json",
    "as_plain",
    "as_text",
    "shown_document_text",
    "stored_text",
]
