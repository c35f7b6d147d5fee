"""The page says the same in both languages, and speaks one of them at a time."""

from __future__ import annotations

import io
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from selectolax.lexbor import LexborHTMLParser

import kb.messages
from webui.rendering import FOLDER

METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.xml", "jinja2")]
KEYWORDS = {"Message": None, "say": None, "counted": (1, 2)}
CATALOGUE = Path(kb.messages.__file__).parent / "sw.po"

Forms = tuple[str, ...]
"""A text, or its singular and its plural."""


def messages() -> dict[Forms, Forms]:
    """Return every message of the web page, and its Swahili from the catalogue."""
    swahili = read_po(io.BytesIO(CATALOGUE.read_bytes()))
    pairs: dict[Forms, Forms] = {}
    for _, _, forms, _, _ in extract_from_dir(FOLDER, METHODS, keywords=KEYWORDS):
        english = (forms,) if isinstance(forms, str) else tuple(forms)
        row = swahili.get(english[0])
        said = row.string if row is not None else ""
        pairs[english] = (said,) if isinstance(said, str) else tuple(said)
    return pairs


MESSAGES = messages()


def places(text: str) -> set[str]:
    """Return the names of the facts of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_messages_are_those_of_templates_and_source():
    """The extraction reads both, so the tests below are about all messages of the page."""
    assert {
        ("Search",),
        ("Too many requests",),
        ("{count:,} section", "{count:,} sections"),
    } <= set(MESSAGES)


@pytest.mark.parametrize("english", MESSAGES, ids=lambda forms: forms[0][:40])
def test_both_languages_have_the_same_places(english):
    """A reader of English gets the same facts as a reader of Swahili, for one and for many."""
    swahili = MESSAGES[english]
    assert len(swahili) == len(english)
    assert all(text.strip() for text in swahili)
    assert [places(text) for text in swahili] == [places(text) for text in english]


def parts_of(forms: Forms) -> set[str]:
    """Return the parts of a message around its facts that are long enough to name a language."""
    parts = {part.strip() for form in forms for part in re.split(r"\{[^}]*\}", form)}
    return {part for part in parts if len(part) > 7}


ADDRESSES = (
    "/",
    "/?q=wakala",
    "/?q=wakala&aina=idara&idadi=2&ukurasa=2",
    "/?q=rangi:dira",
    "/?q=xylofonium&aina=dira",
    "/hati/bara/kuhusu.md?q=wakala",
    "/hati/bara/kuhusu.md?q=xylofonium",
    "/hati/bara/kuhusu.md?zamani=kichwa-kingine",
    "/hati/none",
    "/?q=dira&ukurasa=x",
    "/static/none",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_page_speaks_one_language(language, address, client):
    """No message of the other language is on a page, in its title or in an attribute."""
    joined = "&" if "?" in address else "?"
    answer = client.get(f"{address}{joined}lugha={language}")
    tree = LexborHTMLParser(answer.text)
    assert tree.css_first("html").attributes["lang"] == language
    own: set[str] = set()
    other: set[str] = set()
    for english, swahili in MESSAGES.items():
        spoken, silent = (swahili, english) if language == "sw" else (english, swahili)
        own |= parts_of(spoken)
        other |= parts_of(silent)
    for node in tree.css("[lang=sw]" if language == "en" else "[lang=en]"):
        node.decompose()  # a document's own text, and the switch
    shown = tree.html
    assert any(part in shown for part in own)
    assert [part for part in other - own if part in shown] == []
