"""OpenDocument files made for tests from XML, as LibreOffice and other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

__all__ = [
    "cell", "flat_opendocument", "item", "items", "levels", "opendocument", "para", "rows",
    "sheet", "slide",
]  # fmt: skip

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
        ("form", "form"), ("chart", "chart"), ("presentation", "presentation"), ("meta", "meta"),
    )
) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    ' office:version="1.3"'
)  # fmt: skip
_TYPE = "application/vnd.oasis.opendocument."
_HEADINGS = "".join(
    f'<style:style style:name="H{level}" style:family="paragraph" '
    f'style:default-outline-level="{level}"/>'
    for level in range(1, 5)
)


def opendocument(
    *elements: str,
    styles: str = "",
    common: str = "",
    kind: str = "text",
    title: str = "",
    members: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """Return an OpenDocument file.

    Args:
        elements: what its body contains, in XML.
        styles: automatic styles, in XML.
        common: the styles of styles.xml, in XML.
        kind: "text", "spreadsheet" or "presentation".
        title: in its metadata.
        members: more members of the archive.
    """
    parts: dict[str, str | bytes] = {
        "mimetype": _TYPE + kind,
        "content.xml": _root(
            "document-content",
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{''.join(elements)}</office:{kind}></office:body>",
        ),
        "styles.xml": _root(
            "document-styles", f"<office:styles>{_HEADINGS}{common}</office:styles>"
        ),
        "meta.xml": _root("document-meta", _meta(title)),
        "META-INF/manifest.xml": (
            f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}{kind}"/>'
            + "".join(_entry(f"{name}.xml") for name in ("content", "styles", "meta"))
            + "</manifest:manifest>"
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in (*parts.items(), *members):
            # The type is first and not packed, so that it can be read without unpacking.
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, text, packing)
    return file.getvalue()


def flat_opendocument(
    *elements: str, styles: str = "", common: str = "", kind: str = "text", title: str = ""
) -> bytes:
    """Return an OpenDocument file that is one XML file."""
    return _root(
        f'document office:mimetype="{_TYPE}{kind}"',
        f"{_meta(title)}<office:styles>{_HEADINGS}{common}</office:styles>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{''.join(elements)}</office:{kind}></office:body>",
    ).encode()


def _root(name: str, content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f"<office:{name} {_NAMESPACES}>{content}</office:{name.partition(' ')[0]}>"
    )


def _entry(name: str) -> str:
    return f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'


def _meta(title: str) -> str:
    return f"<office:meta><dc:title>{escape(title)}</dc:title></office:meta>"


def para(text: str, style: str = "") -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def items(*listed: str, style: str = "L", more: str = "") -> str:
    """Return a list of items, with *more* attributes; without a name it has no style."""
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{''.join(listed)}</text:list>"


def item(*parts: str, more: str = "") -> str:
    """Return an item of a list: words, or elements."""
    inner = "".join(part if part.startswith("<") else para(part) for part in parts)
    return f"<text:list-item {more}>{inner}</text:list-item>"


def levels(*each: str, name: str = "L", tag: str = "list") -> str:
    """Return a list style, by the attributes of its levels: 'num-format="1" num-suffix="."'."""
    word = "list-level-style-number" if tag == "list" else "outline-level-style"
    inner = "".join(
        f'<text:list-level-style-bullet text:level="{number}" text:bullet-char="•"/>'
        if its == "bullet"
        else f'<text:{word} text:level="{number}" {its}/>'
        for number, its in enumerate(each, 1)
    )
    return f'<text:{tag}-style style:name="{name}">{inner}</text:{tag}-style>'


def cell(content: str = "", more: str = "") -> str:
    """Return a cell of a table: words, or elements."""
    inner = content if content.startswith("<") or not content else para(content)
    return f"<table:table-cell {more}>{inner}</table:table-cell>"


def rows(*each: Iterable[str], headers: int = 0) -> str:
    """Return a table, by the cells of its rows; the first may be header rows."""
    written = [f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in each]
    top = "".join(written[:headers])
    if headers:
        top = f"<table:table-header-rows>{top}</table:table-header-rows>"
    return f"<table:table>{top}{''.join(written[headers:])}</table:table>"


def sheet(name: str, *each: Iterable[str], more: str = "") -> str:
    """Return a sheet, by the words of the cells of its rows; a number is a value too."""
    written = ([_sheet_cell(word) for word in row] for row in each)
    return rows(*written).replace("<table:table>", f'<table:table table:name="{name}" {more}>', 1)


def _sheet_cell(word: str) -> str:
    value = f'office:value-type="float" office:value="{word}"'
    return cell(word, value if word.isdigit() else 'office:value-type="string"')


def slide(title: str, *elements: str, notes: str = "") -> str:
    """Return a slide: its title, the elements of one text box, its notes."""
    frames = [(title and para(title), "title"), ("".join(elements), "outline")]
    written = "".join(
        f'<draw:frame presentation:class="{kind}"><draw:text-box>{inner}</draw:text-box></draw:frame>'
        for inner, kind in frames
        if inner
    )
    noted = (
        "<presentation:notes><draw:page-thumbnail/>"
        f'<draw:frame presentation:class="notes"><draw:text-box>{para(notes)}</draw:text-box>'
        "</draw:frame></presentation:notes>"
    )
    return f'<draw:page draw:name="page1">{written}{noted if notes else ""}</draw:page>'
