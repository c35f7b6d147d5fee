"""Filters let through what a reader means by them; what matches nothing is searched as text."""

from __future__ import annotations

import pytest

from kb.messages import LANGUAGES, translate

ROADS = {"barabara.md", "barabara/manual.md"}
WATER = {"zanzibar/maji.md"}


@pytest.fixture
def documents(shelf):
    """The documents that a line and filters find."""

    def documents(line: str, **filters: str) -> set[str]:
        results = shelf.search(line, filters={name: [value] for name, value in filters.items()})
        return {hit.document for hit in results.hits}

    return documents


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("barabara roads aina:dira", ["barabara.md Dira", "barabara/manual.md Vision"]),
        ("barabara roads kind:vision", ["barabara.md Dira", "barabara/manual.md Vision"]),
        ("barabara roads aina:maono", ["barabara.md Dira", "barabara/manual.md Vision"]),
        ("maji aina:dhamira", ["zanzibar/maji.md Dhima"]),
        ("maji aina:mission", ["zanzibar/maji.md Dhima"]),
    ],
)
def test_a_kind_is_known_by_all_its_names(ask, line, expected):
    """Dira, maono and vision are one kind of section."""
    assert sorted(ask(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("wakala taasisi:zanzibar", WATER),
        ("wakala institution:zanzibar", WATER),
        ('wakala roads taasisi:"wakala wa barabara"', ROADS),
        ("wakala roads taasisi:barabara", ROADS),
        ("wakala hati:zanzibar/maji.md", WATER),
        ("wakala hati:maji", WATER),
        ("wakala document:MAJI", WATER),
        ("barabara roads hati:barabara", {"barabara.md"}),
        ("barabara roads hati:manual", {"barabara/manual.md"}),
        ("wakala roads lugha:sw", {"barabara.md", *WATER}),
        ("wakala roads lugha:kiswahili", {"barabara.md", *WATER}),
        ("wakala roads language:english", {"barabara/manual.md"}),
        ("wakala mwaka:2019", WATER),
        ("wakala roads year:2012-2019", {"barabara.md", *WATER}),
        ("wakala roads mwaka:2019 mwaka:2021", {"barabara/manual.md", *WATER}),
        ("wakala roads mwaka:2012 taasisi:zanzibar", set()),
    ],
)
def test_a_filter_lets_through_what_a_reader_means(documents, line, expected):
    """Part of a name will do; values of one facet add up, facets narrow each other."""
    assert documents(line) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "dira"}, ROADS),
        ({"kind": "vision"}, ROADS),
        ({"institution": "Wakala wa Maji Zanzibar"}, WATER),
        ({"document": "zanzibar/maji.md"}, WATER),
        ({"language": "Kiswahili"}, {"barabara.md", *WATER}),
        ({"year": "2012-2019"}, {"barabara.md", *WATER}),
        ({"institution": "WAKALA WA  BARABARA"}, ROADS),
        ({"institution": "Wakala wa M"}, WATER),
        ({"document": "maji"}, WATER),
        ({"format": "markdown"}, {*ROADS, *WATER}),
    ],
)
def test_a_filter_beside_the_line_is_read_like_one_in_it(documents, filters, expected):
    """An option of the command, and a box on the page, take what the line takes."""
    assert documents("wakala barabara roads", **filters) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("aina:bajeti", "“bajeti”"),
        ("taasisi:bajeti", "“bajeti”"),
        ("hati:bajeti", "“bajeti”"),
        ("mwaka:bajeti", "“bajeti”"),
        ("lugha:bajeti", "“bajeti”"),
        ("idadi:bajeti", "“idadi:”"),
    ],
)
def test_what_is_no_value_is_searched_as_text_and_told(shelf, line, told):
    """A reader who takes a colon for granted still finds the word, and learns why."""
    results = shelf.search(line)
    assert [hit.heading for hit in results.hits] == ["Uongozi"]
    assert all(told in translate(results.notes[0], language) for language in LANGUAGES)


def test_a_known_kind_that_no_document_has_is_searched_as_text(shelf):
    """The library has no section of history; the word is looked for instead."""
    results = shelf.search("aina:historia bajeti")
    assert "historia" in str(results.notes[0])
    assert [hit.heading for hit in results.hits] == ["Uongozi"]


def test_filters_alone_list_all_they_let_through_in_reading_order(ask, shelf):
    """Whoever types aina:dira alone wants to leaf through them."""
    assert ask("aina:dira") == ["barabara.md Dira", "barabara/manual.md Vision"]
    assert ask("hati:maji") == [
        "zanzibar/maji.md Dhima",
        "zanzibar/maji.md Muundo",
        "zanzibar/maji.md Ofisi ya Pemba",
    ]
    assert shelf.search("hati:maji", limit=2, page=2).total == 3
    assert ask("hati:maji", limit=2, page=2) == ["zanzibar/maji.md Ofisi ya Pemba"]


def test_no_filter_runs_away(shelf):
    """A filter as long as a book is answered as fast as a short one."""
    assert shelf.search("bajeti", filters={"institution": ["neno " * 10_000]}).total == 0
    results = shelf.search(f'bajeti taasisi:"{"neno " * 10_000}"')
    assert [hit.heading for hit in results.hits] == ["Uongozi"]


def test_facets_count_every_match_of_the_question(shelf):
    """The numbers beside the filters add up to the total, whatever was found how."""
    for line in ("barabara", "kiongozi", "aina:dira", "xyzzy"):
        results = shelf.search(line, facets=("document", "kind"))
        counts = results.facets.get("document", {})
        assert sum(counts.values()) == results.total


@pytest.mark.parametrize(
    ("facet", "value", "near"),
    [
        ("document", "hakuna.md", "barabara.md"),
        ("institution", "Wakala", "Wakala wa Barabara"),
        ("institution", "Wakala ya Barabara", "Wakala wa Barabara"),
        ("institution", "zanzibar", "Wakala wa Maji Zanzibar"),
        ("kind", "bajeti", "dira"),
        ("language", "fr", "sw"),
        ("year", "1850", "2012"),
        ("format", "pdf", "markdown"),
    ],
)
@pytest.mark.parametrize("ask", ["search", "answer"])
def test_a_filter_that_is_given_and_names_nothing_lets_nothing_through(
    shelf, ask, facet, value, near
):
    """An option is a rule: no other document answers, and the note names what there is."""
    result = getattr(shelf, ask)("barabara", filters={facet: [value]})
    assert result.total == 0
    assert all(
        value in said and near in said
        for said in (translate(result.notes[-1], language) for language in LANGUAGES)
    )


AGENCIES = {
    "bara.md": "---\ntaasisi: Wakala ya Serikali Mtandao\n---\n\n# Sheria\n\nSheria ya bara.\n",
    "zanzibar.md": (
        "---\ntaasisi: Wakala wa Serikali Mtandao Zanzibar\n---\n\n# Sheria\n\nSheria ya Zanzibar.\n"
    ),
}


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Wakala ya Serikali Mtandao", "bara.md"),
        ("wakala ya serikali mtandao", "bara.md"),
        ("Wakala ya", "bara.md"),
        ("Wakala wa Serikali Mtandao", "zanzibar.md"),
    ],
)
def test_two_institutions_are_never_mixed(library, name, document):
    """The mainland's is Wakala *ya*, Zanzibar's Wakala *wa*: the connective tells them apart."""
    with library(AGENCIES).open() as base:
        for results in (
            base.search("sheria", filters={"institution": [name]}),
            base.search(f'sheria taasisi:"{name}"'),
        ):
            assert {hit.document for hit in results.hits} == {document}


@pytest.mark.parametrize("name", ["eGA", "EGA"])
def test_an_institution_is_known_by_its_acronym(library, name):
    """The acronym in brackets names the institution; as an option and in the line."""
    agencies = {
        **AGENCIES,
        "bara.md": AGENCIES["bara.md"].replace("Serikali Mtandao", "Serikali Mtandao (eGA)", 1),
    }
    with library(agencies).open() as base:
        for results in (
            base.search("sheria", filters={"institution": [name]}),
            base.search(f'sheria taasisi:"{name}"'),
        ):
            assert {hit.document for hit in results.hits} == {"bara.md"}
            assert results.notes == ()
        assert base.search("sheria", filters={"institution": ["GA"]}).total == 0


def test_one_value_may_be_given_without_a_list(shelf):
    """In Python, a text is one value and not the values of its letters."""
    given = shelf.search("wakala barabara", filters={"format": "markdown"})
    listed = shelf.search("wakala barabara", filters={"format": ["markdown"]})
    assert (given.total, given.notes) == (listed.total, ())
    assert shelf.search("wakala barabara", filters={"format": "docx"}).total == 0


def test_a_filter_that_was_typed_and_given_must_hold_twice(documents):
    """What an option rules out, the line does not bring back."""
    assert documents("wakala roads hati:maji", document="barabara.md") == set()
    assert documents("wakala roads taasisi:barabara", document="barabara.md") == {"barabara.md"}
