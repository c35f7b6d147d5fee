"""What a question expects for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from kb.analysis import SwahiliAnalyser
from kb.query import parse
from kb.search import asked_nouns
from kb.search.expected_answer import expected_answer
from kb.search.interpret import interpret


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("bodi ilianzishwa lini", "date"),
        ("bodi ilianza mwaka gani?", "date"),
        ("mkutano ni tarehe ngapi", "date"),
        ("bodi ina wajumbe wangapi", "number"),
        ("vituo vingapi vimejengwa", "number"),
        ("mkataba ni wa muda gani", "number"),
        ("ni miaka mingapi", "number"),
        ("mto una urefu gani", "number"),
        ("bodi iliundwa kwa sheria gani", "law"),
        ("nani huteua wajumbe", "person"),
        ("ofisi iko wapi", "place"),
        ("kituo kiko mkoa gani", "region"),
        ("kwa nini bodi iliundwa", "reason"),
        ("kwanini bodi iliundwa", "reason"),
        ("bodi ni nini", "definition"),
        ("maana ya dira", "definition"),
        ("mkataba una miaka mingapi", "number"),
        ("bodi ilivunjwa mwaka upi", "date"),
        ("mji mkuu wa wilaya ni upi", "region"),
        ("kituo kinaitwaje", "name"),
        ("jina la kituo ni gani", "name"),
        ("ada ya leseni ni shilingi ngapi", "amount"),
        ("ada ni kiasi gani", "amount"),
        ("bei gani", "amount"),
        ("maji yana kiasi gani", "number"),
        ("hii ni ibara ya ngapi", "law"),
        ("gari lina rangi gani", "colour"),
        ("ofisi iko mahali gani", "place"),
        ("bodi inafanya kazi gani", ""),
        ('"bodi ilianzishwa lini"', "date"),
        ("asilimia ngapi ya mapato ni mikopo", "number"),
        ("mkopo ni wa kiasi gani", "amount"),
        ("idadi ya watu wa wilaya", "number"),
        ("majukumu ya bodi", ""),
        ("wajumbe wa bodi", ""),
        ("leseni ni sh ngapi", "amount"),
        ("bei ya maji", "amount"),
        ("maji bei", "amount"),
        ("mfuko wa mikopo riba ya mkopo", "amount"),
        ("kupunguza bei ya umeme", ""),
        ("soko kuu la mji", ""),
        ("simu ya mkurugenzi", "phone"),
        ("namba ya simu ya ofisi ni ipi", "phone"),
        ("namba ya dharura", "phone"),
        ("namba ya usajili", ""),
        ("nipige namba gani", "phone"),
        ("simu 0754300611", ""),
        ("barua pepe ya ofisi", "email"),
        ("barua ya ofisi", ""),
        ("mwisho wa kutuma maombi", "date"),
        ("mwishoni mwa orodha", ""),
        ("tarehe 1 Aprili 2012", ""),
        ("saa za kazi", "hours"),
        ("ofisi hufunguliwa saa ngapi", "hours"),
        ("kazi ni masaa mangapi", "number"),
        ("mkurugenzi wa wakala", "called"),
        ("kazi za mkurugenzi", ""),
        ("mkurugenzi majukumu yake", ""),
        ("daktari mkuu anaitwa nani", "called"),
        ("malalamiko yapelekwe wapi", "office"),
        ("nilipie wapi ada", "office"),
        ("alipata elimu wapi", "place"),
    ],
)
def test_a_question_word_says_what_is_expected(question, kind):
    """Who asks when wants a date, who asks how many a number."""
    assert expected_answer(interpret(parse(question), SwahiliAnalyser()).typed).kind == kind


@pytest.mark.parametrize(
    ("question", "noun", "focus"),
    [
        ("bodi ina wajumbe wangapi", "mjumbe", "wajumbe"),
        ("idadi ya watumishi ni ngapi", "mtumishi", "idadi"),
        ("mji mkuu wa wilaya ni upi", "mji", "mji"),
        ("bodi ilianzishwa mwaka gani", "mwaka", "ilianzishwa"),
        ("nani anaongoza idara", None, "anaongoza"),
        ("hospitali ina madaktari bingwa wangapi", "bingwa", "bingwa"),
        ("hospitali ina madaktari bingwa wangapi", "daktari", "bingwa"),
        ("kibali hutoka baada ya siku ngapi", "muda", "siku"),
        ("daktari mkuu anaitwa nani", None, "daktari"),
    ],
)
def test_what_is_counted_and_what_the_question_word_is_next_to(question, noun, focus):
    """Idadi is no thing that is counted, and mwaka says no more than what kind is asked."""
    asked = expected_answer(interpret(parse(question), SwahiliAnalyser()).typed)
    assert (noun in asked.noun, asked.focus) == (noun is not None, focus)


def test_every_noun_of_the_table_has_a_known_kind():
    """A slip in the table would make a kind that no sentence answers."""
    for table in ("asked_nouns.tsv", "asked_heads.tsv"):
        text = Path(asked_nouns.__file__).with_name(table).read_text("utf-8")
        rows = [row for row in text.splitlines() if not row.startswith(("#", "noun\t", "head\t"))]
        assert all(row.split("\t")[1] in get_args(asked_nouns.Expected) for row in rows), table
