"""`kisima add https://…` as a person runs it: a real process, a real server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kb.site.conftest import text_of
from tests.kb.site.server import Page, website

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def kisima(tmp_path):
    """Run the command over an empty corpus."""
    (tmp_path / "nyaraka").mkdir()

    def run(*arguments: str, language: str = "en") -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(PROJECT / "search_cli.py"), *arguments],
            stdin=subprocess.DEVNULL,
            cwd=tmp_path,
            env={
                **os.environ,
                "KISIMA_LUGHA": language,
                "KISIMA_CORPUS": "nyaraka",
                "KISIMA_INDEX": "index",
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


def test_a_site_is_added_and_found_with_its_address(kisima):
    """From the address to the answer, with the source to cite; what was missing is told."""
    with website() as site:
        site.pages |= {
            "/": Page(text_of("Mwanzo", "/maji", "/haipo")),
            "/maji": Page(text_of("Huduma za maji")),
        }
        added = kisima("add", "--site", "--allow-private", "--delay", "0", site.url)
        assert added.returncode == 0
        assert "/haipo: the server answers 404" in added.stderr
        assert "run: kisima index" in added.stderr
        kisima("index")
        results = json.loads(kisima("search", "huduma", "za", "maji", "--json").stdout)
        hit = results["hits"][0]
        assert hit["document"].endswith("/maji.html")
        assert f"source: {site.url}/maji" in kisima("show", hit["document"]).stdout
        again = json.loads(
            kisima("add", site.url, "--allow-private", "--delay", "0", "--json").stdout
        )
        assert [page["change"] for page in again["pages"]] == ["unchanged"]


def test_a_private_address_is_refused_in_words(kisima):
    """The message names the option, in the reader's language."""
    with website() as site:
        refused = kisima("ongeza", site.url, language="sw")
    assert refused.returncode == 69
    assert "anwani ya ndani ya mtandao; kuiruhusu: --allow-private" in refused.stderr


@pytest.mark.parametrize("mistake", ["https:/maji", "https://", "http://a:b@c/", "maji.example"])
def test_a_mistyped_address_is_told(kisima, mistake):
    """Neither a traceback nor a request to somewhere else."""
    failed = kisima("add", mistake)
    assert failed.returncode == 2
    assert failed.stderr.startswith("Error: ")
