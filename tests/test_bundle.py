"""A bundle installs Kisima where there is no network, and refuses where it cannot."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
VERSION = "{}.{}".format(*sys.version_info[:2])
MACHINE = f"{os.uname().sysname}-{os.uname().machine}".lower()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A folder as ``make bundle`` makes it, with a wheel that is none."""
    made = tmp_path / "bundle"
    (made / "wheels").mkdir(parents=True)
    script = (PROJECT / ".ci" / "install-offline").read_text(encoding="utf-8")
    script = script.replace("@PYTHON@", VERSION).replace("@MACHINE@", MACHINE)
    (made / "install.sh").write_text(script, encoding="utf-8")
    (made / "wheels" / "pip-1.whl").write_bytes(b"none")
    digest = hashlib.sha256(b"none").hexdigest()
    (made / "SHA256SUMS").write_text(f"{digest}  wheels/pip-1.whl\n", encoding="utf-8")
    return made


def install(bundle: Path, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    given = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), "PYTHON": sys.executable}
    return subprocess.run(
        ["sh", str(bundle / "install.sh"), str(folder)],
        env=given | environment,
        capture_output=True,
        text=True,
    )


def test_a_damaged_bundle_installs_nothing(bundle, tmp_path):
    """A stick that lost a bit is noticed before anything is made."""
    (bundle / "wheels" / "pip-1.whl").write_bytes(b"nine")
    ran = install(bundle, tmp_path / "kisima")
    assert ran.returncode == 1
    assert "kifurushi kimeharibika" in ran.stderr
    assert "damaged" not in ran.stderr
    english = install(bundle, tmp_path / "kisima", LANG="en_GB.UTF-8")
    assert "the bundle is damaged" in english.stderr
    assert not (tmp_path / "kisima").exists()


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [(MACHINE, "plan9-mips", "plan9-mips"), (VERSION, "2.7", "Python 2.7")],
    ids=["machine", "python"],
)
def test_a_bundle_for_another_machine_says_so(bundle, tmp_path, written, instead, told):
    """One line tells what it is for."""
    script = bundle / "install.sh"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace(written, instead), encoding="utf-8")
    ran = install(bundle, tmp_path / "kisima")
    assert ran.returncode == 1
    assert told in ran.stderr


def test_without_python_it_says_which_one(bundle, tmp_path):
    """And how to name one that is not on the path."""
    ran = install(bundle, tmp_path / "kisima", PYTHON="python-of-nowhere")
    assert (ran.returncode, VERSION in ran.stderr) == (1, True)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_a_real_bundle_needs_no_network(tmp_path):
    """Made here, installed into an empty environment from its own wheels alone, it answers."""
    made = tmp_path / "bundle"
    subprocess.run([PROJECT / ".ci" / "bundle", sys.executable, str(made)], check=True)
    folder = tmp_path / "kisima"
    # No proxy leads anywhere: whatever asked the network would fail.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    ran = install(made, folder, **nowhere)
    assert ran.returncode == 0, ran.stderr
    assert "kisima 0." in ran.stdout
    (folder / "corpus" / "likizo.md").write_text("# Likizo\n\nWakurugenzi.\n", encoding="utf-8")

    def kisima(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [folder / ".venv" / "bin" / "kisima", *arguments],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )

    assert kisima("index").returncode == 0
    assert "likizo.md" in kisima("search", "mkurugenzi").stdout
    assert kisima("doctor").returncode == 0
    libraries = list(folder.glob(".venv/lib/*/site-packages/pyicu.libs/libicu*"))
    assert libraries, "ICU came in the wheel"
