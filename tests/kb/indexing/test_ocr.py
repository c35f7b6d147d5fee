"""What OCR decides in an index: scans, photos, and what happens when Tesseract is installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kb.admin.status import status
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.kb.readers.scans import fake_tesseract, scan_pdf
from tests.kb.readers.test_scans import fake_words

SCAN = scan_pdf([Image.new("L", (600, 800), 255)] * 2, 72)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """The only folder in which programs are found; empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def scans(tmp_path, fresh_index):
    """A corpus of a scan and a text, and a function that indexes it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "scan.pdf").write_bytes(SCAN)
    (corpus / "dira.md").write_text("# Dira\n\nKuwa kinara wa maji safi.\n", encoding="utf-8")
    settings = Settings({"corpus": str(corpus), "index": str(fresh_index)})
    return corpus, settings, lambda **options: update(corpus, fresh_index, settings, **options)


def test_installing_tesseract_reads_what_was_refused(tools, scans):
    """The next update reads the scan, and only the scan: the file itself has not changed."""
    _, _, run = scans
    (failure,) = run().failed
    assert failure[0] == "scan.pdf"
    assert "tesseract-ocr-swa" in str(failure[1])
    assert not run().published
    fake_tesseract(tools, fake_words(93))
    report = run()
    assert (report.changed, report.failed, report.unchanged) == (("scan.pdf",), (), 1)
    assert not run().published


def test_another_version_of_tesseract_reads_its_scans_again(tools, scans):
    """Only what depends on OCR is read again; a text is not."""
    _, _, run = scans
    fake_tesseract(tools, fake_words(93))
    run()
    fake_tesseract(tools, fake_words(71), version="5.9.2")
    assert run().changed == ("scan.pdf",)


def test_a_parse_by_ocr_is_kept_until_ocr_changes(tools, scans):
    """A new analysis of the words does not cost the minutes of OCR again."""
    _, settings, run = scans
    fake_tesseract(tools, fake_words(93))
    run()
    fake_tesseract(tools, fake_words(50))
    parsed = {path.name: path.read_bytes() for path in _parses(settings)}
    shorter = settings.replace(passage_words=40)
    update_again = update(Path(settings.corpus), Path(settings.index), shorter)
    assert update_again.published
    assert {path.name: path.read_bytes() for path in _parses(settings)} == parsed


def test_photos_are_passed_over_and_counted(tools, scans):
    """A folder of photos is one number, with Tesseract and without it."""
    corpus, settings, run = scans
    for number in range(3):
        noise = Image.effect_noise((500, 400), 60)
        noise.save(corpus / f"picha{number}.jpg")
    photos = ("picha0.jpg", "picha1.jpg", "picha2.jpg")
    report = run()
    assert [id for id, _ in report.failed] == ["scan.pdf"]
    assert (report.unsupported, report.added) == (photos, ("dira.md",))
    (tools / "tesseract").unlink(missing_ok=True)
    fake_tesseract(tools, "cat >/dev/null")
    report = run()
    assert report.unsupported == photos
    assert not {id for id, _ in report.failed} & set(photos)
    assert status(corpus, Path(settings.index), settings).unsupported == photos
    assert not run(retry=True).failed or not run().published


def test_a_hit_says_that_ocr_read_it(tools, scans):
    """A reader must know that a word may be misread; a drawn text says nothing."""
    _, settings, run = scans
    fake_tesseract(tools, fake_words(93))
    run()
    with KnowledgeBase.open(Path(settings.index), settings) as kb:
        (scanned,) = {hit.ocr for hit in kb.search("nenoa").hits}
        (drawn,) = {hit.ocr for hit in kb.search("kinara").hits}
    assert scanned == pytest.approx(0.93)
    assert drawn is None


def _parses(settings):
    return list((Path(settings.index) / "parsed").iterdir())
