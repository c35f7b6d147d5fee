"""The doctor finds what is wrong and names what mends it; where all is well it says so."""

from __future__ import annotations

import os

import pytest

from kb.doctor import Check, examine
from kb.indexing import update
from kb.messages import translate
from kb.readers.registry import suffixes
from kb.settings import load
from kb.store import FolderStore
from tests.kb.readers.scans import fake_tesseract


@pytest.fixture
def settings(tmp_path, fresh_index):
    """A corpus with one document, indexed."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "dira.md").write_text("# Dira\n\nKinara.\n", encoding="utf-8")
    made = load({"corpus": str(tmp_path / "corpus"), "index": str(fresh_index)}, environ={})
    update(tmp_path / "corpus", fresh_index, made)
    return made


def found(settings, name: str) -> Check:
    """The check of one name; of several, the worst."""
    order = ("bad", "warn", "good")
    checks = [check for check in examine(settings) if str(check.name) == name]
    return min(checks, key=lambda check: order.index(check.verdict))


def test_where_all_is_well_nothing_is_to_be_mended(settings):
    """Everything is examined, and each state has words."""
    checks = examine(settings)
    of_this_computer = {"disk space", "LibreOffice", "OCR"}
    assert {c.verdict for c in checks if str(c.name) not in of_this_computer} == {"good"}
    assert len(checks) >= 9
    assert all(translate(check.state, "sw") for check in checks)


def test_an_index_that_is_missing_is_to_be_made(settings, tmp_path):
    """The command that makes one is named."""
    elsewhere = settings.replace(index=str(tmp_path / "hakuna"))
    assert str(found(elsewhere, "index").remedy) == "kisima index"
    assert found(elsewhere, "index folder").verdict == "warn"


def test_a_corpus_that_is_missing_is_told(settings, tmp_path):
    """And the rest is still looked at."""
    elsewhere = settings.replace(corpus=str(tmp_path / "hakuna"))
    assert found(elsewhere, "documents").verdict == "bad"
    assert found(elsewhere, "index").verdict == "good"


def test_damage_is_named(settings, fresh_index):
    """The file that changed, and the command that builds the index anew."""
    path = next(fresh_index.rglob("*.trm"))
    path.write_bytes(path.read_bytes()[:-1])
    check = found(settings, "index")
    assert (check.verdict, str(check.remedy)) == ("bad", "kisima index --full")
    assert path.name in str(check.state)


def test_what_moved_on_is_told(settings, tmp_path):
    """An index that is behind its documents says so, and what failed is counted."""
    (tmp_path / "corpus" / "mpya.md").write_text("# Mpya\n\nMpya.\n", encoding="utf-8")
    assert str(found(settings, "changes").remedy) == "kisima index"
    (tmp_path / "corpus" / "mpya.md").write_text(" ", encoding="utf-8")
    update(tmp_path / "corpus", tmp_path / "index", settings)
    assert "--failed" in str(found(settings, "files").remedy)


def test_what_reads_scans_is_told(settings, tmp_path, monkeypatch):
    """Tesseract with its version and models, and the packages that are missing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "tesseract-ocr-swa" in str(found(settings, "OCR").remedy)
    fake_tesseract(tmp_path, "exit 1", version="5.9.1")
    check = found(settings, "OCR")
    assert str(check.state) == "Tesseract 5.9.1: swa+eng"
    assert str(check.remedy) == "apt-get install tesseract-ocr-osd"
    assert str(found(settings.replace(ocr="off"), "OCR").remedy) == "KISIMA_OCR=auto"


def test_who_is_writing_is_told(settings, fresh_index):
    """The process that holds the lock is named, so that it can be looked at."""
    with FolderStore(fresh_index).writer(1):
        assert str(os.getpid()) in str(found(settings, "lock").state)
    assert "free" in str(found(settings, "lock").state)


def test_a_library_that_is_missing_is_named(settings, monkeypatch):
    """Half an installation is found before somebody needs the other half."""

    def missing(name):
        if name == "selectolax":
            raise ImportError("No module named 'selectolax'")

    monkeypatch.setattr("kb.doctor.system.import_module", missing)
    check = found(settings, "libraries")
    assert "selectolax" in str(check.state)
    assert "pip install" in str(check.remedy)


def test_a_missing_libreoffice_is_told_with_its_packages(settings, monkeypatch):
    """What it would make readable, and what to install."""
    monkeypatch.setattr("kb.readers.libreoffice.program.libreoffice", lambda: None)
    check = found(settings, "LibreOffice")
    assert (check.verdict, ".doc .ppt .xls" in str(check.state)) == ("warn", True)
    assert "libreoffice-calc-nogui" in str(check.remedy)
    monkeypatch.setattr("kb.readers.libreoffice.program.libreoffice", lambda: "/bin/soffice")
    assert found(settings, "LibreOffice").verdict == "good"


def test_a_full_disk_is_told_before_it_hurts(settings, monkeypatch):
    """An update needs about as much again as the index has."""
    monkeypatch.setattr("kb.doctor.folders._MIN_FREE_BYTES", 1 << 60)
    assert found(settings, "disk space").verdict == "warn"


def test_a_folder_that_others_can_write_is_told(settings, fresh_index):
    """Who can write the index can make it say anything."""
    fresh_index.chmod(0o777)
    assert found(settings, "index folder").remedy == f"chmod 700 {fresh_index}"


def test_a_check_that_breaks_stops_no_other(settings, monkeypatch):
    """The doctor runs where nothing else does."""
    monkeypatch.setattr("kb.doctor.system.check_python", lambda: 1 // 0)
    checks = examine(settings)
    assert "ZeroDivisionError" in str(checks[0].state)
    assert len(checks) >= 9


def test_nothing_is_left_behind(settings, fresh_index):
    """Looking changes nothing."""
    before = sorted(fresh_index.rglob("*"))
    examine(settings)
    assert sorted(fresh_index.rglob("*")) == before


def test_the_formats_that_are_read_are_named_and_what_helps_with_others(settings, tmp_path):
    """A clerk with mails of Outlook learns what to do with them."""
    assert found(settings, "formats").verdict == "good"
    read = set(str(found(settings, "formats").state).split())
    assert set(suffixes()) - read <= {".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".pot",
                                      ".png", ".jpg", ".jpeg", ".tif", ".tiff"}  # fmt: skip
    (tmp_path / "corpus" / "barua.msg").write_bytes(b"x")
    (tmp_path / "corpus" / "picha.xyz").write_bytes(b"x")
    check = found(settings, "formats")
    assert (str(check.state), str(check.remedy)) == (
        "1 .msg file is not read",
        "save the mail as .eml",
    )


def test_formats_whose_program_is_missing_are_not_named_as_read(settings, monkeypatch):
    """A line says that LibreOffice is missing; the next must not say that .doc is read."""
    monkeypatch.setattr("kb.readers.libreoffice.program.libreoffice", lambda: None)
    monkeypatch.setattr("kb.readers.ocr.tesseract.installed", lambda: None)
    read = str(found(settings, "formats").state).split()
    assert ".docx" in read
    assert not {".doc", ".xls", ".ppt", ".png", ".tiff"} & set(read)
