"""Run Tesseract: a grey picture goes in through a pipe, hOCR comes out through another.

No file is written, because a child that reads files may write none. The program shares
the memory limit of the child. It has a limit of time of its own, and ends with the child.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kb.settings import Settings

__all__ = [
    "NO_OCR",
    "Orientation",
    "Picture",
    "Tesseract",
    "installed",
    "missing_packages",
    "ocr_version",
    "tesseract_of",
]

NO_OCR = "none"
"""The version of OCR where there is none."""

_LANGUAGES = ("swa", "eng")
"""Models to read with, where they are installed. Offices write both languages on one page:
with "swa" alone, one English word of twenty is misread (benchmarks/ocr.py)."""

_PACKAGES: Mapping[str, str] = {
    "swa": "tesseract-ocr-swa",
    "eng": "tesseract-ocr-eng",
    "osd": "tesseract-ocr-osd",
}
_PROGRAM_PACKAGE = "tesseract-ocr"
_MIN_VERSION = 4  # 3 has no model of whole lines
_AUTOMATIC, _ORIENTATION_ONLY = "3", "0"  # modes of page segmentation
_PR_SET_PDEATHSIG = 1
_ASK_SECONDS = 20
_MAX_ANSWER = 32 * 1024 * 1024


class Picture(NamedTuple):
    """A grey picture, one byte a pixel, row by row from the top."""

    width: int
    height: int
    pixels: bytes
    dpi: float  # pixels of an inch of the page

    def pgm(self) -> bytes:
        """Return it as a PGM file."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


class Orientation(NamedTuple):
    """How a page is turned."""

    quarter: int  # turns of 90 degrees, clockwise, that set it upright
    confidence: float  # 0 and more; below 1 it is a guess


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as it is installed here."""

    program: str  # its path
    version: str  # as 5.3.0
    languages: str  # as -l takes them: swa+eng
    finds_orientation: bool  # the model "osd" is installed
    data: str = ""  # TESSDATA_PREFIX of the user

    def as_json(self) -> dict[str, Any]:
        """Return it as ``json.dumps`` takes it."""
        return asdict(self)

    def hocr(self, picture: Picture, seconds: int) -> str:
        """Return the words of a picture as hOCR.

        Raises:
            TimeoutError: it took longer than *seconds*.
            OSError: the program failed.
        """
        arguments = ["-l", self.languages, "--psm", _AUTOMATIC]
        return self._run(picture, [*arguments, "hocr"], seconds)

    def orientation(self, picture: Picture, seconds: int) -> Orientation | None:
        """Return how a page is turned; None where that cannot be told.

        Raises:
            TimeoutError: it took longer than *seconds*.
        """
        if not self.finds_orientation:
            return None
        try:
            answer = self._run(picture, ["-l", "osd", "--psm", _ORIENTATION_ONLY], seconds)
        except TimeoutError:
            raise
        except OSError:  # too few letters
            return None
        turn = re.search(r"^Rotate: (\d+)$", answer, re.MULTILINE)
        sure = re.search(r"^Orientation confidence: ([\d.]+)$", answer, re.MULTILINE)
        if not turn or not sure:
            return None
        return Orientation(int(turn[1]) // 90 % 4, float(sure[1]))

    def _run(self, picture: Picture, arguments: list[str], seconds: int) -> str:
        command = [self.program, "stdin", "stdout", "--dpi", str(round(picture.dpi)), *arguments]
        environment = {"LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}  # more threads only use more time
        if self.data:
            environment["TESSDATA_PREFIX"] = self.data
        try:
            done = subprocess.run(  # noqa: S603  the program that the search path names
                command,
                input=picture.pgm(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=seconds,
                check=False,
                preexec_fn=_confined(seconds),
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        if done.returncode == -signal.SIGXCPU:
            raise TimeoutError
        if done.returncode or len(done.stdout) > _MAX_ANSWER:
            raise OSError(f"tesseract ended with {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def _confined(seconds: int) -> Callable[[], None]:
    """Return what the new process does first: limit its time, and end with its parent."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def confine_program() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return confine_program


def installed() -> Tesseract | None:
    """Return the program as it is installed; None if it or its models are missing."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    # A process that watches a folder sees a program that was replaced.
    return _examined(path, os.environ.get("TESSDATA_PREFIX", ""), Path(path).stat().st_mtime_ns)


def tesseract_of(settings: Settings) -> Tesseract | None:
    """Return the program that the settings allow to use."""
    return None if settings.ocr == "off" else installed()


def ocr_version(settings: Settings) -> str:
    """Return what decides the result of OCR: the program, its models and the limits."""
    program = tesseract_of(settings)
    if program is None:
        return NO_OCR
    limits = f"{settings.ocr_pages}p{settings.ocr_seconds}s"
    return f"tesseract-{program.version}-{program.languages}-{limits}"


def missing_packages() -> tuple[str, ...]:
    """Return the Debian packages that would make scans readable, or better readable, here."""
    path = shutil.which("tesseract")
    if path is None:
        return (_PROGRAM_PACKAGE, _PACKAGES["swa"])
    models = _answer(path, "--list-langs").split()
    return tuple(package for model, package in _PACKAGES.items() if model not in models)


@cache
def _examined(path: str, data: str, _written_ns: int) -> Tesseract | None:
    """Ask the program for its version and its models, once in a process: 20 ms."""
    version = re.search(r"^tesseract v?(\d+(?:\.\d+)*)", _answer(path, "--version"))
    models = _answer(path, "--list-langs").split()
    languages = "+".join(model for model in _LANGUAGES if model in models)
    if not version or int(version[1].partition(".")[0]) < _MIN_VERSION or not languages:
        return None
    return Tesseract(path, version[1], languages, "osd" in models, data)


def _answer(path: str, question: str) -> str:
    """Return what the program says of itself; version 4 says it on standard error."""
    try:
        done = subprocess.run(  # noqa: S603  the program that the search path names
            [path, question],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
