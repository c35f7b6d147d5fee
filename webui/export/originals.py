"""Copy the files of the corpus into an export, where that is asked for.

A browser runs the scripts of a web page or a drawing that is opened from a disk. So such a file gets
the suffix ``.txt``: it is shown as the text that it is.
"""

from __future__ import annotations

from pathlib import Path

from webui.export.files import document_file
from webui.export.folder import Draft

__all__ = ["Originals"]

_HARMLESS = frozenset(
    """
    .pdf .txt .md .csv .tsv .doc .docx .odt .xls .xlsx .ods .ppt .pptx .odp .rtf .epub
    .png .jpg .jpeg .tif .tiff
""".split()  # noqa: SIM905 - a list of words is read more easily than 20 strings
)
"""Suffixes that no browser opens as a page with scripts."""


class Originals:
    """The files that are copied.

    Args:
        corpus: where they are; None: none is copied.
        draft: the export.
    """

    def __init__(self, corpus: Path | None, draft: Draft) -> None:
        self._corpus, self._draft = corpus.resolve() if corpus else None, draft
        self.copied = 0

    def copy(self, id: str) -> str | None:
        """Copy the file of a document; return its name in the export, None where there is none."""
        if self._corpus is None:
            return None
        source = (self._corpus / id).resolve()
        if not source.is_relative_to(self._corpus) or not source.is_file():
            return None  # attached to a mail, or gone since it was indexed
        suffix = source.suffix.lower()
        stem = document_file(id).removeprefix("hati/").removesuffix(".html")
        name = f"asili/{stem}{suffix if suffix in _HARMLESS else '.txt'}"
        self._draft.copy(name, source)
        self.copied += 1
        return name
