"""A file is copied into the corpus only if it can be searched there."""

from __future__ import annotations

import pytest

from kb.admin.add import add
from kb.errors import DocumentUnreadable, SettingInvalid, StorageFailed
from kb.settings import load


@pytest.fixture
def file(tmp_path):
    """A file outside the corpus."""
    made = tmp_path / "likizo.md"
    made.write_text("# Kanuni\n\n## Likizo\n\nSiku 28.\n", encoding="utf-8")
    return made


def test_a_file_is_copied_and_understood(run, file, folder, settings):
    """The clerk sees the headings, and what is not known about the document."""
    added = add(file, folder, settings, folder="sera/mpya")
    assert added.id == "sera/mpya/likizo.md"
    assert [section.heading for section in added.outline.sections] == ["Kanuni", "Likizo"]
    assert added.missing == ("institution", "date", "source")
    assert file.exists()
    assert (folder / added.id).stat().st_mtime_ns == file.stat().st_mtime_ns
    assert "sera/mpya/likizo.md" in run().added


def test_what_is_known_is_not_asked_for(file, folder, settings):
    """Metadata from front matter and sources.tsv is not reported as missing."""
    text = file.read_text(encoding="utf-8")
    file.write_text(f"---\nkichwa: Kanuni\ntaasisi: Wakala\n---\n{text}", encoding="utf-8")
    (folder / "sources.tsv").write_text("path\ttarehe\nlikizo.md\t2020\n", encoding="utf-8")
    assert add(file, folder, settings).missing == ("source",)


def test_a_document_is_replaced_only_on_request(file, folder, settings):
    """A wrong name replaces no document."""
    add(file, folder, settings)
    with pytest.raises(SettingInvalid, match="--replace"):
        add(file, folder, settings)
    file.write_text("# Mpya\n\nMaandishi.\n", encoding="utf-8")
    add(file, folder, settings, replace=True)
    assert (folder / "likizo.md").read_text(encoding="utf-8").startswith("# Mpya")


def test_a_sidecar_comes_along(file, folder, settings):
    """What a person wrote about the file goes where the file goes."""
    file.with_name("likizo.md.toml").write_text('kichwa = "Kanuni za likizo"\n', encoding="utf-8")
    assert add(file, folder, settings).outline.title == "Kanuni za likizo"
    assert (folder / "likizo.md.toml").exists()


@pytest.mark.parametrize("where", ["..", "../nje", "/tmp", "a/../../b", ".siri", "a/.siri"])
def test_nothing_is_put_outside_the_corpus(file, folder, settings, where):
    """The corpus is public, and the rest of the disk is not its place."""
    with pytest.raises(SettingInvalid):
        add(file, folder, settings, folder=where)


def test_what_cannot_be_read_is_not_copied(tmp_path, folder, settings):
    """An empty file, a picture, a folder: refused with the reason."""
    for name, data in (("tupu.md", b" "), ("picha.png", b"\x89PNG")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(DocumentUnreadable):
            add(tmp_path / name, folder, settings)
        assert not (folder / name).exists()
    with pytest.raises(DocumentUnreadable, match="regular"):
        add(tmp_path, folder, settings)


def test_what_the_corpus_would_leave_out_is_told(file, folder, settings):
    """A document that .kisimaignore hides would never be found."""
    (folder / ".kisimaignore").write_text("likizo*\n", encoding="utf-8")
    with pytest.raises(SettingInvalid, match="kisimaignore"):
        add(file, folder, settings)
    assert not (folder / "likizo.md").exists()


def test_without_a_corpus_there_is_nowhere_to_put_it(file, tmp_path, settings):
    """A mistyped folder is not made."""
    with pytest.raises(SettingInvalid, match="corpus"):
        add(file, tmp_path / "hakuna", settings)


def test_a_full_disk_leaves_no_half_of_it(file, folder, settings, monkeypatch):
    """What could not be copied whole is not there at all."""

    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copy2", refuse)
    before = sorted(folder.rglob("*"))
    with pytest.raises(StorageFailed, match="free"):
        add(file, folder, settings)
    assert sorted(folder.rglob("*")) == before


def test_the_limits_are_those_of_the_settings(tmp_path, folder):
    """A file that an update would refuse is refused at once, by the same limits."""
    (tmp_path / "ndefu.html").write_bytes(b"<p>" + b"<div>" * 300_000 + b"maji")
    with pytest.raises(DocumentUnreadable, match="took more than 1 s"):
        add(tmp_path / "ndefu.html", folder, load({"parse_seconds": 1}, environ={}))
    assert not (folder / "ndefu.html").exists()


def test_a_sidecar_that_waits_is_read(file, folder, settings):
    """What the clerk is shown is what will be indexed: the corpus has a word on this file already."""
    waiting = folder / "likizo.md.toml"
    waiting.write_text('kichwa = "Kanuni"\ntaasisi = "Wakala"\n', encoding="utf-8")
    added = add(file, folder, settings)
    assert (added.outline.title, added.missing) == ("Kanuni", ("date", "source"))
    assert waiting.exists()


def test_the_longest_name_there_can_be(tmp_path, folder, settings):
    """Its copy is first written under a name that is not longer still."""
    file = tmp_path / ("ñ" * 126 + ".md")
    file.write_text("# Dira\n", encoding="utf-8")
    assert (folder / add(file, folder, settings).id).exists()


def test_a_document_that_is_left_out_is_not_lost(file, folder, settings):
    """To replace what .kisimaignore hides is refused, and leaves it as it was."""
    (folder / "likizo.md").write_text("# Ya zamani\n", encoding="utf-8")
    (folder / ".kisimaignore").write_text("likizo*\n", encoding="utf-8")
    with pytest.raises(SettingInvalid, match="kisimaignore"):
        add(file, folder, settings, replace=True)
    assert (folder / "likizo.md").read_text(encoding="utf-8") == "# Ya zamani\n"
