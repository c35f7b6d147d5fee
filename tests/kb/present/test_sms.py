"""A short answer in one text message: it fits, in letters every phone has, and says something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.present.sms import SEPTETS, as_sms, gsm, septets
from kb.results import Answer
from kb.tables import TablePart

# Written out again from the standard's table, so that a slip in one of the two is seen.
SIGNS = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
LETTERS = "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
DEFAULT = SIGNS + LETTERS
EXTENSION = "\f^{}\\[~]|€"


def encoded(text: str) -> int:
    """Return how many septets a phone would send, or fail on a letter it has not."""
    assert all(character in DEFAULT + EXTENSION for character in text), text
    return sum(1 + (character in EXTENSION) for character in text)


def quote(text: str, title: str = "Wakala wa Maji", **more) -> Answer:
    """Return a short answer."""
    known: dict[str, Any] = {
        "spans": (),
        "start": 0,
        "cut": (False, False),
        "id": "maji.md#dira.1",
        "document": "maji.md",
        "path": (),
        "heading": None,
        "kind": None,
        "anchor": "dira",
        "institution": None,
        "date": None,
        "page": None,
        "language": "sw",
        "support": 1.0,
    }
    return Answer(text=text, title=title, **known | more)


def test_the_alphabet_is_the_standards():
    """127 letters and the escape; ten more of two septets."""
    assert len(set(DEFAULT)) == 127
    assert [septets(letter) for letter in DEFAULT] == [1] * 127
    assert [septets(letter) for letter in EXTENSION] == [2] * 10


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Ng’ombe na mbuzi", "Ng'ombe na mbuzi"),
        ("miaka 2010–2012 — na zaidi…", "miaka 2010-2012 - na zaidi..."),
        ("“Maji” ya «wote»", '"Maji" ya "wote"'),
        ("Ł ő ç ã ê", "L o c a e"),
        ("Zürich, Ångström, señor", "Zürich, Ångström, señor"),
        ("e\u0301lan", "élan"),
        ("5€ [a]", "5€ [a]"),
        ("½ ya №7 ② ﬁ", "1/2 ya Na.7 2 fi"),
        ("漢字 かな na 👍🏽", "? na ?"),
        ("a\tb\n c\u200b\x00d", "a b cd"),
    ],
)
def test_letters_a_phone_lacks_are_written_as_a_person_would(text, sent):
    """A message of 7-bit letters reaches every phone; one curly quote would halve its length."""
    assert gsm(text) == sent


@pytest.mark.parametrize(
    ("text", "title", "more", "sent"),
    [
        (
            "Dira ni maji kwa wote.",
            "Wakala wa Maji",
            {"path": ("Dira",), "date": "2019"},
            "Dira ni maji kwa wote. (Wakala wa Maji > Dira, 2019)",
        ),
        (
            "Dira ni maji kwa wote.",
            "Wakala wa Maji",
            {"cut": (True, True)},
            "...Dira ni maji kwa wote.... (Wakala wa Maji)",
        ),
        (
            "Dira ni maji kwa wote.",
            "Taarifa ndefu " * 15,
            {},
            "Dira ni maji kwa wote. (" + "Taarifa ndefu " * 8 + "Taarifa ndefu...)",
        ),
        (
            "Maji safi " * 20,
            "Wakala wa Maji",
            {},
            "Maji safi " * 13 + "Maji safi... (Wakala wa Maji)",
        ),
        (
            "Maji ni uhai kwa kila kijiji cha visiwa vyote vya nchi na jirani zake. "
            + "Tena " * 30,
            "Taarifa ya mwaka",
            {},
            "Maji ni uhai kwa kila kijiji cha visiwa vyote vya nchi na jirani zake. (Taarifa ya mwaka)",
        ),
    ],
)
def test_the_answer_goes_before_its_source(text, title, more, sent):
    """Cut between words or after a sentence; the source gives way first, at its end."""
    assert as_sms(quote(text, title, **more)) == sent
    assert encoded(sent) <= SEPTETS


TEXTS = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=DEFAULT + EXTENSION, max_size=400),
    st.lists(
        st.sampled_from(["maji", "ng’ombe", "€€€", "漢字", ".", "👍", "x" * 200]), max_size=60
    ).map(" ".join),
)


@settings(max_examples=600, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.booleans())
def test_a_message_always_fits_and_never_is_empty(text, title, heading, cut):
    """Whatever a document holds, the answer to it is one message with something in it."""
    path = (heading,) if heading else ()
    sent = as_sms(quote(text, title, path=path, cut=(cut, cut), date="2019-01-02"))
    assert 0 < encoded(sent) <= SEPTETS
    assert sent == sent.strip()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_written_in_the_alphabet_stays(text):
    """Writing it a second time changes nothing."""
    assert gsm(gsm(text)) == gsm(text)


LONG = (
    "Mamlaka ya Maji ya mji huu wa pwani, ambayo hapo awali ilikuwa idara ya halmashauri na baadaye "
    "ikawa kitengo cha wizara, iliundwa rasmi tarehe 4 Machi 2005 na kuanza kazi baadaye."
)


def test_a_message_keeps_what_was_asked_for():
    """When: the date is in the message, though the sentence before it fills it."""
    at = LONG.index("4 Machi 2005")
    sent = as_sms(quote(LONG, "Wakala wa Maji", fact=(at, at + len("4 Machi 2005"))))
    assert "4 Machi 2005" in sent
    assert sent.startswith("...")
    assert sent.endswith("(Wakala wa Maji)")
    assert encoded(sent) <= SEPTETS


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["maji", "safi,", "na", "kijiji."]), max_size=80), st.integers(0, 80)
)
def test_wherever_the_fact_is_the_message_has_it(words, place):
    """Before it, after it or in the middle: of the words around it as many as fit."""
    words.insert(min(place, len(words)), "2005")
    text = " ".join(words)
    at = text.index("2005")
    sent = as_sms(quote(text, "Wakala wa Maji", fact=(at, at + 4)))
    assert "2005" in sent
    assert 0 < encoded(sent) <= SEPTETS


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_two_institutions_share_one_message(text, other, name):
    """Each is named before its answer; the message is no longer than one."""
    sent = as_sms(quote(text, "Wakala wa Maji"), [quote(other, name or "Wakala wa Ardhi")])
    assert 0 < encoded(sent) <= SEPTETS
    assert " / " in sent


def test_each_institution_is_told_with_its_answer():
    """Who reads the message sees whose answer it is."""
    maji = quote("Iliundwa mwaka 2005.", "Sheria", institution="Wakala wa Maji")
    ardhi = quote("Iliundwa mwaka 1999.", "Sheria", institution="Wakala wa Ardhi", date="2001")
    assert as_sms(maji, [ardhi]) == (
        "Wakala wa Maji: Iliundwa mwaka 2005. / Wakala wa Ardhi, 2001: Iliundwa mwaka 1999."
    )


def test_a_row_that_is_too_long_keeps_its_name_and_what_was_asked_for():
    """Of many columns a citizen asked for one."""
    header = "Kozi | Raia (TZS) | Wageni (USD) | Mahitaji ya kujiunga na kozi hii | Muda wa masomo"
    row = "Shahada ya Udaktari | 1,850,000 | 4,000 | Fizikia, Kemia na Baiolojia kwa daraja la kwanza | Miaka 5"
    text = f"{header}\n{row}"
    at = text.index("Miaka 5") + len("Miaka ")
    table = TablePart(0, len(header) + 1, len(text))
    message = as_sms(quote(text, tables=(table,), fact=(at, at + 1)))
    assert "Shahada ya Udaktari" in message
    assert "Muda wa masomo: Miaka 5" in message
    assert encoded(message) <= SEPTETS


def test_the_sentence_with_the_words_of_the_question_begins_the_message():
    """A message of its first sentence alone would tell of something else."""
    first = (
        "Anayechelewa kuwasilisha taarifa za mwaka kwa ofisi hutozwa shilingi laki moja kila mwezi."
    )
    second = "Anayekataa kutoa risiti kwa mteja wake hutozwa faini ya shilingi milioni moja."
    text = f"{first} {second}"
    at = text.index("risiti")
    assert "milioni moja" in as_sms(quote(text, spans=((at, at + 6),)))
