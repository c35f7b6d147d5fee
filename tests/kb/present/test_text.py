"""What the reader sees in a terminal, word for word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kb.messages import Message
from kb.present.notes import remarks
from kb.present.text import document_text, passage_text, results_lines, results_text
from kb.results import Copy, Hit, Newer, Results
from tests.kb.present.examples import SHOWN, STORED

WORDY = Hit(
    id="muundo.md#mkurugenzi.1",
    document="muundo.md",
    title="Muundo wa Taasisi",
    institution="Taasisi ya Mfano",
    date="2019",
    path=("Muundo", "Mkurugenzi Mkuu"),
    heading="Mkurugenzi Mkuu",
    kind="uongozi",
    anchor="mkurugenzi",
    language="sw",
    score=3.25,
    text="huongozwa na Mkurugenzi Mkuu,\nambaye huteuliwa na bodi ya wadhamini",
    start=120,
    spans=((13, 23), (50, 67)),
    missing=("pemba",),
    heading_spans=((0, 10),),
    cut=(True, True),
)
BARE = Hit(
    id="sisi.txt#maadili.1",
    document="sisi.txt",
    title="Sisi",
    institution=None,
    date=None,
    path=("Maadili",),
    heading="Maadili",
    kind=None,
    anchor="maadili",
    language="sw",
    score=1.5,
    text="Maadili",
    start=0,
    spans=((0, 7),),
    missing=(),
    children=(("Uwazi", "uwazi"), ("Haki", "haki")),
    heading_spans=((0, 7),),
)
RESULTS = Results("wakurugenzi wa bodi", 12, (WORDY, BARE), 1.0, limit=2)


def test_hits_as_a_person_reads_them():
    """Rank, title, place, facts, marked text, what is missing, and the id to type."""
    assert (
        results_text(RESULTS, width=50, colour=False)
        == """\
Majibu 1–2 kati ya 12 kwa: wakurugenzi wa bodi

1. Muundo wa Taasisi
   Muundo › «Mkurugenzi» Mkuu
   uongozi · Taasisi ya Mfano · 2019
   … huongozwa na «Mkurugenzi» Mkuu, ambaye
   huteuliwa na «bodi ya wadhamini» …
   haina: pemba
   muundo.md#mkurugenzi.1

2. Sisi
   «Maadili»
   ndani yake: Uwazi · Haki
   sisi.txt#maadili.1

Yanayofuata: --page 2
"""
    )


NEWER = Newer("muundo-2024.md", "Muundo Mpya", "2024-05-01")


@pytest.mark.parametrize(
    ("more", "language", "line"),
    [
        (4, "sw", "   matokeo mengine 4 ya hati hii: --document muundo.md"),
        (1, "sw", "   tokeo jingine 1 la hati hii: --document muundo.md"),
        (4, "en", "   4 more of this document: --document muundo.md"),
    ],
)
def test_what_is_folded_is_counted_below_the_hit(more, language, line):
    """With the option that opens it, to be added to the same command."""
    results = replace(RESULTS, hits=(replace(WORDY, more=more), BARE), collapsed=more)
    lines = results_text(results, width=60, colour=False, language=language).splitlines()
    assert lines[lines.index("   muundo.md#mkurugenzi.1") + 1] == line


def copies(count: int, institution: str = "Taasisi ya Mfano") -> tuple[Copy, ...]:
    """So many copies of WORDY, of which every second one is a PDF."""
    return tuple(
        Copy(f"{n}/muundo.x#mkurugenzi.1", f"{n}/muundo.x", "Muundo", "mkurugenzi", institution,
             None, "pdf" if n % 2 else "docx", n if n % 2 else None)
        for n in range(1, count + 1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listed", "count", "language", "line"),
    [
        (1, 1, "sw", "pia katika: 1/muundo.x#mkurugenzi.1 (uk. 1)"),
        (1, 1, "en", "also in: 1/muundo.x#mkurugenzi.1 (p. 1)"),
        (4, 4, "sw", ("pia katika: 1/muundo.x#mkurugenzi.1 (uk. 1) · 2/muundo.x#mkurugenzi.1 · "
                     "3/muundo.x#mkurugenzi.1 (uk. 3) · na 1 zaidi")),
        (10, 60, "sw", ("pia katika: 1/muundo.x#mkurugenzi.1 (uk. 1) · 2/muundo.x#mkurugenzi.1 · "
                       "3/muundo.x#mkurugenzi.1 (uk. 3) · na 57 zaidi")),
        (10, 60, "en", ("also in: 1/muundo.x#mkurugenzi.1 (p. 1) · 2/muundo.x#mkurugenzi.1 · "
                       "3/muundo.x#mkurugenzi.1 (p. 3) · and 57 more")),
    ],
)  # fmt: skip
def test_copies_are_named_below_the_hit(listed, count, language, line):
    """Three by their ids, to be shown with `kisima show`, and how many more there are."""
    hit = replace(WORDY, copies=copies(listed), copy_count=count)
    stored = replace(
        STORED, institution="Taasisi ya Mfano", copies=copies(listed), copy_count=count
    )
    page = results_text(
        replace(RESULTS, hits=(hit, BARE)), width=60, colour=False, language=language
    )
    below = page.partition("   muundo.md#mkurugenzi.1\n")[2].partition("\n\n")[0]
    assert " ".join(below.split()) == line
    assert all(row.startswith("   ") and len(row) <= 60 for row in below.splitlines())
    text = passage_text(stored, width=60, colour=False, language=language)
    assert " ".join(text.split()).endswith(line)


def test_a_copy_of_another_institution_says_so():
    """The same text at another office is told by the office's name."""
    hit = replace(WORDY, copies=copies(1, "Ofisi ya Pili"), copy_count=1)
    text = results_text(replace(RESULTS, hits=(hit,)), width=60, colour=False)
    expected = "pia katika: 1/muundo.x#mkurugenzi.1 (uk. 1, Ofisi ya Pili)"
    assert expected in " ".join(text.split())


@pytest.mark.parametrize(
    ("number", "language", "line"),
    [
        (1, "sw", "Majibu 1–2 kati ya 12 (na nakala 1) kwa: wakurugenzi wa bodi"),
        (4, "sw", "Majibu 1–2 kati ya 12 (na nakala 4) kwa: wakurugenzi wa bodi"),
        (1, "en", "Answers 1–2 of 12 (and 1 copy) for: wakurugenzi wa bodi"),
        (4, "en", "Answers 1–2 of 12 (and 4 copies) for: wakurugenzi wa bodi"),
    ],
)
def test_the_total_says_what_it_counts(number, language, line):
    """Copies are counted beside the passages, never among them."""
    results = replace(RESULTS, copies=number)
    assert results_text(results, width=80, colour=False, language=language).startswith(line)


def test_an_option_can_be_copied_into_a_shell():
    """A document's name with a blank in it is quoted."""
    spaced = replace(WORDY, document="sera mpya.md", more=2)
    text = results_text(replace(RESULTS, hits=(spaced,)), width=60, colour=False)
    assert "--document 'sera mpya.md'" in text


def test_the_last_page_of_a_folded_list_is_the_last():
    """Twelve match and ten are folded: after these two there is no next page."""
    assert "Yanayofuata" not in results_text(replace(RESULTS, collapsed=10), width=60, colour=False)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sw", "toleo la zamani (2019) · toleo jipya (2024-05-01): Muundo Mpya"),
        ("en", "an older version (2019) · newer (2024-05-01): Muundo Mpya"),
    ],
)
def test_an_older_document_is_marked_with_both_dates(language, line):
    """On a hit, a passage and a whole document alike, with the id to show the newer one."""
    hit = replace(WORDY, newer=NEWER)
    for text in (
        results_text(replace(RESULTS, hits=(hit,)), width=80, colour=False, language=language),
        passage_text(replace(STORED, newer=NEWER), width=80, colour=False, language=language),
        document_text(
            replace(SHOWN, date="2019", newer=NEWER), width=80, colour=False, language=language
        ),
    ):
        lines = [one.strip() for one in text.splitlines()]
        assert lines[lines.index(line) + 1] == "muundo-2024.md"


def test_a_date_that_is_not_known_is_left_out():
    """Nothing stands in brackets where nothing is known."""
    newer = replace(NEWER, date=None)
    text = document_text(replace(SHOWN, newer=newer), width=80, colour=False)
    assert "toleo la zamani · toleo jipya: Muundo Mpya\n" in text


def test_colour_says_the_same():
    """Colour changes how it looks and not what it says; ids are dim, marks are underlined."""
    coloured = results_text(RESULTS, width=200, colour=True)
    plain = results_text(RESULTS, width=200, colour=False)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == re.sub("[«»]", "", plain)
    assert "\x1b[1;4mMkurugenzi\x1b[22;24m" in coloured
    assert "\x1b[2msisi.txt#maadili.1\x1b[22m" in coloured


def test_english_words_around_the_same_hits():
    """Who reads English gets the notes and labels in English; documents stay as they are."""
    lines = results_text(RESULTS, width=60, colour=False, language="en").splitlines()
    assert lines[0] == "Answers 1–2 of 12 for: wakurugenzi wa bodi"
    assert "   lacks: pemba" in lines
    assert "   in it: Uwazi · Haki" in lines


def test_nothing_found_says_what_to_try():
    """In the reader's language, each piece of advice on a line."""
    nothing = Results("fomu ya likizo", 0, (), 1.0)
    assert (
        results_text(nothing, width=80, colour=False)
        == """\
Hakuna matokeo kwa: fomu ya likizo

- Angalia tahajia ya maneno.
- Tumia maneno machache, au yenye maana pana zaidi.
- Ondoa nukuu, alama za + na -, na vichujio kama aina: na taasisi:.
"""
    )
    assert results_text(nothing, width=80, colour=False, language="en").startswith("No results for")


@pytest.mark.parametrize(
    ("results", "line"),
    [
        (Results("", 0, (), 1.0), "Swali ni tupu: andika neno moja au zaidi."),
        (Results("dira", 12, (), 1.0, page=7), "Ukurasa wa 7 haupo: majibu yote ni 12."),
    ],
)
def test_an_empty_page_says_why(results, line):
    """No answer, no question and no such page are different things."""
    assert results_text(results, width=60, colour=False).splitlines()[0] == line


def test_the_second_page_counts_on():
    """Ranks go on from page to page, and the last page announces no other."""
    text = results_text(replace(RESULTS, page=6), width=60, colour=False)
    assert text.startswith("Majibu 11–12 kati ya 12")
    assert "\n12. Sisi\n" in text
    assert "--page" not in text


def test_a_passage_before_any_heading_is_called_the_opening():
    """A place without a name still has one for the reader."""
    hit = replace(WORDY, path=(), heading=None, heading_spans=())
    assert "   (mwanzo)\n" in results_text(replace(RESULTS, hits=(hit,)), width=60, colour=False)


@pytest.mark.parametrize("width", [1, 20, 33, 80, 200])
def test_no_line_but_an_id_is_wider_than_the_terminal(width):
    """Narrow windows and telephones get whole lines too."""
    lines = results_text(RESULTS, width=width, colour=False).splitlines()
    assert max(len(line) for line in lines if "#" not in line) <= max(width, 20)


def test_plain_is_one_record_a_line():
    """Programs cut at tabs; no value of a document can add a tab or a line."""
    hit = replace(WORDY, title="Muundo\twa\n\x1b[31mTaasisi")
    assert results_lines(replace(RESULTS, hits=(hit, BARE))) == (
        "1\t3.2500\tmuundo.md#mkurugenzi.1\tMuundo wa [31mTaasisi\tMuundo › Mkurugenzi Mkuu\t"
        "huongozwa na «Mkurugenzi» Mkuu, ambaye huteuliwa na «bodi ya wadhamini»\n"
        "2\t1.5000\tsisi.txt#maadili.1\tSisi\tMaadili\t«Maadili»\n"
    )
    assert results_lines(Results("dira", 0, (), 1.0)) == ""


HOSTILE = "\x1b]0;x\x07\x9b31m\u202e\u2066\ud800"


def test_hostile_text_drives_no_terminal():
    """Every value a document or a reader gives is made safe, wherever it is printed."""
    hit = replace(
        WORDY,
        id=f"a{HOSTILE}",
        title=HOSTILE,
        institution=HOSTILE,
        path=(HOSTILE, HOSTILE),
        heading=HOSTILE,
        text=f"{HOSTILE} bodi",
        spans=((len(HOSTILE) + 1, len(HOSTILE) + 5),),
        missing=(HOSTILE,),
        heading_spans=(),
    )
    results = Results(
        HOSTILE, 1, (hit,), 1.0, notes=(Message("{value}", value=HOSTILE),), suggestion=HOSTILE
    )
    for text in (
        results_text(results, width=60, colour=False),
        results_lines(results),
        results_text(replace(results, hits=(), total=0), width=60, colour=False),
        "".join(map(str, remarks(results, "sw"))),
        passage_text(replace(STORED, text=HOSTILE, id=HOSTILE), width=60, colour=False),
        document_text(replace(SHOWN, title=HOSTILE), width=60, colour=False),
    ):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\ud800")
    assert "«bodi»" in results_text(results, width=60, colour=False)


def test_one_passage_whole():
    """The lines of the text stay lines, and where it comes from stands below it."""
    assert (
        passage_text(STORED, width=60, colour=False)
        == """\
Muundo wa Taasisi
Muundo › Bodi
bodi · Taasisi ya Mfano · 2019

Bodi ina wajumbe:
- wanne
- na mwenyekiti
ndani yake: Kamati

chanzo: https://mfano.go.tz/muundo
inabadilisha: zamani.md
muundo.md#bodi.1
"""
    )


def test_a_whole_document():
    """Headings are set in by their level, each with the anchor that names it."""
    assert (
        document_text(SHOWN, width=60, colour=False)
        == """\
Muundo wa Taasisi
Taasisi ya Mfano
muundo.md

#mwanzo

Utangulizi.

Muundo
#muundo

  «Bodi»
  #bodi

  «Bodi» ya kwanza.

  Aya ya pili.
"""
    )
