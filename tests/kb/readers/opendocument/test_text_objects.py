"""Objects inside an OpenDocument text: charts, formulas, sheets."""

from __future__ import annotations

import pytest

from kb.readers import odt
from tests.kb.readers.making_opendocument import (
    cell,
    flat_opendocument,
    opendocument,
    para,
    rows,
)


def inside(body: str) -> bytes:
    """Return the content of an object inside a file."""
    return flat_opendocument().replace(b"<office:text></office:text>", body.encode())


MONTHS = rows([cell("Januari"), cell("12")], [cell("Februari"), cell("20")])
OBJECTS = {
    "a chart": (
        f"<office:chart><chart:title>{para('Mvua')}</chart:title>{MONTHS}</office:chart>",
        "Maji\n\nMvua\n\nJanuari | 12\nFebruari | 20\n",
    ),
    "a sheet": (
        f"<office:spreadsheet>{rows([cell('Kata'), cell('Visima')])}</office:spreadsheet>",
        "Maji\n\nKata | Visima\n",
    ),
    "a formula": ("<math><mi>v</mi><mo>=</mo><mn>3</mn></math>", "Maji\n\nv=3\n"),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_inside_a_text_is_read_where_it_is_shown(name):
    """Once, though a picture of it is there too; its data are rows."""
    body, expected = OBJECTS[name]
    box = (
        '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./haipo.png"/>'
        "</draw:frame>"
    )
    data = opendocument(
        f"<text:p>Maji{box}{box}</text:p>", members=[("Object 1/content.xml", inside(body))]
    )
    parsed = odt.parse(data)
    assert (parsed.text, parsed.warnings) == (expected, ())


def test_an_object_that_is_not_read_is_named():
    """Of another program, or missing: the clerk learns that something is not there."""
    box = '<draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame>'
    (warning,) = odt.parse(opendocument(f"<text:p>Maji{box}</text:p>")).warnings
    assert str(warning) == "an object of another program inside the file was not read"
