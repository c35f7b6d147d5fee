"""The files of an export: whole, linked among themselves, harmless, and never over those of others."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from kb.errors import FolderRefused, SettingInvalid
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from tests.webui.conftest import settings_of
from tests.webui.exported import export_of, written
from tests.webui.test_hostile import ATTRIBUTES, ELEMENTS, PAYLOADS, documents_of
from webui.export import export
from webui.export.files import document_file
from webui.export.folder import MARKER

PROJECT = Path(__file__).resolve().parents[2]
TWO = {
    "sera/maji.md": "---\ntaasisi: Wizara ya Maji\ntarehe: 2012\n---\n\n# Sera ya Maji\n\n## Dira\n\nMaji safi kwa wote.\n",
    "barua.txt": "Barua ya Ofisi\n\nKwa wakurugenzi wote.\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents."""
    return written(tmp_path / "corpus", TWO)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the documents that ship with Kisima."""
    folder = tmp_path_factory.mktemp("export")
    export_of(PROJECT / "corpus", folder / "index", folder / "site")
    return folder / "site"


@pytest.fixture
def kisima(corpus: Path, tmp_path: Path):
    """Run the command over the two documents."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(PROJECT / "search_cli.py"), *arguments],
            cwd=tmp_path,
            env={
                **os.environ,
                "KISIMA_LUGHA": "en",
                "KISIMA_CORPUS": str(corpus),
                "KISIMA_INDEX": str(tmp_path / "index"),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def pages_of(folder: Path) -> dict[str, LexborHTMLParser]:
    """Return every page by its file."""
    return {
        path.relative_to(folder).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.html")
    }


def beside(page: str, address: str) -> str:
    """Return the file that an address on a page leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))


def test_every_link_leads_to_a_file_and_a_place_in_it(shipped):
    """A reader without script and without a server reaches everything, in both languages."""
    pages = pages_of(shipped)
    ids = {name: {node.id for node in tree.css("[id]")} for name, tree in pages.items()}
    for name, tree in pages.items():
        for node in tree.css("[href], [src], form[action]"):
            address = next(
                filter(None, (node.attributes.get(key) for key in ("href", "src", "action"))), None
            )
            if address is None or (node.tag == "a" and not address):
                continue  # filled in by the script, in a template
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc) == ("", ""), (name, address)
            target = beside(name, parts.path) if parts.path else name
            assert (shipped / target).is_file(), (name, address)
            if parts.fragment:
                assert unquote(parts.fragment) in ids[target], (name, address)
    reached, open_ = set(), ["index.html"]
    while open_:
        name = open_.pop()
        if name in reached:
            continue
        reached.add(name)
        for node in pages[name].css("a[href]"):
            path = urlsplit(node.attributes["href"] or "").path
            if path:
                open_.append(beside(name, path))
    assert reached >= {name for name in pages if name != "tafuta.html"} - {"en/tafuta.html"}


def test_a_page_is_in_one_language_and_leads_to_itself_in_the_other(shipped):
    """Each page has a twin; no English sentence of ours is on a Swahili page."""
    pages = pages_of(shipped)
    swahili = {name for name in pages if not name.startswith("en/")}
    assert {f"en/{name}" for name in swahili} == pages.keys() - swahili
    for name in swahili:
        assert pages[name].css_first("html").attributes["lang"] == "sw"
        assert pages[f"en/{name}"].css_first("html").attributes["lang"] == "en"
        twin = pages[name].css_first("a.switch").attributes["href"]
        assert beside(name, twin) == f"en/{name}"


def test_a_document_has_its_outline_its_source_and_its_citation(corpus, tmp_path):
    """What the site shows of a document, the export shows: headings with anchors, where it is from."""
    export_of(corpus, tmp_path / "index", tmp_path / "site")
    page = pages_of(tmp_path / "site")[document_file("sera/maji.md")]
    assert page.css_first("h1").text() == "Sera ya Maji"
    assert page.css_first("section#dira h2 a.anchor").attributes["href"].endswith("#dira")
    assert "Wizara ya Maji" in page.css_first(".byline").text()
    assert "sera/maji.md" in page.css_first(".about").text()
    assert "Sera ya Maji" in page.css_first("#_cite").text()
    assert "http" not in page.css_first("#_cite").text()
    assert page.css_first(".find") is None


def test_no_page_may_run_anything_but_our_files(shipped):
    """The policy is on every page, before any file is loaded."""
    for name, tree in pages_of(shipped).items():
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
        assert policy.startswith("default-src 'none'; script-src 'self';"), name
        assert not tree.css("script:not([src]), style, [style], [onclick]")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_document_is_only_text(payload, tmp_path):
    """Pages have only our elements and attributes, and data are calls of one function with JSON."""
    corpus = written(tmp_path / "corpus", documents_of(payload))
    export_of(corpus, tmp_path / "index", tmp_path / "site")
    for name, tree in pages_of(tmp_path / "site").items():
        for node in tree.css("*"):
            assert node.tag.startswith("-") or node.tag in ELEMENTS | {"noscript"}, (
                name,
                node.html,
            )
            given = {key.lower() for key in node.attributes}
            ours = {"http-equiv", "download", "data-of", "data-none", "data-one", "data-many", "data-in",
                    "data-waiting", "data-empty", "data-failed", "data-lacks", "data-page"}  # fmt: skip
            assert given <= ATTRIBUTES | ours, (name, node.html)
        assert "javascript:" not in {
            (node.attributes["href"] or "")[:11].lower() for node in tree.css("[href]")
        }
    for script in (tmp_path / "site" / "data").iterdir():
        text = script.read_text(encoding="utf-8")
        call, _, data = text.removesuffix(");\n").partition(",")
        assert call == f'kisimaData("{script.stem}"'
        json.loads(data)
        assert "<" not in text


def test_names_of_files_are_safe_on_every_disk(tmp_path):
    """A document may have any name; its page has small letters, and is found by its link."""
    names = ["A?b*c.md", "a?B*c.md", "Ṣ" * 80 + ".md", "x#y%z&.md", '"><img src=x>.md']
    corpus = written(
        tmp_path / "corpus", {name: f"# Sera {n}\n\nMaji.\n" for n, name in enumerate(names)}
    )
    report = export_of(corpus, tmp_path / "index", tmp_path / "site")
    files = [path.name for path in (tmp_path / "site" / "hati").iterdir()]
    assert report.documents == len(names) == len({name.lower() for name in files})
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for name in files)


def test_a_folder_of_somebody_else_is_not_touched(corpus, tmp_path):
    """One file that is not ours, and nothing is written; neither is a file, the corpus or the index."""
    theirs = written(tmp_path / "picha", {"safari.txt": "yangu"})
    file = theirs / "safari.txt"
    for folder in (theirs, file, corpus, corpus / "ndani", tmp_path / "index" / "x", tmp_path):
        with pytest.raises(FolderRefused):
            export_of(corpus, tmp_path / "index", folder)
    assert [path.name for path in theirs.iterdir()] == ["safari.txt"]
    assert file.read_text() == "yangu"
    assert {path.name for path in corpus.iterdir()} == {"sera", "barua.txt"}
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "picha", "index"}


def test_an_empty_folder_and_an_older_export_are_written(corpus, tmp_path):
    """The second export has what changed, keeps the files that did not, and loses what is gone."""
    site = tmp_path / "site"
    site.mkdir()
    export_of(corpus, tmp_path / "index", site)
    kept = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    (corpus / "barua.txt").unlink()
    written(corpus, {"mpya.txt": "Tangazo\n\nMkutano wa bodi.\n"})
    report = export_of(corpus, tmp_path / "index", site)
    names = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert document_file("mpya.txt") in names
    assert document_file("barua.txt") not in names
    unchanged = site / document_file("sera/maji.md")
    assert unchanged.stat().st_mtime_ns == kept[unchanged]
    assert report.unchanged > report.written > 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("site")] == ["site"]


def test_nothing_changes_where_nothing_changed(corpus, tmp_path):
    """Two exports of one generation are the same bytes."""
    export_of(corpus, tmp_path / "index", tmp_path / "site")
    report = export_of(corpus, tmp_path / "index", tmp_path / "site")
    assert report.written == 0


def test_an_interrupted_export_leaves_the_old_one_whole(corpus, tmp_path):
    """Whatever ends it half-way; the next one is complete."""
    site = tmp_path / "site"
    export_of(corpus, tmp_path / "index", site)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    settings = settings_of(corpus, tmp_path / "index")

    def stop(done: int, *_: object) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with (
        KnowledgeBase.open(tmp_path / "index", settings) as base,
        pytest.raises(KeyboardInterrupt),
    ):
        export(base, settings, site, progress=stop)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    # A process that is killed leaves its draft, or the old export under another name.
    draft = tmp_path / "site.kisima-new"
    written(draft, {MARKER: '{"kisima": null}', "nusu.html": ""})
    site.rename(tmp_path / "site.kisima-old")
    export_of(corpus, tmp_path / "index", site)
    assert {path.name for path in tmp_path.iterdir()} == {"corpus", "index", "site"}
    assert not (site / "nusu.html").exists()


def test_an_agency_has_its_own_looks(corpus, tmp_path):
    """Name, mark and colour of kisima.toml are on every page; a colour that cannot be read is refused."""
    mark = tmp_path / "nembo.svg"
    mark.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    looks = {"site_name": "Maktaba ya Shule", "site_mark": str(mark), "site_accent": "#7a1f1f"}
    export_of(corpus, tmp_path / "index", tmp_path / "site", **looks)
    for name, tree in pages_of(tmp_path / "site").items():
        assert "Maktaba ya Shule" in tree.css_first("title").text()
        source = tree.css_first("img.well").attributes["src"]
        assert (tmp_path / "site" / beside(name, source)).read_bytes() == mark.read_bytes()
        sheets = [node.attributes["href"] for node in tree.css("link[rel=stylesheet]")]
        assert any(sheet.endswith("static/brand/colours.css") for sheet in sheets)
    with pytest.raises(SettingInvalid):
        export_of(corpus, tmp_path / "index", tmp_path / "site", site_accent="#ffff00")


def test_originals_are_copied_only_where_that_is_asked(tmp_path):
    """The page then links to the file; a web page is copied as text, for it may have scripts."""
    corpus = written(
        tmp_path / "corpus",
        {
            **TWO,
            "ukurasa.html": "<title>Ukurasa</title><h1>Ukurasa</h1><p>Maji.</p><script>alert(1)</script>",
        },
    )
    assert export_of(corpus, tmp_path / "index", tmp_path / "site").originals == 0
    assert not (tmp_path / "site" / "asili").exists()
    report = export_of(corpus, tmp_path / "index", tmp_path / "site", with_originals=True)
    assert report.originals == 3
    for id, suffix in (("sera/maji.md", ".md"), ("ukurasa.html", ".txt")):
        file = document_file(id)
        link = pages_of(tmp_path / "site")[file].css_first(".about a[download]").attributes["href"]
        copy = tmp_path / "site" / beside(file, link)
        assert copy.read_bytes() == (corpus / id).read_bytes()
        assert copy.suffix == suffix


def test_lists_hold_every_document(corpus, tmp_path, monkeypatch):
    """Over several pages too: each document is listed once, A to Z."""
    monkeypatch.setattr("webui.export.pages.LIST_SIZE", 3)
    written(corpus, {f"n{n}.txt": f"Notisi {n}\n\nMaji ya kijiji.\n" for n in range(10)})
    report = export_of(corpus, tmp_path / "index", tmp_path / "site")
    folder, name, titles = tmp_path / "site" / "orodha", "nyaraka.html", []
    while name:
        tree = LexborHTMLParser((folder / name).read_text(encoding="utf-8"))
        titles += [node.text() for node in tree.css(".entries > li > a")]
        onward = tree.css_first("a[rel=next]")
        name = onward.attributes["href"] if onward else ""
    assert len(titles) == len(set(titles)) == report.documents == 12
    assert titles == sorted(titles)


def test_the_command_exports_and_says_so(corpus, tmp_path, kisima):
    """By both names; JSON for programs; an exit code of 2 where the folder is somebody else's."""
    update(corpus, tmp_path / "index", settings_of(corpus, tmp_path / "index"))
    text = kisima("hamisha", "tovuti")
    assert text.returncode == 0, text.stderr
    assert "index.html" in text.stderr
    answer = kisima("export", "tovuti", "--with-originals", "--json")
    told = json.loads(answer.stdout)
    assert (told["documents"], told["originals"], told["files_unchanged"] > 10) == (2, 2, True)
    (tmp_path / "picha").mkdir()
    (tmp_path / "picha" / "a.png").touch()
    refused = kisima("export", "picha")
    assert refused.returncode == 2
    assert "other files" in refused.stderr


def test_no_template_of_an_export_turns_text_into_html():
    """Escaping is never switched off, and no style or script is inside a template."""
    for path in (PROJECT / "webui" / "export" / "templates").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup|<style|<script(?! src)| on\w+=", text), (
            path
        )
    for path in (PROJECT / "webui" / "export" / "static").glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|fetch\(", path.read_text()
        )
