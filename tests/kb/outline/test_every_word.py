"""Every word of a document is in a section: nothing that a reader read is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.document import Document
from kb.outline import outline
from kb.passages import split_section
from kb.readers import docx, eml, epub, html, markdown, odp, ods, odt, pdf, pptx, rtf, text, xlsx
from kb.readers.base import Parsed
from tests.kb.readers import making_formats
from tests.kb.readers.making import Said, word
from tests.kb.readers.making import pdf as paper
from tests.kb.readers.making_formats import (
    book,
    cell,
    mail,
    presentation,
    rich_text,
    rtf_text,
    text_shape,
    title,
    workbook,
)
from tests.kb.readers.making_opendocument import opendocument, para, sheet, slide

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))

Block = tuple[int, str]
"""Level of a heading, 0 for a paragraph; and the words."""


def words(written: str) -> list[str]:
    """Return the words of a text, capitals aside."""
    return [word.casefold() for word in re.findall(r"\w+", written)]


def shown(document: Document) -> list[str]:
    """Return the words of a document's page without its title: headings and passages in order."""
    found: list[str] = []
    for section in outline(document).sections:
        if section.heading and section.body < section.end:
            found += words(section.heading)
        for passage in split_section(document, section, target_words=120, max_words=200):
            found += words(passage.text)
    return found


def lost(parsed: Parsed, title: str | None = None) -> list[str]:
    """Return the words from the first one on that the page does not show in its order.

    The title is on top of the page; what the text says before it follows there. Of several
    copies of the title in the text any may be the one on top.
    """
    document = Document("a.x", parsed.text, "x", title or parsed.title, parsed.headings)
    title_words = words(outline(document).title)
    rest = shown(document)
    read = words(parsed.text)
    count = len(title_words)
    places = [i for i in range(len(read)) if read[i : i + count] == title_words]
    ways = [_missing(read, rest)]
    ways += [_missing(read[:at] + read[at + count :], rest) for at in places]
    return min(ways, key=len)


def _missing(read: Sequence[str], page: Sequence[str]) -> list[str]:
    rest = iter(page)
    return next((list(read[i:]) for i, word in enumerate(read) if word not in rest), [])


def as_text(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a text file says them."""
    return text.parse("\n\n".join(words for _, words in blocks).encode())


def as_markdown(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a Markdown file says them."""
    return markdown.parse(
        "\n\n".join(f"{'#' * level} {words}".strip() for level, words in blocks).encode()
    )


def as_html(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a web page says them."""
    tags = [(f"h{level}" if level else "p", escape(words)) for level, words in blocks]
    return html.parse("".join(f"<{tag}>{words}</{tag}>" for tag, words in tags).encode())


def as_docx(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a Word file says them."""

    def fill(document):
        for level, words in blocks:
            document.add_paragraph(words, style=f"Heading {level}" if level else None)

    return docx.parse(word(fill))


def as_odt(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as an OpenDocument text says them."""
    return odt.parse(
        opendocument(
            *(
                f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'
                if level
                else f"<text:p>{escape(words)}</text:p>"
                for level, words in blocks
            )
        )
    )


def as_odp(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as slides say them: a heading begins a slide."""
    slides: list[tuple[str, list[str]]] = [("", [])]
    for level, words in blocks:
        if level:
            slides.append((words, []))
        else:
            slides[-1][1].append(para(words))
    made = (slide(title, *lines) for title, lines in slides)
    return odp.parse(opendocument(*made, kind="presentation"))


def as_ods(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as the rows of a sheet, a blank row between them."""
    rows = (row for _, words in blocks for row in ([escape(words)], [""]))
    return ods.parse(opendocument(sheet("Sheet1", *rows), kind="spreadsheet"))


def as_pdf(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a PDF draws them, twenty a page."""
    pages = [
        [
            Said(72, 740 - 30 * i, words, 12 + 2 * (4 - level) if level else 12)
            for i, (level, words) in enumerate(blocks[first : first + 20])
        ]
        for first in range(0, len(blocks), 20)
    ]
    return pdf.parse(paper(*pages))


def as_pptx(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as slides say them: a heading begins a slide."""
    slides: list[list[str]] = [[]]
    for level, words in blocks:
        if level:
            slides.append([title(words)])
        else:
            slides[-1].append(text_shape(words, at=(len(slides[-1]) + 5, 1)))
    return pptx.parse(presentation(*(making_formats.slide(*shapes) for shapes in slides)))


def as_xlsx(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as the rows of a sheet, a blank row between them."""
    rows = {2 * n: [cell(f"B{2 * n}", words)] for n, (_, words) in enumerate(blocks, 1)}
    return xlsx.parse(workbook(("Sheet1", making_formats.sheet(rows))))


def as_rtf(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as WordPad says them."""
    outlined = (f"\\outlinelevel{level - 1}" if level else "" for level, _ in blocks)
    return rtf.parse(
        rich_text(
            *(
                f"\\pard\\plain{mark} {rtf_text(words)}\\par"
                for mark, (_, words) in zip(outlined, blocks)
            )
        )
    )


def as_epub(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as a book says them, three a chapter."""
    tags = [(f"h{level}" if level else "p", escape(words)) for level, words in blocks]
    marked = [f"<{tag}>{words}</{tag}>" for tag, words in tags]
    chapters = ["".join(marked[first : first + 3]) for first in range(0, len(marked), 3)]
    return epub.parse(book(*chapters, metadata=""))


def as_eml(blocks: Sequence[Block]) -> Parsed:
    """Return the blocks as the text of a mail."""
    return eml.parse(bytes(mail("Barua", "\n\n".join(words for _, words in blocks))))


FORMATS: dict[str, Callable[[Sequence[Block]], Parsed]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "odt": as_odt,
    "ods": as_ods,
    "odp": as_odp,
    "pdf": as_pdf,
    "pptx": as_pptx,
    "xlsx": as_xlsx,
    "rtf": as_rtf,
    "epub": as_epub,
    "eml": as_eml,
}

BLOCKS = st.tuples(
    st.integers(0, 3),
    st.sampled_from(
        [
            "Ofisi ya Rais", "Wakala ya Mfano", "Wakala ya Mfano.", "Sisi ni nani?", "Dira", "DHAMIRA",
            "Misingi Mikuu", "Uadilifu", "1. Utangulizi", "2. Kazi", "Soma zaidi", "Bi. Neema Tunda",
            "Kuwa kinara wa huduma kwa wananchi wote.", "Wakala inatoa huduma zifuatazo:", "Jina:",
            "YAH: MAOMBI", "Wako mtiifu,", "Idara ya Fedha", "Neno: Gati", "Simu: 022 555 0101",
        ]
    ),
)  # fmt: skip
"""Few lines, so that they often repeat: a copy is what is most easily lost."""


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blocks=st.lists(BLOCKS, min_size=1, max_size=12), title=st.sampled_from([None, "Kuhusu"]))
def test_every_word_is_shown_in_its_order(format, blocks, title):
    """What a reader read is what the document's page shows, whatever repeats, and in each format."""
    assert lost(FORMATS[format](blocks), title) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_loses_a_word(page):
    """Nor do pages of every habit, whatever name sources.tsv gives them."""
    parsed = text.parse(page.read_bytes())
    assert lost(parsed) == []
    assert lost(parsed, "Jina jingine") == []


def test_a_title_on_top_is_shown_as_the_title_alone():
    """A line that the page shows as its title is no passage as well."""
    its = outline(Document("a.txt", "Wakala ya Mfano\n\nDira\n\nKuwa kinara.\n", "text"))
    assert [section.anchor for section in its.sections] == ["dira"]
    named = Document("a.txt", "Wakala ya Mfano\n\nDira\n\nKuwa kinara.\n", "text", "Jina")
    assert [section.anchor for section in outline(named).sections] == ["mwanzo", "dira"]
