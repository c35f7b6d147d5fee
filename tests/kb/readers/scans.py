"""Scans made for tests: PDFs rendered, turned by a degree or two, with the noise of a scanner."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from kb.readers.ocr.tesseract import installed

__all__ = ["fake_tesseract", "needs_tesseract", "scan_pdf", "scanned"]

needs_tesseract = pytest.mark.skipif(
    installed() is None, reason="Tesseract is not installed (apt-get install tesseract-ocr)"
)


def scanned(
    pdf: bytes, *, dpi: int = 300, degrees: float = 0.0, noise: float = 0.0
) -> list[Image.Image]:
    """Return the pages of a PDF as a scanner would: grey, turned, with noise.

    Args:
        pdf: the file.
        dpi: pixels of an inch.
        degrees: counter-clockwise.
        noise: the standard deviation of the grey of each pixel; 0: paper is white.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document
        ]
    return [_as_scanned(page, degrees, noise) for page in pages]


def _as_scanned(page: Image.Image, degrees: float, noise: float) -> Image.Image:
    if degrees:
        page = page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        dull = page.point([40 + round(0.75 * value) for value in range(256)])
        page = ImageChops.add(dull, Image.effect_noise(page.size, noise), scale=1, offset=-128)
    return page


def scan_pdf(pages: Sequence[Image.Image], dpi: int = 300) -> bytes:
    """Return a PDF whose pages are these pictures."""
    file = io.BytesIO()
    first, *rest = (page.copy() for page in pages)  # a save leaves its options in an image
    first.save(file, "PDF", save_all=True, append_images=rest, resolution=dpi)
    return file.getvalue()


def fake_tesseract(folder: Path, answer: str, *, version: str = "5.9.1") -> Callable[[], None]:
    """Put a program named tesseract into a folder.

    Args:
        folder: for the program; it must be the first of PATH to be used.
        answer: a command of the shell that is run for each picture.
        version: what the program says of itself.

    Returns:
        A function that removes it again.
    """
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        f'--version) echo "tesseract {version}";;\n'
        "--list-langs) echo swa; echo eng;;\n"
        f"*) {answer};;\n"
        "esac\n"
    )
    program.chmod(0o755)
    assert os.access(program, os.X_OK)
    return program.unlink
