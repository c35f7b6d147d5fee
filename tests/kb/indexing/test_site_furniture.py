"""What repeats over the pages of one site leaves them, and an update gives what a full build gives."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.analysis import PlainAnalyser
from kb.document import Document, Heading
from kb.indexing.site_furniture import find_cuts, page_edges, without_furniture
from kb.indexing.updater import update
from kb.settings import load
from kb.store import FolderStore
from kb.store.sources import Source, Sources
from tests.kb.two_documents import documents_with, write

TOPICS = ("Ada", "Leseni", "Vibali", "Masoko", "Gati", "Mizigo", "Ushuru", "Meli")
HEAD = "<div><h4>OFISI YA GAVANA</h4><h4>Idara Kuu ya Bandari</h4></div>"
FOOT = "<div><p>Wasiliana Nasi</p><p>S.L.P. 44, Bandarini</p></div>"


def page(topic: str, head: str = HEAD, foot: str = FOOT) -> str:
    """Return a page of a site; its own words are its topic."""
    text = f"<p>Huduma ya {topic.lower()} hutolewa kila siku ya kazi kwa wananchi wote.</p>"
    return (
        f"<title>Shumba City Council</title><body>{head}"
        f"<h2>{topic} ya Bandari</h2>{text}{foot}</body>"
    )


def put(corpus: Path, pages: Mapping[str, str]) -> Path:
    """Write the pages of a corpus."""
    for id, html in pages.items():
        (corpus / id).parent.mkdir(parents=True, exist_ok=True)
        write(corpus / id, html)
    return corpus


def refresh(corpus: Path, index: Path) -> Sources:
    """Update an index, and return its records."""
    report = update(corpus, index, load({}, environ={}), analyser=PlainAnalyser())
    assert not report.failed
    store = FolderStore(index)
    return Sources.load(store.layout.folder(store.current() or ""))


def results(sources: Sources) -> dict[str, tuple[str, str, str | None, int]]:
    """Return what an update decided about each file."""
    return {id: (s.title, s.cut, s.institution, s.passages) for id, s in sources.files.items()}


@pytest.fixture
def site(tmp_path):
    """A site of eight pages in one folder."""
    return put(tmp_path / "corpus", {f"bandari/{t.lower()}.html": page(t) for t in TOPICS})


def test_the_header_and_footer_of_a_site_leave_its_pages_but_one(site, fresh_index):
    """A word of the header is found once; no page has it for a heading or a title."""
    sources = refresh(site, fresh_index)
    assert documents_with(fresh_index, "gavana") == {"bandari/ada.html"}
    titles = {id: source.title for id, source in sources.files.items()}
    assert titles["bandari/gati.html"] == "Gati ya Bandari"
    assert titles["bandari/ada.html"] == "Shumba City Council"  # one page keeps it
    assert sources.files["bandari/gati.html"].institution == "Shumba City Council"
    for topic in TOPICS:
        assert documents_with(fresh_index, topic.lower()) == {f"bandari/{topic.lower()}.html"}


def test_the_front_page_keeps_what_repeats(site, fresh_index):
    """Where a site has a front page, it is the one that says whose site it is."""
    put(site, {"bandari/index.html": page("Karibu")})
    refresh(site, fresh_index)
    assert documents_with(fresh_index, "gavana") == {"bandari/index.html"}


def test_three_pages_are_no_site(tmp_path, fresh_index):
    """What three pages have in common stays."""
    ids = {f"bandari/{t.lower()}.html": page(t) for t in TOPICS[:3]}
    refresh(put(tmp_path / "corpus", ids), fresh_index)
    assert documents_with(fresh_index, "gavana") == set(ids)


def test_the_fourth_page_changes_the_others_and_its_removal_brings_their_lines_back(
    site, fresh_index
):
    """The pages of a site that did not change are indexed again, in the same update."""
    for topic in TOPICS[3:]:
        (site / f"bandari/{topic.lower()}.html").unlink()
    refresh(site, fresh_index)
    assert len(documents_with(fresh_index, "gavana")) == 3
    put(site, {"bandari/masoko.html": page("Masoko")})
    refresh(site, fresh_index)
    assert documents_with(fresh_index, "gavana") == {"bandari/ada.html"}
    (site / "bandari/masoko.html").unlink()
    refresh(site, fresh_index)
    assert len(documents_with(fresh_index, "gavana")) == 3


def test_other_folders_and_formats_are_left_alone(site, fresh_index):
    """A text file, and a page of another folder, keep the same lines."""
    put(
        site,
        {"barua/ombi.txt": "OFISI YA GAVANA\n\nOmbi la gati.\n", "nyingine/a.html": page("Chumvi")},
    )
    refresh(site, fresh_index)
    kept = {"bandari/ada.html", "barua/ombi.txt", "nyingine/a.html"}
    assert documents_with(fresh_index, "gavana") == kept


@pytest.mark.parametrize(
    "line",
    [
        "FOMU YA MAOMBI YA GATI",
        "SHERIA NDOGO ZA BANDARI",
        "Utangulizi",
        "Majukumu ya Idara",
        "Jina la mwombaji:",
        "Saini ________",
        "IMETUNGWA NA BARAZA LA SHUMBA.",
        "Kulinda bandari na mali zake zote",
        "Mwombaji anajaza sehemu hii",
    ],
)
def test_names_of_papers_labels_and_sentences_stay_on_every_page(line, tmp_path, fresh_index):
    """Forms, laws and the sections that any page has repeat their words, and these are content."""
    pages = {f"f/{t.lower()}.html": page(t, f"<p>{line}</p>", f"<p>{line}</p>") for t in TOPICS}
    refresh(put(tmp_path / "corpus", pages), fresh_index)
    word = line.split()[0].strip(":").lower()
    assert documents_with(fresh_index, word) == set(pages)


def test_copies_of_one_page_are_no_site(tmp_path, fresh_index):
    """A page that is kept five times repeats itself, and loses nothing."""
    pages = {f"nakala/{n}.html": page("Ada") for n in range(5)}
    refresh(put(tmp_path / "corpus", pages), fresh_index)
    assert documents_with(fresh_index, "gavana") == set(pages)


def test_a_title_that_a_person_gave_stays(site, fresh_index):
    """The row of a page in sources.tsv has the last word, also where many pages share its title."""
    rows = [f"bandari/{t.lower()}.html\tKitabu cha Bandari" for t in TOPICS]
    write(site / "sources.tsv", "\n".join(["path\ttitle", *rows]) + "\n")
    sources = refresh(site, fresh_index)
    assert {source.title for source in sources.files.values()} == {"Kitabu cha Bandari"}


def test_pages_that_were_fetched_are_a_site_with_their_sidecars(tmp_path, fresh_index):
    """Fetched pages lie in any folders; the sidecar of each names its address, and no title."""
    corpus = put(tmp_path / "corpus", {f"{t.lower()}/p.html": page(t) for t in TOPICS})
    for topic in TOPICS:
        name = topic.lower()
        write(corpus / name / "p.html.toml", f'source = "https://bandari.example/{name}"\n')
    sources = refresh(corpus, fresh_index)
    assert documents_with(fresh_index, "gavana") == {"ada/p.html"}
    assert sources.files["gati/p.html"].title == "Gati ya Bandari"


@pytest.mark.parametrize("seed", range(6))
def test_any_way_to_a_corpus_gives_what_a_full_build_gives(seed, tmp_path):
    """Pages come, change and go in any order; the records are those of one build of the rest."""
    chance = random.Random(seed)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    ids = [f"{folder}/{t.lower()}.html" for folder in ("a", "b") for t in TOPICS]
    put(corpus, {"a/zaidi.html": page("Zaidi")})
    for _ in range(5):
        for id in chance.sample(ids, 5):
            if (corpus / id).exists() and chance.random() < 0.4:
                (corpus / id).unlink()
            else:
                head = chance.choice((HEAD, HEAD, "<h4>OFISI YA GAVANA</h4>", ""))
                put(corpus, {id: page(f"{Path(id).stem.title()} {chance.randrange(99)}", head)})
        step = refresh(corpus, tmp_path / "index")
    assert results(step) == results(refresh(corpus, tmp_path / "whole"))


def test_what_stays_of_a_page_is_what_it_was(site):
    """The text that is left, its headings and its tables are those of the page, moved."""
    text = "MENYU KUU\n\nAda\n\nAda ni bure.\n\nBandarini\n"
    ada = Heading("Ada", 1, 11, 14, "markup")
    made = Document(
        "a.html", text, "html", "Bandari", (Heading("MENYU KUU", 1, 0, 9, "markup"), ada)
    )
    left = without_furniture(made, "1 1 1")
    assert (left.text, left.title) == ("Ada\n\nAda ni bure.\n", None)
    assert [left.text[h.start : h.end] for h in left.headings or ()] == ["Ada"]
    kept = without_furniture(made, "keeps 1 1 0")
    assert (kept.text, kept.headings) == (text, (ada,))
    assert without_furniture(made, "") is made
    assert without_furniture(made, "3 1 0") is made  # nothing would be left


def test_pages_from_one_server_are_a_site_whatever_their_folders():
    """The address of a page tells its site where it is known."""
    pages = {
        f"{n}/{n}.html": Document(f"{n}/{n}.html", f"Karibu Bandarini\n\nUkurasa {n}\n", "html")
        for n in range(4)
    }
    files = {
        id: Source(
            1, 1, 1, 1, id, "", origin=f"https://bandari.go.tz/{id}", edges=page_edges(document)
        )
        for id, document in pages.items()
    }
    assert set(find_cuts(files)) == set(pages)  # one of them keeps it
    assert find_cuts({id: files[id] for id in list(files)[:3]}) == {}
