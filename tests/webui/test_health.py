"""Alive and able to answer are two things; a damaged generation gives way to a sound one."""

from __future__ import annotations

import pytest

TEXTS = {"a.md": "# Sera\n\nTembo mkubwa anaishi hapa.\n"}
NEWER = {"a.md": "# Sera\n\nTembo mkubwa anaishi mbali.\n"}


def spoil(folder, byte: bytes = b"\xff") -> None:
    """Write one byte over every file of the engine, in place: the files keep their sizes."""
    for path in folder.iterdir():
        if path.name not in {"manifest.json", "pin"}:
            copy = path.read_bytes()
            with path.open("r+b") as file:  # in place: the open reader has it mapped
                file.write(byte * len(copy))


def break_links(folder) -> None:
    """Give a generation files of its own; a generation shares those that did not change."""
    for path in folder.iterdir():
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)


@pytest.fixture
def damaged(site, tmp_path):
    """A site whose newest generation is damaged while it is open."""
    reader = site(TEXTS)
    site(NEWER)
    generations = tmp_path / "index" / "generations"
    for folder in generations.iterdir():
        break_links(folder)
    assert reader.get("/readyz").json() == {"status": "ok", "generation": "000002"}
    spoil(generations / "000002")
    return reader


def test_a_site_that_lives_and_has_no_index_is_not_ready(empty_site):
    """A supervisor need not restart it, and a proxy must not send readers to it."""
    assert empty_site.get("/healthz").json() == {"status": "ok"}
    answer = empty_site.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["kind"] == "empty"


@pytest.mark.parametrize("asked_first", ["/?q=tembo", "/api/v1/search?q=tembo", "/readyz"])
def test_an_intact_older_generation_answers_without_a_restart(damaged, asked_first):
    """The request that meets the damage is answered already, and readers are told."""
    assert damaged.get(asked_first).status_code == 200
    page = damaged.get("/?q=tembo&lugha=en")
    assert "hapa" in page.text
    assert "you see the one before it" in page.text
    assert "kisima" not in page.text.partition("one before it")[0].rpartition("<main")[2]
    assert damaged.get("/readyz").json() == {"status": "degraded", "generation": "000001"}


def test_damage_that_only_hides_what_is_there_is_met_by_readyz(site, tmp_path):
    """Zeros are postings of nothing: no search fails, and none finds anything."""
    reader = site(TEXTS)
    site(NEWER)
    for folder in (tmp_path / "index" / "generations").iterdir():
        break_links(folder)
    assert reader.get("/readyz").status_code == 200
    spoil(tmp_path / "index" / "generations" / "000002", b"\0")
    assert reader.get("/readyz").json() == {"status": "degraded", "generation": "000001"}
    assert "hapa" in reader.get("/?q=tembo").text


def test_a_newer_generation_ends_the_notice(damaged, site):
    """The next update mends it."""
    assert damaged.get("/?q=tembo").status_code == 200
    site({"a.md": "# Sera\n\nTembo mkubwa anaishi porini.\n"})
    page = damaged.get("/?q=tembo&lugha=en")
    assert "porini" in page.text
    assert "one before it" not in page.text
    assert damaged.get("/readyz").json()["status"] == "ok"


def test_without_a_sound_generation_the_site_is_not_ready(site, tmp_path):
    """503 with the reason, and no path of the server."""
    reader = site(TEXTS)
    assert reader.get("/readyz").status_code == 200
    spoil(tmp_path / "index" / "generations" / "000001")
    answer = reader.get("/readyz")
    assert answer.status_code in {500, 503}
    assert str(tmp_path) not in answer.text
    assert reader.get("/healthz").status_code == 200


def test_a_fault_of_ours_is_no_damage(site, monkeypatch):
    """A sound generation stays, whatever the program does wrong."""
    import kb.knowledge_base

    reader = site(TEXTS)
    site(NEWER)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(kb.knowledge_base, "search_page", fail)
    assert reader.get("/?q=tembo").status_code == 500
    monkeypatch.undo()
    assert reader.get("/readyz").json() == {"status": "ok", "generation": "000002"}
