"""What is around a passage: the names of its file, folder, address and institution."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.analysis import SwahiliAnalyser
from kb.document import Document, Section
from kb.index.context import context_terms


def around(
    id: str = "kurasa/a.txt",
    text: str = "",
    sections: Sequence[Section] = (),
    *,
    institution: str | None = None,
    source: str | None = None,
) -> set[str]:
    """The words around a document with these properties."""
    document = Document(id, text, "text", institution=institution, source=source)
    return set(context_terms(document, sections, SwahiliAnalyser()))


def test_the_names_of_file_and_folder_are_around():
    """The agency is often named nowhere but in the file's name."""
    assert around("maji/RUMASA_mkataba-wa-huduma.v2.txt") >= {"maji", "rumasa", "mkataba", "huduma"}


def test_the_institution_and_the_address_are_around():
    """A declared institution counts, and so does the site that a page was fetched from."""
    known = around(
        institution="Chuo cha Uuguzi Masimbwe",
        source="https://www.masimbwe.ac.tz/kozi%20fupi/index.html",
    )
    assert known >= {"chuo", "masimbwe", "kozi"}
    assert known.isdisjoint({"www", "ac", "tz", "index", "html"})


def test_the_names_in_a_citation_are_around():
    """Not every source is an address; of a citation the names count."""
    known = around(source="Muhtasari wa ukurasa kuhusu muundo wa Wakala wa Vivuko")
    assert known >= {"wakala", "vivuko"}
    assert "muundo" not in known


def test_a_letterhead_is_around_but_a_long_introduction_is_not():
    """The lines above the first heading name who publishes; a text about something else does not."""
    head = "WIZARA YA UVUVI\nUVUMBA\n"
    opening = Section(None, 0, (), None, "mwanzo", 0, len(head), 0)
    assert "uvumba" in around(text=head, sections=[opening])
    for text in ("Mikoko hulindwa na wizara.", "Mikoko hulindwa na wizara " * 20):
        assert "mikoko" not in around(text=text, sections=[opening._replace(end=len(text))])


@pytest.mark.parametrize("source", ["http://[", "://", "https://", "mailto:a@b"])
def test_a_broken_address_is_no_error(source):
    """A sidecar may hold anything."""
    assert around(source=source) >= {"kurasa"}
