"""Examine everything Kisima depends on, and say what is wrong and what mends it.

The settings come in, a list of checks goes out. Each check is independent: where one fails,
the others are still made, so the doctor also runs where nothing else does.

    system      Python, libraries, analyser, limits of the system
    formats     which files are read, and what makes others readable
    folders     the documents, the folder of the index, the disk
    contents    the writer, the generations, what has changed since
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kb.doctor import contents, folders, formats, system
from kb.doctor.check import Check, checks_json
from kb.messages import Message
from kb.settings import Settings

__all__ = ["Check", "checks_json", "examine"]


def examine(settings: Settings) -> list[Check]:
    """Return the checks, in the order in which one thing depends on the other."""
    corpus, index = Path(settings.corpus), Path(settings.index)
    examinations: list[tuple[Message, Callable[[], Iterator[Check]]]] = [
        (system.PYTHON, system.check_python),
        (system.LIBRARIES, system.check_libraries),
        (system.ANALYSER, system.check_analyser),
        (system.LIMITS, system.check_limits),
        (system.LIBREOFFICE, system.check_libreoffice),
        (system.OCR, lambda: system.check_ocr(settings)),
        (folders.DOCUMENTS, lambda: folders.check_corpus(corpus, index)),
        (formats.FORMATS_READ, lambda: formats.check_formats(corpus, index, settings)),
        (folders.FOLDER, lambda: folders.check_folder(index)),
        (folders.SPACE, lambda: folders.check_space(index)),
        (contents.LOCK, lambda: contents.check_lock(index, settings)),
        (system.OPEN_FILES, system.check_open_files),
        (contents.INDEX, lambda: contents.check_generations(index, settings)),
        (contents.CHANGES, lambda: contents.check_changes(corpus, index, settings)),
    ]
    checks: list[Check] = []
    for name, look in examinations:
        try:
            checks += look()
        # A check that fails is a finding too; the others go on.
        except Exception as error:
            checks.append(Check("bad", name, f"{type(error).__name__}: {error}"))
    return checks
