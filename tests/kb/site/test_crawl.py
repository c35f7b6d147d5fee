"""The pages of a site come into the corpus, politely, and again when they change."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from kb.errors import PageUnreachable, SettingInvalid
from kb.indexing.corpus import load_metadata, walk
from kb.metadata.sidecar import parse_sidecar, sidecar_path
from kb.site.records import PageRecord, SiteRecords
from tests.kb.site.conftest import text_of
from tests.kb.site.server import Page, send_forever


def names(corpus):
    """Return the documents of the corpus, below the folder of the site."""
    return [id.partition("/")[2] for id in walk(corpus).files]


def source_of(corpus, id):
    """Return the source that the sidecar of a document names."""
    text = sidecar_path(corpus / id).read_text(encoding="utf-8")
    return parse_sidecar(text, "x").metadata.source


def test_a_page_lies_under_its_address_and_names_its_source(site, fetch, corpus):
    """An officer adds one page; its citation leads back to where it is from."""
    site.pages["/huduma/maji?id=7"] = Page(text_of("Maji", "/huduma/taka"))
    report = fetch("/huduma/maji?id=7", whole=False)
    (page,) = report.pages
    assert (page.change, page.fault) == ("added", None)
    assert page.id.endswith("/huduma/maji~id=7.html")
    assert source_of(corpus, page.id) == f"{site.url}/huduma/maji?id=7"
    assert site.asked() == ["/huduma/maji?id=7"]


def test_links_below_the_path_are_followed_and_no_others(site, fetch, corpus):
    """The site is what is below the start; a document counts wherever a page keeps it."""
    site.pages |= {
        "/sw/": Page(text_of("Mwanzo", "dira.html", "/en/vision", "http://mbali.example/", "#juu",
                             "mailto:a@b", "javascript:x()", "/picha/a.png", "/mafaili/sera.txt")),
        "/sw/dira.html": Page(text_of("Dira", "/sw/", "dhamira")),
        "/sw/dhamira": Page(text_of("Dhamira")),
        "/mafaili/sera.txt": Page("Sera ya maji.", "text/plain"),
    }  # fmt: skip
    report = fetch("/sw/")
    assert names(corpus) == [
        "mafaili/sera.txt",
        "sw/dhamira.html",
        "sw/dira.html",
        "sw/index.html",
    ]
    assert report.failed == []
    assert sorted(site.asked()) == ["/mafaili/sera.txt", "/sw/", "/sw/dhamira", "/sw/dira.html"]


def test_the_pages_of_the_sitemaps_are_fetched(site, fetch, corpus):
    """A page that no link leads to is found through the sitemap, packed or nested."""
    import gzip

    inner = f"<urlset><url><loc><![CDATA[{site.url}/b]]></loc></url></urlset>"
    site.pages |= {
        "/": Page(text_of("Mwanzo")),
        "/robots.txt": Page(f"Sitemap: {site.url}/ramani.xml", "text/plain"),
        "/ramani.xml": Page(
            f"<sitemapindex><sitemap><loc>{site.url}/ndani.xml.gz</loc></sitemap></sitemapindex>",
            "application/xml",
        ),
        "/ndani.xml.gz": Page(gzip.compress(inner.encode()), "application/gzip"),
        "/b": Page(text_of("B")),
    }
    fetch("/")
    assert names(corpus) == ["b.html", "index.html"]


def test_robots_txt_is_kept(site, fetch, corpus):
    """What a site asks not to be fetched is not asked for, not even once."""
    site.pages |= {
        "/robots.txt": Page("User-agent: *\nDisallow: /siri/*\nCrawl-delay: 0", "text/plain"),
        "/": Page(text_of("Mwanzo", "/siri/a", "/b", "/c", "/d")),
        "/b": Page("<meta name=robots content='noindex, nofollow'><a href=/e>E</a>"),
        "/c": Page(text_of("C"), headers={"X-Robots-Tag": "noindex"}),
        "/d": Page('<p>Habari za D.</p><a rel="nofollow" href="/e">E</a>'),
        "/e": Page(text_of("E")),
    }
    report = fetch("/")
    assert names(corpus) == ["d.html", "index.html"]
    assert "/siri/a" not in site.asked()
    assert "/e" not in site.asked()
    assert [str(page.fault) for page in report.failed] == ["robots.txt does not allow it"]


def test_a_server_that_cannot_say_its_rules_is_left_alone(site, fetch):
    """RFC 9309: where robots.txt fails on the server's side, everything is disallowed."""
    site.pages |= {"/robots.txt": Page("", status=500), "/": Page(text_of("Mwanzo"))}
    with pytest.raises(PageUnreachable, match=r"robots\.txt"):
        fetch("/")
    assert site.asked() == []


def test_a_later_run_asks_what_has_changed(site, fetch, corpus):
    """A page that is unchanged is not sent again; a changed one is, a new one too."""
    site.pages |= {
        "/": Page(text_of("Mwanzo", "/a", "/b")),
        "/a": Page(text_of("A")),
        "/b": Page(text_of("B", "/c")),
    }
    fetch("/")
    site.pages["/a"] = Page(text_of("A mpya"))
    site.pages["/c"] = Page(text_of("C"))
    site.requests.clear()
    report = fetch("/")
    assert [id.rpartition("/")[2] for id in report.ids("changed")] == ["a.html"]
    assert [id.rpartition("/")[2] for id in report.ids("added")] == ["c.html"]
    assert sorted(id.rpartition("/")[2] for id in report.ids("unchanged")) == [
        "b.html",
        "index.html",
    ]
    asked = dict(site.requests)
    assert "If-None-Match" in asked["/b"]
    assert "A mpya" in (corpus / report.ids("changed")[0]).read_text(encoding="utf-8")


def test_a_page_that_is_gone_stays_and_says_so(site, fetch, corpus):
    """People may have cited it; its source tells that the server no longer has it."""
    site.pages |= {"/": Page(text_of("Mwanzo", "/a")), "/a": Page(text_of("A"))}
    fetch("/")
    site.pages |= {"/": Page(text_of("Mwanzo"))}
    before = site.pages.pop("/a")
    (id,) = fetch("/").ids("gone")
    assert (corpus / id).exists()
    assert "(404, 2" in source_of(corpus, id)
    site.pages["/a"] = before
    fetch("/")
    assert source_of(corpus, id) == f"{site.url}/a"


def test_a_document_that_a_person_removed_stays_away(site, fetch, corpus):
    """What was removed for a reason does not come back with the next run, unless asked for."""
    site.pages |= {"/": Page(text_of("Mwanzo", "/a")), "/a": Page(text_of("A"))}
    fetch("/")
    (id,) = [id for id in walk(corpus).files if id.endswith("a.html")]
    (corpus / id).unlink()
    fetch("/")
    assert not (corpus / id).exists()
    fetch("/", replace=True)
    assert (corpus / id).exists()


def test_a_sidecar_of_a_person_is_kept(site, fetch, corpus):
    """A title that a clerk corrected is not overwritten by the next run."""
    site.pages["/"] = Page(text_of("Mwanzo"))
    (id,) = fetch("/").ids("added")
    sidecar = sidecar_path(corpus / id)
    sidecar.write_text('kichwa = "Mwanzo mwema"\n', encoding="utf-8")
    site.pages["/"] = Page(text_of("Mpya"))
    fetch("/")
    assert sidecar.read_text(encoding="utf-8") == 'kichwa = "Mwanzo mwema"\n'


def test_redirects_are_followed_and_loops_end(site, fetch, corpus):
    """The page is kept once, under the address where it is."""

    def moved(to):
        return Page(status=302, headers={"Location": to})

    site.pages |= {
        "/": Page(text_of("Mwanzo", "/zamani", "/mpya", "/duara", "/nje", "/mbovu")),
        "/zamani": moved("/mpya"),
        "/mpya": Page(text_of("Mpya")),
        "/duara": moved("/duara2"),
        "/duara2": moved("/duara"),
        "/nje": moved("ftp://mbali.example/"),
        "/mbovu": moved(""),
    }
    report = fetch("/")
    assert names(corpus) == ["index.html", "mpya.html"]
    faults = sorted(str(page.fault) for page in report.failed)
    assert "it leads to ftp://mbali.example/" in faults
    assert "more than 5 redirects" in faults


def test_what_is_no_document_is_passed_over(site, fetch, corpus):
    """A site is full of pictures and archives; they are not read to their end."""
    site.pages |= {
        "/": Page(text_of("Mwanzo", "/a", "/b.zip", "/c.txt")),
        "/a": Page(b"\x89PNG", "image/png"),
        "/b.zip": Page(b"PK", "application/zip"),
        "/c.txt": Page("Habari.", ""),
    }
    report = fetch("/")
    assert names(corpus) == ["c.txt", "index.html"]
    assert report.failed == []


def test_a_page_that_is_too_large_costs_itself_only(site, fetch, corpus):
    """A server that sends for ever does not fill the disk."""
    site.pages |= {
        "/": Page(text_of("Mwanzo", "/kubwa", "/a")),
        "/kubwa": Page(send=send_forever),
        "/a": Page(text_of("A")),
    }
    report = fetch("/", max_bytes=100_000)
    assert names(corpus) == ["a.html", "index.html"]
    assert [str(page.fault) for page in report.failed] == ["larger than 100,000 bytes"]


def test_no_more_pages_than_the_limit_are_asked_for(site, fetch):
    """A calendar links to its next month for ever."""
    site.pages |= {f"/{month}": Page(text_of(str(month), f"/{month + 1}")) for month in range(50)}
    report = fetch("/0", limit=5)
    assert len(report.pages) == 5
    assert report.left == 1


@pytest.mark.parametrize("path", ["/haipo", "/kosa", "/picha"])
def test_a_start_that_is_no_page_is_an_error(site, fetch, corpus, path):
    """A mistyped address is told, and nothing is written."""
    site.pages |= {"/kosa": Page(status=500), "/picha": Page(b"\x89PNG", "image/png")}
    with pytest.raises(PageUnreachable):
        fetch(path)
    assert list(corpus.iterdir()) == []


def test_a_private_address_is_refused(site, fetch, corpus):
    """A page of the web cannot lead Kisima into the office's own network."""
    site.pages["/"] = Page(text_of("Siri"))
    with pytest.raises(PageUnreachable, match="private address"):
        fetch("/", allow_private=False)
    assert site.requests == []


def test_an_interrupted_run_keeps_its_pages_and_goes_on(site, fetch, corpus):
    """Ctrl-C after some pages loses none of them."""
    site.pages |= {f"/{n}": Page(text_of(str(n), f"/{n + 1}")) for n in range(9)}

    def stop(done, total, url):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("/0", progress=stop)
    assert len(names(corpus)) == 4
    report = fetch("/0")
    assert len(report.ids("unchanged")) == 4
    assert len(names(corpus)) == 9


def test_two_addresses_never_share_a_file(site, fetch, corpus):
    """Capitals, slashes and odd signs in addresses meet in one name on some disks."""
    paths = ("/a", "/A", "/a/", "/a.html", "/a/b", "/x%3Fy", "/x?y", "/.siri", "/..%2f..%2fsiri")
    site.pages |= {"/": Page(text_of("Mwanzo", *paths))}
    site.pages |= {path: Page(text_of(path)) for path in paths}
    report = fetch("/")
    ids = report.ids("added")
    assert len({id.lower() for id in ids}) == len(ids) == len(paths) + 1
    assert all((corpus / id).resolve().is_relative_to(corpus.resolve()) for id in ids)
    assert len(walk(corpus).files) == len(ids)


def test_a_corpus_that_is_missing_is_an_error(site, fetch, corpus):
    """A mistyped folder is not made."""
    corpus.rmdir()
    with pytest.raises(SettingInvalid):
        fetch("/")


def test_damaged_records_cost_a_fetch(site, fetch, corpus):
    """The records are a convenience: without them everything is fetched again."""
    site.pages["/"] = Page(text_of("Mwanzo"))
    (id,) = fetch("/").ids("added")
    records = corpus / id.partition("/")[0] / ".kisima-site.json"
    records.write_text('{"version": 1, "pages": 5}', encoding="utf-8")
    assert [page.fault for page in fetch("/").pages] == [None]


_KILLED = """
import os, signal, sys
from pathlib import Path
from kb.site import Connection, fetch_site, read_address

def progress(done, known, url):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

with Connection(max_bytes=1 << 20, delay=0.0, allow_private=True) as connection:
    fetch_site(read_address(sys.argv[1]), Path(sys.argv[2]), connection, whole=True,
               progress=progress)
"""


def test_a_run_that_is_killed_loses_no_page(site, fetch, corpus):
    """The next run asks only whether the pages that were fetched have changed."""
    site.pages["/"] = Page(text_of("Mwanzo", *(f"/{i}" for i in range(6))))
    site.pages |= {f"/{i}": Page(text_of(f"Ukurasa {i}")) for i in range(6)}
    done = subprocess.run([sys.executable, "-c", _KILLED, f"{site.url}/", str(corpus)], check=False)
    assert done.returncode == -signal.SIGKILL
    (journal,) = corpus.rglob(".kisima-site.journal")
    with journal.open("ab") as torn:
        torn.write(b'[1, "http')
    report = fetch("/")
    assert (len(report.ids("unchanged")), len(report.ids("added"))) == (3, 4)
    assert not journal.exists()
    assert len(fetch("/").ids("unchanged")) == 7


def test_a_page_costs_one_line_however_many_there_are(tmp_path):
    """The bytes that are written grow with the pages, not with their square."""
    records, written = SiteRecords(tmp_path), []
    journal = tmp_path / ".kisima-site.journal"
    for i in range(300):
        before = journal.stat().st_size if journal.exists() else 0
        records.add(f"http://a.example/{i:03}", PageRecord(f"{i:03}.html"))
        written.append(journal.stat().st_size - before)
    assert max(written) - min(written) <= 1
    assert SiteRecords(tmp_path).pages == records.pages
    records.save()
    assert not journal.exists()
    assert SiteRecords(tmp_path).pages == records.pages


def test_a_saved_site_has_its_addresses_as_sources(corpus):
    """`wget --mirror` names the folder after the server."""
    page = corpus / "maji.example.org" / "huduma" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(text_of("Huduma"), encoding="utf-8")
    metadata = load_metadata(corpus, walk(corpus))
    assert metadata["maji.example.org/huduma/index.html"].source == (
        "https://maji.example.org/huduma/"
    )
