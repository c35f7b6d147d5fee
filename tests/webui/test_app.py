"""A running site uses each new generation of its index."""

from __future__ import annotations

import threading


def test_a_new_generation_needs_no_restart(site, tmp_path):
    """The next request finds the new words, and no longer the old ones."""
    reader = site({"a.md": "# Sera\n\nTembo mkubwa.\n"})
    assert reader.get("/api/v1/search?q=tembo").json()["total"] == 1
    site({"a.md": "# Sera\n\nTwiga mrefu.\n"})
    assert reader.get("/api/v1/search?q=tembo").json()["total"] == 0
    assert reader.get("/api/v1/search?q=twiga").json()["total"] == 1
    (tmp_path / "corpus" / "a.md").unlink()
    site({"b.md": "# Kanuni\n\nSimba.\n"})
    assert reader.get("/hati/a.md").status_code == 404


def test_a_site_started_before_its_index_opens_when_there_is_one(site, empty_site):
    """The operator may start the server first, and index the folder later."""
    assert empty_site.get("/").status_code == 503
    site({"a.md": "# Sera\n\nTembo mkubwa.\n"})
    assert empty_site.get("/?q=tembo").status_code == 200
    assert empty_site.get("/readyz").json()["status"] == "ok"


def test_readers_notice_nothing_of_a_rebuild(site):
    """Several readers ask while generations change: every answer is complete."""
    reader = site({"a.md": "# Sera\n\nTembo wa 0.\n"})
    stop, wrong = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            for address in ("/?q=tembo", "/hati/a.md?q=tembo", "/api/v1/search?q=tembo"):
                answer = reader.get(address)
                if answer.status_code != 200 or "Tembo" not in answer.text:
                    wrong.append((address, answer.status_code, answer.text))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for one in readers:
        one.start()
    for number in range(1, 6):
        site({"a.md": f"# Sera\n\nTembo wa {number}.\n"})
    stop.set()
    for one in readers:
        one.join()
    assert wrong == []
    assert "Tembo wa 5." in reader.get("/api/v1/documents/a.md").text
