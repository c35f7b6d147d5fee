"""Take the pictures that the documentation shows, from the real page over the shipped documents.

    .venv/bin/python docs/images/make.py [FOLDER]

Writes search.png and terminal.png beside this file, or into FOLDER. Needs what `make test` installs.
"""
# ruff: noqa: INP001 - a script, not a package

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.webui.browser import ARGUMENTS, executable, served  # noqa: E402 - found by the line above

SIZE = {"width": 1120, "height": 760}
ADDRESS = "/?q=wakurugenzi"
QUESTION = ["search", "kuteuliwa", "kwa", "wajumbe", "wa", "bodi", "--limit", "2"]
COLUMNS = 88
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #14232b; color: #e9efef; }}
pre {{ margin: 0; padding: 22px 28px; font: 17px/1.5 "DejaVu Sans Mono", monospace; width: max-content; }}
</style>{format}"""
FORMAT = "<pre>{code}</pre>"


def main(folder: Path) -> None:
    """Index the shipped documents, serve them, and take the pictures."""
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        places = ["--corpus", str(PROJECT / "corpus"), "--index", str(index)]
        command = [sys.executable, str(PROJECT / "search_cli.py"), *places, "index"]
        subprocess.run(command, check=True)  # noqa: S603 - our own command
        with served(index) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
            page = browser.new_page(viewport=SIZE, color_scheme="light")
            page.goto(site + ADDRESS)
            assert page.locator(".hit mark").count(), "a picture of an answer, or none"
            page.screenshot(path=folder / "search.png")
            page = browser.new_page(viewport=SIZE)  # the site's policy forbids the styles below
            page.set_content(TERMINAL.format(format=_terminal(index)))
            page.locator("pre").screenshot(path=folder / "terminal.png")
            browser.close()


def _terminal(index: Path) -> str:
    """Return what a search prints on a terminal, in HTML that looks like one."""
    environment = os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS)}
    command = [sys.executable, str(PROJECT / "search_cli.py"), "--index", str(index), *QUESTION]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - our own command
    assert "\x1b[" in done.stdout, "a picture of marks, or none"
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ kisima " + " ".join(QUESTION), style="bold"))
    console.print(Text.from_ansi(done.stdout))
    return console.export_html(inline_styles=True, code_format=FORMAT)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
