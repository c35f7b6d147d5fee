"""Whatever is offered while a question is typed, asked, finds something."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.completion.completer import Completer
from kb.expansion.vocabulary import Index
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

HEADINGS = (
    "Kwa nini?",
    "Na. 30 ya 1997",
    "Teknolojia ya Habari (TEHAMA)",
    "aina:dira na hati:yote",
    '"Serikali mtandao" ni nini',
    "-Bila mkurugenzi",
    "Wakala NOT bodi",
    "17/12/2010",
    "Mkurugenzi Mkuu, e-Serikali",
    "Rangi* (zote",
    "Government services in Zanzibar",
    "NA",
    "😀 Furaha",
)
BEGINNINGS = (
    *("wakala", "-wakala", "+bodi", "+xyz", '"', "(", "AU", "mku", "ng", "wa"),
    *("aina:", "aina:i", "hati:vi", "taasisi:", "mwaka:", "lugha:s", "kichwa:ma", "jina:ku"),
)
WORDS = ("Ng’ombe watatu wanakunywa maji ya kisima.", "Mwalimu Nyerere alifundisha Pugu.")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    """The shipped documents, and one whose headings look like everything but headings."""
    corpus = Path(__file__).resolve().parents[3] / "corpus"
    folder = tmp_path_factory.mktemp("completing")
    documents = folder / "corpus"
    for path in corpus.rglob("*"):
        if path.is_file():
            copy = documents / path.relative_to(corpus)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    text = "".join(f"# {heading}\n\n{WORDS[n % 2]}\n\n" for n, heading in enumerate(HEADINGS))
    (documents / "vichwa vya ajabu (1).md").write_text(text, encoding="utf-8")
    actual = load({"corpus": str(documents), "index": str(folder / "index")}, environ={})
    update(documents, folder / "index", actual)
    with KnowledgeBase.open(folder / "index", actual) as opened:
        yield opened


def offered(base: KnowledgeBase, typed: str) -> set[str]:
    """Return what a server and a single command offer."""
    return {*base.complete(typed), *base.complete(typed, once=True)}


def test_every_word_that_is_begun_leads_to_an_answer(base):
    """Two to four letters of each word of the documents, alone and behind another word."""
    words = {
        word.lower()
        for id in base.documents()
        for section in base.document(id).sections
        for word in (section.heading or "").split()
    }
    lines = {line for word in words for n in (2, 3, 4) for line in offered(base, word[:n])}
    lines |= {line for word in sorted(words)[::5] for line in offered(base, f"wakala {word[:3]}")}
    assert len(lines) > 100
    assert not [line for line in lines if not base.search(line, limit=1).total]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80
)
@given(
    parts=st.lists(
        st.sampled_from((*HEADINGS, *BEGINNINGS)),
        min_size=1,
        max_size=4,
    ),
    cut=st.integers(0, 6),
)
def test_whatever_is_typed_what_is_offered_finds_something(parts, cut, base):
    """Signs, quotes, brackets and filters too, cut anywhere: an offer is never a dead end."""
    line = " ".join(parts)
    for actual in offered(base, line[: len(line) - cut]):
        assert base.search(actual, limit=1).total, actual


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("aina:i", {"aina:idara"}),
        ("AINA:i", {"AINA:idara"}),
        ("hati:vichwa", {'hati:"vichwa vya ajabu (1).md"'}),
        ("hati:kuhusu", {"hati:bara/kuhusu.md", "hati:zanzibar/kuhusu.md"}),
        ("bodi hati:zanzibar/ku", {"bodi hati:zanzibar/kuhusu.md"}),
        ('taasisi:"Wakala wa', {'taasisi:"Wakala wa Serikali Mtandao Zanzibar"'}),
        ("taasisi:zanz", {'taasisi:"Wakala wa Serikali Mtandao Zanzibar"'}),
        ("lugha:", {"lugha:sw"}),
        ("xyzxyz aina:", set()),
        ("aina: aina:", set()),  # a filter makes a word of the first
        ("rangi:nye", {"rangi:nyerere"}),  # no such filter: a word
    ],
)
def test_filters_are_completed_with_what_is_left(typed, expected, base):
    """Only values that the passages found so far have, whole and in quotes where they need them."""
    assert offered(base, typed) == expected


def test_a_heading_with_signs_is_offered_where_it_finds_itself(base):
    """Brackets and figures are part of a heading; what would read as a filter is not offered."""
    assert "Teknolojia ya Habari (TEHAMA)" in base.complete("tekno")
    assert "Na. 30 ya 1997" in base.complete("na. 30")
    assert not any("aina:dira" in line for line in base.complete("hati yote"))


def test_a_new_generation_is_completed_from(tmp_path):
    """What was added can be completed at once; what was removed is no longer offered."""
    documents, index = tmp_path / "corpus", tmp_path / "index"
    documents.mkdir()
    actual = load({"corpus": str(documents), "index": str(index)}, environ={})
    (documents / "a.md").write_text("# Samaki\n\nSamaki wa baharini.\n", encoding="utf-8")
    update(documents, index, actual)
    with KnowledgeBase.open(index, actual) as base:
        assert base.complete("sama") == ("Samaki",)
        (documents / "a.md").write_text("# Sokwe\n\nSokwe wa Gombe.\n", encoding="utf-8")
        update(documents, index, actual)
        assert base.refresh()
        assert base.complete("sama") == ()
        assert "Sokwe" in base.complete("sok")


def test_nobody_waits_while_the_words_are_read(base, monkeypatch):
    """Who types while another's first letters have the vocabulary read is answered all the same."""
    begun, finished = threading.Event(), threading.Event()
    read = Completer.of

    def slowly(index: Index) -> Completer:
        begun.set()
        assert finished.wait(60)
        return read(index)

    monkeypatch.setattr(Completer, "of", slowly)
    monkeypatch.setattr(base, "_completion", None)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(base.complete, "mkurug")
        assert begun.wait(60)
        assert "mkurugenzi" in base.complete("mkurug")
        finished.set()
        assert "mkurugenzi" in first.result(60)


def test_a_very_long_line_is_not_read(base):
    """No question holds more than 256 characters, so none goes on from there."""
    for line in ("a" * 5000 + "!", "wakala " * 100, "aina:" * 1000, '"' * 3000):
        assert offered(base, line) == set()
