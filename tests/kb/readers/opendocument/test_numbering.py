"""Lists and headings have the numbers that LibreOffice shows."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from kb.readers import odt
from tests.kb.readers.making_opendocument import flat_opendocument, item, items, levels, para

PLAIN = 'style:num-format="1" style:num-suffix="."'
LETTER = 'style:num-format="a" style:num-suffix=")"'
ROMAN = 'style:num-format="I" style:num-suffix=")"'
WITH_UPPER = 'style:num-format="1" text:display-levels="2"'
CONTINUE = 'text:continue-numbering="true"'

LAW = levels(PLAIN, WITH_UPPER, LETTER)
OTHER = levels(ROMAN, LETTER, name="M")
TOGETHER = levels(PLAIN, WITH_UPPER, name="C").replace(
    'style:name="C"', 'style:name="C" text:consecutive-numbering="true"'
)
BULLETS = levels("bullet", "bullet", name="B")
OUTLINE = levels(
    'style:num-format="1" style:num-prefix="Sura ya "', WITH_UPPER, LETTER, name="O", tag="outline"
)
BARE = (
    '<style:style style:name="Bila" style:family="paragraph" style:parent-style-name="H1" '
    'style:list-style-name=""/>'
)


def heading(text: str, level: int, more: str = "") -> str:
    """Return a heading in the style of its level."""
    style = f'text:style-name="H{level}" text:outline-level="{level}"'
    return f"<text:h {style} {more}>{text}</text:h>"


CASES = {
    "one after the other": (
        items(item("Kima"), item("Nyani", "pia sokwe"), item("Tumbili")),
        "1. Kima|2. Nyani|pia sokwe|3. Tumbili",
    ),
    "continued after other text": (
        items(item("Kima")) + para("maneno") + items(item("Nyani"), more=CONTINUE),
        "1. Kima|maneno|2. Nyani",
    ),
    "not continued": (items(item("Kima")) + items(item("Nyani")), "1. Kima|1. Nyani"),
    "continued by id over another list": (
        items(item("Kima"), more='xml:id="a"')
        + items(item("Nyani"), style="M")
        + items(item("Tumbili"), more='xml:id="b" text:continue-list="a"')
        + items(item("Paa"), more='text:continue-list="b"'),
        "1. Kima|I) Nyani|2. Tumbili|3. Paa",
    ),
    "another list between: not continued": (
        items(item("Kima")) + items(item("Nyani"), style="M") + items(item("Paa"), more=CONTINUE),
        "1. Kima|I) Nyani|1. Paa",
    ),
    "a heading whose style takes the number away": (
        heading("Kima", 1)
        + '<text:h text:style-name="Bila" text:outline-level="1">Viambatisho</text:h>'
        + heading("Nyani", 1),
        "Sura ya 1 Kima|Viambatisho|Sura ya 2 Nyani",
    ),
    "a missing list is not continued": (
        items(item("Kima"), more='text:continue-list="haipo"'),
        "1. Kima",
    ),
    "numbers set by hand": (
        items(item("Kima", more='text:start-value="5"'), item("Nyani"))
        + items(item("Paa", more='text:start-value="3"'), more=CONTINUE),
        "5. Kima|6. Nyani|3. Paa",
    ),
    "levels": (
        items(item("Kima", items(item("a"), item("b"), style="")), item("Nyani", items(item("c")))),
        "1. Kima|1.1 a|1.2 b|2. Nyani|2.1 c",
    ),
    "a second list in one item starts anew": (
        items(
            item("Kima", items(item("a"), item("b"), style=""), "kati", items(item("c"), style=""))
        ),
        "1. Kima|1.1 a|1.2 b|kati|1.1 c",
    ),
    "a second list in one item that continues": (
        items(item("Kima", items(item("a"), style=""), items(item("b"), style="", more=CONTINUE))),
        "1. Kima|1.1 a|1.2 b",
    ),
    "a level that is left out counts": (
        items(item(items(item("a"), item("b"), style="")), item("Nyani")),
        "1.1 a|1.2 b|2. Nyani",
    ),
    "a part of an item goes on": (
        items(item("Kima", items(item("a"), style="")), more='xml:id="a"')
        + para("maneno")
        + items(item(items(item("b"), style="")), item("Nyani"), more=CONTINUE),
        "1. Kima|1.1 a|maneno|1.2 b|2. Nyani",
    ),
    "an item without a number": (
        items(f"<text:list-header>{para('Wanyama')}</text:list-header>", item("Kima")),
        "Wanyama|1. Kima",
    ),
    "another style within, and for one item": (
        items(
            item("Kima", items(item("a"), item("b"), style="M")),
            item("Nyani", more='text:style-override="M"'),
        ),
        "1. Kima|a) a|b) b|II) Nyani",
    ),
    "levels that count together": (
        items(item("Kima", items(item("a"), item("b"), style="")), item("Nyani"), style="C"),
        "1. Kima|1.2 a|1.3 b|4. Nyani",
    ),
    "bullets": (items(item("Kima"), item("Nyani"), style="B"), "- Kima|- Nyani"),
    "an empty item counts": (items(item("Kima"), item(""), item("Nyani")), "1. Kima|3. Nyani"),
    "numbered paragraphs": (
        "".join(
            f'<text:numbered-paragraph text:list-id="n" text:style-name="L" text:level="{level}">'
            f"{para(text)}</text:numbered-paragraph>"
            for level, text in ((1, "Kima"), (2, "a"), (2, "b"), (1, "Nyani"))
        ),
        "1. Kima|1.1 a|1.2 b|2. Nyani",
    ),
    "headings": (
        heading("Kima", 1)
        + heading("a", 2)
        + heading("b", 2)
        + heading("Nyani", 1)
        + heading("c", 2),
        "Sura ya 1 Kima|1.1 a|1.2 b|Sura ya 2 Nyani|2.1 c",
    ),
    "headings that restart, or have no number": (
        heading("Kima", 1)
        + heading("Dibaji", 1, 'text:is-list-header="true"')
        + heading("Nyani", 1, 'text:restart-numbering="true" text:start-value="7"')
        + heading("a", 2),
        "Sura ya 1 Kima|Dibaji|Sura ya 7 Nyani|7.1 a",
    ),
    "a heading in a list": (
        heading("Kima", 1) + items(item(heading("Nyani", 1))) + heading("Paa", 1),
        "Sura ya 1 Kima|1. Nyani|Sura ya 2 Paa",
    ),
    "clauses below headings": (
        items(
            item(heading("Kima", 1), items(item("a"), item("b"), style="")), item(heading("Paa", 1))
        ),
        "1. Kima|1.1 a|1.2 b|2. Paa",
    ),
}
"""Name: the body of a text, and the lines that LibreOffice shows, with | between them."""

FORMS = {
    "27 in letters": (LETTER, 27, "aa)"),
    "28 in letters": (LETTER, 28, "ab)"),
    "28 in letters that repeat": (f'{LETTER} style:num-letter-sync="true"', 28, "bb)"),
    "49 in Roman numerals": (ROMAN, 49, "XLIX)"),
    "two digits": ('style:num-format="01, 02, 03, ..." style:num-suffix="."', 7, "07."),
    "a pattern": (f'{PLAIN} loext:num-list-format="Kifungu %1%:"', 3, "Kifungu 3:"),
    "no number": ('style:num-format="" style:num-prefix="Sura" style:num-suffix=":"', 3, "Sura:"),
}
"""Name: the attributes of a level, a number, and the label."""


def document(body: str) -> bytes:
    """Return a text with the styles of the cases."""
    return flat_opendocument(body, styles=LAW + OTHER + TOGETHER + BULLETS + BARE, common=OUTLINE)


def lines(text: str) -> str:
    """Return the lines of a text with | between them, whatever the bullets and indents are."""
    shown = (re.sub(r"^[•◦▪] ?", "- ", " ".join(line.split())) for line in text.splitlines())
    return "|".join(line for line in shown if re.search("[A-Za-z]", line))


@pytest.mark.parametrize("name", CASES)
def test_items_and_headings_are_numbered(name):
    """Each list continues, starts anew or goes deeper as its file says."""
    body, expected = CASES[name]
    assert lines(odt.parse(document(body)).text) == expected


@pytest.mark.parametrize("name", FORMS)
def test_a_number_has_the_form_of_its_level(name):
    """Letters, Roman numerals, words before and after."""
    level, number, expected = FORMS[name]
    body = items(item("Kima", more=f'text:start-value="{number}"'), style="X")
    text = odt.parse(flat_opendocument(body, styles=levels(level, name="X"))).text
    assert text == f"{expected} Kima\n"


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
def test_libreoffice_shows_the_same_numbers(tmp_path):
    """The expected lines are those of LibreOffice itself."""
    for number, (body, _) in enumerate(CASES.values()):
        (tmp_path / f"{number}.fodt").write_bytes(document(body))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = sorted(tmp_path.glob("*.fodt"))
    command = ["soffice", "--headless", profile, "--convert-to", "txt:Text", "--outdir", tmp_path]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=150)
    for number, (name, (_, expected)) in enumerate(CASES.items()):
        shown = (tmp_path / f"{number}.txt").read_text(encoding="utf-8-sig")
        assert (name, lines(shown)) == (name, expected)
