"""Old Office files are read through LibreOffice: a bad file, or a bad program, costs itself only."""

from __future__ import annotations

import http.server
import os
import subprocess
import threading
import time
from pathlib import Path

import pytest

from kb.errors import DocumentUnreadable
from kb.messages import translate
from kb.readers import libreoffice, read_document
from kb.readers.base import Unreadable
from kb.readers.libreoffice import converted, program
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import Sandbox
from tests.kb.readers.making_opendocument import opendocument, para, sheet, slide

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAX_BYTES = 1 << 20

real = pytest.mark.skipif(
    program.libreoffice() is None, reason="LibreOffice (soffice) is not installed"
)


@pytest.fixture(scope="module")
def sandbox():
    """Children with little patience: two seconds by the clock."""
    with Sandbox(Limits(seconds=1)) as opened:
        yield opened


@pytest.fixture
def old_file(tmp_path):
    """A file that begins as old Office files do, alone in its folder."""
    (tmp_path / "corpus").mkdir()
    path = tmp_path / "corpus" / "barua.doc"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a shell script in the place of LibreOffice; $out and $in are its folder and file."""

    def stand_in(script):
        folder = tmp_path / "bin"
        folder.mkdir()
        path = folder / "soffice"
        head = (
            '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done\n'
            'in="$1"; mkdir -p "$out"\n'
        )
        path.write_text(head + script, encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return stand_in


def read(path, sandbox):
    """Return the document in a file."""
    return read_document(path, path.name, None, MAX_BYTES, sandbox=sandbox)


def test_a_converted_file_is_read_by_the_reader_of_its_copy(old_file, stand_in, sandbox, tmp_path):
    """The format is that of the file, the headings are those of the copy."""
    copy = tmp_path / "copy.odt"
    copy.write_bytes(opendocument('<text:h text:outline-level="1">Dira</text:h>', para("Kuwa.")))
    stand_in(f'cp "{copy}" "$out/file.odt"')
    document = read(old_file, sandbox)
    assert (document.format, document.title) == ("doc", "Dira")
    assert [heading.text for heading in document.headings] == ["Dira"]
    assert list(old_file.parent.iterdir()) == [old_file]


def test_the_program_works_in_a_folder_of_its_own(old_file, stand_in, sandbox, tmp_path):
    """It sees neither the user's profile and variables nor the folder of the documents."""
    seen = tmp_path / "seen"
    stand_in(f'{{ env; pwd; echo "$in"; ls "$HOME/profile/user"; }} > "{seen}"; exit 1')
    os.environ["SIRI_YA_MTUMIAJI"] = "ndiyo"
    try:
        with pytest.raises(DocumentUnreadable):
            read(old_file, sandbox)
    finally:
        del os.environ["SIRI_YA_MTUMIAJI"]
    text = seen.read_text(encoding="utf-8")
    assert "SIRI" not in text
    assert str(old_file.parent) not in text
    assert f"HOME={os.environ['HOME']}\n" not in text
    assert "registrymodifications.xcu" in text
    home = next(line[5:] for line in text.splitlines() if line.startswith("HOME="))
    assert not Path(home).exists()


def test_a_missing_program_is_named_with_its_package(old_file, sandbox, monkeypatch, tmp_path):
    """The clerk learns what to install and what to run then, in both languages."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(program, "_ELSEWHERE", ())
    with pytest.raises(DocumentUnreadable, match="libreoffice-writer-nogui") as raised:
        read(old_file, sandbox)
    assert "kisima status --failed" in translate(raised.value.reason, "en")
    assert translate(raised.value.reason, "sw") != translate(raised.value.reason, "en")


def test_a_program_that_hangs_is_ended_with_all_it_started(old_file, stand_in, sandbox, tmp_path):
    """Its own children too; the limit that it reached is named."""
    pid = tmp_path / "pid"
    stand_in(f'sleep 300 & echo $! > "{pid}"; sleep 300')
    start = time.monotonic()
    with pytest.raises(DocumentUnreadable, match=r"more than 2 s .*KISIMA_PARSE_SECONDS"):
        read(old_file, sandbox)
    assert time.monotonic() - start < 30
    number = int(pid.read_text(encoding="ascii"))
    for _ in range(500):
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text(encoding="ascii").split()[2] == "Z":
            return
        time.sleep(0.01)
    pytest.fail("what the program started still runs")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo mbaya >&2; exit 1", "cannot open it"),
        ("exit 0", "cannot open it"),
        ("kill -SEGV $$", "cannot open it"),
        ('head -c 2000000 /dev/zero > "$out/file.odt"', "larger than 1,048,576 bytes"),
        ('echo mbaya > "$out/file.odt"', "damaged|not a whole"),
    ],
)
def test_a_program_that_fails_costs_one_file(old_file, stand_in, sandbox, script, reason):
    """No copy, a huge one, or one that is none: a reason each."""
    stand_in(script)
    with pytest.raises(DocumentUnreadable, match=reason):
        read(old_file, sandbox)


def test_a_program_that_fills_the_disk_is_ended(old_file, stand_in):
    """No file that it writes becomes larger than the limit."""
    stand_in('cat /dev/zero > "$out/file.odt"')
    limits = Limits(max_bytes=MAX_BYTES)
    with pytest.raises(Unreadable, match="larger than"), converted(old_file, "doc", "odt", limits):
        pass


def test_what_is_no_old_office_file_is_not_converted(tmp_path, stand_in, sandbox):
    """A name alone starts no program."""
    stand_in(f'touch "{tmp_path / "started"}"')
    path = tmp_path / "barua.doc"
    path.write_bytes(b"Maji safi")
    with pytest.raises(DocumentUnreadable):
        read(path, sandbox)
    assert not (tmp_path / "started").exists()


def test_a_file_inside_another_is_refused_with_what_to_do():
    """What is attached to a mail cannot be converted in the sandbox."""
    with pytest.raises(Unreadable, match="save it on its own"):
        libreoffice.parse(OLD)
    with pytest.raises(Unreadable, match="not an old Office file"):
        libreoffice.parse(b"Maji")


SOURCES = {
    "doc": (
        "odt",
        opendocument(
            '<text:h text:style-name="H1" text:outline-level="1">Dira</text:h>', para("Kuwa.")
        ),
        "Dira\n\nKuwa.\n",
    ),
    "xls": (
        "ods",
        opendocument(sheet("Maji", ["Kata", "Visima"], ["Msoga", "3"]), kind="spreadsheet"),
        "Maji\n\nKata | Visima\nMsoga | 3\n",
    ),
    "ppt": ("odp", opendocument(slide("Maji kwa Wote", para("Visima")), kind="presentation"), None),
}
"""Format: a file from which LibreOffice makes one, and the text that must come back."""


@real
@pytest.mark.parametrize("format", SOURCES)
def test_libreoffice_converts_every_old_format(tmp_path, format):
    """Made by LibreOffice, and read back through it."""
    suffix, data, expected = SOURCES[format]
    source = tmp_path / f"faili.{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program.libreoffice(), "--headless", profile, "--convert-to", format, "--outdir"]
    subprocess.run([*command, tmp_path, source], check=True, capture_output=True, timeout=150)
    with Sandbox(Limits(seconds=60)) as patient:
        document = read(tmp_path / f"faili.{format}", patient)
    assert document.format == format
    assert document.text == expected or (format == "ppt" and "Visima" in document.text)
    assert document.headings[0].text in {"Dira", "Maji", "Maji kwa Wote"}


@real
def test_nothing_that_a_file_links_to_is_fetched(tmp_path):
    """Neither from the network nor from this computer: a link to either stays a link."""
    requests = []

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  names that http.server asks for

        def log_message(self, *values):
            pass

    secret = tmp_path / "secret.odt"
    secret.write_bytes(opendocument(para("SIRI")))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        source = tmp_path / "barua.doc"
        source.write_bytes(
            opendocument(
                para("Maji"),
                f'<text:p><draw:frame><draw:image xlink:href="{address}/a.png"/></draw:frame></text:p>',
                *(
                    f'<text:section text:name="s{i}"><text:section-source xlink:href="{link}"/>'
                    "<text:p>kiungo</text:p></text:section>"
                    for i, link in enumerate((f"{address}/b.odt", secret.as_uri()))
                ),
            )
        )
        with converted(source, "doc", "fodt", Limits(seconds=60)) as copy:
            text = copy.read_text(encoding="utf-8")
        server.shutdown()
    assert "Maji" in text
    assert "SIRI" not in text
    assert requests == []
