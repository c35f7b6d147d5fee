"""The JSON shapes as they were last agreed, one file each in ``snapshots/``.

    python -m tests.kb.present.test_json           writes them anew: read the difference
    python -m tests.kb.present.test_upkeep_json    likewise

A changed key is a changed contract: SCHEMA_VERSION goes up, CHANGELOG.md says so.
"""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).with_name("snapshots")


def snapshot(name: str) -> object:
    """Return the agreed shape."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def write(name: str, shape: object) -> None:
    """Agree on a shape."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
