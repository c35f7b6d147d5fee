"""A property: what a made document says comes out word for word, once, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.readers import docx
from tests.kb.readers.making_word import Part, lists, para, wordml

NUMBERING = lists([("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")])
WRAPPERS = (
    "{}",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:customXml>{}</w:customXml>",
    "<w:ins>{}</w:ins>",
    "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
)
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent>"
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{}"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

LEAF = st.tuples(
    st.sampled_from(["text", "item", "heading", "bold", "note", "box", "deleted", "field"]),
    st.integers(0, 2),
)
BLOCK = st.recursive(
    LEAF,
    lambda inside: st.one_of(
        st.tuples(st.just("table"), st.lists(st.lists(st.lists(inside, max_size=2), min_size=1, max_size=3), min_size=1, max_size=3)),
        st.tuples(st.just("wrapped"), st.tuples(st.integers(0, len(WRAPPERS) - 1), st.lists(inside, max_size=2))),
    ),
    max_leaves=8,
)  # fmt: skip


@dataclass
class Writer:
    """Writes blocks as XML, and keeps the words that Word shows, in order."""

    count: int = 0
    words: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # the word before it, and its own

    def word(self) -> str:
        """Return a word that occurs nowhere else."""
        self.count += 1
        return f"neno{self.count}"

    def shown(self) -> str:
        """Return a new word that Word shows here."""
        self.words.append(self.word())
        return self.words[-1]

    def blocks(self, blocks: list) -> str:
        """Write blocks."""
        return "".join(self.block(block) for block in blocks)

    def block(self, block: tuple) -> str:
        """Write one block."""
        kind, value = block
        if kind == "table":
            rows = "".join(
                "<w:tr>"
                + "".join(f"<w:tc>{self.blocks(cell)}<w:p/></w:tc>" for cell in row)
                + "</w:tr>"
                for row in value
            )
            return f"<w:tbl>{rows}</w:tbl>"
        if kind == "wrapped":
            wrapper, inside = value
            return WRAPPERS[wrapper].replace("{}", self.blocks(inside))
        return self.paragraph(kind, value)

    def paragraph(self, kind: str, value: int) -> str:
        """Write one paragraph."""
        first = para(self.shown())
        if kind == "item":
            return first.replace(
                "<w:p>", f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            )  # fmt: skip
        if kind == "heading":
            return first.replace("<w:p>", f'<w:p><w:pPr><w:outlineLvl w:val="{value}"/></w:pPr>')
        if kind == "bold":
            return first.replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
        return first.replace("</w:p>", self.behind(kind) + "</w:p>")

    def behind(self, kind: str) -> str:
        """Write what comes behind the first word of a paragraph."""
        match kind:
            case "note":
                self.notes.append((self.words[-1], self.word()))
                return f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            case "box":
                return BOX.replace("{}", para(self.shown()))
            case "deleted":
                return f"<w:del>{para(self.word())}</w:del>"
            case "field":
                code = f"<w:r><w:instrText>REF {self.word()}</w:instrText></w:r>"
                begin, separate, end = (
                    f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end")
                )  # fmt: skip
                result = f"<w:r><w:t xml:space='preserve'> {self.shown()}</w:t></w:r>"
                return begin + code + separate + result + end
        return ""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCK, max_size=6), st.booleans())
def test_every_word_comes_out_once_in_reading_order(blocks, strict):
    """Whatever is inside what, and in both kinds of Open XML."""
    writer = Writer()
    body = writer.blocks(blocks)
    notes = "".join(
        f'<w:footnote w:id="{i}">{para(word)}</w:footnote>'
        for i, (_, word) in enumerate(writer.notes, 1)
    )
    parts = {
        "numbering.xml": NUMBERING,
        "footnotes.xml": Part("footnotes", f"<w:footnotes>{notes}</w:footnotes>"),
    }
    parsed = docx.parse(wordml(body, parts, strict=strict))
    words = re.findall(r"neno\d+", parsed.text)
    notes_in_order = [word for _, word in writer.notes]
    assert [word for word in words if word not in notes_in_order] == writer.words
    assert [word for word in words if word in notes_in_order] == notes_in_order
    assert all(words.index(before) < words.index(word) for before, word in writer.notes)
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    assert all("\n\n" not in parsed.text[t.start : t.end] for t in parsed.tables)
    assert parsed.warnings == ()
