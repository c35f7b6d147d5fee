"""Whatever lies in the corpus under whatever name: indexed, or told with its reason; nothing hangs."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from kb.admin.remove import plan_removal, remove
from kb.admin.status import status
from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.indexing import corpus as corpora
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from tests.reliability.versions import settings_of

SETTINGS = load(environ={})
TEXT = "# Dira\n\nKuwa kinara wa huduma.\n"
NAMES = (
    *("العربية/سياسة.md", "😀 tabasamu.md", "中文.txt", "नीति.md", "-rf.md"),
    *("mwaka 2012 (rasimu) 100%#a?b&c=d.md", "a\"b'c`$(x);&.md", "nukta...md", "folda.md/x.md"),
    *("n" * 252 + ".md", "ñ" * 126 + ".md", "HERUFI.MD", "CON.md", " mwanzo.md", "mwisho .md"),
    "/".join([*(f"ngazi{i:02}" for i in range(60)), "chini.md"]),
)
"""As people and other systems name files: to the longest and the deepest."""


@pytest.fixture
def corpus(tmp_path):
    """An empty corpus, and beside it what is nobody's business."""
    (tmp_path / "nje").mkdir()
    (tmp_path / "nje" / "siri.md").write_text("# Siri\n\nKinara wa siri.\n", encoding="utf-8")
    (tmp_path / "nje" / "siri.toml").write_text('kichwa = "Siri"\n', encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def put(corpus: Path, name: str, text: str = TEXT) -> None:
    (corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (corpus / name).write_text(text, encoding="utf-8")


def updated(corpus: Path, engine: str = "", **options):
    settings = settings_of(engine)
    return update(corpus, corpus.parent / "index", settings, analyser=PlainAnalyser(), **options)


def found(corpus: Path, question: str) -> set[str]:
    with KnowledgeBase.open(corpus.parent / "index", SETTINGS, PlainAnalyser()) as base:
        return {hit.document for hit in base.search(question, limit=50).hits}


def test_names_in_any_script_are_found_shown_and_removed(corpus, engine):
    """A document is known by its name in NFC, at any depth and length."""
    for number, name in enumerate(NAMES):
        put(corpus, name, f"{TEXT}Toleo la {number}.\n")  # equal texts would be copies: one hit
    assert updated(corpus, engine).failed == ()
    index = corpus.parent / "index"
    assert found(corpus, "kinara") == set(NAMES)
    with KnowledgeBase.open(index, SETTINGS, PlainAnalyser()) as base:
        for name in NAMES:
            assert base.document(name).id == name
    for name in NAMES:
        wanted = plan_removal(name, corpus, index)
        assert wanted.files == (corpus / name,)
    remove(wanted, corpus, index, SETTINGS)
    assert not (corpus / name).exists()
    assert verify(index)[0].problems == ()


def test_one_name_in_two_writings(corpus, engine):
    """Two files that look alike: one is indexed, the other is told by its own bytes."""
    for form in ("NFC", "NFD"):
        put(corpus, unicodedata.normalize(form, "é.md"), f"# Dira\n\nKinara {form.lower()}.\n")
    report = updated(corpus, engine)
    assert report.added == ("é.md",)
    assert [id for id, _ in report.failed] == ["\\xe9.md"]
    assert found(corpus, "kinara") == {"é.md"}


def test_names_that_cannot_be_written_are_told_escaped(corpus):
    """A line end in a name would forge a line of a report; bytes that are no text cannot be shown."""
    for name in ("mpya\nmstari.md", "tab\tjina.md", "\x1b[31m.md", os.fsdecode(b"\xff\xfe.md")):
        put(corpus, name)
    put(corpus, "dira.md")
    report = updated(corpus)
    assert report.added == ("dira.md",)
    assert len(report.failed) == 4
    assert all(
        id.isprintable() and "cannot be written" in str(reason) for id, reason in report.failed
    )


def test_links_lead_nowhere_else(corpus):
    """What is in the corpus is public, and a link must not publish what lies elsewhere."""
    put(corpus, "dira.md")
    links = {
        "nje.md": "../nje/siri.md",
        "nje": "../nje",
        "juu": "..",
        "zero.txt": "/dev/zero",
        "mazingira.txt": "/proc/self/environ",
        "kitanzi1.md": "kitanzi2.md",
        "kitanzi2.md": "kitanzi1.md",
        "kimekatika.md": "haipo.md",
        "dira.md.toml": "../nje/siri.toml",
    }
    for name, target in links.items():
        (corpus / name).symlink_to(target)
    (corpus / "ndani.md").symlink_to("dira.md")
    (corpus / "hapa").symlink_to(".")  # its documents are in the corpus without it
    report = updated(corpus)
    assert report.added == ("dira.md", "ndani.md")
    assert {id for id, _ in report.failed} == links.keys()
    assert found(corpus, "siri") == set()
    held = status(corpus, corpus.parent / "index", SETTINGS, analyser=PlainAnalyser()).held
    assert [one.title for one in held] == ["Dira", "Dira"]


@pytest.mark.timeout(60)
def test_what_is_no_file_is_not_waited_for(corpus, monkeypatch):
    """A pipe, a socket: opening the one would wait for a writer for ever, also as a sidecar."""
    put(corpus, "dira.md")
    put(corpus, "dhamira.md")
    for name in ("bomba.md", "bomba.txt", "dira.md.toml"):
        os.mkfifo(corpus / name)
    monkeypatch.chdir(corpus)  # the path of a socket has 108 bytes at most
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("soketi.md")
    report = updated(corpus)
    assert report.added == ("dhamira.md", "dira.md")
    assert {id for id, _ in report.failed} == {"bomba.md", "bomba.txt", "dira.md.toml", "soketi.md"}
    assert all("not a regular file" in str(reason) for _, reason in report.failed)


@pytest.mark.timeout(60)
def test_rules_that_cannot_be_read_leave_out_their_folder(corpus):
    """What they would have hidden is not published; those of the corpus itself stop the update."""
    put(corpus, "sera.md")
    put(corpus, "maji/siri.md")
    os.mkfifo(corpus / "maji" / ".kisimaignore")
    assert "cannot be opened" in str(dict(updated(corpus).failed)["maji"])
    os.mkfifo(corpus / ".kisimaignore")
    with pytest.raises(OSError, match="not a regular file"):
        updated(corpus)
    assert found(corpus, "kinara") == {"sera.md"}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "odt", "pdf"])
def test_a_file_that_became_a_pipe_since_it_was_seen(corpus, suffix, monkeypatch):
    """Between the look and the reading anything may happen; it is told, not waited for."""
    path = corpus / f"dira.{suffix}"
    put(corpus, path.name)
    walk = corpora.walk

    def then_a_pipe(*arguments):
        files = walk(*arguments)
        path.unlink()
        os.mkfifo(path)
        return files

    monkeypatch.setattr("kb.indexing.updater.walk", then_a_pipe)
    assert "not a regular file" in str(dict(updated(corpus).failed)[path.name])


@pytest.mark.timeout(60)
def test_what_tells_of_documents_is_not_waited_for(corpus):
    """Without it the metadata of all documents would be lost: the update ends with the reason."""
    put(corpus, "dira.md")
    updated(corpus)
    os.mkfifo(corpus / "sources.tsv")
    with pytest.raises(OSError, match=r"not a regular file.*sources\.tsv"):
        updated(corpus)
    assert found(corpus, "kinara") == {"dira.md"}


def test_nothing_in_a_file_is_told(corpus):
    """0 bytes, blanks, and a name without a suffix, which is no document."""
    put(corpus, "tupu.md", "")
    put(corpus, "nafasi.txt", " \n\t\n")
    put(corpus, "bila")
    report = updated(corpus)
    assert {id for id, _ in report.failed} == {"tupu.md", "nafasi.txt"}
    assert report.unsupported == ("bila",)
