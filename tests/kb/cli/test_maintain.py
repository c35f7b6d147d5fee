"""The commands of those who keep the documents, as they run them: real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[3]
KISIMA = [sys.executable, str(PROJECT / "search_cli.py")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of two documents."""
    made = tmp_path / "nyaraka"
    made.mkdir()
    for name, word in (("dira.md", "kinara"), ("barua.md", "chakechake")):
        (made / name).write_text(f"# Hati\n\nHabari ya {word}.\n", encoding="utf-8")
    return made


@pytest.fixture
def kisima(folder: Path, tmp_path: Path):
    """Run the command over that corpus."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*KISIMA, *arguments],
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            env={
                **os.environ,
                "KISIMA_LUGHA": "en",
                "KISIMA_CORPUS": str(folder),
                "KISIMA_INDEX": str(tmp_path / "index"),
                **environment,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


def test_a_document_comes_and_goes(kisima, tmp_path, folder):
    """Add, index, find; remove, and it is found no more; purge, and it is nowhere."""
    (tmp_path / "likizo.md").write_text("# Kanuni\n\n## Likizo\n\nSiku 28.\n", encoding="utf-8")
    added = kisima("ongeza", "likizo.md", "--to", "sera")
    assert added.returncode == 0
    assert "Likizo" in added.stdout
    assert "Not known: institution, date, source" in added.stderr
    kisima("index")
    assert kisima("search", "likizo").returncode == 0
    assert kisima("add", "likizo.md", "--to", "sera").returncode == 2
    result = kisima("add", "likizo.md", "--to", "sera", "--replace", "--json")
    assert json.loads(result.stdout)["id"] == "sera/likizo.md"

    assert kisima("remove", "sera/likizo.md").returncode == 2, "nobody is there to be asked"
    assert (folder / "sera" / "likizo.md").exists()
    removed = kisima("ondoa", "sera/likizo.md", "--yes")
    assert removed.returncode == 0
    assert "--purge" in removed.stderr
    assert kisima("search", "likizo").returncode == 1
    purged = kisima("remove", "sera/likizo.md", "--yes", "--purge", "--json")
    assert json.loads(purged.stdout)["amended"] == ["000001"]
    assert kisima("rollback").returncode == 0
    assert kisima("search", "likizo").returncode == 1
    assert kisima("remove", "hakuna.md", "--yes").returncode == 1


def test_what_changed_is_listed(kisima, folder):
    """Each document once, the newest first; since a generation or a day, in both languages."""
    kisima("index")
    nothing = kisima("changes")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "Nothing has changed since generation 000001" in nothing.stderr
    (folder / "dira.md").rename(folder / "maono.md")
    (folder / "barua.md").unlink()
    (folder / "mpya.md").write_text("# Mpya\n\nHabari mpya.\n", encoding="utf-8")
    kisima("index")
    rows = [line.split("  ") for line in kisima("mabadiliko").stdout.splitlines()]
    assert {(row[1].strip(), row[-1]) for row in rows} == {
        ("New", "mpya.md"),
        ("Moved", "maono.md"),
        ("Removed", "barua.md"),
    }
    listed = json.loads(kisima("changes", "--since", "1", "--json").stdout)
    assert [(one["id"], one["change"], one["was"]) for one in listed["changes"]] == [
        ("barua.md", "removed", None),
        ("maono.md", "renamed", "dira.md"),
        ("mpya.md", "added", None),
    ]
    assert (listed["total"], listed["next"]) == (3, None)
    assert kisima("changes", "--tangu", "9999-01-01").returncode == 1
    assert kisima("changes", "--since", "jana").returncode == 2
    assert "kisima history" in kisima("changes", "--since", "7").stderr


def test_history_and_going_back(kisima, folder):
    """What is kept is listed, and the one before answers again until the next update."""
    assert kisima("history").returncode == 65
    kisima("index")
    assert kisima("rollback").returncode == 65
    (folder / "barua.md").unlink()
    kisima("index")
    rows = kisima("historia").stdout.splitlines()
    assert rows[1].startswith("●  000002")
    assert json.loads(kisima("history", "--json").stdout)[1]["documents"] == 2
    assert json.loads(kisima("rejesha", "--json").stdout)["generation"] == "000003"
    assert kisima("search", "chakechake").returncode == 0
    assert "kisima index" in kisima("status").stderr
    assert kisima("rollback", "99").returncode == 65
    assert "kisima history" in kisima("rollback", "99").stderr


def test_verify_tells_sound_from_damaged(kisima, tmp_path):
    """Exit 0 or 65, the file named, and the command that mends it."""
    kisima("index")
    assert "sound" in kisima("hakiki").stdout
    path = next((tmp_path / "index").rglob("*.trm"))
    path.write_bytes(path.read_bytes()[:-1])
    ran = kisima("verify")
    assert ran.returncode == 65
    assert path.name in ran.stderr
    assert "kisima index --full" in ran.stderr
    assert json.loads(kisima("verify", "--json").stdout)[0]["problems"]
    assert kisima("index", "--full").returncode == 0
    assert "000002 ●" in kisima("verify").stdout


def test_the_doctor_says_what_is_wrong(kisima):
    """Before the first index one thing is wrong, with its command; afterwards nothing."""
    before = kisima("doctor")
    assert before.returncode == 1
    assert "→ kisima index" in before.stdout
    kisima("index")
    after = kisima("chunguza")
    assert after.returncode == 0
    assert "wrong" not in after.stdout
    assert {check["verdict"] for check in json.loads(kisima("doctor", "--json").stdout)} <= {
        "good",
        "warn",
    }


def test_failed_files_are_listed_and_tried_again(kisima, folder, tmp_path):
    """Each with its reason and what to do; a retry that changes nothing publishes nothing."""
    (folder / "tupu.md").write_text(" ", encoding="utf-8")
    kisima("index")
    result = kisima("status")
    assert "tupu.md: " in result.stderr
    assert "kisima status --failed" in result.stderr
    kisima("status", "--failed")
    assert (tmp_path / "index" / "current").read_text(encoding="ascii") == "000001\n"
    (folder / "tupu.md").write_text("Sera mpya.", encoding="utf-8")
    assert "tupu.md" not in kisima("status", "--failed").stderr
    assert kisima("search", "sera").returncode == 0


def test_a_picture_without_text_is_told_from_a_file_without_a_reader(kisima, folder):
    """A photo has a reader: what is said of it is that it shows no page, or that OCR is missing."""
    Image.new("L", (600, 600), 255).save(folder / "foto.png")
    (folder / "data.bin").write_bytes(b"x")
    kisima("index")
    said = kisima("status", "--failed").stderr.splitlines()
    assert "data.bin: no reader for this format" in said
    (photo,) = [line for line in said if line.startswith("foto.png: ")]
    assert "a picture without a page of text" in photo or "tesseract-ocr" in photo


def test_documents_are_listed(kisima):
    """One line for each, with what is known about it."""
    kisima("index")
    lines = kisima("status", "--documents").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["barua.md", "dira.md"]


def test_watching_follows_and_ends_with_ctrl_c(folder, tmp_path):
    """One line for each update, and 130 at the end."""
    places = ["--corpus", str(folder), "--index", str(tmp_path / "index")]
    with subprocess.Popen(
        [*KISIMA, *places, "fuatilia"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "KISIMA_QUIET": "0", "KISIMA_LUGHA": "en"},
    ) as running:
        assert "Watching" in running.stderr.readline()
        assert "new: 2" in running.stderr.readline()
        (folder / "dira.md").unlink()
        assert "removed: 1" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert "Traceback" not in running.stderr.read()


def test_the_site_can_watch_too(folder, tmp_path, kisima):
    """One command serves the page and follows the documents."""
    kisima("index")
    places = ["--corpus", str(folder), "--index", str(tmp_path / "index")]
    with subprocess.Popen(
        [*KISIMA, *places, "serve", "--port", "0", "--watch"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "KISIMA_QUIET": "0", "KISIMA_LUGHA": "en"},
    ) as running:
        address = running.stderr.readline().split()[0]
        assert "generation 000001" in running.stderr.readline()
        (folder / "mpya.md").write_text("# Mpya\n\nHabari ya bandari.\n", encoding="utf-8")
        assert "new: 1" in running.stderr.readline()
        assert json.loads(fetched(f"{address}api/v1/search?q=bandari"))["total"] == 1
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0


def fetched(address: str) -> bytes:
    """Return a page, as soon as somebody answers."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("nobody answered for thirty seconds")


def test_an_incomplete_installation_is_one_line(kisima, tmp_path):
    """What is missing, and the command that says how to get it: no traceback."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys; sys.modules['kb.indexing'] = None\n", encoding="utf-8"
    )
    ran = kisima("index", PYTHONPATH=str(tmp_path))
    assert ran.returncode == 70
    assert "Traceback" not in ran.stderr
    assert "kisima doctor" in ran.stderr


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--allow-failed"], 0)])
def test_a_file_that_fails_is_in_the_exit_code(options, code, kisima, folder):
    """A script sees that a document is missing from the index, unless it allows that."""
    (folder / "tupu.md").write_text(" ", encoding="utf-8")
    ran = kisima("index", *options)
    assert ran.returncode == code
    assert "1 file could not be read" in ran.stderr
    assert kisima("search", "kinara").returncode == 0, "the other documents are there"


def test_parts_of_an_update_are_prepared_and_taken(kisima, tmp_path):
    """By both names of the command and the option; ``status`` shows the parts until they served."""
    first = kisima("index", "--shard", "1/2")
    assert first.returncode == 0
    assert "part" in first.stdout
    assert "kisima index" in first.stderr
    status = kisima("status")
    assert status.returncode == 65, "nothing is indexed yet"
    assert "Prepared, part 1/2:" in status.stderr
    second = json.loads(kisima("sasisha", "--sehemu", "2/2", "--json").stdout)
    assert second["shard"] == "2/2"
    dry = json.loads(kisima("index", "--shard", "1/1", "--dry-run", "--json").stdout)
    assert dry["prepared"] == ["barua.md", "dira.md"]
    assert kisima("index", "--json").returncode == 0
    held = json.loads(kisima("status", "--json").stdout)
    assert (held["documents"], held["prepared"]) == (2, [])


@pytest.mark.parametrize("arguments", [("0/2",), ("3/2",), ("x",), ("1/2", "--full")])
def test_a_part_that_cannot_be_is_a_mistake_of_the_caller(kisima, tmp_path, arguments):
    """One line says what is expected, and nothing is written."""
    result = kisima("index", "--shard", *arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "index").exists()


def test_a_part_with_an_unreadable_file_ends_as_an_update_does(kisima, folder):
    """Exit 1 and the reason; 0 with --allow-failed, for a job array that must go on."""
    (folder / "mbovu.docx").write_text("hii si hati", encoding="utf-8")
    failed = kisima("index", "--shard", "1/1")
    assert failed.returncode == 1
    assert "mbovu.docx" in failed.stderr
    assert kisima("index", "--shard", "1/1", "--allow-failed").returncode == 0
    assert kisima("index").returncode == 1, "the update reports it too"
