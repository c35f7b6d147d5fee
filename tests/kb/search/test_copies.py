"""The same passage in several files is one hit that names the others; nothing is lost by it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from kb.indexing import update
from tests.kb.counting_engine import CountingEngine
from tests.kb.library import Library
from tests.kb.readers.making import in_format

FRONT = "---\nkichwa: {title}\ntaasisi: {institution}\ntarehe: {date}\n---\n\n"
NOTICE = """\
# Maombi ya Leseni

Halmashauri inawatangazia wananchi wote kuwa maombi ya leseni za biashara yatapokelewa
kuanzia tarehe 3 Machi 2026 katika ofisi ya biashara, chumba namba 12. Mwombaji alete hati
ya kodi na ada ya Sh. 50,000 kwa kila leseni. Maombi hayatapokelewa baada ya mwezi Aprili.
"""
OTHER = "# Ushuru wa Soko\n\nUshuru wa soko hulipwa kila Jumatatu kwa wakala wa leseni.\n"
FOLDERS = ("afya", "biashara", "elimu", "fedha", "maji")


def front(title: str = "Tangazo", institution: str = "Halmashauri ya Mto", date: str = "2026"):
    """The metadata of a document."""
    return FRONT.format(title=title, institution=institution, date=date)


@pytest.fixture
def five(library) -> Library:
    """One notice in five folders, and a document of its own."""
    copies = {f"{folder}/tangazo.md": front() + NOTICE for folder in FOLDERS}
    return library({**copies, "ushuru.md": front("Ushuru") + OTHER})


def test_five_copies_in_five_folders_are_one_hit(five):
    """The reader gets one hit, with the other four, and the totals say what they count."""
    with five.open() as base:
        results = base.search("leseni", facets=("document",))
    first, second = results.hits
    assert first.id == "afya/tangazo.md#maombi-ya-leseni.1"
    assert [copy.document for copy in first.copies] == [
        "maji/tangazo.md", "elimu/tangazo.md", "fedha/tangazo.md", "biashara/tangazo.md",
    ]  # fmt: skip
    assert first.copies[0].anchor == "maombi-ya-leseni"
    assert (first.copy_count, second.copies, second.copy_count) == (4, (), 0)
    assert (results.total, results.copies, results.collapsed) == (2, 4, 0)
    assert set(results.facets["document"].values()) == {1}
    assert len(results.facets["document"]) == 6


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_filter_on_any_copy_finds_it(five, folder):
    """Whoever asks for one of the files gets that one, and hears of the others."""
    with five.open() as base:
        typed = base.search(f"hati:{folder}/tangazo.md leseni")
        chosen = base.search("leseni", filters={"document": [f"{folder}/tangazo.md"]})
    assert typed.hits == chosen.hits
    (hit,) = typed.hits
    assert (hit.document, hit.copy_count) == (f"{folder}/tangazo.md", 4)
    assert (typed.total, typed.copies) == (1, 0)


def test_one_notice_in_every_format_is_one_hit(library):
    """A page, a Word file, a PDF and plain text of one notice, each as its reader gives it."""
    made = library({})
    for suffix, format in {"md": "markdown", "html": "html", "docx": "docx", "odt": "odt",
                           "pdf": "pdf", "txt": "text"}.items():  # fmt: skip
        (made.corpus / f"kituo.{suffix}").write_bytes(in_format(format))
    assert made.update().failed == ()
    with made.open() as base:
        for line, anchor in [("dira bahari", "dira"), ("mafunzo ya wavuvi", "idara-ya-mafunzo")]:
            results = base.search(line)
            (hit,) = [hit for hit in results.hits if hit.anchor == anchor]
            documents = {hit.document, *(copy.document for copy in hit.copies)}
            assert documents == {f"kituo.{s}" for s in ("md", "html", "docx", "odt", "pdf", "txt")}
            (pdf,) = [copy for copy in hit.copies if copy.format == "pdf"]
            assert pdf.page == 1
        (filtered,) = base.search("hati:kituo.pdf dira bahari").hits[:1]
        assert (filtered.document, filtered.anchor, filtered.copy_count) == ("kituo.pdf", "dira", 5)


def test_versions_are_listed_each_for_itself(library):
    """The notice with another amount is another notice."""
    dearer = NOTICE.replace("50,000", "80,000")
    made = library({"2026.md": front() + NOTICE, "2027.md": front() + dearer})
    with made.open() as base:
        results = base.search("ada ya leseni")
    assert {hit.document for hit in results.hits} == {"2026.md", "2027.md"}
    assert [hit.copies for hit in results.hits] == [(), ()]


def test_two_offices_with_the_same_short_text_stay_two(library):
    """Kisima never mixes two institutions: equal opening hours are of two offices."""
    hours = "# Saa za Kazi\n\nOfisi iko wazi Jumatatu hadi Ijumaa, saa mbili hadi tisa.\n"
    made = library(
        {f"{n}.md": front("Ofisi", institution=f"Wakala {n}") + hours for n in "ab"}
        | {"a2.md": front("Ofisi", institution="Wakala a") + hours}
    )
    with made.open() as base:
        results = base.search("saa za kazi")
        assert {hit.institution for hit in results.hits} == {"Wakala a", "Wakala b"}
        assert results.copies == 1
        (hit,) = base.search('saa za kazi taasisi:"Wakala b"').hits
        assert hit.copies == ()


def test_the_copy_whose_title_was_asked_for_is_listed(library):
    """Of copies the best match is the hit: titles may differ where the text does not."""
    made = library(
        {"a.md": front("Jarida la Mto") + NOTICE, "bb.md": front("Gazeti la Kisima") + NOTICE}
    )
    with made.open() as base:
        for line, document in [("leseni gazeti", "bb.md"), ("leseni jarida", "a.md")]:
            (hit,) = base.search(line).hits
            assert (hit.document, hit.copy_count) == (document, 1)


def test_the_copy_in_force_is_listed(library):
    """A rule that a new edition repeats is shown from the new one, whatever was asked for."""
    new = front("Kanuni Mpya", date="2024").replace("---\n\n", "inabadilisha: a.md\n---\n\n")
    made = library(
        {
            "a.md": front("Kanuni za Leseni", date="2012") + NOTICE,
            "kanuni-mpya.md": new + NOTICE,
            "b.md": front("Kanuni za Leseni", date="2025") + NOTICE,
        }
    )
    with made.open() as base:
        (hit,) = base.search("kanuni za leseni").hits
    assert (hit.document, hit.newer, hit.copy_count) == ("kanuni-mpya.md", None, 2)


def test_of_equal_copies_the_newest_is_listed(library):
    """Score for score, the date decides, then the shorter id."""
    dates = {"aa.md": "2025", "b.md": "2026", "cc.md": "2026", "d.md": "2024"}
    made = library({name: front(date=date) + NOTICE for name, date in dates.items()})
    with made.open() as base:
        (hit,) = base.search("leseni za biashara").hits
    assert hit.document == "b.md"
    assert [copy.document for copy in hit.copies] == ["cc.md", "aa.md", "d.md"]


def test_a_text_repeated_in_one_document_is_not_also_in_it(library):
    """Two sections with one text are two hits; another file's two are the copies of both."""
    twice = front() + NOTICE + "\n" + NOTICE.replace("# Maombi ya Leseni", "# Tena")
    made = library({"a.md": twice, "bb.md": twice})
    with made.open() as base:
        results = base.search("leseni za biashara")
    assert [hit.id for hit in results.hits] == ["a.md#maombi-ya-leseni.1", "a.md#tena.1"]
    assert [hit.copies[0].id for hit in results.hits] == [
        "bb.md#maombi-ya-leseni.1", "bb.md#tena.1",
    ]  # fmt: skip


MANY = {
    f"{folder}/{n}.md": front(f"Tangazo {n}")
    + "".join(
        NOTICE.replace("12", f"{n}{section}").replace("# Maombi", f"# Kifungu {section}: Maombi")
        for section in range(5)
    )
    for n in range(12)
    for folder in FOLDERS[: 1 + n % 4]
}
"""Twelve notices of five sections, each in one to four folders: 150 passages, 60 texts."""


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """The knowledge base over MANY, with fewer candidates than matches."""
    made = Library(tmp_path_factory.mktemp("many"), {"candidates": 20})
    for name, text in MANY.items():
        made.write(name, text)
    assert made.update().failed == ()
    with made.open() as base:
        yield base


@pytest.mark.parametrize("line", ["leseni", "tangazo 3 leseni", "taasisi:halmashauri"])
@pytest.mark.parametrize("limit", [4, 7, 10])
def test_pages_never_repeat_or_lose_a_text(many, line, limit):
    """Turned one by one, beyond the ranked candidates too, the pages hold every text once."""
    first = many.search(line, limit=limit)
    count = first.total - first.collapsed
    pages = [many.search(line, limit=limit, page=n) for n in range(1, -(-count // limit) + 2)]
    hits = [hit for page in pages for hit in page.hits]
    assert len(hits) == count
    assert pages[-1].hits == ()
    assert {(page.total, page.copies, page.collapsed) for page in pages} == {
        (first.total, first.copies, first.collapsed)
    }
    texts = Counter(copies for hit in hits for copies in (frozenset(_group(hit)),))
    assert max(texts.values()) == 1
    assert not any(one & other for one, other in combinations(texts, 2))
    assert (first.total, first.copies) == (60, 90)
    assert len(hits) + sum(hit.more for hit in hits) == first.total


def _group(hit) -> list[str]:
    return [hit.id, *(copy.id for copy in hit.copies)]


def test_a_facet_counts_the_hits_that_its_filter_leaves(many):
    """The number beside each filter is the total of the page behind it."""
    facets = many.search("leseni", facets=("document", "institution", "year")).facets
    assert facets["institution"] == {"Halmashauri ya Mto": 60}
    for document, count in list(facets["document"].items())[:5]:
        assert many.search("leseni", filters={"document": [document]}).total == count == 5


def test_copies_cost_one_call_where_there_are_any(many, shelf):
    """A page asks for the copies of all its hits at once, and not at all where no hit has one."""
    for base, line, calls in [(many, "leseni", 1), (shelf, "mkurugenzi bodi", 0)]:
        with base._pool.reading() as reader:
            real, counting = reader.engine, CountingEngine(reader.engine)
            reader.engine = counting
            assert base.search(line).hits
            reader.engine = real
        assert counting.calls["copies"] == calls


def test_an_ungrouped_search_lists_every_copy(five):
    """Programs that read every passage, and the evaluation, get all five."""
    with five.open() as base:
        results = base.search("leseni", grouped=False)
    assert (results.total, results.copies, len(results.hits)) == (6, 0, 6)


def test_an_answer_and_a_shown_passage_name_the_copies(five):
    """The quoted sentence is in five files too."""
    with five.open() as base:
        answer = base.answer("maombi ya leseni yatapokelewa lini?").answer
        assert answer is not None
        assert answer.copy_count == len(answer.copies) == 4
        shown = base.show("elimu/tangazo.md#maombi-ya-leseni.1")
        assert shown.copies[0].document == "afya/tangazo.md"
        assert (shown.copy_count, base.show("ushuru.md#ushuru-wa-soko.1").copies) == (4, ())


def test_ten_of_many_copies_are_listed_and_all_are_counted(library):
    """A notice in sixty folders fills no page."""
    made = library({f"{n:02}/tangazo.md": front() + NOTICE for n in range(60)})
    with made.open() as base:
        (hit,) = base.search("leseni").hits
    assert (len(hit.copies), hit.copy_count) == (10, 59)


def _told(made: Library) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    with made.open() as base:
        return {
            line: [
                (hit.id, tuple(copy.id for copy in hit.copies)) for hit in base.search(line).hits
            ]
            for line in ("leseni", "ushuru wa soko", "maombi ya leseni")
        }


def test_updates_group_copies_as_a_new_index_does(five, tmp_path):
    """Files added, changed, removed and renamed one by one: the same hits and copies as at once."""
    five.write("zz/tangazo.md", front() + NOTICE.replace("biashara", "bia-\nshara"))
    five.update()
    five.write("afya/tangazo.md", front() + NOTICE.replace("50,000", "60,000"))
    five.update()
    (five.corpus / "maji/tangazo.md").unlink()
    five.update()
    (five.corpus / "elimu/tangazo.md").rename(five.corpus / "elimu.md")
    five.update()
    updated = _told(five)
    update(five.corpus, five.index, five.settings, full=True)
    assert updated == _told(five)
    assert updated["maombi ya leseni"][0][1] or updated["maombi ya leseni"][1][1]
