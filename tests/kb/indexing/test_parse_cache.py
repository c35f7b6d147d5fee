"""Parsed documents are kept, checked, and deleted when nothing needs them."""

from __future__ import annotations

import hashlib

from tests.kb.two_documents import DIRA, documents_with, write


def test_a_new_recipe_reads_no_file_again(update_pair, pair, monkeypatch):
    """What was parsed is kept: changing the analyser does not parse a thousand files again."""
    update_pair()
    monkeypatch.setattr("kb.indexing.parse_cache.read_document", None)
    assert update_pair(settings={"passage_words": 30}).failed == ()
    monkeypatch.undo()
    assert update_pair(full=True).failed == ()


def test_a_damaged_parse_is_made_again(update_pair, fresh_index):
    """The kept parses are a convenience: a flipped bit in one is noticed."""
    update_pair()
    for path in (fresh_index / "parsed").iterdir():
        path.write_bytes(path.read_bytes().replace(b"kinara", b"kinasa"))
    update_pair(settings={"passage_words": 30})
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}


def test_a_parse_with_other_fields_is_made_again(update_pair, fresh_index):
    """A parse that an earlier version wrote, with a field that is gone, stops no update."""
    update_pair()
    for path in (fresh_index / "parsed").iterdir():
        data = path.read_bytes().partition(b"\n")[2].replace(b'"title"', b'"heading"')
        path.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
    assert update_pair(settings={"passage_words": 30}).failed == ()
    assert documents_with(fresh_index, "kinara") == {"dira.txt"}


def test_parses_nobody_needs_are_removed(update_pair, pair, fresh_index):
    """The kept parses do not grow with every change."""
    update_pair()
    write(pair / "dira.txt", DIRA + "\nMpya.\n")
    update_pair()
    assert len(list((fresh_index / "parsed").iterdir())) == 2
