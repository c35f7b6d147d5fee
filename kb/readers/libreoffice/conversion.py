"""Convert one file with LibreOffice, within limits.

The path of an old Office file comes in, the path of a copy in a newer format goes out; the
copy is removed after use. LibreOffice works in a folder of its own: it writes a lock next to
the file that it opens, and settings into its profile.

It cannot run in the sandbox, whose children may write no file. So it is a process with limits
of its own, and its answer is a file that only a sandboxed reader opens.
"""

from __future__ import annotations

import logging
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.cleaning import clean
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.files import contents
from kb.readers.libreoffice.profile import write_profile
from kb.readers.libreoffice.program import PACKAGES, libreoffice_or_refusal
from kb.readers.sandbox.limits import Limits, child_environment

__all__ = ["converted", "is_old_office"]

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGABYTES = 4_096
"""Address space of LibreOffice, of which it uses a small part."""

_MIN_WRITTEN = 64 * 1024 * 1024
"""Bytes of one file that LibreOffice may write in any case: it has files of its own."""

_log = logging.getLogger(__name__)


def is_old_office(data: bytes) -> bool:
    """Tell whether a file begins as the old files of Office do.

    >>> is_old_office(b"PK")
    False
    """
    return data.startswith(_SIGNATURE)


@contextmanager
def converted(path: Path, format: str, target: str, limits: Limits) -> Iterator[Path]:
    """Yield the path of a copy of a file in another format.

    Args:
        path: where the file is.
        format: its format: doc, xls or ppt.
        target: the suffix of the copy: odt, ods or odp.
        limits: its patience is that with LibreOffice too.

    Raises:
        Unreadable: LibreOffice is missing, does not open the file, takes too long or writes
            too much.
    """
    program = libreoffice_or_refusal(format)
    data = contents(path, limits.max_bytes)
    with tempfile.TemporaryDirectory(prefix="kisima-") as name:
        folder = Path(name)
        source = folder / f"file.{format}"
        source.write_bytes(data)
        write_profile(folder / "profile")
        written = _run(program, source, target, limits)
        copy = folder / "out" / f"file.{target}"
        if not copy.is_file():
            _log.warning("%s: LibreOffice made no copy\n%s", path, written)
            raise Unreadable(
                Message(
                    "LibreOffice cannot open it (damaged, protected by a password, or {package} is "
                    "not installed); open it where it was made, and save it in a newer format",
                    package=PACKAGES[format],
                )
            )
        if copy.stat().st_size > limits.max_bytes:
            limit = f"{limits.max_bytes:,}"
            raise Unreadable(Message("converted, it is larger than {limit} bytes", limit=limit))
        yield copy


def _run(program: str, source: Path, target: str, limits: Limits) -> str:
    """Run LibreOffice on a file, and return what it wrote to its output."""
    folder = source.parent
    launcher = [sys.executable, "-B", "-m", "kb.readers.libreoffice.launcher"]
    written = max(limits.max_bytes, _MIN_WRITTEN) + 1  # one more shows that it is too large
    bounds = [str(math.ceil(limits.patience)), str(_MEGABYTES), str(written)]
    command = [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    environment = child_environment() | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", os.defpath),
        "SAL_USE_VCLPLUGIN": "svp",  # no screen
    }
    output = folder / "output"
    with output.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603  a path that was found, no shell
            [*launcher, *bounds, *command],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            env=environment,
            cwd=folder,
            # A group of its own: LibreOffice starts others, and all of them end together.
            start_new_session=True,
        )
        try:
            process.wait(limits.patience)
        except subprocess.TimeoutExpired as error:
            raise Unreadable(
                Message(
                    "LibreOffice took more than {seconds} s to convert it; save it in a newer "
                    "format, or raise KISIMA_PARSE_SECONDS",
                    seconds=int(limits.patience),
                )
            ) from error
        finally:
            _end(process)
    return clean(output.read_bytes()[-2_000:].decode(errors="replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
