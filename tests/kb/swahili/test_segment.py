"""Where words and sentences begin and end, in code points of the text as it was written."""

from __future__ import annotations

import pytest

from kb.swahili import analyse, sentences, sort_key, words


def surfaces(text: str) -> list[str]:
    """Return the words of a text as they stand."""
    return [token.surface for token in words(text)]


@pytest.mark.parametrize("sign", ["'", "’", "‘", "ʼ", "ʻ", "`", "´"])
def test_ngombe_is_one_word_with_any_apostrophe(sign):
    """The velar nasal is one letter, whichever sign the keyboard had for it."""
    (token,) = analyse(f"ng{sign}ombe")
    assert token.surface == f"ng{sign}ombe"
    assert token.normal == "ng'ombe"
    assert token.terms == ("ng'ombe",)


@pytest.mark.parametrize("sign", ["'", "’", "`", "´"])
def test_a_quotation_mark_is_no_letter(sign):
    """A word in single quotation marks is the word."""
    assert analyse(f"{sign}serikali{sign} yetu")[0].terms == ("serikali",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("😀 ng'ombe wawili", ["ng'ombe", "wawili"]),
        ("👨‍👩‍👧‍👦familia", ["familia"]),
        ("🇹🇿 Tanzania 🇰🇪 Kenya", ["Tanzania", "Kenya"]),
        ("𝐓𝐚𝐧𝐳𝐚𝐧𝐢𝐚 moja", ["𝐓𝐚𝐧𝐳𝐚𝐧𝐢𝐚", "moja"]),
        ("a😀b😀c", ["a", "b", "c"]),
    ],
)
def test_offsets_count_code_points_behind_an_emoji(text, found):
    """What is marked on the page is the word, though ICU counts an emoji twice."""
    tokens = words(text)
    assert [token.surface for token in tokens] == found
    assert [text[token.start : token.end] for token in tokens] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dira, dhamira; sera.", ["Dira", "dhamira", "sera"]),
        ("(misingi mikuu)", ["misingi", "mikuu"]),
        ("3.5% ya 1,000", ["3.5", "ya", "1,000"]),
        ("17/12/2010", ["17", "12", "2010"]),
        ("TEHAMA'ni", ["TEHAMA'ni"]),
        ("mwaka 2010\nmwaka 2011", ["mwaka", "2010", "mwaka", "2011"]),
        ("", []),
        (" \t\n—…", []),
    ],
)
def test_words_are_found_among_signs(text, found):
    """Punctuation is no word and takes nothing off one."""
    assert surfaces(text) == found


@pytest.mark.parametrize(
    ("text", "word"),
    [("S.L.P 42", "slp"), ("S.L.P. 42", "slp"), ("P.O. Box", "po"), ("J.K. Mfano", "jk")],
)
def test_letters_with_full_stops_are_one_word(text, word):
    """S.L.P and SLP are one acronym, in a letterhead and in a question."""
    assert analyse(text)[0].normal == word


def test_a_missing_blank_after_a_full_stop_hides_no_word():
    """Pages set without a blank (umma.Wakala) are found by both words."""
    text = "Huduma kwa umma.Wakala ulianzishwa"
    assert surfaces(text) == ["Huduma", "kwa", "umma", "Wakala", "ulianzishwa"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("(@UmmaMfano), na @WakalaMfano", ["ummamfano", "na", "wakalamfano"]),
        ("info@mfano.go.tz", ["info", "mfano", "go", "tz"]),
        ("Jina____ la ____mwombaji", ["jina", "la", "mwombaji"]),
        ("_kesho_ na jina_la_baba", ["kesho", "na", "jina", "la", "baba"]),
        ("____________", []),
        ("@" + "a" * 150, ["a" * 100, "a" * 50]),
    ],
)
def test_a_sign_that_joins_hides_no_word(text, normal):
    """Accounts (@WakalaMfano), addresses and lines to fill in (Jina____) are found by their words."""
    assert [token.normal for token in words(text)] == normal


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("mbali-mbali", "mbalimbali"),
        ("pole-pole", "polepole"),
        ("moja-moja", "moja"),
        ("teknolojia-habari", "teknolojia"),
        ("teknolojia-habari", "habari"),
        ("utawala-bora", "utawala"),
        ("mwana-chama", "mwanachama"),
    ],
)
def test_a_hyphen_hides_neither_the_parts_nor_the_whole(text, terms):
    """A word with a hyphen is found by its parts, and by the word it makes."""
    assert terms in {term for token in analyse(text) for term in token.terms}


@pytest.mark.parametrize(
    ("text", "term"),
    [("maju\u00adkumu", "jukumu"), ("\ufeffserikali", "serikali"), ("seri\u200bkali", "serikali")],
)
def test_invisible_characters_do_not_change_a_word(text, term):
    """Soft hyphens and zero-width marks from PDFs and web pages are not letters."""
    assert [token.terms for token in analyse(text)] == [(term,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Sheria Na. 30 ya 1997 ipo. Ya pili haipo.",
            ["Sheria Na. 30 ya 1997 ipo. ", "Ya pili haipo."],
        ),
        ("Tazama uk. 12. Mwisho.", ["Tazama uk. 12. ", "Mwisho."]),
        ("Dira\nDhamira", ["Dira\n", "Dhamira"]),
        ("Je, ni nani? Ni sisi!", ["Je, ni nani? ", "Ni sisi!"]),
        ("😀 Ndiyo. Hapana.", ["😀 Ndiyo. ", "Hapana."]),
        ("bila nukta", ["bila nukta"]),
        ("", []),
    ],
)
def test_sentences_tile_the_text(text, found):
    """Cut at its sentences and joined again, a text is what it was; "Na. 30" is not an end."""
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == found
    assert "".join(text[start:end] for start, end in spans) == text


def test_words_sort_as_in_a_dictionary():
    """A reader finds a term in a list where a dictionary would have it."""
    listed = ["Úa", "ubao", "ua", "Zanzibar", "zawadi", "ngazi"]
    in_order = ["ngazi", "ua", "Úa", "ubao", "Zanzibar", "zawadi"]
    assert sorted(listed, key=sort_key) == in_order


def test_positions_count_every_word():
    """A word of grammar keeps its place, or phrases would be found that nobody wrote."""
    assert [token.position for token in analyse("majukumu ya idara ya sheria")] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dkt. Asha B. Mfano alizaliwa tar. 8 Januari 1967.", 1),
        ("Mhe. Waziri na Prof. Mfano walifika. Waliondoka.", 2),
        ("Alifika Jumatano. Bodi ilikutana.", 2),
        ("Ni aina ya B. nyingine haipo.", 1),
        ("Alivaa fulana. Watu 30 walifika.", 2),
    ],
)
def test_an_initial_or_a_title_ends_no_sentence(text, found):
    """A name is not cut in two where it is quoted; other full stops end a sentence."""
    assert len(sentences(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Ada ya leseni ni Tsh. 5,000 kwa mwaka.",
        "Bei ni Tshs. 20,000/= au Sh. 300 au TZS. 40.",
        "Jumla ya Sh. Bilioni 5 zililipwa.",
        "Barua yenye Kumb. Na. CA.9/259/01 imepokelewa.",
        "Anwani ni S.L.P. 123 Dodoma, au S. L. P. 45 Singida.",
        "Mkutano wa 12 Des. 2019 ulihudhuriwa na Eng. Mfano na Bi. Asha.",
        "Matunda, k.m. Embe Dodo, na mboga, mf. Mchicha wa Pwani, huuzwa.",
        "Kalamu, karatasi n.k. vilinunuliwa.",
        "Tazama kur. 7 na Juz. 2 la kitabu, simu Tel. (022) 2110000.",
    ],
)
def test_what_an_abbreviation_announces_is_in_its_sentence(text):
    """A price is not cut off at "Tsh.", nor an address at "S.L.P."."""
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ni wajibu wa Na. Wizara itatoa taarifa.",
        "Vilinunuliwa vitabu n.k. Kisha vikagawiwa.",
        "Alifika saa tano. Bilioni tano zililipwa.",
        "Tulikunywa soda na. Bodi ilikutana.",
    ],
)
def test_where_nothing_is_announced_a_sentence_ends(text):
    """The same letters end a sentence where another sentence follows."""
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mkopo hurejeshwa ndani ya miezi kumi na minane tangu\nsiku ya kuupokea.", 1),
        ("Waraka huu umetolewa na Waziri wa Fedha chini ya\nSheria ya Mikopo.", 1),
        ("Mkopo hurejeshwa ndani ya miezi kumi na minane tangu\n\nsiku ya kuupokea.", 3),
        ("Mkopo hurejeshwa ndani ya miezi kumi na minane yote.\nsiku ya kuupokea.", 2),
        ("Kusimamia mikopo ya vikundi vyote vya wanawake wilayani\nKuratibu mafunzo.", 2),
        ("Simu: 0712 000 111\nofisini", 2),
    ],
)
def test_a_wrapped_line_is_no_end_of_a_sentence(text, count):
    """A long line that stops in the middle goes on below; lines of lists and labels do not."""
    assert len(sentences(text)) == count
