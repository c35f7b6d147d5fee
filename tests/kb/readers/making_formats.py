"""Small documents made for tests: presentations, workbooks, RTF, books and mails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

__all__ = [
    "TRANSITIONAL",
    "as_strict",
    "book",
    "cell",
    "mail",
    "package_of",
    "paragraph",
    "presentation",
    "rich_text",
    "rtf_text",
    "sheet",
    "slide",
    "text_shape",
    "title",
    "workbook",
]

Section = tuple[str, int, str]

TRANSITIONAL = "http://schemas.openxmlformats.org"
STRICT = "http://purl.oclc.org/ooxml"
_RELATIONS = f"{TRANSITIONAL}/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:a="{TRANSITIONAL}/drawingml/2006/main" xmlns:r="{_RELATIONS}" '
    f'xmlns:p="{TRANSITIONAL}/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def package_of(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of these members, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            # The type of a book is the first member, and is not packed.
            new.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def relations(*targets: tuple[str, str, str]) -> str:
    """Return the part that names the relations: id, kind, target of each."""
    listed = "".join(
        f'<Relationship Id="{id}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for id, kind, target in targets
    )
    home = f"{TRANSITIONAL}/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{home}">{listed}</Relationships>'


def as_strict(package: bytes) -> bytes:
    """Return an Open XML file as Office saves it in the Strict form: other namespaces."""
    members: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        for name in old.namelist():
            data = old.read(name)
            for folder in ("officeDocument", "presentationml", "spreadsheetml", "drawingml"):
                was, now = f"{TRANSITIONAL}/{folder}/2006", f"{STRICT}/{folder}"
                data = data.replace(was.encode(), now.encode())
            members[name] = data
    return package_of(members)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of a shape."""
    return f"<a:p>{properties}<a:r><a:t>{escape(text)}</a:t></a:r></a:p>"


def text_shape(
    *paragraphs: str, at: tuple[int, int] | None = (0, 0), placeholder: str | None = None
) -> str:
    """Return a shape with text.

    Args:
        paragraphs: text, or XML that begins with "<a:p".
        at: centimetres from the top and from the left; None: its layout says.
        placeholder: attributes of what it stands for: 'type="title"'.
    """
    stands_for = "" if placeholder is None else f"<p:ph {placeholder}/>"
    place = (
        "" if at is None else f'<a:xfrm><a:off x="{at[1] * 360000}" y="{at[0] * 360000}"/></a:xfrm>'
    )
    body = "".join(p if p.startswith("<a:p") else paragraph(p) for p in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>{stands_for}</p:nvPr>'
        f"</p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>"
    )


def slide(*shapes: str, show: str = "1") -> str:
    """Return the part of a slide."""
    tree = "".join(shapes)
    return (
        f'{_HEAD}<p:sld {_NAMESPACES} show="{show}"><p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>'
        f"{tree}</p:spTree></p:cSld></p:sld>"
    )


def title(text: str) -> str:
    """Return the title of a slide."""
    return text_shape(text, placeholder='type="title"')


def presentation(
    *slides: str,
    notes: Mapping[int, str] | None = None,
    more: Mapping[str, str | bytes] | None = None,
    relations_of: Mapping[int, Sequence[tuple[str, str, str]]] | None = None,
) -> bytes:
    """Return a PowerPoint file of these slides.

    Args:
        slides: parts, as ``slide`` makes them.
        notes: what the speaker says, by the number of the slide, from 1.
        more: other parts, by path.
        relations_of: other relations of a slide, by its number.
    """
    numbers = range(1, len(slides) + 1)
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in numbers)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{_HEAD}<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"{_HEAD}<p:presentation {_NAMESPACES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"rId{n}", "slide", f"slides/slide{n}.xml") for n in numbers)
        ),
    }
    for number, part in zip(numbers, slides):
        members[f"ppt/slides/slide{number}.xml"] = part
        its = list((relations_of or {}).get(number, ()))
        if number in (notes or {}):
            its.append(("rIdN", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
            members[f"ppt/notesSlides/notesSlide{number}.xml"] = (
                slide(
                    text_shape("4", placeholder='type="sldNum"'),
                    text_shape((notes or {})[number], placeholder='type="body" idx="1"'),
                )
                .replace("p:sld ", "p:notes ")
                .replace("/p:sld>", "/p:notes>")
            )
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(*its)
    return package_of(members | dict(more or {}))


def cell(
    reference: str, value: str | float, *, style: int = 0, kind: str = "", formula: str = ""
) -> str:
    """Return a cell of a sheet: text in the cell itself, or a number."""
    computed = f"<f>{escape(formula)}</f>" if formula else ""
    if isinstance(value, str) and not kind:
        return f'<c r="{reference}" s="{style}" t="inlineStr">{computed}<is><t>{escape(value)}</t></is></c>'
    written = f"<v>{escape(str(value))}</v>" if value != "" else ""
    return f'<c r="{reference}" s="{style}" t="{kind or "n"}">{computed}{written}</c>'


def sheet(rows: Mapping[int, Iterable[str]] | Sequence[Iterable[str]], *, after: str = "") -> str:
    """Return the part of a sheet: cells by row, and what comes after them."""
    numbered = rows if isinstance(rows, Mapping) else dict(enumerate(rows, 1))
    data = "".join(f'<row r="{n}">{"".join(cells)}</row>' for n, cells in numbered.items())
    home = f"{TRANSITIONAL}/spreadsheetml/2006/main"
    return (
        f'{_HEAD}<worksheet xmlns="{home}" xmlns:r="{_RELATIONS}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def workbook(
    *sheets: tuple[str, str],
    hidden: Iterable[str] = (),
    formats: Sequence[str] = (),
    strings: Sequence[str] = (),
    more: Mapping[str, str | bytes] | None = None,
    properties: str = "",
) -> bytes:
    """Return an Excel file.

    Args:
        sheets: name and part of each, as ``sheet`` makes it.
        hidden: names of the sheets that Excel does not show.
        formats: codes of number formats; style n, from 1, has the nth. Style 0 is plain, and the
            style after the last is bold.
        strings: the shared strings.
        more: other parts, by path.
        properties: attributes of the workbook: 'date1904="1"'.
    """
    home = f"{TRANSITIONAL}/spreadsheetml/2006/main"
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for n, (name, _) in enumerate(sheets, 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(formats)
    )
    styles = '<xf numFmtId="0" fontId="0"/>' + "".join(
        f'<xf numFmtId="{164 + n}" fontId="0"/>' for n in range(len(formats))
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{_HEAD}<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{home}" xmlns:r="{_RELATIONS}"><workbookPr {properties}/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            *(
                (f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml")
                for n in range(1, len(sheets) + 1)
            ),
            ("rIdS", "styles", "styles.xml"),
            ("rIdT", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{home}"><numFmts>{codes}</numFmts><fonts><font/><font><b/></font></fonts><cellXfs>{styles}<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{home}">{"".join(f"<si>{s}</si>" for s in strings)}</sst>',
    }
    for number, (_, part) in enumerate(sheets, 1):
        members[f"xl/worksheets/sheet{number}.xml"] = part
    return package_of(members | dict(more or {}))


RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f2\fnil\fcharset2 Symbol;}"
    r"{\f3\fnil\fcharset204 Arial;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b heading 1;}{\s2 heading 2;}{\s5 Title;}{\s9 toc 1;}}"
)


def rtf_text(text: str) -> str:
    """Return text as RTF writes it: what is not ASCII as a code of UTF-16."""
    parts = []
    for character in text:
        if character in "\\{}":
            parts.append(f"\\{character}")
        elif character < "\x80":
            parts.append(character)
        else:
            units = character.encode("utf-16-le")
            for at in range(0, len(units), 2):
                unit = int.from_bytes(units[at : at + 2], "little", signed=True)
                parts.append(f"\\u{unit}?")
    return "".join(parts)


def rich_text(*paragraphs: str) -> bytes:
    """Return an RTF file of these paragraphs, each in RTF."""
    return (RTF_HEAD + "\n".join(paragraphs) + "}").encode("ascii")


def book(
    *chapters: str,
    metadata: str = "<dc:title>Kitabu</dc:title><dc:language>sw</dc:language>",
    more: Mapping[str, str | bytes] | None = None,
    manifest: str = "",
) -> bytes:
    """Return an EPUB file of these chapters, each the body of a page."""
    pages = {
        f"OEBPS/c{n}.xhtml": f'{_HEAD}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
        for n, body in enumerate(chapters, 1)
    }
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(1, len(pages) + 1)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(1, len(pages) + 1))
    return package_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'{_HEAD}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
            "OEBPS/content.opf": f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}{manifest}</manifest><spine>{spine}</spine></package>',
            **pages,
            **(more or {}),
        }
    )


def mail(
    subject: str,
    text: str,
    *,
    html: str | None = None,
    attached: Iterable[tuple[str, bytes]] = (),
    forwarded: Iterable[EmailMessage] = (),
) -> EmailMessage:
    """Return a mail with files attached to it, and mails."""
    made = EmailMessage()
    made["Subject"], made["From"] = subject, "Kituo cha Mfano <kituo@example.org>"
    made["Date"] = "Tue, 09 Mar 2021 10:00:00 +0300"
    made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    for one in forwarded:
        made.add_attachment(one)
    return made


def sections_in(format: str, sections: Sequence[Section]) -> bytes:
    """Return a document of these sections as a file of this format."""
    if format == "pptx":
        return presentation(*(slide(title(h), *_body_shape(body)) for h, _, body in sections))
    if format == "xlsx":
        return workbook(
            *((h, sheet([[cell("A1", body)]] if body else [])) for h, _, body in sections)
        )
    if format == "rtf":
        return rich_text(
            *(
                rf"\pard\plain\outlinelevel{level - 1} {rtf_text(h)}\par \pard\plain {rtf_text(body)}\par"
                for h, level, body in sections
            )
        )
    pages = [
        f"<h{level}>{escape(h)}</h{level}><p>{escape(body)}</p>" for h, level, body in sections
    ]
    if format == "epub":
        return book(*pages)
    return bytes(mail("Ripoti ya kituo", "Angalia kwa HTML.", html="".join(pages)))


def _body_shape(body: str) -> list[str]:
    return [text_shape(body, at=(5, 1))] if body else []
