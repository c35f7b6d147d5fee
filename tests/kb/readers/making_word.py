"""Word files made for tests from XML, as Word and other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Part", "item", "lists", "para", "table", "wordml"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    _W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    _R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


class Part(NamedTuple):
    """A part that the document refers to."""

    kind: str  # of the relation: "styles"
    data: str | bytes  # XML without its root's namespaces, or the bytes as they are
    id: str = ""


def wordml(
    body: str,
    parts: Mapping[str, Part] | None = None,
    *,
    strict: bool = False,
    main: str = "word/document.xml",
    type: str = _TYPE,
    title: str = "",
    relations: str = "",
) -> bytes:
    """Return a Word file.

    Args:
        body: what is inside w:body.
        parts: other parts by their path, in the folder of the main part.
        strict: written as Strict Open XML.
        main: the path of the main part.
        type: its content type.
        title: in the properties of the file.
        relations: more relations of the document, in XML.
    """
    folder, _, name = main.rpartition("/")
    members: dict[str, str | bytes] = {
        main: f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    }
    for number, (path, part) in enumerate((parts or {}).items()):
        data = part.data
        if isinstance(data, str):
            root, space, rest = data.partition(">" if ">" in data.split(" ")[0] else " ")
            data = f"{root} {_NAMESPACES}{space}{rest}"
        members[f"{folder}/{path}"] = data
        relations += _relation(part.id or f"p{number}", f"{_R}/{part.kind}", path)
    members[f"{folder}/_rels/{name}.rels"] = _wrapped(relations)
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    members["_rels/.rels"] = _wrapped(
        _relation("r1", f"{_R}/officeDocument", main) + _relation("r2", core, "docProps/core.xml")
    )
    members["docProps/core.xml"] = (
        f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></p>'
    )
    members["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{type}"/></Types>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in members.items():
            archive.writestr(path, _strict(data) if strict else data)
    return file.getvalue()


def _strict(data: str | bytes) -> str | bytes:
    for old, new in _STRICT.items():
        data = data.replace(old, new) if isinstance(data, str) else data
    return data


def _relation(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>'.replace(
        'Target="word/', 'Target="/word/'
    )


def _wrapped(relations: str) -> str:
    return f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def para(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run, with properties of both in XML."""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    paragraph = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{paragraph}<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def item(text: str, number: int | str = 1, level: int = 0) -> str:
    """Return a paragraph that is an item of a list."""
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: list[str]) -> str:
    """Return a table; each cell is text, or paragraphs in XML."""
    return "".join(
        (
            "<w:tbl>",
            *(
                "<w:tr>" + "".join(f"<w:tc>{_cell(cell)}</w:tc>" for cell in row) + "</w:tr>"
                for row in rows
            ),
            "</w:tbl>",
        )
    )


def _cell(cell: str) -> str:
    return cell if cell.startswith("<w:") else para(cell)


def lists(levels: list[tuple[str, str]], nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
          more: Mapping[int, str] | None = None) -> Part:  # fmt: skip
    """Return the part with one abstract list.

    Args:
        levels: form and text of each level: ("decimal", "%1.").
        nums: the lists that are made of it, in XML.
        more: what else a level has, in XML.
    """
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{(more or {}).get(i, "")}</w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
    return Part("numbering", f"<w:numbering>{abstract}{nums}</w:numbering>")
