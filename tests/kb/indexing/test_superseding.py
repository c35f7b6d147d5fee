"""Which document supersedes which, and what an update reports of declarations that do not hold."""

from __future__ import annotations

import pytest

from kb.admin.history import history, roll_back
from kb.admin.remove import plan_removal, remove
from kb.indexing.superseding import find_superseded
from kb.messages import translate
from kb.store import FolderStore
from kb.store.sources import Source

WAKALA = "Wakala wa Leseni"


def source(
    replaces: str | None = None,
    date: str | None = None,
    institution: str | None = WAKALA,
    failed: str = "",
) -> Source:
    """The record of a file with what its document declares."""
    return Source(1, 1, 1, 1, "", "", failed, "", institution, date, "markdown", 1, replaces)


@pytest.mark.parametrize(
    ("files", "newer", "told"),
    [
        ({"a": source(), "b": source("a")}, {"a": "b"}, []),
        # an older date on the one that replaces: what is said counts, not the dates
        ({"a": source(date="2024"), "b": source("a", "2012")}, {"a": "b"}, []),
        ({"a": source(date="2012"), "b": source(date="2024")}, {}, []),
        ({"a": source(), "b": source("a"), "c": source("b")}, {"a": "b", "b": "c"}, []),
        # two that replace the same one: the later by date, then by name
        ({"a": source(), "b": source("a", "2020"), "c": source("a", "2019")}, {"a": "b"}, []),
        ({"a": source(), "b": source("a"), "c": source("a")}, {"a": "c"}, []),
        ({"a": source(), "b": source("a", institution="WAKALA  wa leseni")}, {"a": "b"}, []),
        ({"a": source(), "b": source("a", institution="Wizara")}, {}, ["b"]),
        ({"a": source(institution=None), "b": source("a", institution=None)}, {}, ["b"]),
        ({"b": source("a")}, {}, ["b"]),
        ({"a": source(failed="haisomeki"), "b": source("a")}, {}, ["b"]),
        ({"a": source(), "b": source("a", failed="haisomeki")}, {}, []),
        ({"a": source("a")}, {}, ["a"]),
        ({"a": source("b"), "b": source("a")}, {}, ["a", "b"]),
        # a circle is left out, and what leads to it still counts
        (
            {"a": source(), "b": source("a"), "c": source("b", "2020"), "d": source("c")},
            {"a": "b", "b": "c", "c": "d"},
            [],
        ),
        (
            {"a": source(), "b": source("a", "2020"), "x": source("y"), "y": source("x")},
            {"a": "b"},
            ["x", "y"],
        ),
    ],
)
def test_who_replaces_whom(files, newer, told):
    """Only a document of the same institution that says so, and never in a circle."""
    found = find_superseded(files, {})
    assert found.newer == newer
    assert [id for id, _ in found.rejected] == told
    assert all(translate(reason, "sw") != str(reason) for _, reason in found.rejected)


def test_a_document_is_found_by_the_name_it_had():
    """Renaming the older one does not make it current again."""
    files = {"kumbukumbu/a": source(), "b": source("a")}
    assert find_superseded(files, {"a": "kumbukumbu/a"}).newer == {"kumbukumbu/a": "b"}


# ---- Kept up to date with the corpus -------------------------------------------------------


def page(replaces: str = "", institution: str = WAKALA) -> str:
    """A document that names its institution, and the document it replaces."""
    more = f"inabadilisha: {replaces}\n" if replaces else ""
    return f"---\ntaasisi: {institution}\n{more}---\n\n# Ada\n\nAda ya leseni.\n"


@pytest.fixture
def replaced(folder, fresh_index, run):
    """Write or remove documents, update, and tell what is replaced then, and by what."""

    def replaced(**documents: str | None) -> dict[str, str]:
        for stem, text in documents.items():
            path = folder / f"{stem}.md"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        run()
        return now(fresh_index)

    return replaced


def now(index) -> dict[str, str]:
    """What the generation that answers says is replaced."""
    with FolderStore(index).reader() as reader:
        return dict(reader.manifest.replaced)


def test_an_update_follows_what_is_declared(replaced):
    """One changed, added or removed file makes and breaks pairs with files that stayed."""
    assert replaced(a=page(), b=page()) == {}
    assert replaced(b=page("a.md")) == {"a.md": "b.md"}
    assert replaced(c=page("b.md")) == {"a.md": "b.md", "b.md": "c.md"}
    assert replaced(a=page(institution="Wizara")) == {"b.md": "c.md"}
    assert replaced(a=page(), c=None) == {"a.md": "b.md"}
    assert replaced(b=None) == {}
    assert replaced(b=page("a.md")) == {"a.md": "b.md"}


def test_a_row_of_the_table_declares_it_too(folder, replaced):
    """A clerk may say it in sources.tsv, of files that cannot say it themselves."""
    assert replaced(a=page(), b=page()) == {}
    (folder / "sources.tsv").write_text("path\treplaces\nb.md\ta.md\n", encoding="utf-8")
    assert replaced() == {"a.md": "b.md"}
    (folder / "sources.tsv").unlink()
    assert replaced() == {}


def test_renamed_documents_stay_older_and_newer(folder, replaced):
    """Moving either file to another folder changes names, not what is in force."""
    assert replaced(a=page(), b=page("a.md")) == {"a.md": "b.md"}
    (folder / "zamani").mkdir()
    (folder / "a.md").rename(folder / "zamani" / "a.md")
    assert replaced() == {"zamani/a.md": "b.md"}
    (folder / "b.md").rename(folder / "mpya.md")
    assert replaced() == {"zamani/a.md": "mpya.md"}


def test_a_declaration_that_does_not_hold_is_reported(folder, run):
    """A name mistyped would otherwise leave the older document in force, silently."""
    (folder / "b.md").write_text(page("haipo.md"), encoding="utf-8")
    warnings = dict(run().warnings)
    assert "haipo.md" in str(warnings["b.md"])


def test_a_purged_document_is_named_by_no_generation(folder, fresh_index, settings, replaced):
    """Older generations are rewritten: what replaced a document that must go is unsaid."""
    assert replaced(a=page(), b=page("a.md")) == {"a.md": "b.md"}
    replaced(tatu=page())
    wanted = plan_removal("b.md", folder, fresh_index, purge=True)
    remove(wanted, folder, fresh_index, settings, purge=True)
    assert now(fresh_index) == {}
    assert len(history(fresh_index)) > 1
    roll_back(fresh_index, settings)
    assert now(fresh_index) == {}


def test_going_back_brings_back_what_was_replaced_then(fresh_index, settings, replaced):
    """A generation rolled back to answers as it did."""
    replaced(a=page(), b=page("a.md"))
    assert replaced(b=None) == {}
    roll_back(fresh_index, settings)
    assert now(fresh_index) == {"a.md": "b.md"}
