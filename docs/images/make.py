"""Take the pictures that the documentation shows, from the real page over the shipped documents.

    .venv/bin/python docs/images/make.py [FOLDER]

Writes search.png beside this file, or into FOLDER. Needs what `make test` installs.
"""
# ruff: noqa: INP001 - a script, not a package

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.webui.browser import ARGUMENTS, executable, served  # noqa: E402 - found by the line above

SIZE = {"width": 1120, "height": 760}
ADDRESS = "/?q=wakurugenzi"


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
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
