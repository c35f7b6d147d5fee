"""What is attached to a mail is a document of its own, and comes and goes with the mail."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from kb.admin.remove import plan_removal, remove
from kb.admin.status import status
from kb.admin.verify import verify
from kb.analysis import PlainAnalyser
from kb.errors import SettingInvalid
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.store import FolderStore
from kb.store.sources import Sources
from tests.kb.readers.making_formats import mail
from tests.kb.two_documents import documents_with

MAIL = "barua/ombi.eml"
FORM = f"{MAIL}/fomu.md"
FORWARDED = f"{MAIL}/Barua ya awali.eml"
PARTS = f"{FORWARDED}/vipuri.txt"


def letter(*attached: tuple[str, str], text: str = "Tunaomba kisima.", forwarded=()) -> bytes:
    """Return a mail with text files attached."""
    files = [(name, content.encode()) for name, content in attached]
    return bytes(mail("Ombi la kisima", text, attached=files, forwarded=forwarded))


@pytest.fixture
def folder(tmp_path):
    """A corpus of a mail with a form and a forwarded mail, which has an attachment too."""
    made = tmp_path / "corpus"
    (made / "barua").mkdir(parents=True)
    inner = mail(
        "Barua ya awali", "Pampu imeharibika.", attached=[("vipuri.txt", b"Vipuri ghali.")]
    )
    data = letter(("fomu.md", "# Fomu\n\nJaza jina."), forwarded=[inner])
    (made / MAIL).write_bytes(data)
    (made / "dira.md").write_text("# Dira\n\nKinara.\n", encoding="utf-8")
    return made


@pytest.fixture
def run(folder, fresh_index, settings, monkeypatch):
    """Update the index of that corpus, reading words plainly."""
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    monkeypatch.setattr("kb.admin.status.SwahiliAnalyser", PlainAnalyser)
    return lambda **options: update(folder, fresh_index, settings, **options)


def held(index: Path) -> dict[str, tuple]:
    """Return what a generation says of its documents, but for when: records and passages."""
    with FolderStore(index).reader() as reader:
        assert all(not check.problems for check in verify(index))
        return {
            record.id: (
                replace(record, added=None, changed=None),
                [hit.payload for hit in reader.engine.document(record.id)],
            )
            for record in reader.documents.records()
        }


def sources(index: Path) -> Sources:
    store = FolderStore(index)
    return Sources.load(store.layout.folder(store.current()))


def test_attachments_are_documents(run, folder, fresh_index, settings):
    """Each has its id below the mail's, is found by its words, and knows what it came with."""
    report = run()
    assert report.added == (MAIL, "dira.md")
    documents = held(fresh_index)
    assert list(documents) == [MAIL, FORWARDED, PARTS, FORM, "dira.md"]
    assert documents_with(fresh_index, "jaza") == {FORM}
    assert documents_with(fresh_index, "ghali") == {PARTS}
    assert [record.attached_to for record, _ in documents.values()] == [
        None, MAIL, FORWARDED, MAIL, None,
    ]  # fmt: skip
    assert documents[FORM][0].source == "Kituo cha Mfano <kituo@example.org>"
    assert documents[FORM][0].format == "markdown"
    state = status(folder, fresh_index, settings)
    assert (state.documents, state.moved_on) == (5, False)
    assert not run().published


def test_a_changed_mail_brings_its_attachments_up_to_date(run, folder, fresh_index):
    """One that is no longer attached is gone, a changed one answers to what it says now."""
    run()
    (folder / MAIL).write_bytes(letter(("fomu.md", "# Fomu\n\nAndika anwani.")))
    report = run()
    assert (report.changed, report.unchanged) == ((MAIL,), 1)
    assert list(held(fresh_index)) == [MAIL, FORM, "dira.md"]
    assert documents_with(fresh_index, "anwani") == {FORM}
    assert documents_with(fresh_index, "jaza") == set()


def test_links_to_attachments_of_a_renamed_mail_keep_working(run, folder, fresh_index):
    """An old id leads to the new one, for the mail and for what is attached to it."""
    run()
    (folder / MAIL).rename(folder / "barua" / "kisima.eml")
    assert run().renamed == ((MAIL, "barua/kisima.eml"),)
    assert FORM not in held(fresh_index)
    with FolderStore(fresh_index).reader() as reader:
        assert reader.manifest.aliases[FORM] == "barua/kisima.eml/fomu.md"
    (folder / "dira.md").unlink()
    run()
    with FolderStore(fresh_index).reader() as reader:
        assert reader.manifest.aliases[PARTS] == "barua/kisima.eml/Barua ya awali.eml/vipuri.txt"


def test_a_removed_mail_takes_its_attachments_with_it(run, folder, fresh_index, settings):
    """Purging leaves no word of them in any generation."""
    run()
    (folder / "dira.md").write_text("# Dira\n\nMfano.\n", encoding="utf-8")
    run()
    removal = plan_removal(MAIL, folder, fresh_index)
    removed = remove(removal, folder, fresh_index, settings, purge=True)
    assert removed.amended
    assert list(held(fresh_index)) == ["dira.md"]
    left = [path for path in fresh_index.rglob("*") if path.is_file()]
    assert [path for path in left if b"ghali" in path.read_bytes().lower()] == []


def test_an_attachment_alone_is_not_removed(run, folder, fresh_index):
    """It is in the file of the mail, so the mail is what can be removed."""
    run()
    with pytest.raises(SettingInvalid, match=f"attached to {MAIL}; remove that"):
        plan_removal(PARTS, folder, fresh_index)
    assert (folder / MAIL).exists()


def test_an_attachment_that_cannot_be_read_is_reported(run, folder, fresh_index):
    """The mail and the other attachments are indexed; a retry reads the mail again."""
    run()
    broken = ("barua.docx", "PK si faili"), ("fomu.md", "# Fomu\n\nJaza jina.")
    (folder / MAIL).write_bytes(letter(*broken))
    failed = dict(run().failed)
    assert list(failed) == [f"{MAIL}/barua.docx"]
    assert list(held(fresh_index)) == [MAIL, FORM, "dira.md"]
    assert not run().published
    assert not run(retry=True).published, "it fails again"
    assert sources(fresh_index).failures_by_file() == {MAIL: frozenset({f"{MAIL}/barua.docx"})}


def test_mails_in_mails_end_somewhere(run, folder, fresh_index):
    """Ten mails in one another are opened as deep as a person would; the rest is not."""
    message = mail("Barua 0", "Mwisho.")
    for number in range(1, 10):
        message = mail(f"Barua {number}", "Habari.", forwarded=[message])
    (folder / MAIL).write_bytes(bytes(message))
    run()
    assert max(id.count("/") for id in held(fresh_index)) == 6


def test_a_filter_and_a_page_know_an_attachment(run, folder, fresh_index, settings):
    """hati: finds it by its id; its page leads to the mail, and the mail's page to it."""
    run()
    knowledge = KnowledgeBase.open(fresh_index, settings, PlainAnalyser())
    with knowledge:
        results = knowledge.search("jaza", filters={"document": (FORM,)})
        assert [hit.document for hit in results.hits] == [FORM]
        assert results.hits[0].attached_to == (MAIL, "Ombi la kisima")
        assert knowledge.document(FORM).attached_to == (MAIL, "Ombi la kisima")
        assert [one.document for one in knowledge.document(MAIL).attachments] == [FORWARDED, FORM]


@pytest.mark.parametrize("seed", range(3))
def test_updates_give_what_a_full_build_gives(seed, run, folder, fresh_index, settings, tmp_path):
    """Whatever is added, changed, renamed and removed, in whatever order."""
    chosen = random.Random(seed)
    names = ["a.eml", "b.eml", "barua/c.eml", "d.md"]
    for number in range(8):
        path = folder / chosen.choice(names)
        kind = chosen.choice(("write", "write", "remove", "rename"))
        if kind == "write":
            attached = [
                (f"{name}.md", f"# {name}\n\n{name} {chosen.randrange(3)}")
                for name in chosen.sample(["fomu", "ramani", "ada"], chosen.randrange(3))
            ]
            path.write_bytes(letter(*attached, text=f"Habari {number}."))
        elif path.exists() and kind == "remove":
            path.unlink()
        elif path.exists():
            path.rename(folder / chosen.choice(names))
        run()
        whole = tmp_path / f"whole-{number}"
        update(folder, whole, settings)
        assert held(fresh_index) == held(whole)
