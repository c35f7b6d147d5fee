"""An image of a page is a document; a photo is passed over."""

from __future__ import annotations

import pytest
from PIL import Image

from kb.readers import image as reader
from kb.readers.base import Unreadable
from tests.kb.readers.making import SECTIONS, in_format, saved
from tests.kb.readers.scans import needs_tesseract, scanned
from tests.kb.readers.test_scans import WRITTEN, accuracy, fake_ocr, fake_words, ocr

SUFFIXES: dict[str, dict[str, object]] = {
    "PNG": {},
    "JPEG": {"quality": 80},
    "TIFF": {"compression": "tiff_lzw"},
}


@needs_tesseract
@pytest.mark.parametrize("format", SUFFIXES)
def test_an_image_of_a_page_is_read_like_the_page(format):
    """The words, the headings and the page are those of the PDF it was made from."""
    (page,) = scanned(in_format("pdf"), degrees=1, noise=15)
    data = saved(lambda file: page.save(file, format, **SUFFIXES[format]))
    parsed = reader.parse(data, ocr=ocr())
    assert accuracy(parsed.text, WRITTEN) >= 0.97
    assert [heading.text for heading in parsed.headings or ()] == [row[0] for row in SECTIONS]
    assert parsed.pages == (0,)
    assert parsed.recognized


def test_each_frame_is_a_page(tmp_path):
    """A TIFF of a fax has the pages of the fax."""
    first, *rest = [Image.new("L", (850, 1100), 255)] * 3
    data = saved(lambda file: first.save(file, "TIFF", save_all=True, append_images=rest))
    parsed = reader.parse(data, ocr=fake_ocr(tmp_path, fake_words(90)))
    assert len(parsed.pages or ()) == len(parsed.recognized) == 3


@pytest.mark.parametrize("answer", ["cat >/dev/null", fake_words(35)], ids=["nothing", "unsure"])
def test_a_photo_is_passed_over(tmp_path, answer):
    """A picture in which OCR reads nothing, or unsure words, is no document and no failure."""
    data = saved(lambda file: Image.effect_noise((900, 600), 70).save(file, "JPEG"))
    with pytest.raises(Unreadable) as refused:
        reader.parse(data, ocr=fake_ocr(tmp_path, answer))
    assert refused.value.passed_over
    assert refused.value.depends_on_ocr


def test_an_icon_is_passed_over_without_ocr_of_it(tmp_path):
    """A picture of a few hundred pixels has no page on it."""
    data = saved(lambda file: Image.new("L", (128, 128), 255).save(file, "PNG"))
    program = fake_ocr(tmp_path, "exit 1")
    with pytest.raises(Unreadable) as refused:
        reader.parse(data, ocr=program)
    assert (refused.value.passed_over, program.pages) == (True, 0)


def test_without_ocr_an_image_is_passed_over():
    """A folder of photos is no list of failures where there is no OCR."""
    with pytest.raises(Unreadable, match="tesseract-ocr-swa") as refused:
        reader.parse(in_format("image"))
    assert refused.value.passed_over


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0 picha", b"picha", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_image_is_passed_over(tmp_path, data):
    """A folder of 400 broken photos has nothing that a clerk could mend."""
    with pytest.raises(Unreadable) as refused:
        reader.parse(data, ocr=fake_ocr(tmp_path, fake_words(90)))
    assert refused.value.passed_over


def test_a_damaged_image_is_a_failure(tmp_path):
    """Its owner may have another copy."""
    data = saved(lambda file: Image.effect_noise((900, 600), 70).save(file, "JPEG"))[:2000]
    with pytest.raises(Unreadable, match="damaged picture") as refused:
        reader.parse(data, ocr=fake_ocr(tmp_path, fake_words(90)))
    assert not refused.value.passed_over
