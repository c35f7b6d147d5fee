"""OpenDocument texts that are damaged, or none: what is refused, and what costs only itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from kb.readers import odt
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive, changed
from tests.kb.readers.making_opendocument import (
    opendocument,
    para,
)
from tests.kb.readers.opendocument.texts import BODY, heading, headings


@pytest.mark.parametrize("data", [b"PK\x03\x04", archive({"content.xml": b"<a/>"})])
def test_what_is_no_opendocument_is_refused(data):
    """A reason, not a traceback."""
    with pytest.raises(Unreadable, match=r"damaged|OpenDocument"):
        odt.parse(data)


def test_what_another_program_added_costs_only_itself():
    """Elements of a namespace nobody knows are passed over; the words in a line are kept."""
    parsed = odt.parse(
        changed(
            opendocument("<text:p>Maji</text:p>"),
            "content.xml",
            lambda xml: xml.replace(
                b"<text:p>Maji</text:p>",
                b'<n:a xmlns:n="urn:n">x</n:a><text:p>Maji <n:b xmlns:n="urn:n">safi</n:b>.</text:p>',
            ),
        )
    )
    assert parsed.text.strip() == "Maji safi."


@pytest.mark.parametrize("missing", ["styles.xml", "meta.xml", "META-INF/manifest.xml", "mimetype"])
def test_a_part_that_is_missing_costs_itself_only(missing):
    """The text is read, as LibreOffice reads it when it repairs a file."""
    with zipfile.ZipFile(io.BytesIO(opendocument(heading("Dira"), BODY))) as whole:
        members = {name: whole.read(name) for name in whole.namelist() if name != missing}
    assert headings(odt.parse(archive(members))) == [("Dira", 1)]


def test_a_text_that_breaks_off_is_read_with_a_warning():
    """What is whole is read, and the clerk is told that it is not all."""
    whole = opendocument(para("Maji"), para("safi"))
    broken = changed(whole, "content.xml", lambda xml: xml[: xml.index(b"safi")])
    parsed = odt.parse(broken)
    assert parsed.text == "Maji\n"
    assert "damaged" in str(parsed.warnings[0])


REFUSED = {
    "encrypted": (
        changed(
            opendocument(BODY),
            "META-INF/manifest.xml",
            lambda xml: xml.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1),
        ),
        "encrypted; remove the password",
    ),
    "a spreadsheet": (opendocument(kind="spreadsheet"), r"rename it to end in \.ods"),
    "a drawing": (opendocument(kind="drawing"), "no OpenDocument text"),
    "without content": (archive({"mimetype": b"x"}), "content.xml is missing or damaged"),
    "another XML file": (b"<html><p>Maji</p></html>", "not an OpenDocument file"),
    "too deep": (
        opendocument("<text:section>" * 150 + BODY + "</text:section>" * 150), "nested too deep"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_what_to_do(name):
    """A reason that a clerk can act on."""
    data, reason = REFUSED[name]
    with pytest.raises(Unreadable, match=reason):
        odt.parse(data)
