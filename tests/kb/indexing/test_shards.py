"""An index that many machines prepared is the index that one machine makes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kb.admin.remove import plan_removal, remove
from kb.admin.status import status
from kb.analysis import PlainAnalyser
from kb.errors import IndexLocked, SettingInvalid
from kb.indexing import update
from kb.indexing.corpus import walk
from kb.indexing.shards import Shard, prepare_shard
from kb.settings import load
from kb.store import disk
from tests.kb.engines.contents import everything
from tests.kb.readers.making_formats import mail

SETTINGS = load({"workers": 1, "lock_wait": 0}, environ={})
ANALYSER = PlainAnalyser()
TEXTS = {
    "dira.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "sera/maji.txt": "SERA YA MAJI\n\nMaji safi na salama kwa wananchi wote wa kata.\n",
    "sera/maji-2019.md": "---\ninabadilisha: sera/maji.txt\ntaasisi: Wakala\n---\n# Sera\n\nMpya.\n",
    "ajira.html": "<html><title>Ajira</title><body><h1>Ajira</h1><p>Nafasi tatu.</p></body>",
    "nakala.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "mbovu.docx": "hii si hati",
    "tupu.md": "",
}


@pytest.fixture
def corpus(tmp_path):
    """Documents of several formats, one with an attachment, one that cannot be read."""
    made = tmp_path / "corpus"
    for name, text in TEXTS.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    letter = mail("Ombi", "Tunaomba kisima.", attached=[("fomu.md", b"# Fomu\n\nJaza jina.")])
    (made / "barua.eml").write_bytes(bytes(letter))
    return made


def prepare(corpus: Path, index: Path, shard: str, **options):
    return prepare_shard(corpus, index, SETTINGS, Shard.parse(shard), analyser=ANALYSER, **options)


def build(corpus: Path, index: Path, **options):
    return update(corpus, index, SETTINGS, analyser=ANALYSER, **options)


def read_now(index: Path) -> int:
    """Return how many files the parse cache holds: what was read where the cache was empty."""
    return len([*(index / "parsed").glob("[!.]*")])


def parts(index: Path) -> list[str]:
    return sorted(path.name for path in (index / "prepared").glob("*"))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_shards_make_the_index_that_one_update_makes(corpus, tmp_path, count):
    """Same passages to the byte, same terms, facets, copies, records and failures."""
    build(corpus, tmp_path / "plain")
    index = tmp_path / "sharded"
    reports = [prepare(corpus, index, f"{n}/{count}") for n in range(1, count + 1)]
    assert sorted(id for report in reports for id in report.prepared) == [*walk(corpus).files]
    shutil.rmtree(index / "parsed")
    report = build(corpus, index)
    assert read_now(index) == 0, "no file was read again"
    assert everything(index) == everything(tmp_path / "plain")
    assert sorted(id for id, _ in report.failed) == ["mbovu.docx", "tupu.md"]
    assert parts(index) == [], "what has served is removed"


def test_a_part_is_the_same_on_every_machine():
    """Each document belongs to one part, and the parts are of about one size."""
    ids = [f"wizara/hati-{n}.pdf" for n in range(3000)]
    for count in (1, 2, 7):
        sizes = [sum(Shard(n, count).has(id) for id in ids) for n in range(1, count + 1)]
        assert sum(sizes) == len(ids)
        assert max(sizes) < 1.2 * len(ids) / count
    assert [Shard(n, 3).has("dira.md") for n in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", "1/3/3", "", "01/3"])
def test_a_part_that_is_none_is_refused(text):
    """Parts count from one: a job array that counts from zero is told so."""
    with pytest.raises(SettingInvalid, match="2/8"):
        Shard.parse(text)


def test_what_is_prepared_is_not_prepared_again(corpus, tmp_path):
    """A shard that runs again does what is left; nothing is, so it does nothing."""
    first = prepare(corpus, tmp_path / "i", "1/2")
    again = prepare(corpus, tmp_path / "i", "1/2")
    assert (again.prepared, again.already) == ((), len(first.prepared))
    assert [id for id, _ in again.failed] == []


def test_a_dry_run_writes_nothing(corpus, tmp_path):
    """It only names the documents of the part."""
    report = prepare(corpus, tmp_path / "i", "1/1", dry_run=True)
    assert list(report.prepared) == [*walk(corpus).files]
    assert not (tmp_path / "i").exists()


def test_only_what_an_update_would_read_is_prepared(corpus, tmp_path):
    """Over an index that is up to date, a shard prepares the changed documents alone."""
    index = tmp_path / "i"
    build(corpus, index)
    (corpus / "mpya.md").write_text("# Mpya\n\nHati mpya.\n", encoding="utf-8")
    assert prepare(corpus, index, "1/1").prepared == ("mpya.md",)
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")


def test_a_file_that_changed_after_its_shard_is_read_by_the_update(corpus, tmp_path):
    """Prepared entries are of other bytes then; the update reads the file as it is now."""
    index = tmp_path / "i"
    prepare(corpus, index, "1/1")
    (corpus / "dira.md").write_text("# Dira\n\nManeno mapya.\n", encoding="utf-8")
    (corpus / "ajira.html").rename(corpus / "kazi.html")
    (corpus / "nakala.md").unlink()
    (corpus / "sources.tsv").write_text(
        "path\tinstitution\nsera/maji.txt\tWakala\n", encoding="utf-8"
    )
    shutil.rmtree(index / "parsed")
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert read_now(index) == 3  # dira.md, kazi.html, and sera/maji.txt, whose metadata is new
    assert everything(index) == everything(tmp_path / "plain")


def test_a_file_that_is_written_while_it_is_read_is_not_kept(corpus, tmp_path):
    """Its result may be of the new bytes under the hash of the old ones."""

    def write(done: int, of: int, id: str) -> None:
        if done == 0:
            (corpus / "dira.md").write_text("# Dira\n\nMaandishi mengine.\n", encoding="utf-8")

    report = prepare(corpus, tmp_path / "i", "1/1", progress=write)
    assert report.changed == ("dira.md",)
    assert "dira.md" not in report.prepared


def test_other_settings_make_prepared_entries_useless(corpus, tmp_path):
    """Entries of another recipe are not taken, ``status`` says so, and the update removes them."""
    index, other = tmp_path / "i", SETTINGS.replace(passage_words=60)
    build(corpus, index)
    (corpus / "mpya.md").write_text("# Mpya\n\nHati mpya.\n", encoding="utf-8")
    prepare_shard(corpus, index, other, Shard(1, 1), analyser=ANALYSER)
    (part,) = status(corpus, index, SETTINGS, analyser=ANALYSER).parts
    assert (part.name, part.fits, part.documents) == ("1/1", False, 0)
    build(corpus, index)
    assert status(corpus, index, SETTINGS, analyser=ANALYSER).parts == ()
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")


def test_a_full_update_reads_everything_itself(corpus, tmp_path):
    """--full trusts nothing that was made before."""
    index = tmp_path / "i"
    prepare(corpus, index, "1/1")
    shutil.rmtree(index / "parsed")
    build(corpus, index, full=True)
    assert read_now(index) == 6  # the mail and its form too; two files fail, two are equal
    assert parts(index) == ["1-of-1", "1-of-1.lock"], "prepared for another engine, perhaps"


@pytest.mark.parametrize("removed", [1, 7, 40])
def test_a_half_written_record_is_cut_off(corpus, tmp_path, removed):
    """After kill -9 in the middle of a write, the next run reads that document again."""
    index = tmp_path / "i"
    whole = prepare(corpus, index, "1/1")
    path = index / "prepared" / "1-of-1"
    os.truncate(path, path.stat().st_size - removed)
    again = prepare(corpus, index, "1/1")
    assert (len(again.prepared), again.already) == (1, len(whole.prepared) - 1)
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")


@pytest.mark.parametrize("again", [False, True], ids=["at once", "after its shard ran again"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.6, 0.99])
def test_a_flipped_bit_is_never_taken(corpus, tmp_path, share, again):
    """A record whose checksum differs is as good as none: the document is read again."""
    index = tmp_path / "i"
    prepare(corpus, index, "1/1")
    path = index / "prepared" / "1-of-1"
    data = bytearray(path.read_bytes())
    data[int(share * len(data))] ^= 16
    path.write_bytes(data)
    if again:
        assert prepare(corpus, index, "1/1").prepared != ()
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")


def test_two_processes_do_not_prepare_one_part(corpus, tmp_path):
    """The second is told which part is taken; another part it may prepare."""
    index = tmp_path / "i"
    prepare(corpus, index, "1/2")
    with disk.locked(index / "prepared" / "1-of-2.lock", 0):
        with pytest.raises(IndexLocked, match="1-of-2 is being written by process"):
            prepare(corpus, index, "1/2")
        prepare(corpus, index, "2/2")
        held = {part.name: part.writer for part in _status_parts(corpus, index)}
        assert (held["1/2"] is None, held["2/2"]) == (False, None)
        build(corpus, index)
        assert parts(index) == ["1-of-2", "1-of-2.lock"], "a part in work stays"


def _status_parts(corpus, index):
    from kb.admin.status import prepared_parts

    return prepared_parts(index, SETTINGS, analyser=ANALYSER)


def test_parts_of_several_divisions_serve_one_update(corpus, tmp_path):
    """One machine took half of the documents, another a third: whatever is there is used."""
    index = tmp_path / "i"
    prepare(corpus, index, "1/2")
    prepare(corpus, index, "2/3")
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")
    assert parts(index) == []


def test_parts_may_be_copied_from_machines_without_a_shared_disk(corpus, tmp_path):
    """The files of the parts are all that an update needs; times of the copies do not matter."""
    for number in (1, 2):
        away, files = tmp_path / f"machine{number}", tmp_path / f"corpus{number}"
        shutil.copytree(corpus, files, copy_function=shutil.copyfile)
        prepare(files, away, f"{number}/2")
        (tmp_path / "i" / "prepared").mkdir(parents=True, exist_ok=True)
        part = f"prepared/{number}-of-2"
        shutil.copyfile(away / part, tmp_path / "i" / part)
    build(corpus, tmp_path / "i")
    assert read_now(tmp_path / "i") == 0
    assert build(corpus, tmp_path / "i").published is False
    build(corpus, tmp_path / "plain")
    assert everything(tmp_path / "i") == everything(tmp_path / "plain")


def test_a_purge_leaves_no_prepared_entry(corpus, tmp_path, monkeypatch):
    """What is purged is in no part either."""
    index = tmp_path / "i"
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    build(corpus, index)
    (corpus / "siri.md").write_text("# Siri\n\nNeno la siri.\n", encoding="utf-8")
    prepare(corpus, index, "1/1")
    removal = plan_removal("siri.md", corpus, index, purge=True)
    remove(removal, corpus, index, SETTINGS, purge=True)
    assert parts(index) == []


WORDS = st.sampled_from(["maji", "kisima", "ng'ombe", "2012", "wa", "\ud800", "😀", "e\u0301", "-"])
BODIES = st.lists(WORDS, max_size=30).map(
    lambda words: ("# Hati\n\n" + " ".join(words)).encode("utf-8", "surrogatepass")
)
CORPORA = st.dictionaries(
    st.sampled_from([f"{name}.md" for name in "abcdefgh"]), BODIES, min_size=1, max_size=8
)


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=CORPORA, after=CORPORA, count=st.integers(1, 3), killed=st.integers(0, 400))
def test_any_corpus_that_changes_after_its_shards(before, after, count, killed):
    """Whatever was prepared, and however much of it was lost, the index is that of the corpus."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        _write(folder / "corpus", before)
        for number in range(1, count + 1):
            prepare(folder / "corpus", folder / "i", f"{number}/{count}")
        part = folder / "i" / "prepared" / f"1-of-{count}"
        os.truncate(part, max(part.stat().st_size - killed, 0))
        shutil.rmtree(folder / "corpus")
        _write(folder / "corpus", before | after)
        build(folder / "corpus", folder / "i")
        build(folder / "corpus", folder / "plain")
        assert everything(folder / "i") == everything(folder / "plain")


def _write(corpus: Path, texts: dict[str, bytes]) -> None:
    corpus.mkdir()
    for name, data in texts.items():
        (corpus / name).write_bytes(data)


def write_site(corpus: Path, pages: int, menu: str = "Wasiliana Nasi") -> None:
    """Write pages of one site, all under the same letterhead and menu."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        page = (
            f"<html><title>Wizara ya Gati</title><body><p>Wizara ya Gati</p><p>{menu}</p>"
            f"<h1>Huduma ya {number}</h1><p>Habari ya huduma namba n{number} ni hii.</p></body>"
        )
        (corpus / f"ukurasa{number:02}.html").write_text(page, encoding="utf-8")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_repeats_over_a_site_is_found_over_all_parts(tmp_path, count):
    """Pages of a site are spread over the parts, and the index is that of one machine."""
    corpus, index = tmp_path / "corpus", tmp_path / "i"
    write_site(corpus, 14)
    build(corpus, tmp_path / "plain")
    cuts = {id: one.cut for id, one in everything(tmp_path / "plain")["sources"].items()}
    assert sum(bool(cut) for cut in cuts.values()) >= 13, "the menu repeats"
    for _ in range(2):  # the second run knows the pages of all parts
        for number in range(1, count + 1):
            prepare(corpus, index, f"{number}/{count}")
    shutil.rmtree(index / "parsed")
    build(corpus, index)
    assert read_now(index) == 0, "no page was read again"
    assert everything(index) == everything(tmp_path / "plain")


def test_a_site_that_changed_after_its_shards(tmp_path):
    """Another menu on half of the pages: what repeats is decided by the pages as they are now."""
    corpus, index = tmp_path / "corpus", tmp_path / "i"
    write_site(corpus, 12)
    prepare(corpus, index, "1/2")
    prepare(corpus, index, "2/2")
    write_site(corpus, 7, menu="Mawasiliano")
    build(corpus, index)
    build(corpus, tmp_path / "plain")
    assert everything(index) == everything(tmp_path / "plain")
