"""The short answer: the sentence that answers, from the passage that does, or none at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.knowledge_base import KnowledgeBase
from kb.results import AnswerResult
from tests.kb.library import Library

PAGES = {
    "visima.md": """\
# Wakala wa Visima

Wakala wa Visima (WAVI) ni taasisi ya umma inayochimba visima vijijini. Watumishi wake
hufika kila wilaya. Wakala ulianzishwa kwa Sheria ya Visima Na. 9 ya mwaka 2003, na
ulizinduliwa rasmi tarehe 4 Machi 2005 na Waziri wa Maji, Dkt. Asha Mfano.

## Dira

Kuwa mfano wa huduma bora za maji. Watumishi wote wanaijua dira hii, na dira hupitiwa
kila mwaka na bodi.

## Misingi Mikuu

### Uadilifu

Tunatimiza ahadi zetu.

### Uwazi

Tunasema tunachofanya.

## Majukumu

Majukumu ya Wakala ni kama ifuatavyo:

- Kuchimba visima vipya
- Kupima maji ya visima
- Kufundisha mafundi wa vijiji

## Bodi

Bodi ina wajumbe kumi na wawili. Mwenyekiti wa bodi huteuliwa na Rais. Ofisi za bodi ziko
mjini Dodoma, karibu na soko kuu. Bodi iliundwa ili wananchi wasikike.

## Vipimo

Kipimo cha maji ni kazi ya kujua kama maji ni salama. Wananchi huleta kipimo kila wiki.
""",
    "ripoti.md": """\
# Ripoti ya mwaka

Mwaka 2019 wakala mwingine ulichimba visima vinane. Dira ya wakala huo haikutajwa.
""",
}


@contextmanager
def opened(folder: Path, pages: Mapping[str, str]) -> Iterator[KnowledgeBase]:
    """Index pages in a folder, and open the index."""
    made = Library(folder, {})
    for name, text in pages.items():
        made.write(name, text)
    assert made.update().failed == ()
    with made.open() as base:
        yield base


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Asks the pages above for a short answer."""
    with opened(tmp_path_factory.mktemp("visima"), PAGES) as base:
        yield base.answer


def marked(quoted: AnswerResult) -> list[str]:
    """Return the marked words of an answer."""
    quote = quoted.answer
    return [quote.text[start:end] for start, end in quote.spans]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("dira", "Kuwa mfano wa huduma bora za maji."),
        ("dira ya Wakala wa Visima", "Kuwa mfano wa huduma bora za maji."),
        ("wakala ulizinduliwa lini", "tarehe 4 Machi 2005"),
        ("wakala ulianzishwa kwa sheria gani", "Sheria ya Visima Na. 9"),
        ("bodi ina wajumbe wangapi", "Bodi ina wajumbe kumi na wawili."),
        ("mwenyekiti wa bodi huteuliwa na nani", "huteuliwa na Rais."),
        ("ofisi za bodi ziko wapi", "mjini Dodoma"),
        ("kwa nini bodi iliundwa", "ili wananchi wasikike"),
        ("WAVI ni nini", "ni taasisi ya umma inayochimba visima vijijini."),
        ("kipimo cha maji", "Kipimo cha maji ni kazi ya kujua"),
        ("misingi mikuu", "Misingi Mikuu: Uadilifu; Uwazi"),
        ("majukumu ya wakala", "- Kuchimba visima vipya\n- Kupima maji"),
    ],
)
def test_the_sentence_that_answers_is_quoted(question, said, ask):
    """Who asks when, who, where or what gets the sentence with that in it."""
    assert said in ask(question).answer.text


@pytest.mark.parametrize(
    "question",
    [
        "fomu ya likizo ya uzazi",
        "xylofonium",
        "ada ya leseni ya udereva",
        "salama ni nini",
        "watumishi wa visima wangapi",
        "",
        "-dira",
        "hati:ripoti.md",
    ],
)
def test_what_nothing_answers_gets_no_answer(question, ask):
    """A wrong answer is worse than none."""
    assert ask(question).answer is None


def test_the_source_stands_with_the_quote(ask):
    """A reader can check what is quoted, where it stands."""
    quoted = ask("bodi ina wajumbe wangapi")
    quote = quoted.answer
    assert (quote.document, quote.title) == ("visima.md", "Wakala wa Visima")
    assert (quote.path[-1], quote.heading, quote.id) == ("Bodi", "Bodi", "visima.md#bodi.1")
    assert marked(quoted) == ["Bodi", "wajumbe"]
    assert quote.cut == (False, False)
    assert quoted.total > 0


def test_headings_that_were_joined_have_no_place_of_their_own(ask):
    """The list under a heading is put together: there is no one stretch to link to."""
    assert ask("misingi mikuu").answer.start is None
    assert ask("dira").answer.start is not None


def test_a_slip_is_put_right_and_said(ask):
    """A misspelt question is answered as it was meant, and the reader is told."""
    quoted = ask("mwenyekitti")
    assert quoted.corrected
    assert quoted.suggestion == "mwenyekiti"
    assert "Mwenyekiti" in quoted.answer.text


def test_a_filter_holds(ask):
    """Only the document asked for is quoted."""
    assert ask("visima", filters={"document": ["ripoti.md"]}).answer.document == "ripoti.md"


WORDS = ["dira", "wakala", "visima", "bodi", "lini", "ngapi", "nani", "wapi", "ni", "nini", "maji"]
SIGNS = ["2005", "Na. 9", "xyz", "-bodi", "+dira", '"', "*", "kichwa:dira", "漢"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(WORDS + SIGNS), max_size=6).map(" ".join))
def test_a_quote_is_the_documents_own_text(ask, question):
    """Whatever is asked: in whole, short, and with marks inside it."""
    quoted = ask(question)
    if quoted.answer is None:
        return
    quote = quoted.answer
    assert 0 < len(quote.text) <= 400
    assert all(0 <= start < end <= len(quote.text) for start, end in quote.spans)
    assert 0.7 <= quote.support <= 1.0
    page = " ".join(PAGES[quote.document].split())
    assert quote.start is None or " ".join(quote.text.split()) in page


def test_the_word_itself_comes_before_a_synonym_and_a_fee_is_of_what_was_asked(tmp_path):
    """Uanzishwaji is no start of work; the fee of another licence is no answer."""
    text = (
        "# Wakala wa Soko\n\n## Historia\n\nUanzishwaji wa Wakala uliamuliwa na Baraza la "
        "Mawaziri mwaka 2001 kwa Waraka Na. 4. Wakala ulianza kazi tarehe 1 Aprili 2006.\n\n"
        "## Ada\n\nAda ya leseni ya duka ni Tsh. 40,000 kwa mwaka.\n"
    )
    with opened(tmp_path, {"soko.md": text}) as base:
        assert "1 Aprili 2006" in base.answer("wakala ulianza lini").answer.text
        assert "40,000" in base.answer("ada ya leseni ya duka ni shilingi ngapi").answer.text
        assert base.answer("ada ya leseni ya hoteli ni shilingi ngapi").answer is None


def test_a_topic_is_not_answered_by_another_one(tmp_path):
    """What makes a councillor answers no one who asks about a president, nor do headings tell who is one."""
    text = (
        "# Mwongozo wa Uchaguzi\n\n## Sifa za kugombea udiwani\n\nAnayetaka kugombea udiwani "
        "awe na umri wa miaka 21 au zaidi.\n\n## Uchaguzi wa urais\n\nKura hupigwa siku moja.\n\n"
        "## SEHEMU YA PILI: MAKAMU WA RAIS\n\n47. Makamu wa Rais na kazi zake\n\n48. Kiapo cha "
        "Makamu wa Rais\n"
    )
    with opened(tmp_path, {"uchaguzi.md": text}) as base:
        assert "miaka 21" in base.answer("umri wa kugombea udiwani").answer.text
        assert base.answer("umri wa kugombea urais").answer is None
        assert base.answer("makamu wa rais ni nani").answer is None


def test_another_page_that_states_the_same_year_is_no_rival(tmp_path):
    """Two pages that agree make an answer no less sure than one; two that differ do."""

    def support(year: int) -> float:
        (folder := tmp_path / str(year)).mkdir()
        pages = {
            "historia.md": "# Historia\n\nKiwanda cha chumvi kilianzishwa mwaka 2003.\n",
            "habari.md": f"# Habari\n\nMwaka {year} kiwanda cha chumvi kilianzishwa kijijini.\n",
        }
        with opened(folder, pages) as base:
            answer = base.answer("kiwanda cha chumvi kilianzishwa lini").answer
            return 0.0 if answer is None else answer.support

    assert support(2003) > support(2011)


def test_a_heading_that_is_written_twice_is_not_quoted(tmp_path):
    """The line *Sisi ni nani?* below the heading *Sisi ni nani?* is no part of an answer."""
    text = (
        "# Wakala wa Chumvi\n\n## Sisi ni nani?\n\nSisi ni nani?\n\nWakala uliundwa kwa Sheria "
        "Na. 30 ya mwaka 1997.\n"
    )
    with opened(tmp_path, {"sisi.md": text}) as base:
        answer = base.answer("wakala uliundwa kwa sheria gani").answer
    assert answer.text == "Wakala uliundwa kwa Sheria Na. 30 ya mwaka 1997."


def test_what_a_sentence_refers_to_is_above_it(tmp_path):
    """Ina has the subject of the sentence before; soko after Soko la Mlole is that market."""
    text = (
        "# Manispaa ya Kati\n\n## Vyombo\n\nBodi ya Zabuni ilianza kazi 2011. Ina wajumbe saba.\n\n"
        "Kamati ya Afya hukutana mjini.\n\n## Masoko\n\nSoko la Mlole lina vizimba 210. Meneja wa "
        "soko ni Bw. Salum Ndevu.\n"
    )
    with opened(tmp_path, {"manispaa.md": text}) as base:
        assert "saba" in base.answer("bodi ya zabuni ina wajumbe wangapi").answer.text
        assert "Ndevu" in base.answer("meneja wa soko la mlole ni nani").answer.text
        assert base.answer("kamati ya afya ina wajumbe wangapi").answer is None


def test_a_row_or_label_answers_for_its_own_thing(tmp_path):
    """The word of another row asks for that row; the clinic that is not listed has no day."""
    text = (
        "# Hospitali ya Wilaya Mfano\n\n## Ratiba\n\nKliniki ya macho: Jumanne\n\nKliniki ya meno: "
        "Ijumaa\n\n## Bei za viwanja\n\n| Eneo | Matumizi | Bei |\n|---|---|---|\n| Mlole | Makazi | "
        "3,500 |\n| Katubuka | Biashara | 6,000 |\n"
    )
    with opened(tmp_path, {"mfano.md": text}) as base:
        assert "Ijumaa" in base.answer("kliniki ya meno ni siku gani").answer.text
        assert base.answer("kliniki ya ngozi ni siku gani").answer is None
        assert "3,500" in base.answer("bei ya kiwanja mlole").answer.text
        assert base.answer("bei ya kiwanja mlole biashara").answer is None


def test_the_first_sentence_answers_the_question_of_its_heading(tmp_path):
    """Miezi 12 says nothing of licences: the heading above it does."""
    text = (
        "# Halmashauri ya Mji Mfano\n\n## Leseni hudumu kwa muda gani?\n\nMiezi 12 kuanzia siku ya "
        "kutolewa.\n\n## Masharti\n\nLeseni ya biashara hufutwa endapo ushuru haulipwi kwa miezi sita.\n"
    )
    with opened(tmp_path, {"mfano.md": text}) as base:
        assert "Miezi 12" in base.answer("leseni inadumu muda gani").answer.text


def test_a_letterhead_is_above_the_whole_document(tmp_path):
    """The short name in the first lines is that of the whole page."""
    text = (
        "MAMLAKA YA MAJI MFANO\n(MAMFA)\n\nMKATABA WA HUDUMA\n\n1.0 UTANGULIZI\n\nMamlaka ilianza 2006.\n\n"
        "2.0 UONGOZI\n\nMkurugenzi Mtendaji: Mha. Deo Mfano\n"
    )
    with opened(tmp_path, {"mkataba.txt": text}) as base:
        assert "Deo Mfano" in base.answer("mkurugenzi mtendaji wa mamfa ni nani").answer.text
