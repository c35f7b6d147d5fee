"""Children that read files: a bad file costs itself, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb import readers as documents
from kb.document import Heading
from kb.errors import DocumentUnreadable
from kb.readers.base import Parsed, Unreadable
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import Sandbox
from kb.readers.sandbox.protocol import HEAD, framed, parsed_from, to_json
from tests.kb.readers.making import changed, drawn, opendocument, word

TEXT = b"# Dira\n\nKuwa kinara wa huduma.\n"


@pytest.fixture
def sandbox():
    """Children with little patience."""
    with Sandbox(Limits(seconds=3, megabytes=256)) as opened:
        yield opened


def write(folder, name, data):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_is_read_as_it_is_read_without_a_child(sandbox, tmp_path):
    """What comes over the wire is what the reader made."""
    from kb.readers import markdown

    path = write(tmp_path, "a.md", TEXT)
    assert sandbox.parse(path, "markdown") == markdown.parse(TEXT)


def test_one_child_reads_many_files(sandbox, tmp_path):
    """A thousand small files must not start Python a thousand times."""
    path = write(tmp_path, "a.md", TEXT)
    for _ in range(50):
        sandbox.parse(path, "markdown")
    assert len(sandbox._all) == 1


def test_threads_have_a_child_each(sandbox, tmp_path):
    """Two asking at once do not read each other's answers."""
    paths = [write(tmp_path, f"{i}.md", b"# Kichwa %d\n" % i) for i in range(8)]
    answers = {}

    def read(i):
        for _ in range(5):
            answers[i] = sandbox.parse(paths[i], "markdown").text

    threads = [threading.Thread(target=read, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {i: f"Kichwa {i}\n" for i in range(8)}


BOMBS = {
    "time.html": (b"<div>" * 300_000, "PARSE_SECONDS"),
    "memory.pdf": (drawn([b"q " * (150 * 1024 * 1024)]), "PARSE_MEGABYTES"),
    "laughs.docx": (
        changed(
            word(lambda d: d.add_paragraph("Maji")),
            "word/document.xml",
            lambda xml: (
                b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
                + b"".join(
                    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
                )
                + b"]>"
                + xml[xml.index(b"<w:document") :].replace(b"Maji", b"&m;")
            ),
        ),
        "·",
    ),
    "inflated.odt": (
        changed(
            opendocument("<text:p>Maji</text:p>"),
            "content.xml",
            lambda xml: xml.replace(b"Maji", b"maji " * (8 << 20)),
        ),
        "unpacks to",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_only(sandbox, tmp_path, name):
    """It is refused with what to do, and the next file is read as if nothing had been."""
    data, reason = BOMBS[name]
    with pytest.raises(DocumentUnreadable, match=reason):
        documents.read(write(tmp_path, name, data), name, None, 1 << 25, sandbox=sandbox)
    good = write(tmp_path, "a.md", TEXT)
    assert documents.read(good, "a.md", None, 1 << 25, sandbox=sandbox).text.startswith("Dira")


def test_a_file_outside_is_not_fetched_by_a_document(sandbox, tmp_path):
    """XML may name files of this machine; none of them is read."""
    secret = write(tmp_path, "secret.txt", b"SIRI")
    data = changed(
        word(lambda d: d.add_paragraph("Maji")),
        "word/document.xml",
        lambda xml: (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'.encode()
            + xml[xml.index(b"<w:document") :].replace(b"Maji", b"Maji &s;")
        ),
    )
    try:
        text = sandbox.parse(write(tmp_path, "xxe.docx", data), "docx").text
    except Unreadable:
        return
    assert "SIRI" not in text


def test_a_child_that_dies_is_replaced(sandbox, tmp_path):
    """Killed from outside between two files, it costs neither of them."""
    path = write(tmp_path, "a.md", TEXT)
    sandbox.parse(path, "markdown")
    (child,) = sandbox._all
    child._process.kill()
    child._process.wait()
    assert sandbox.parse(path, "markdown").text.startswith("Dira")


def test_children_end_with_the_sandbox(tmp_path):
    """Nothing is left running."""
    with Sandbox() as opened:
        opened.parse(write(tmp_path, "a.md", TEXT), "markdown")
        (child,) = opened._all
    assert not child.alive


def test_a_child_ends_with_who_started_it(tmp_path):
    """Even killed outright, Kisima leaves no child behind: its input ends."""
    code = (
        "import sys; from pathlib import Path; from kb.readers.sandbox.pool import Sandbox\n"
        f"s = Sandbox(); s.parse(Path({str(write(tmp_path, 'a.md', TEXT))!r}), 'markdown')\n"
        "print(*[c._process.pid for c in s._all], flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        threading.Event().wait(0.01)
    pytest.fail("the child is still there")


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"text": "\ud800"},
        {"pages": [9, 1]},
        {"pages": [-1]},
        {"headings": [{"text": "Dira", "level": 1, "start": 1, "end": 5, "found": "x"}]},
        {"declared": 5},
        {"title": 5},
    ],
)
def test_an_answer_that_cannot_be_true_is_refused(change):
    """A child that a file has taken over can send no offsets that break what follows."""
    good = to_json(Parsed("Dira\n\nKuwa.", (Heading("Dira", 1, 0, 4, "size"),), pages=(0, 6)))
    assert parsed_from(json.loads(framed(good)[HEAD.size :])).pages == (0, 6)
    with pytest.raises(ValueError):
        parsed_from(good | change)


SEEDS = {
    "docx": word(lambda d: (d.add_paragraph("Dira", style="Heading 1"), d.add_paragraph("Kuwa."))),
    "odt": opendocument('<text:h text:outline-level="1">Dira</text:h>', "<text:p>Kuwa.</text:p>"),
    "html": b"<html lang=sw><h1>Dira</h1><ul><li>Kuwa<li>kinara</ul><table><tr><td>a<td>b</table>",
    "markdown": b"# Dira\n\n- Kuwa\n  1. kinara\n\n| a | b |\n|---|---|\n| c | d |\n",
}


@pytest.fixture(scope="module")
def fuzzed():
    """One sandbox for a whole run of damaged files."""
    with Sandbox(Limits(seconds=5)) as opened:
        yield opened


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(format=st.sampled_from(sorted(SEEDS)), data=st.data())
def test_a_damaged_file_is_text_or_a_reason(fuzzed, tmp_path, format, data):
    """Flipped, cut and doubled bytes of any format: no crash, no hang, a reason each."""
    seed = bytearray(SEEDS[format])
    for _ in range(data.draw(st.integers(1, 10))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(seed)))
    path = write(tmp_path, "x", bytes(seed[:cut] + seed[: data.draw(st.integers(0, 40))]))
    try:
        parsed = fuzzed.parse(path, format)
    except Unreadable as error:
        reason = str(error)
    else:
        reason = "·"
        assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    assert "·" in reason
