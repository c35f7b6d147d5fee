"""What a question expects for an answer."""

from __future__ import annotations

import pytest

from kb.analysis import SwahiliAnalyser
from kb.query import parse
from kb.search.expected_answer import expected
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
        ("nani huteua wajumbe", "name"),
        ("ofisi iko wapi", "place"),
        ("kituo kiko mkoa gani", "place"),
        ("kwa nini bodi iliundwa", "reason"),
        ("kwanini bodi iliundwa", "reason"),
        ("bodi ni nini", "definition"),
        ("maana ya dira", "definition"),
        ('"bodi ilianzishwa lini"', "date"),
        ("majukumu ya bodi", ""),
        ("wajumbe wa bodi", ""),
    ],
)
def test_a_question_word_says_what_is_expected(question, kind):
    """Who asks when wants a date, who asks how many a number."""
    assert expected(interpret(parse(question), SwahiliAnalyser()).typed) == kind
