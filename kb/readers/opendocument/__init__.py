"""Read OpenDocument: texts, spreadsheets and presentations, packed or as one XML file.

The bytes of a file come in, its blocks go out, in reading order; ``kb.readers.odt``,
``ods`` and ``odp`` make a parse of them. One walk over the XML serves all three.

    container   opens the file: its body, its styles, its title
    blocks      walks over the body: paragraphs, headings, tables, notes, text boxes
    inline      the characters of one paragraph
    lists       which list a paragraph is in, and the marker that it shows
    numbering   the numbers of lists and headings, as LibreOffice shows them
    tables      the rows of a table, and which of them only arrange text
    styles      outline level, list, type and title of a paragraph
    writing     lays the blocks out as text
"""

from __future__ import annotations

__all__: list[str] = []
