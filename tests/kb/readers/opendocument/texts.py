"""Parts of OpenDocument texts, and what the tests ask of a parsed one."""

from __future__ import annotations

from tests.kb.readers.making_opendocument import para

__all__ = ["BODY", "BOLD", "PROSE", "heading", "headings", "table_texts"]

BODY = "<text:p>Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.</text:p>"
PROSE = para("Mradi huu utachimba visima vitano katika kata zote za wilaya mwaka ujao.")
BOLD = (
    '<style:style style:name="B" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def heading(text: str, level: int = 1) -> str:
    """Return a heading."""
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def headings(parsed):
    """Return the words and the level of each heading."""
    return [(h.text, h.level) for h in parsed.headings or ()]


def table_texts(parsed):
    """Return for each table its header rows and its other rows."""
    return [(parsed.text[t.start : t.header], parsed.text[t.header : t.end]) for t in parsed.tables]
