"""Words that name a kind of section lead to such sections, whatever these are called."""

from __future__ import annotations

import pytest

from kb.analysis import SwahiliAnalyser
from kb.document import Document
from kb.engines.registry import ENGINES
from kb.indexing import index_documents
from kb.knowledge_base import KnowledgeBase
from kb.query import parse
from kb.search.interpret import interpret
from kb.search.section_kinds import named_kinds
from kb.settings import load

EMBEDDED = sorted(name for name in ENGINES if name != "opensearch")
PAGE = """# Hospitali ya Bondeni

## Kuhusu sisi

Hospitali ilifunguliwa na wananchi wa Bondeni.

## Muda wa kufungua

Jumatatu hadi Ijumaa saa 2:00 asubuhi hadi saa 10:00 jioni.

## Tupate wapi

Barua pepe: bondeni@mfano.go.tz, au piga 0712 000 111.
"""


def kinds(line: str) -> dict[str, str]:
    """The kinds that the words of a line name."""
    question = interpret(parse(line), SwahiliAnalyser())
    return {word.label: kind for word, kind in named_kinds(question.typed).items()}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("simu ya bondeni", {"simu": "k:mawasiliano"}),
        ("saa za kazi bondeni", {"saa": "k:saa", "kazi": "k:saa"}),
        ("opening hours bondeni", {"opening": "k:saa", "hours": "k:saa"}),
        ("bei za maji", {"bei": "k:ada"}),
        ("idara ya fedha", {}),
        ("mwenyekiti wa bodi", {}),
        ('"saa za kazi" bondeni', {}),
        ("kichwa:simu bondeni", {}),
    ],
)
def test_a_question_names_kinds(line, named):
    """As headings name them, and as people say it; parts and persons are none."""
    assert kinds(line) == named


@pytest.fixture(params=EMBEDDED)
def base(request, tmp_path):
    """A hospital's page whose headings say it otherwise."""
    settings = load(environ={"KISIMA_ENGINE": request.param})
    other = Document(
        "kijiji.md", "# Kijiji cha Milimani\n\nHuduma za simu zilifika mapema.\n", "markdown"
    )
    index_documents([Document("bondeni.md", PAGE, "markdown"), other], tmp_path, settings)
    with KnowledgeBase.open(tmp_path, settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("opening hours bondeni", "Muda wa kufungua"),
        ("simu ya hospitali ya bondeni", "Tupate wapi"),
    ],
)
def test_the_section_of_the_kind_comes_first(base, line, heading):
    """Its words are not called missing: the section is what they mean."""
    hit = base.search(line).hits[0]
    assert (hit.heading, hit.missing) == (heading, ())


def test_a_kind_is_only_a_hint(base):
    """What matches has a word of the question; the kind decides the order alone."""
    assert [hit.document for hit in base.search("simu").hits] == ["kijiji.md"]
    assert base.search("malipo").total == 0
