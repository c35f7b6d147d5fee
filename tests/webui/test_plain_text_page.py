"""A document of plain text, as the web page shows it."""

from __future__ import annotations

import shutil

from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kb.indexing import update
from tests.webui.conftest import settings_of
from webui.app import create_app

PAGE = "kituo-cha-bahari.txt"


def test_the_page_reads_as_its_author_meant(project, tmp_path):
    """A plain-text page has its title, its contents, and anchors that lead to its sections."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    shutil.copy(project / "tests" / "data" / "pages" / PAGE, corpus)
    settings = settings_of(corpus, index)
    assert update(corpus, index, settings).failed == ()
    with TestClient(create_app(settings)) as reader:
        shown = LexborHTMLParser(reader.get(f"/hati/{PAGE}").text)
    assert shown.css_first("h1").text(strip=True) == "KITUO CHA BAHARI CHA MFANO"
    links = [node.attributes["href"] for node in shown.css(".contents a")]
    assert "#idara-ya-vipimo" in links
    assert all(shown.css_first(f"section{link}") is not None for link in links)
