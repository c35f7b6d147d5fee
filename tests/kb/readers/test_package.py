"""A package gives its parts, whole or damaged, and its XML does no harm."""

import io
import zipfile

import pytest

from kb.readers.base import Unreadable
from kb.readers.package import Package, xml_tree


def packed(**parts: str) -> bytes:
    """Return an archive with these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def test_a_part_is_given_as_bytes_and_as_a_tree():
    """A reader takes the parts it knows, and a missing one is no error."""
    package = Package(packed(content="<a>Dira</a>"))
    assert package.names == {"content"}
    assert package.part("content") == b"<a>Dira</a>"
    assert package.tree("content").text == "Dira"
    assert package.part("styles") is None
    assert package.tree("styles") is None


def test_a_damaged_part_is_a_missing_part():
    """One flipped byte in a picture must not cost the text beside it."""
    data = packed(content="<a>Dira</a>", picture="x" * 50)
    package = Package(data.replace(b"x" * 50, b"x" * 49 + b"y"))
    assert package.part("picture") is None
    assert package.tree("content").text == "Dira"


def test_what_is_no_archive_is_refused():
    """A clerk is told, and no exception of zipfile comes through."""
    with pytest.raises(Unreadable):
        Package(b"Dira")


def test_xml_reads_no_file_and_expands_no_entity(tmp_path):
    """An entity can name a file of this machine, or fill the memory."""
    secret = tmp_path / "siri.txt"
    secret.write_text("siri")
    bomb = f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY t "tatu">]><a>&s;&t;</a>'
    assert "".join(xml_tree(bomb.encode()).itertext()) == "&s;&t;"


def test_xml_is_read_as_far_as_it_is_whole():
    """Office programs open such files, so a person expects it."""
    tree = xml_tree(b"<a><b>Dira</b><b>Dhamira</a>")
    assert [b.text for b in tree] == ["Dira", "Dhamira"]


def test_the_parts_that_are_not_whole_are_named():
    """A reader tells the clerk which part it could not read to its end."""
    package = Package(
        packed(
            whole="<a>Dira</a>",
            cut="<a><b>Dira",
            empty="",
            types="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        )
    )
    assert [package.tree(name) is not None for name in ("whole", "cut", "empty", "types", "gone")] == [
        True, True, False, True, False,
    ]  # fmt: skip
    assert package.damaged == {"cut", "empty", "types"}


def test_a_name_is_the_same_however_it_is_written():
    """In capitals, with backslashes, with percent signs: programs write them in all ways."""
    package = Package(packed(**{"Word\\Document.XML": "<a>Dira</a>", "picha ya 1.xml": "<b/>"}))
    assert package.tree("word/document.xml").text == "Dira"
    assert package.part("picha%20ya%201.xml") == b"<b/>"
