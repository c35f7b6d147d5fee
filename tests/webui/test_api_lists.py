"""Lists of the API: documents, sections, facets, changes; whole, in order, in parts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.api.cursors import part_of
from webui.params import RequestError

DOCUMENTS = {
    "maji/sera.md": "---\ntaasisi: Wizara ya Maji\ntarehe: 2019\n---\n"
    "# Sera ya Maji\n\n## Dira\n\nMaji safi kwa wote.\n\n## Dhamira\n\nKusambaza maji.\n",
    "maji/kanuni.md": "---\ntaasisi: Wizara ya Maji\ntarehe: 2021\n---\n# Kanuni\n\nAda ya maji.\n",
    "ardhi/sera.md": "---\ntaasisi: Wizara ya Ardhi\ntarehe: 2021\n---\n# Sera ya Ardhi\n\nViwanja.\n",
}


def all_parts(reader: Any, address: str, key: str, limit: int) -> list[Any]:
    """Follow the cursors of a list to its end."""
    items, cursor = [], None
    while True:
        parameters = {"limit": str(limit), **({"cursor": cursor} if cursor else {})}
        part = reader.get(address, params=parameters).json()
        assert len(part[key]) <= limit
        items += part[key]
        cursor = part["next"]
        if cursor is None:
            assert len(items) == part["total"]
            return items


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_documents_are_listed_once_each_in_any_parts(limit, site):
    """All documents in the order of their ids, however large the parts are."""
    reader = site(DOCUMENTS)
    listed = all_parts(reader, "/api/v1/documents", "documents", limit)
    assert [one["id"] for one in listed] == sorted(DOCUMENTS)
    assert listed[1]["title"] == "Kanuni"
    assert listed[1]["passages"] == 1


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("taasisi=Wizara ya Maji", ["maji/kanuni.md", "maji/sera.md"]),
        ("institution=wizara ya ardhi", ["ardhi/sera.md"]),
        ("mwaka=2021", ["ardhi/sera.md", "maji/kanuni.md"]),
        ("year=2018-2020", ["maji/sera.md"]),
        ("taasisi=Wizara ya Maji&year=2021", ["maji/kanuni.md"]),
        ("muundo=markdown&lugha-ya-hati=sw", sorted(DOCUMENTS)),
        ("taasisi=Wizara ya Anga", []),
    ],
)
def test_documents_are_filtered_as_a_search_is(query, ids, site):
    """A value that names nothing lets nothing through, and the list says so."""
    listed = site(DOCUMENTS).get(f"/api/v1/documents?{query}").json()
    assert [one["id"] for one in listed["documents"]] == ids
    assert bool(listed["notes"]) == (not ids)


def test_a_cursor_is_of_one_list_and_one_generation(site):
    """After an update, or with other filters, the list begins again: 410 says so."""
    reader = site(DOCUMENTS)
    first = reader.get("/api/v1/documents?limit=1").json()
    cursor = first["next"]
    assert reader.get(f"/api/v1/documents?idadi=2&kishale={cursor}").status_code == 200
    for address in (
        f"/api/v1/documents?limit=1&year=2021&cursor={cursor}",
        f"/api/v1/sections?document=maji/sera.md&cursor={cursor}",
        f"/api/v1/documents?cursor={cursor[:-1]}A",
    ):
        assert reader.get(address).status_code == 410
    site({"mpya.md": "# Mpya\n\nHabari.\n"})
    assert reader.get(f"/api/v1/documents?limit=1&cursor={cursor}").json()["kind"] == "gone"


@given(st.lists(st.integers(), max_size=30), st.integers(1, 12))
def test_parts_joined_are_the_list(items, limit):
    """No item is left out, none comes twice."""
    joined, cursor = [], ""
    for _ in range(len(items) + 1):
        part, where = part_of(items, "000007", "/x", limit=limit, cursor=cursor)
        joined += part
        if where.next is None:
            break
        cursor = where.next
    assert joined == items


@given(st.text(max_size=40))
def test_no_text_is_a_cursor_by_chance(text):
    """What is no cursor of this list is refused, and nothing else happens."""
    with pytest.raises(RequestError):
        part_of(range(9), "000007", "/x", limit=3, cursor=text or "x")


def test_sections_of_a_document_and_the_text_of_one(site):
    """The table of contents first; then one section with what a citation needs."""
    reader = site(DOCUMENTS)
    listed = reader.get("/api/v1/sections?hati=maji/sera.md").json()
    assert [one["heading"] for one in listed["sections"]] == ["Sera ya Maji", "Dira", "Dhamira"]
    section = reader.get("/api/v1/section?hati=maji/sera.md&sehemu=dira&q=maji").json()
    assert section["text"] == "Maji safi kwa wote."
    assert section["passages"][0]["spans"] == [[0, 4]]
    assert (section["title"], section["institution"]) == ("Sera ya Maji", "Wizara ya Maji")


def test_facets_are_counted_over_all_or_over_a_question(site):
    """Every value with its count; the counts of a question are those of its matches."""
    reader = site(DOCUMENTS)
    whole = {one["name"]: one for one in reader.get("/api/v1/facets").json()["facets"]}
    assert {one["value"]: one["count"] for one in whole["institution"]["values"]} == {
        "Wizara ya Maji": 4,
        "Wizara ya Ardhi": 1,
    }
    assert whole["institution"]["parameters"] == ["taasisi", "institution"]
    one = reader.get("/api/v1/facets/taasisi?q=viwanja").json()
    assert one["values"] == [{"value": "Wizara ya Ardhi", "count": 1}]
    documents = all_parts(reader, "/api/v1/facets/document", "values", 2)
    assert {one["value"] for one in documents} == set(DOCUMENTS)


def test_changes_are_what_differs_from_a_kept_generation(site, tmp_path):
    """Added, changed, renamed and removed documents; what is not kept is 410, never a part."""
    reader = site(DOCUMENTS, generations=3)
    assert reader.get("/api/v1/changes").json()["changes"] == []
    corpus = tmp_path / "corpus"
    (corpus / "maji/kanuni.md").rename(corpus / "maji/kanuni-mpya.md")
    (corpus / "ardhi/sera.md").unlink()
    site({"maji/sera.md": "# Sera\n\nMaji.\n", "afya.md": "# Afya\n\nKinga.\n"}, generations=3)
    since_first = reader.get("/api/v1/changes?tangu=1").json()
    assert [(one["change"], one["id"], one["was"]) for one in since_first["changes"]] == [
        ("added", "afya.md", None),
        ("removed", "ardhi/sera.md", None),
        ("renamed", "maji/kanuni-mpya.md", "maji/kanuni.md"),
        ("changed", "maji/sera.md", None),
    ]
    assert since_first["since"]["generation"] == "000001"
    assert since_first["until"]["generation"] == "000002"
    assert reader.get("/api/v1/changes?since=000002").json()["changes"] == []
    assert reader.get("/api/v1/changes").json()["changes"] == since_first["changes"]
    tomorrow = reader.get("/api/v1/changes?since=9999-01-01").json()
    assert tomorrow["changes"] == []
    for old in ("3", "2001-01-01"):
        assert reader.get(f"/api/v1/changes?since={old}").status_code == 410
    for number in range(4):
        site({"afya.md": f"# Afya\n\nKinga {number}.\n"}, generations=3)
    assert reader.get("/api/v1/changes?since=1").status_code == 410
