"""Small documents made for tests: Word, OpenDocument and PDF files, and archives that do harm."""

from __future__ import annotations

import io
import textwrap
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import docx

from tests.kb.readers.making_formats import sections_in
from tests.kb.readers.making_opendocument import opendocument, para, sheet, slide


def word(fill: Callable[[docx.document.Document], object]) -> bytes:
    """Return a Word file that *fill* has written."""
    document = docx.Document()
    fill(document)
    return saved(document.save)


SECTIONS = (
    (
        "Dira",
        1,
        "Kuwa kituo bora cha vipimo vya bahari. " + "Kituo hupima kila wiki. " * 8 + "Asante.",
    ),
    ("Idara za Kituo", 1, ""),
    (
        "Idara ya Vipimo",
        2,
        "Idara hii hupima kina cha maji na joto la bahari. "
        + "Vipimo huchapishwa. " * 9
        + "Asante.",
    ),
    (
        "Idara ya Mafunzo",
        2,
        "Idara hii hufundisha wavuvi kutumia nyavu halali. " + "Mafunzo ni bure. " * 9 + "Asante.",
    ),
)
"""A document for every format: heading, level and text of each section."""


def in_format(format: str) -> bytes:
    """Return the document of SECTIONS as a file of this format."""
    return _WRITERS[format]()


def _in_text() -> bytes:
    return "\n\n".join(part for h, _, body in SECTIONS for part in (h, body) if part).encode()


def _in_markdown() -> bytes:
    return "\n\n".join(f"{'#' * level} {h}\n\n{body}" for h, level, body in SECTIONS).encode()


def _in_html() -> bytes:
    return "".join(f"<h{level}>{h}</h{level}><p>{body}</p>" for h, level, body in SECTIONS).encode()


def _in_docx() -> bytes:
    def fill(document: docx.document.Document) -> None:
        for heading, level, body in SECTIONS:
            document.add_paragraph(heading, style=f"Heading {level}")
            document.add_paragraph(body)

    return word(fill)


def _in_odt() -> bytes:
    return opendocument(
        *(
            element
            for heading, level, body in SECTIONS
            for element in (
                f'<text:h text:outline-level="{level}">{heading}</text:h>',
                f"<text:p>{body}</text:p>",
            )
        )
    )


def _in_ods() -> bytes:
    sheets = (sheet(heading, [body] if body else []) for heading, _, body in SECTIONS)
    return opendocument(*sheets, kind="spreadsheet")


def _in_odp() -> bytes:
    slides = (slide(heading, para(body) if body else "") for heading, _, body in SECTIONS)
    return opendocument(*slides, kind="presentation")


def _in_pdf() -> bytes:
    lines: list[Said] = []
    y = 740
    for heading, level, body in SECTIONS:
        lines.append(Said(72, y, heading, 22 - 4 * level))
        y -= 40
        for line in textwrap.wrap(body, 80):
            lines.append(Said(72, y, line))
            y -= 14
        y -= 26
    return pdf(lines)


def _in_image() -> bytes:
    from tests.kb.readers.scans import scanned

    (picture,) = scanned(_in_pdf())
    return saved(lambda file: picture.save(file, "PNG", dpi=(300, 300)))


_WRITERS: Mapping[str, Callable[[], bytes]] = {
    "text": _in_text,
    "markdown": _in_markdown,
    "html": _in_html,
    "docx": _in_docx,
    "odt": _in_odt,
    "ods": _in_ods,
    "odp": _in_odp,
    "pdf": _in_pdf,
    "pptx": lambda: sections_in("pptx", SECTIONS),
    "xlsx": lambda: sections_in("xlsx", SECTIONS),
    "rtf": lambda: sections_in("rtf", SECTIONS),
    "epub": lambda: sections_in("epub", SECTIONS),
    "eml": lambda: sections_in("eml", SECTIONS),
    "image": _in_image,
}


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """Return what *save* writes into a file."""
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def changed(archive: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive with one member changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member.filename, change(data) if member.filename == name else data)
    return made.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """Return an archive of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, data)
    return made.getvalue()


class Said(NamedTuple):
    """A line on a page of a PDF: where, how large, what, and whether in bold."""

    x: float
    y: float
    text: str
    size: float = 12
    bold: bool = False


def pdf(
    *pages: Iterable[Said], picture: bool = False, outline: Iterable[tuple[str, int]] = ()
) -> bytes:
    """Return a PDF that draws these lines; with *picture*, on every page one too."""
    return drawn([_content(page, picture) for page in pages], picture=picture, outline=outline)


class Filled(NamedTuple):
    """A field of a form on the first page of a PDF, and what is filled in."""

    x: float
    y: float
    name: str
    value: str
    kind: bytes = b"/FT/Tx"  # entries of its dictionary


def drawn(
    streams: list[bytes],
    *,
    picture: bool = False,
    outline: Iterable[tuple[str, int]] = (),
    fields: Iterable[Filled] = (),
) -> bytes:
    """Return a PDF of pages with these content streams, an outline of titles and pages, a form."""
    objects: list[bytes] = [b"", b""]
    fonts = [_added(objects, _font(name)) for name in ("Helvetica", "Helvetica-Bold")]
    shown = b"/XObject<</I %d 0 R>>" % _added(objects, _picture()) if picture else b""
    resources = b"<</Font<</F %d 0 R/B %d 0 R>>%s>>" % (fonts[0], fonts[1], shown)
    widgets = [
        _added(
            objects,
            b"<</Type/Annot/Subtype/Widget/F 4/Rect[%d %d %d %d]/T(%s)/V(%s)%s>>"
            % (
                one.x,
                one.y,
                one.x + 250,
                one.y + 18,
                one.name.encode(),
                one.value.encode(),
                one.kind,
            ),
        )
        for one in fields
    ]
    listed_widgets = b" ".join(b"%d 0 R" % widget for widget in widgets)
    kids: list[int] = []
    for stream in streams:
        packed = zlib.compress(stream, 9)
        head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
        content = _added(objects, head + packed + b"\nendstream")
        form = b"/Annots[%s]" % listed_widgets if widgets and not kids else b""
        leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources%s%s>>"
        kids.append(_added(objects, leaf % (content, resources, form)))
    entries = list(outline)
    first = len(objects) + 2
    root = _added(objects, b"<</First %d 0 R/Last %d 0 R>>" % (first, first + len(entries) - 1))
    for i, (title, page) in enumerate(entries):
        after = b"/Next %d 0 R" % (first + i + 1) if i + 1 < len(entries) else b""
        entry = b"<</Title(%s)/Parent %d 0 R/Dest[%d 0 R/Fit]%s>>"
        _added(objects, entry % (title.encode(), root, kids[page], after))
    named = b"/Outlines %d 0 R" % root if entries else b""
    if widgets:
        named += b"/AcroForm<</Fields[%s]>>" % listed_widgets
    objects[0] = b"<</Type/Catalog/Pages 2 0 R%s>>" % named
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (listed, len(kids))
    return _file(objects)


def _added(objects: list[bytes], one: bytes) -> int:
    objects.append(one)
    return len(objects)


def _font(name: str) -> bytes:
    return b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % name.encode()


def _picture() -> bytes:
    head = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    return head + b"/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"


def _content(lines: Iterable[Said], picture: bool) -> bytes:
    parts = [b"q 500 0 0 700 50 50 cm /I Do Q"] if picture else []
    for line in lines:
        text = line.text.encode("cp1252").replace(b"\\", b"\\\\")
        text = text.replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"B" if line.bold else b"F"
        place = b"%.1f %.1f" % (line.x, line.y)
        parts.append(b"BT /%s %.1f Tf %s Td (%s)Tj ET" % (font, line.size, place, text))
    return b"\n".join(parts)


def _file(objects: list[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(data)
