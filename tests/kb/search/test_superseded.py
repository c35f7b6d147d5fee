"""What a reader meets of documents that have been replaced, and of those with many matches."""

from __future__ import annotations

import pytest

from kb.results import Newer

WAKALA = "Wakala wa Leseni"


def page(title: str, date: str, *sections: str, replaces: str = "", of: str = WAKALA) -> str:
    """A document of sections, each "heading: text"."""
    front = f"kichwa: {title}\ntaasisi: {of}\ntarehe: {date}\n"
    front += f"inabadilisha: {replaces}\n" if replaces else ""
    body = (f"# {head}\n\n{text}\n" for head, _, text in (s.partition(": ") for s in sections))
    return f"---\n{front}---\n\n" + "\n".join(body)


OLD = page(
    "Kanuni za 2012",
    "2012-04-01",
    "Ada: Ada ya leseni ni shilingi elfu tano. Leseni ni ya mwaka.",
    "Maombi: Mwombaji wa leseni hujaza fomu ya leseni.",
    "Rufaa: Aliyenyimwa leseni hukata rufaa.",
    "Adhabu: Asiye na leseni hutozwa faini.",
    "Wakaguzi: Wakaguzi hukagua kila leseni.",
)
NEW = page(
    "Kanuni za 2024",
    "2024-05-01",
    "Ada: Kila mwenye biashara hulipa ada hii kwa mfumo wa malipo: elfu nane kwa leseni.",
    replaces="kanuni-2012.md",
)
OTHER = page("Mwongozo", "2020", "Biashara: Kila biashara huhitaji leseni.", of="Wizara")
PAGES = {"kanuni-2012.md": OLD, "kanuni-2024.md": NEW, "mwongozo.md": OTHER}


@pytest.fixture
def search(library):
    """Asks a library of the pages given; the index is made for the first question."""

    def search(pages, line, **options):
        with library(pages).open() as base:
            return base.search(line, **options)

    return search


def documents(found) -> list[str]:
    """The document of each hit, best first."""
    return [hit.document for hit in found.hits]


# ---- At most three of a document -----------------------------------------------------------


def test_a_document_with_many_matches_leaves_room_for_others(search):
    """Five passages match in one document: three are listed, and the third says two more."""
    found = search(PAGES, "leseni")
    assert documents(found).count("kanuni-2012.md") == 3
    assert {"kanuni-2024.md", "mwongozo.md"} < set(documents(found))
    more = [(hit.document, hit.more) for hit in found.hits if hit.more]
    assert more == [("kanuni-2012.md", 2)]
    last = max(i for i, hit in enumerate(found.hits) if hit.document == "kanuni-2012.md")
    assert found.hits[last].more == 2
    assert (found.total, found.collapsed) == (7, 2)


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("leseni hati:kanuni-2012", {}),
        ("leseni", {"filters": {"document": ["kanuni-2012.md"]}}),
        ("leseni hati:kanuni", {}),
        ("wakaguzi OR maombi OR rufaa OR adhabu OR mwombaji", {}),
        ("leseni", {"grouped": False}),
    ],
)
def test_nothing_is_folded_where_nothing_competes_or_one_asked_for_it(search, line, options):
    """Not for a document that was chosen, not where one alone answers, not where all is wanted."""
    found = search(PAGES, line, **options)
    assert (len(found.hits), found.collapsed) == (found.total, 0)
    assert {hit.more for hit in found.hits} == {0}
    assert documents(found).count("kanuni-2012.md") >= 4


@pytest.mark.parametrize("elsewhere", [1, 7], ids=["rare words", "frequent words"])
def test_more_counts_what_its_link_finds(library, elsewhere):
    """Words are rare in all documents or in none: the families are asked for both times alike."""
    said = [f"Sehemu {n}: Uongozi wa mwaka {n}." for n in range(5)]
    alike = [f"Nyingine {n}: Kiongozi wa eneo la {n}." for n in range(4)]
    pages = {
        "a.md": page("A", "2020", *said, *alike),
        "b.md": page("B", "2020", *(f"Habari {n}: Uongozi wa {n}." for n in range(elsewhere))),
    }
    with library(pages).open() as base:
        found = base.search("uongozi")
        counted = {hit.document: 3 + hit.more for hit in found.hits if hit.more}
        opened = {id: base.search("uongozi", filters={"document": [id]}).total for id in counted}
    assert counted == opened
    assert counted["a.md"] == (9 if elsewhere == 1 else 5)


def test_pages_of_the_whole_answer_meet_without_gap(library):
    """Two hits a page, to the end: every hit once, and as many as the answer says."""
    with library(PAGES, candidates=10).open() as base:
        whole = base.search("leseni", limit=100)
        turned = [
            hit.id for n in range(1, 5) for hit in base.search("leseni", limit=2, page=n).hits
        ]
    assert turned == [hit.id for hit in whole.hits]
    assert len(turned) == whole.total - whole.collapsed == 5


def test_a_list_by_filters_alone_is_folded_too_and_stays_in_reading_order(search):
    """All that one language holds, three passages of each document."""
    found = search(PAGES, "lugha:sw")
    assert documents(found) == ["kanuni-2012.md"] * 3 + ["kanuni-2024.md", "mwongozo.md"]
    assert [hit.more for hit in found.hits] == [0, 0, 2, 0, 0]


# ---- As of ---------------------------------------------------------------------------------


def test_the_fee_without_superseded_stands_before_the_old_one(search):
    """The older text says the words more often; the newer still comes first, and is linked."""
    found = search(PAGES, "ada ya leseni")
    hits = [hit.document for hit in found.hits if hit.heading == "Ada"]
    assert hits == ["kanuni-2024.md", "kanuni-2012.md"]
    marked = {hit.document: hit.newer for hit in found.hits}
    newer = Newer("kanuni-2024.md", "Kanuni za 2024", "2024-05-01")
    assert marked == {"kanuni-2012.md": newer, "kanuni-2024.md": None, "mwongozo.md": None}
    older = next(hit for hit in found.hits if hit.newer)
    assert older.date == "2012-04-01"


def test_what_the_newer_no_longer_says_is_still_found_and_marked(search):
    """Where only the older matches, it keeps its place, and the reader is told."""
    (hit,) = search(PAGES, "rufaa").hits
    assert (hit.document, hit.newer.document) == ("kanuni-2012.md", "kanuni-2024.md")


def test_a_chain_of_editions_points_to_the_newest(search):
    """2003, 2012, 2024: each older one stands after every newer one, and names the last."""
    oldest = page("Kanuni za 2003", "2003", "Ada: Leseni leseni leseni ada ada.")
    middle = OLD.replace("tarehe:", "inabadilisha: kanuni-2003.md\ntarehe:")
    found = search(PAGES | {"kanuni-2003.md": oldest, "kanuni-2012.md": middle}, "ada ya leseni")
    first = [documents(found).index(f"kanuni-{year}.md") for year in (2024, 2012, 2003)]
    assert first == sorted(first)
    newer = {hit.document: hit.newer.document for hit in found.hits if hit.newer}
    assert newer == dict.fromkeys(["kanuni-2003.md", "kanuni-2012.md"], "kanuni-2024.md")


@pytest.mark.parametrize(
    "newer",
    [
        NEW.replace("inabadilisha: kanuni-2012.md\n", ""),
        NEW.replace(f"taasisi: {WAKALA}", "taasisi: Wizara ya Fedha"),
        NEW.replace("kanuni-2012.md", "haipo.md"),
    ],
    ids=["only a later date", "another institution", "another document"],
)
def test_nothing_is_guessed(search, newer):
    """A later date alone, or another institution's word, makes no document old."""
    found = search(PAGES | {"kanuni-2024.md": newer}, "ada ya leseni")
    assert {hit.newer for hit in found.hits} == {None}
    assert documents(found)[0] == "kanuni-2012.md"


def test_documents_that_replace_each_other_are_both_without_superseded(search):
    """A circle says nothing, and stops nothing."""
    circle = OLD.replace("tarehe:", "inabadilisha: kanuni-2024.md\ntarehe:")
    found = search(PAGES | {"kanuni-2012.md": circle}, "leseni")
    assert {hit.newer for hit in found.hits} == {None}
    assert found.total == 7


def test_the_older_is_without_superseded_again_when_the_newer_goes(library):
    """Removing the newer document takes the mark away with the next update."""
    made = library(PAGES)
    with made.open() as base:
        assert base.document("kanuni-2012.md").newer is not None
        assert base.document("kanuni-2024.md").newer is None
        assert base.show("kanuni-2012.md#rufaa.1").newer.document == "kanuni-2024.md"
        (made.corpus / "kanuni-2024.md").unlink()
        made.update()
        assert base.refresh()
        assert base.document("kanuni-2012.md").newer is None
        assert base.show("kanuni-2012.md#rufaa.1").newer is None
        assert {hit.newer for hit in base.search("leseni").hits} == {None}


def test_the_newer_is_raised_from_beyond_what_is_ranked(library):
    """Ten passages are ranked, all of the old document; the newer one's match is found still."""
    many = page("Kanuni", "2012", *(f"Sehemu {n}: Leseni, leseni na leseni." for n in range(30)))
    weak = page(
        "Kanuni mpya",
        "2024",
        "Mengine: Maneno mengi ya mambo mengine mengi, na mwishoni neno leseni.",
        replaces="a.md",
    )
    with library({"a.md": many, "z.md": weak}, candidates=10).open() as base:
        found = base.search("leseni")
        assert documents(found) == ["z.md", "a.md", "a.md", "a.md"]
        assert found.hits[-1].more == 27
        pages = [base.search("leseni", page=n, limit=20, grouped=False) for n in (1, 2)]
    flat = [hit for one in pages for hit in one.hits]
    assert len({hit.id for hit in flat}) == len(flat) == 31
    assert flat[0].document == "z.md"


def test_a_short_answer_quotes_what_is_without_superseded(library):
    """The fee of today, though the old text says more of the words; the old rule where alone."""
    with library(PAGES).open() as base:
        fee = base.answer("ada ya leseni").answer
        appeal = base.answer("rufaa ya leseni").answer
    assert (fee.document, fee.newer) == ("kanuni-2024.md", None)
    assert (appeal.document, appeal.newer.document) == ("kanuni-2012.md", "kanuni-2024.md")
