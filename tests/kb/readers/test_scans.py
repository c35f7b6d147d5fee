"""A PDF whose pages are pictures is read by OCR; without it, the clerk hears what to install."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kb.readers import pdf as reader
from kb.readers.base import Unreadable
from kb.readers.ocr.recognize import Ocr
from kb.readers.ocr.tesseract import Tesseract, installed
from tests.kb.readers.making import SECTIONS, Said, in_format, pdf
from tests.kb.readers.scans import fake_tesseract, needs_tesseract, scan_pdf, scanned

FAKE_PAGE = (
    "<span class='ocr_line' title='bbox 300 400 1500 450; baseline 0 -9'>{words}</span>"
    "<span class='ocr_line' title='bbox 300 470 1500 520; baseline 0 -9'>{words}</span>"
)


def words(text: str) -> Counter[str]:
    """Return how often each word occurs."""
    return Counter(re.findall(r"\w+", text.lower()))


def accuracy(read: str, written: str) -> float:
    """Return the share of the words of a text that were read."""
    expected = words(written)
    return (words(read) & expected).total() / expected.total()


def ocr(max_pages: int = 50, seconds: int = 60) -> Ocr:
    """Return OCR for one file."""
    program = installed()
    assert program is not None
    return Ocr(program, max_pages, seconds)


def fake_ocr(folder, answer, **options) -> Ocr:
    """Return OCR whose program answers each picture with a command of the shell."""
    fake_tesseract(folder, answer)
    program = Tesseract(str(folder / "tesseract"), "5.9.1", "swa+eng", finds_orientation=False)
    return Ocr(program, **({"max_pages": 50, "seconds": 20} | options))


def fake_words(confidence: int) -> str:
    """Return a command that writes two lines of ten words."""
    spans = "".join(
        f"<span class='ocrx_word' title='bbox {300 + 110 * i} 405 {390 + 110 * i} 440; "
        f"x_wconf {confidence}'>neno{chr(97 + i)}</span>"
        for i in range(10)
    )
    return f'cat >/dev/null; echo "{FAKE_PAGE.format(words=spans)}"'


WRITTEN = " ".join(f"{heading} {body}" for heading, _, body in SECTIONS)


@needs_tesseract
@pytest.mark.parametrize(("dpi", "degrees"), [(300, 1.5), (300, -2), (150, 1)])
def test_a_scan_has_the_words_and_headings_of_its_page(dpi, degrees):
    """Turned by up to two degrees, grey and noisy, a page is read as if it had been drawn."""
    pages = scanned(in_format("pdf"), dpi=dpi, degrees=degrees, noise=20)
    parsed = reader.parse(scan_pdf(pages, dpi), ocr=ocr())
    assert accuracy(parsed.text, WRITTEN) >= 0.97
    headings = [(heading.text, heading.level) for heading in parsed.headings or ()]
    assert headings == [(heading, level) for heading, level, _ in SECTIONS]
    (stretch,) = parsed.recognized
    assert (stretch.start, stretch.end) == (0, len(parsed.text))
    assert stretch.confidence > 0.85
    assert parsed.warnings == ()


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_was_fed_sideways_is_turned(turn):
    """It does not matter which edge of the page went into the scanner first."""
    pages = [page.rotate(turn, expand=True) for page in scanned(in_format("pdf"), noise=10)]
    parsed = reader.parse(scan_pdf(pages), ocr=ocr())
    assert accuracy(parsed.text, WRITTEN) >= 0.97


@needs_tesseract
def test_only_pages_without_text_are_read_by_ocr():
    """The text that a PDF has is surer than what OCR reads of it."""
    drawn = pdf(*[[Said(72, 740 - 14 * i, f"Mstari wa {i} wa maji.") for i in range(9)]] * 2)
    (page,) = scanned(in_format("pdf"))
    parsed = reader.parse(_joined(drawn, scan_pdf([page])), ocr=ocr())
    assert parsed.text.startswith("Mstari wa 0 wa maji.")
    (stretch,) = parsed.recognized
    assert parsed.text[stretch.start : stretch.end].startswith("Dira")


@needs_tesseract
def test_the_stamp_of_a_scanner_does_not_hide_the_page():
    """A program that writes its name on a scanned page leaves it a scan."""
    (page,) = scanned(in_format("pdf"))
    stamped = _stamped(scan_pdf([page]), "Imetolewa na Kiskana 3.2, ukurasa wa 1")
    parsed = reader.parse(stamped, ocr=ocr())
    assert accuracy(parsed.text, WRITTEN) >= 0.97
    assert len(parsed.recognized) == 1


def test_without_ocr_a_scan_is_refused_with_the_names_of_the_packages():
    """The clerk hears what to install."""
    with pytest.raises(Unreadable, match=r"tesseract-ocr and tesseract-ocr-swa") as refused:
        reader.parse(scan_pdf(scanned(in_format("pdf"), dpi=72), 72))
    assert refused.value.depends_on_ocr


def test_without_ocr_the_pages_that_were_not_read_are_named():
    """The rest of the document is read."""
    drawn = pdf(*[[Said(72, 740 - 14 * i, f"Mstari wa {i} wa maji.") for i in range(9)]] * 2)
    parsed = reader.parse(_joined(drawn, scan_pdf(scanned(in_format("pdf"), dpi=72), 72)))
    (warning,) = parsed.warnings
    assert warning.facts["pages"] == "3"
    assert "tesseract-ocr-swa" in str(warning)
    assert parsed.depends_on_ocr
    assert not parsed.recognized


def test_a_text_pdf_does_not_depend_on_ocr():
    """It need not be read again after Tesseract was installed."""
    assert not reader.parse(in_format("pdf")).depends_on_ocr


def test_pages_behind_the_limit_are_named(tmp_path):
    """The limit of pages is a setting, and the warning names it."""
    data = scan_pdf(scanned(in_format("pdf"), dpi=72) * 4, 72)
    parsed = reader.parse(data, ocr=fake_ocr(tmp_path, fake_words(93), max_pages=2))
    (warning,) = parsed.warnings
    assert warning.facts["pages"] == "3, 4"
    assert "KISIMA_OCR_PAGES" in str(warning)
    assert parsed.text.count("nenoa") == 4


def test_pages_that_ocr_is_unsure_of_are_named(tmp_path):
    """A page of unsure words is indexed, and the clerk is asked for a better scan."""
    data = scan_pdf(scanned(in_format("pdf"), dpi=72), 72)
    parsed = reader.parse(data, ocr=fake_ocr(tmp_path, fake_words(41)))
    assert [warning.facts["pages"] for warning in parsed.warnings] == ["1"]
    assert parsed.recognized[0].confidence == pytest.approx(0.41)


def test_a_page_on_which_the_program_fails_is_not_read(tmp_path):
    """A program that ends with an error costs its page, and no more."""
    data = scan_pdf(scanned(in_format("pdf"), dpi=72), 72)
    with pytest.raises(Unreadable, match="KISIMA_OCR_SECONDS"):
        reader.parse(data, ocr=fake_ocr(tmp_path, "exit 3"))


def test_a_program_that_hangs_is_ended(tmp_path):
    """Each page has its seconds, and not one more."""
    data = scan_pdf(scanned(in_format("pdf"), dpi=72), 72)
    with pytest.raises(Unreadable, match="KISIMA_OCR_SECONDS"):
        reader.parse(data, ocr=fake_ocr(tmp_path, "exec sleep 300", seconds=2))


def _joined(first: bytes, second: bytes) -> bytes:
    """Return the pages of two PDFs as one."""
    import io

    import pypdfium2

    joined, file = pypdfium2.PdfDocument(first), io.BytesIO()
    joined.import_pages(pypdfium2.PdfDocument(second))
    joined.save(file)
    return file.getvalue()


def _stamped(data: bytes, text: str) -> bytes:
    """Return a PDF with a line of text on its first page."""
    import ctypes
    import io

    import pypdfium2
    from pypdfium2 import raw

    document, file = pypdfium2.PdfDocument(data), io.BytesIO()
    page = document[0]
    item = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 8.0)
    units = (ctypes.c_ushort * (len(text) + 1))(*map(ord, text), 0)
    raw.FPDFText_SetText(item, units)
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 40, 20)
    raw.FPDFPage_InsertObject(page, item)
    raw.FPDFPage_GenerateContent(page)
    document.save(file)
    return file.getvalue()
