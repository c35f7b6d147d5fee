"""Find a Java that runs a server: in JAVA_HOME, on the path, where systems install them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

__all__ = ["java_home"]

_INSTALLED = (
    "/usr/lib/jvm/*",
    "/usr/lib64/jvm/*",
    "/opt/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
)
_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


def java_home(oldest: int, newest: int = 99) -> Path | None:
    """Return the home of the newest Java within bounds; None if there is none."""
    homes = {}
    for home in _homes():
        release = home / "release"
        if release.is_file() and (home / "bin/java").exists():
            version = _VERSION.search(release.read_text(errors="replace"))
            if version and oldest <= int(version[1]) <= newest:
                homes[int(version[1])] = home
    return homes[max(homes)] if homes else None


def _homes() -> Iterator[Path]:
    for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(name):
            yield Path(os.environ[name])
    if java := shutil.which("java"):
        yield Path(java).resolve().parents[1]
    for pattern in _INSTALLED:
        yield from Path("/").glob(pattern.lstrip("/"))
