"""The checks of formats: which are read here, and what makes other files of the corpus readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kb.doctor.check import Check
from kb.messages import Message
from kb.settings import Settings

__all__ = ["FORMATS_READ", "check_formats"]

FORMATS_READ = Message("formats")


def check_formats(corpus: Path, index: Path, settings: Settings) -> Iterator[Check]:
    """Say which files are read here, and of those in the corpus that are not, what helps."""
    from kb.readers.libreoffice.program import libreoffice
    from kb.readers.ocr.tesseract import tesseract_of
    from kb.readers.registry import FORMATS, reader_of

    has_office, has_ocr = libreoffice() is not None, tesseract_of(settings) is not None
    suffixes: list[str] = []
    for row in FORMATS:
        if (row.through and not has_office) or (row.name == "image" and not has_ocr):
            continue  # the checks of LibreOffice and of OCR say what is missing
        try:
            reader_of(row.name)
        except ImportError as error:
            yield Check("bad", FORMATS_READ, f"{row.name}: {error}", "pip install 'kisima[all]'")
        else:
            suffixes += row.suffixes
    yield Check("good", FORMATS_READ, " ".join(suffixes))
    yield from _advised(corpus, index)


def _advised(corpus: Path, index: Path) -> Iterator[Check]:
    """Yield a check for each kind of file in the corpus that could be made readable."""
    from kb.indexing.corpus import walk
    from kb.readers.advice import ADVICE

    if not corpus.is_dir():
        return
    counts = Counter(Path(id).suffix.lower() for id in walk(corpus, index).unsupported)
    for row in ADVICE:
        for suffix in row.suffixes:
            if counts[suffix]:
                state = Message.counted(
                    "{count} {suffix} file is not read",
                    "{count} {suffix} files are not read",
                    count=counts[suffix],
                    suffix=suffix,
                )
                yield Check("warn", FORMATS_READ, state, row.what)
