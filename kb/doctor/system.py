"""The checks of the computer: Python, libraries, analyser, limits of the system.

Each yields its findings. A check may fail: kb.doctor reports that as a finding.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import import_module

from kb.doctor.check import Check
from kb.messages import Message
from kb.settings import Settings

__all__ = [
    "ANALYSER",
    "LIBRARIES",
    "LIBREOFFICE",
    "LIMITS",
    "OCR",
    "OPEN_FILES",
    "PYTHON",
    "check_analyser",
    "check_libraries",
    "check_libreoffice",
    "check_limits",
    "check_ocr",
    "check_open_files",
    "check_python",
]

_LIBRARIES = (
    ("whoosh", "whoosh"),
    ("markdown_it", "markdown-it-py"),
    ("selectolax", "selectolax"),
    ("charset_normalizer", "charset-normalizer"),
    ("Stemmer", "PyStemmer"),
    ("starlette", "starlette"),
    ("uvicorn", "uvicorn"),
    ("watchfiles", "watchfiles"),
    ("lxml", "lxml"),
    ("PIL", "pillow"),
    ("pypdfium2", "pypdfium2"),
    ("rapidfuzz", "rapidfuzz"),
    ("jinja2", "jinja2"),
    ("pathspec", "pathspec"),
    ("rich", "rich"),
    ("wcwidth", "wcwidth"),
)
"""What is imported only when it is needed: so that what is missing is known before."""

_INSTALL = "pip install 'kisima[all]'"
_MIN_OPEN_FILES = 256

PYTHON, LIBRARIES = Message("Python"), Message("libraries")
ANALYSER = Message("ICU and lexicon")
LIBREOFFICE = Message("LibreOffice")
LIMITS = Message("limits of the reader")
OCR = Message("OCR")
OPEN_FILES = Message("open files")


def check_python() -> Iterator[Check]:
    """Say which Python runs, and on which system."""
    state = f"{platform.python_version()}, {platform.platform(terse=True)}"
    yield Check("good", PYTHON, state)


def check_libraries() -> Iterator[Check]:
    """Say which libraries are missing: those imported only when needed, so that this is known before."""
    missing = []
    for module, name in _LIBRARIES:
        try:
            import_module(module)
        except ImportError as error:
            missing.append(f"{name} ({error})")
    if missing:
        yield Check("bad", LIBRARIES, ", ".join(missing), _INSTALL)
    else:
        yield Check("good", LIBRARIES, Message("all {number} are there", number=len(_LIBRARIES)))


def check_analyser() -> Iterator[Check]:
    """Analyse a sentence that needs ICU and the lexicon."""
    try:
        from kb import swahili

        read = [token.surface for token in swahili.analyse("😀 ng'ombe wa wakurugenzi")]
    except ImportError as error:
        remedy = f"apt-get install pkg-config g++ libicu-dev && {_INSTALL}"
        yield Check("bad", ANALYSER, str(error), remedy)
        return
    if any(word.replace("’", "'") == "ng'ombe" for word in read):
        yield Check("good", ANALYSER, swahili.fingerprint())
    else:
        yield Check("bad", ANALYSER, f"ng'ombe → {read}")


def check_libreoffice() -> Iterator[Check]:
    """Say whether old Office files can be read."""
    from kb.readers.libreoffice.program import PACKAGES, libreoffice

    if program := libreoffice():
        yield Check("good", LIBREOFFICE, program)
    else:
        suffixes = " ".join(f".{format}" for format in sorted(PACKAGES))
        state = Message("is not installed: {suffixes} are not read", suffixes=suffixes)
        yield Check("warn", LIBREOFFICE, state, f"apt-get install {' '.join(PACKAGES.values())}")


def check_limits() -> Iterator[Check]:
    """Say which limits on the reading of one file this system lacks."""
    from kb.readers.sandbox.limits import missing_limits

    missing = missing_limits()
    if missing:
        state = Message("this system does not limit: {names}", names=", ".join(missing))
        yield Check("warn", LIMITS, state)
    else:
        yield Check("good", LIMITS, Message("all are there"))


def check_ocr(settings: Settings) -> Iterator[Check]:
    """Say what reads scans here, and which packages would read them, or read them better."""
    from kb.readers.ocr.tesseract import installed, missing_packages

    if settings.ocr == "off":
        yield Check("good", OCR, Message("off; scans are not read"), "KISIMA_OCR=auto")
        return
    program, missing = installed(), missing_packages()
    remedy = f"apt-get install {' '.join(missing)}" if missing else ""
    if program is None:
        yield Check("warn", OCR, Message("Tesseract is not installed; scans are not read"), remedy)
    else:
        state = f"Tesseract {program.version}: {program.languages}"
        yield Check("warn" if missing else "good", OCR, state, remedy)


def check_open_files() -> Iterator[Check]:
    """Say how many files one process may open."""
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < _MIN_OPEN_FILES:
        yield Check("warn", OPEN_FILES, f"{soft:,}", f"ulimit -n {4 * _MIN_OPEN_FILES}")
    else:
        yield Check("good", OPEN_FILES, f"{soft:,}")
