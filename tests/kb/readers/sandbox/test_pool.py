"""Children that read files: a bad file costs itself, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import DocumentUnreadable
from kb.messages import translate
from kb.readers import read_document
from kb.readers.base import Unreadable
from kb.readers.sandbox import answers
from kb.readers.sandbox.limits import Limits, missing_limits
from kb.readers.sandbox.pool import Sandbox
from tests.kb.readers.making import changed, drawn, word
from tests.kb.readers.making_opendocument import opendocument

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
        "failed|Word file",
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
        read_document(write(tmp_path, name, data), name, None, 1 << 25, sandbox=sandbox)
    good = write(tmp_path, "a.md", TEXT)
    assert read_document(good, "a.md", None, 1 << 25, sandbox=sandbox).text.startswith("Dira")


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
        reason = error.reason
    else:
        reason = None
        assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    assert reason is None or translate(reason, "sw") != translate(reason, "en")


@pytest.fixture
def changed_python(tmp_path, monkeypatch):
    """Gives every child a sitecustomize.py of this content; the parent stays as it is."""

    def changed_python(code):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "sitecustomize.py").write_text(code, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path / "site")

    return changed_python


NO_LIMIT = """
import resource
setrlimit = resource.setrlimit

def refuse(kind, values):
    if kind in ({kinds}):
        raise ValueError("current limit exceeds maximum limit")
    setrlimit(kind, values)

resource.setrlimit = refuse
"""


@pytest.mark.parametrize(
    "kinds", ["resource.RLIMIT_AS,", "resource.RLIMIT_AS, resource.RLIMIT_CPU"]
)
def test_a_limit_that_the_system_lacks_is_left_out(changed_python, tmp_path, caplog, kinds):
    """On macOS files are read without the limit of memory, and a warning says so once."""
    changed_python(NO_LIMIT.format(kinds=kinds))
    answers.log_missing_limits.cache_clear()
    path = write(tmp_path, "a.md", TEXT)
    with Sandbox() as opened:
        for _ in range(3):
            assert opened.parse(path, "markdown").text.startswith("Dira")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "memory" in missing_limits()
    assert ("processor time" in missing_limits()) == ("CPU" in kinds)


def test_this_system_has_every_limit():
    """On Linux nothing is left out."""
    assert missing_limits() == ()


FAULTY = """
import kb.readers.markdown as reader

def parse(data, *, max_pages=0):
    {fault}

reader.parse = parse
"""


def test_an_exception_of_a_reader_is_logged_with_its_traceback(changed_python, tmp_path, caplog):
    """A fault of ours is no fault of the document: the log names the line of the source."""
    changed_python(FAULTY.format(fault='raise KeyError("kosa letu")'))
    path = write(tmp_path, "a.md", TEXT)
    with Sandbox() as opened, pytest.raises(Unreadable, match="KeyError: 'kosa letu'"):
        opened.parse(path, "markdown")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("kb.readers.sandbox.answers", "ERROR")
    assert "Traceback" in record.getMessage()
    assert "sitecustomize.py" in record.getMessage()
    assert "a.md" in record.getMessage()


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import os; os._exit(1)", "exit code 1"),
        ("raise MemoryError", "PARSE_MEGABYTES"),
        ("raise RecursionError", "too deep"),
        ("while True: pass", "PARSE_SECONDS"),
    ],
)
def test_the_end_of_a_child_has_its_true_cause(changed_python, tmp_path, fault, cause):
    """A signal, an exit code, a limit: the clerk reads which, and no guess."""
    changed_python(FAULTY.format(fault=fault))
    path = write(tmp_path, "a.md", TEXT)
    with Sandbox(Limits(seconds=1)) as opened, pytest.raises(Unreadable, match=cause):
        opened.parse(path, "markdown")


def test_a_python_that_cannot_start_is_logged(changed_python, tmp_path, caplog):
    """What the child says before it can answer is in the log."""
    changed_python(
        "import sys; sys.stderr.write('imevunjika'); sys.stderr.flush()\nimport os; os._exit(3)"
    )
    path = write(tmp_path, "a.md", TEXT)
    with Sandbox() as opened, pytest.raises(Unreadable, match="exit code 3"):
        opened.parse(path, "markdown")
    assert "imevunjika" in caplog.text
