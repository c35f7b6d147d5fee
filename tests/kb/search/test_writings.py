"""A name or number is found however it is written, and the writing that was typed comes first."""

from __future__ import annotations

import re

import pytest

PAGES = {
    "alama.md": "# Alama\n\nMzee Mbũgua wa kijiji cha Kĩrĩma alifika ofisini.\n",
    "bila-alama.md": "# Bila alama\n\nMzee Mbugua wa kijiji cha Kirima alifika ofisini.\n",
    "sehemu.md": "# Sehemu\n\nPiga 0765 443 322 kuhusu gari T 881 DKZ au chanjo ya UVIKO-19.\n",
    "pamoja.md": "# Pamoja\n\nPiga 0765443322 kuhusu gari T881DKZ au chanjo ya UVIKO19.\n",
}


@pytest.fixture
def answers(library):
    """Ask four documents that say the same in two writings."""
    with library(PAGES).open() as base:

        def ask(line):
            return [
                (hit.document, [hit.text[a:b] for a, b in hit.spans])
                for hit in base.search(line).hits
            ]

        yield ask


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("mbugua", [("bila-alama.md", ["Mbugua"]), ("alama.md", ["Mbũgua"])]),
        ("Mbũgua", [("alama.md", ["Mbũgua"]), ("bila-alama.md", ["Mbugua"])]),
        ("kirima", [("bila-alama.md", ["Kirima"]), ("alama.md", ["Kĩrĩma"])]),
    ],
)
def test_accents_hide_no_name_and_the_typed_form_is_first(question, expected, answers):
    """Who has no key for an accent finds the name; who types it finds it so."""
    assert answers(question) == expected


@pytest.mark.parametrize(
    ("question", "in_parts", "joined"),
    [
        ("0765443322", "0765 443 322", "0765443322"),
        ("+255765443322", "0765 443 322", "0765443322"),
        ("0765 443 322", "0765 443 322", "0765443322"),
        ("T881DKZ", "T 881 DKZ", "T881DKZ"),
        ("t 881 dkz", "T 881 DKZ", "T881DKZ"),
        ("uviko19", "UVIKO-19", "UVIKO19"),
        ("uviko-19", "UVIKO-19", "UVIKO19"),
        ("uviko 19", "UVIKO-19", "UVIKO19"),
    ],
)
def test_blanks_hide_no_number(question, in_parts, joined, answers):
    """All of the number is marked, in either writing."""
    marked = {document: re.sub(r"\W", "", "".join(words)) for document, words in answers(question)}
    assert marked == {"sehemu.md": re.sub(r"\W", "", in_parts), "pamoja.md": joined}


AMOUNTS = ("7,250,000", "7.250.000", "7 250 000", "7250000", "7.25 milioni", "milioni 7.25",
           "7,250,000.00")  # fmt: skip


@pytest.mark.parametrize("question", AMOUNTS)
def test_an_amount_is_one_number_however_it_is_written(question, library):
    """Every writing finds every other; a section and a decimal are other numbers."""
    pages = {
        f"{i}.md": f"# Bajeti\n\nMradi wa {i} ulitengewa shilingi {amount} mwaka jana.\n"
        for i, amount in enumerate(AMOUNTS)
    }
    pages["kifungu.md"] = "# Kifungu\n\nKifungu cha 7.25.1 na kiwango cha 7.25 cha maji.\n"
    with library(pages).open() as base:
        hits = {hit.document for hit in base.search(question).hits}
    assert hits == {f"{i}.md" for i in range(len(AMOUNTS))}
