"""Fixtures of the web page's tests: a site over a real index, of shipped or of given documents."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kb.indexing import update
from kb.settings import Settings, load
from tests.webui.browser import ARGUMENTS, Open, executable, page_of
from webui.app import create_app

with warnings.catch_warnings():
    # Starlette would rather have httpx2; httpx does the same here and is what is pinned.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

Site = Callable[..., TestClient]


def settings_of(corpus: Path, index: Path, **given: str | int) -> Settings:
    """The settings of a site that answers to the test client's name, and has no rate."""
    values = {"hosts": "testserver", "requests_per_minute": 0, **given}
    return load({"corpus": str(corpus), "index": str(index), **values}, environ={})


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the documents that ship with Kisima."""
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    index = tmp_path_factory.mktemp("shipped") / "index"
    update(corpus, index, settings_of(corpus, index))
    return index


@pytest.fixture
def client(corpus: Path, shipped_index: Path) -> Iterator[TestClient]:
    """A reader of the site over the shipped documents."""
    with TestClient(create_app(settings_of(corpus, shipped_index))) as reader:
        yield reader


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Makes a reader of a site over the documents given: names and their text.

    Called again, it brings the same index up to date and gives a reader of the same site.
    """
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    with ExitStack() as opened:
        readers: dict[tuple[tuple[str, str | int], ...], TestClient] = {}

        def make(documents: Mapping[str, str], **given: str | int) -> TestClient:
            for name, text in documents.items():
                path = corpus / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            settings = settings_of(corpus, index, **given)
            update(corpus, index, settings)
            key = tuple(sorted(given.items()))
            if key not in readers:
                app = create_app(settings)
                readers[key] = opened.enter_context(TestClient(app, raise_server_exceptions=False))
            return readers[key]

        yield make


@pytest.fixture
def seeds_site(shared: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A reader of a site over the pages of the two institutions, as they were published."""
    corpus, index = shared / "documents" / "seeds", tmp_path / "index"
    settings = settings_of(corpus, index)
    update(corpus, index, settings)
    with TestClient(create_app(settings)) as reader:
        yield reader


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[TestClient]:
    """A reader of a site that was started before anything was indexed."""
    app = create_app(settings_of(tmp_path / "corpus", tmp_path / "index"))
    with TestClient(app) as reader:
        yield reader


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as this computer has it."""
    path = executable()
    if path is None and not os.environ.get("CI"):
        pytest.skip("no chromium; see .ci/system-packages")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def expected_complaints() -> str:
    """A pattern of what the browser may complain of; a module may have its own."""
    return r"(?!)"


@pytest.fixture
def opened(browser: Browser, address: str, expected_complaints: str) -> Iterator[Open]:
    """Opens a place of the site at *address* in a context of its own, with options of playwright.

    When the test is over, the browser must not have complained.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(place: str = "/", *, scripts: bool = True, **options: object) -> Page:
        context = browser.new_context(java_script_enabled=scripts, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = page_of(context, complaints)
        page.goto(address + place)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not re.search(expected_complaints, text)] == []
