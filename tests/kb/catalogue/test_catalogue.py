"""The lists of a generation: in dictionary order, whole, dated, and as its documents say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import SwahiliAnalyser
from kb.catalogue import Catalogue, Shelves
from kb.catalogue.shelves import cut_page
from kb.errors import DocumentNotFound
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from kb.store.documents import DocumentRecord

SETTINGS = load({"generations": 5}, environ={})

WAKALA = "---\ntaasisi: Wakala wa Maji\ntarehe: 2019\n---\n"
BODI = "---\ntaasisi: Bodi ya Nafaka\ntarehe: 2021-04\n---\n"
TEXTS = {
    "maji/dira.md": f"{WAKALA}# Wakala wa Maji\n\n## Dira\n\nMaji safi kwa kila kaya.\n\n"
    "## Idara ya Ufundi\n\nHutunza mitambo.\n\n### Kitengo cha Vipimo\n\nHupima maji.\n",
    "maji/muundo.md": f"{WAKALA}# Muundo\n\n## 2. Idara ya Ufundi:\n\nIna wahandisi.\n\n"
    "## Idara ni ngapi?\n\nNi moja.\n\n## Sehemu ya Kwanza\n\nMengineyo.\n",
    "nafaka/dira.md": f"{BODI}# Bodi ya Nafaka\n\n## Dira\n\nNafaka ya kutosha.\n\n## Historia\n\n"
    "Bodi ilianza tarehe 17 Desemba mwaka 2010. Ilihamia Dodoma Mei 2011. Mkutano ulikuwa "
    "3/4/2011 mjini.\n",
    "huru.txt": "Ng'ombe na mbuzi\n\nMifugo ya kijiji.\n",
}


class Corpus:
    """A corpus in a folder, its index, and the catalogue of the index."""

    def __init__(self, folder) -> None:
        self.folder, self.index = folder / "corpus", folder / "index"

    def write(self, name: str, text: str) -> None:
        """Write a document; the index knows it after ``update``."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def update(self, **options) -> None:
        """Bring the index up to date."""
        update(self.folder, self.index, SETTINGS, analyser=SwahiliAnalyser(), **options)

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """Lend the catalogue of the current generation."""
        with KnowledgeBase.open(self.index, SETTINGS) as base, base.catalogue() as catalogue:
            yield catalogue


@pytest.fixture
def made(tmp_path) -> Corpus:
    """Two institutions with two and one documents, and a document of nobody."""
    corpus = Corpus(tmp_path)
    for name, text in TEXTS.items():
        corpus.write(name, text)
    corpus.update()
    return corpus


def record(id: str, title: str, institution: str | None = None) -> DocumentRecord:
    return DocumentRecord(id, title, institution, None, "sw", "text", 1)


# ---- documents ----------------------------------------------------------------------------


def test_titles_are_in_the_order_of_a_swahili_dictionary():
    """As ICU sorts Swahili: ch and ng' are two letters each, accents and capitals decide last."""
    titles = ["Ng'ombe", "Chakula", "Cesi", "nazi", "Ngoma", "Nyuki", "Úa", "ubao", "ua", "3 njia"]
    shelves = Shelves.of("1", [record(f"{i}", title) for i, title in enumerate(titles)])
    ordered = [titles[int(one.id)] for one in shelves.documents]
    assert ordered == [
        "3 njia", "Cesi", "Chakula", "nazi", "Ng'ombe", "Ngoma", "Nyuki", "ua", "Úa", "ubao",
    ]  # fmt: skip
    assert [(one.value, one.number) for one in shelves.letters()] == [
        ("", 1), ("C", 2), ("N", 4), ("U", 3),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.text(max_size=6), st.sampled_from([None, "Bodi", "ng'ambo"])), max_size=30
    )
)
def test_every_document_is_under_one_letter_and_one_owner(rows):
    """Letters and institutions part the documents, whatever they are called."""
    records = [record(f"{i}", title, owner) for i, (title, owner) in enumerate(rows)]
    shelves = Shelves.of("1", records)
    by_letter = [one.id for letter, _ in shelves.letters() for one in shelves.matching(letter)]
    assert sorted(by_letter) == sorted(one.id for one in records)
    assert sum(one.number for one in shelves.institutions()) == sum(
        owner is not None for _, owner in rows
    )
    assert sorted(shelves.places.values()) == list(range(len(records)))


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_the_pages_of_a_list_are_the_list(items, size):
    """Nothing is on two pages or on none."""
    _, last = cut_page(items, 1, size)
    pages = [cut_page(items, number, size)[0] for number in range(1, last + 1)]
    assert [item for page in pages for item in page] == items
    assert not cut_page(items, last + 1, size)[0]


def test_what_is_made_for_a_generation_is_made_once():
    """The second request of a list costs nothing."""
    calls: list[str] = []

    def make() -> list[str]:
        calls.append("made")
        return [*calls]

    shelves = Shelves.of("1", [])
    assert [shelves.once("a", make) for _ in range(2)] == [["made"], ["made"]]
    assert calls == ["made"]


# ---- kinds --------------------------------------------------------------------------------


def test_one_kind_is_compared_over_the_institutions(made):
    """Each institution has its own Dira, in the order of the institutions' names."""
    with made.catalogue() as catalogue:
        owners = catalogue.compared("dira")
        assert [one.owner for one in owners] == ["Bodi ya Nafaka", "Wakala wa Maji"]
        texts = [catalogue.passages(one.sections)[0].text for one in owners]
        assert texts == ["Nafaka ya kutosha.", "Maji safi kwa kila kaya."]
        assert catalogue.compared("hakuna") == []


def test_a_long_section_is_listed_once(made):
    """A section of many passages is one section, and begins with the first."""
    words = " ".join(f"Neno la {i} linafuata hapa katika dira ndefu." for i in range(300))
    made.write("ndefu.md", f"# Hati\n\n## Dira\n\n{words}\n")
    made.update()
    with made.catalogue() as catalogue:
        (place,) = [one for one in catalogue.sections("dira") if one.document == "ndefu.md"]
        assert place.id == "ndefu.md#dira.1"
        assert place.owner == "ndefu.md"


def test_what_was_replaced_is_listed_and_not_compared(made):
    """A comparison is of what is in force."""
    made.write(
        "maji/mpya.md",
        f"{WAKALA[:-4]}inabadilisha: maji/dira.md\n---\n# Maji\n\n## Dira\n\nMpya.\n",
    )
    made.update()
    with made.catalogue() as catalogue:
        (_, maji) = catalogue.compared("dira")
        assert [one.document for one in maji.sections] == ["maji/mpya.md"]
        assert "maji/dira.md" in {one.document for one in catalogue.sections("dira")}


# ---- changes ------------------------------------------------------------------------------


def test_a_change_is_dated_and_outlasts_a_rebuild(made):
    """A document keeps its times while its content stays, also when all is built anew."""
    with made.catalogue() as catalogue:
        first = {one.id: one for one in catalogue.changes()}
        assert {one.change for one in first.values()} == {"added"}
    made.write("huru.txt", "Ng'ombe na mbuzi\n\nMifugo ya kijiji na mji.\n")
    made.update(full=True)
    with made.catalogue() as catalogue:
        newest, *others = catalogue.changes()
        assert (newest.id, newest.change) == ("huru.txt", "changed")
        assert newest.at >= first["huru.txt"].at
        assert [one.at for one in others] == [first[one.id].at for one in others]
        (now,) = catalogue.records(["huru.txt"])
        assert now.added == first["huru.txt"].at


def test_what_was_removed_or_renamed_is_known_while_its_generation_is_kept(made):
    """Readers learn that a document is gone, and where one went."""
    (made.folder / "huru.txt").rename(made.folder / "mifugo.txt")
    (made.folder / "nafaka" / "dira.md").unlink()
    made.update()
    made.write("mengine.txt", "Mengine\n\nMaelezo.\n")
    made.update()
    with made.catalogue() as catalogue:
        changes = {one.id: (one.change, one.was) for one in catalogue.changes()}
        assert len(changes) == len(catalogue.changes()), "each document has one change"
        assert changes["mifugo.txt"] == ("renamed", "huru.txt")
        assert changes["nafaka/dira.md"] == ("removed", None)
        assert changes["mengine.txt"] == ("added", None)


# ---- structure ----------------------------------------------------------------------------


def test_the_units_of_an_institution_are_a_tree(made):
    """A heading below another is a unit of it; the same unit in two documents is one."""
    with made.catalogue() as catalogue:
        (unit,) = catalogue.structure("Wakala wa Maji").units
        assert (unit.heading, unit.passage) == (
            "Idara ya Ufundi",
            "maji/dira.md#idara-ya-ufundi.1",
        )
        assert [below.heading for below in unit.below] == ["Kitengo cha Vipimo"]
        (unit,) = catalogue.structure("maji/muundo.md").units
        assert unit.heading == "Idara ya Ufundi"
        assert catalogue.structure("huru.txt").units == ()
        with pytest.raises(DocumentNotFound):
            catalogue.structure("hakuna")


# ---- dates --------------------------------------------------------------------------------


def test_each_date_leads_to_the_sentence_that_mentions_it(made):
    """Days and months in order, however they are written; the date in the sentence is marked."""
    with made.catalogue() as catalogue:
        assert sorted(catalogue.dates()) == ["2010", "2011"]
        assert [one.value for one in catalogue.dates_of("2010")] == ["2010-12-17"]
        assert [one.value for one in catalogue.dates_of("2011")] == ["2011-04-03", "2011-05"]
        quoted = {
            one.date: one.passages[0]
            for year in ("2010", "2011")
            for one in catalogue.mentions(catalogue.dates_of(year))
        }
        assert {date: one.quoted[slice(*one.span)] for date, one in quoted.items()} == {
            "2010-12-17": "17 Desemba mwaka 2010",
            "2011-04-03": "3/4/2011",
            "2011-05": "Mei 2011",
        }
        assert quoted["2011-05"].quoted == "Ilihamia Dodoma Mei 2011."
        assert catalogue.dates_of("1850") == ()
