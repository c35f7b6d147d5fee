"""What a line asks for, by what it finds in a real index."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import PlainAnalyser, SwahiliAnalyser
from kb.query import parse
from kb.query.notes import ONLY_EXCLUDES
from kb.search.interpret import interpret

DIRA = "barabara.md Dira"
UONGOZI = "barabara.md Uongozi"
UADILIFU = "barabara.md Uadilifu"
UBUNIFU = "barabara.md Ubunifu"
NANI = "barabara.md Sisi ni nani?"
MISINGI = "barabara.md Misingi Mikuu"
DHIMA = "zanzibar/maji.md Dhima"
MUUNDO = "zanzibar/maji.md Muundo"
PEMBA = "zanzibar/maji.md Ofisi ya Pemba"


def test_all_words_are_wanted_and_none_is_required(ask):
    """One word that stands nowhere does not empty the page."""
    assert ask("bajeti zisizokuwepo xyzzy") == [UONGOZI]


def test_what_answers_more_words_comes_first(ask):
    """Of two passages with one word the one with both leads."""
    results = ask("mkurugenzi bajeti")
    assert results[0] == UONGOZI
    assert MUUNDO in results


def test_inflected_forms_find_each_other(ask):
    """Who types the plural finds the singular, and the other way round."""
    assert set(ask("wakurugenzi")) == set(ask("mkurugenzi")) == {UONGOZI, MUUNDO}
    assert ask("kuteua") == [UONGOZI]
    assert ask("kisima") == [PEMBA]


@pytest.mark.parametrize("line", ["ng'ombe", "NG’OMBE", "ng`ombe", "ngʼombe"])
def test_any_apostrophe_is_one_letter(ask, line):
    """However the keyboard writes it, ng'ombe is one word."""
    assert ask(line) == [PEMBA]


@pytest.mark.parametrize("line", ["njia mpya na sahihi", "njia mpya sahihi"])
def test_na_between_words_is_just_a_word(ask, line):
    """No small word is an operator."""
    assert ask(line)[0] == UBUNIFU


def test_a_question_of_function_words_finds_the_heading_made_of_them(ask):
    """Although every word of it carries grammar only, the section is found by its name."""
    assert ask("Sisi ni nani?")[0] == NANI


@pytest.mark.parametrize("line", ["na", "wa", "kwa"])
def test_a_lone_function_word_is_looked_up_by_its_form(shelf, line):
    """Whoever types *na* alone finds where it is written, marked."""
    results = shelf.search(line)
    assert results.total
    marked = {hit.text[start:end].lower() for hit in results.hits for start, end in hit.spans}
    assert marked == {line}


# ---- Signs --------------------------------------------------------------------------------


def test_a_word_with_a_minus_is_kept_out(ask):
    """The reader says what is not meant, in any of its forms."""
    assert MUUNDO in ask("wakurugenzi")
    assert ask("wakurugenzi -bodi") == [MUUNDO]
    assert ask("mkurugenzi -wajumbe") == ask("mkurugenzi -mjumbe") == [MUUNDO]


def test_a_phrase_with_a_minus_is_kept_out(ask):
    """Only what has the words together is kept out."""
    assert MUUNDO not in ask('wakurugenzi -"mkurugenzi mtendaji"')
    assert MUUNDO in ask('wakurugenzi -"mtendaji wakurugenzi"')


def test_a_word_with_a_plus_is_required(ask):
    """Everything listed has it, the rest of the question still ranks."""
    assert set(ask("barabara +maji")) <= {DHIMA, MUUNDO, PEMBA}
    assert ask("+xyzzy barabara") == []


def test_what_a_required_word_also_means_satisfies_it(shelf):
    """+vision is answered by *dira*, which the question says it looked for too."""
    results = shelf.search("+vision kijiji")
    assert DIRA in {f"{hit.document} {hit.heading}" for hit in results.hits}
    assert results.widened == ("vision → dira",)
    assert shelf.search('"vision kijiji"').total == 0


def test_what_a_word_also_means_is_said_once(shelf):
    """A word typed twice has one rewrite."""
    assert shelf.search("vision vision").widened == ("vision → dira",)


def test_a_filter_and_excluded_words_list_what_is_left(ask):
    """hati:maji -pemba is all of the document but what speaks of Pemba."""
    assert ask("hati:maji") == [DHIMA, MUUNDO, PEMBA]
    assert ask("hati:maji -pemba") == [DHIMA, MUUNDO]


def test_a_question_that_only_excludes_finds_nothing_and_says_so(shelf):
    """Not everything that lacks a word, which would be the whole library."""
    results = shelf.search("-barabara")
    assert results.total == 0
    assert results.notes == (ONLY_EXCLUDES,)


@pytest.mark.parametrize("line", ["bajeti OR visima", "bajeti AU visima"])
def test_alternatives_find_either(shelf, ask, line):
    """Each alternative is an answer, and the other one is not told as missing."""
    assert set(ask(line)) == {UONGOZI, PEMBA}
    assert all(hit.missing == () for hit in shelf.search(line).hits)


def test_required_words_in_capitals(ask):
    """AND asks for both."""
    assert ask("mkurugenzi AND bodi") == [UONGOZI]


# ---- Prefixes -----------------------------------------------------------------------------


def test_a_prefix_finds_what_starts_with_it_as_written(ask):
    """A star is for letters, not for grammar: wakurug* is not mkurugenzi."""
    assert ask("wakurug*") == [MUUNDO]
    assert set(ask("mkurug*")) == {UONGOZI, MUUNDO}


def test_a_prefix_counts_among_other_words(shelf, ask):
    """A passage with the word and the beginning comes before one with the word only."""
    assert ask("mkurugenzi baje*")[0] == UONGOZI
    assert ask("mkurugenzi wakurug*")[0] == MUUNDO
    missing = {hit.heading: hit.missing for hit in shelf.search("mkurugenzi baje*").hits}
    assert missing == {"Uongozi": (), "Muundo": ("baje*",)}


# ---- Phrases ------------------------------------------------------------------------------


def test_a_phrase_is_required(ask):
    """What has the words apart is no answer to a phrase."""
    assert ask('"mkurugenzi mtendaji"') == [MUUNDO]
    assert ask('"bodi ya mkurugenzi"') == []


@pytest.mark.parametrize(
    "line", ['"bodi ya ushauri"', '"bodi wa ushauri"', '"bodi za ushauri"', '"bodi cha ushauri"']
)
def test_connectives_in_a_phrase_may_differ(ask, line):
    """The concord of *ya* depends on a noun the reader may have in another number."""
    assert ask(line) == [UONGOZI]


def test_a_connective_still_takes_its_place_in_a_phrase(ask):
    """*Bodi ushauri* side by side stands nowhere; *bodi ya ushauri* has a word between."""
    assert ask('"bodi ushauri"') == []


def test_a_phrase_is_found_in_other_forms(ask):
    """Number and concord do not hide what the reader means."""
    assert ask('"mkurugenzi wa idara"') == ask('"wakurugenzi wa idara"') == [MUUNDO]


def test_an_exact_phrase_is_taken_letter_by_letter(ask):
    """halisi: asks for these forms, connectives too."""
    assert ask('halisi:"bodi ya ushauri"') == [UONGOZI]
    assert ask('halisi:"bodi wa ushauri"') == []
    assert ask('exact:"mkurugenzi wa idara"') == []
    assert ask("halisi:wakurugenzi") == [MUUNDO]


def test_no_phrase_reaches_from_a_heading_into_its_text(ask):
    """Words that only follow each other across a heading are not together."""
    assert ask('"dhima kusambaza"') == []


def test_a_phrase_of_function_words_is_found(ask):
    """Even *sisi ni nani* in quotes."""
    assert ask('"sisi ni nani"')[0] == NANI


# ---- Fields -------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["kichwa:misingi", "heading:msingi", 'kichwa:"misingi mikuu"'])
def test_a_heading_field_looks_in_headings(ask, line):
    """The word in a text is no heading."""
    assert ask(line) == [MISINGI]
    assert ask("kichwa:bajeti") == []


@pytest.mark.parametrize("line", ["jina:visiwani", "title:visiwa"])
def test_a_title_field_looks_in_titles(ask, line):
    """Every section of the document with that name is found."""
    assert set(ask(line)) == {DHIMA, MUUNDO, PEMBA}


# ---- Whatever is typed --------------------------------------------------------------------


@given(
    line=st.text(alphabet=st.sampled_from("ab na ng'-+*:\"()ORNAd~.@30é\U0001f600"), max_size=60)
)
def test_any_line_is_answered(shelf, line):
    """Whatever a reader types, there is an answer, and it is consistent with itself."""
    results = shelf.search(line)
    assert len(results.hits) <= results.total
    for hit in results.hits:
        ends = [0, *(end for _, end in hit.spans)]
        assert all(a >= end for (a, _), end in zip(hit.spans, ends, strict=False))
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.spans)


@pytest.mark.parametrize("analyser", [SwahiliAnalyser(), PlainAnalyser()], ids=lambda a: a.name)
def test_what_is_excluded_is_neither_marked_nor_ranked(analyser):
    """A word that is kept out draws no mark anywhere."""
    question = interpret(parse('sera -pemba -mji* -"ofisi kuu"'), analyser)
    assert [term.label for term in question.typed] == ["sera"]
    assert [word.label for word in question.words] == ["sera"]
    assert [demand.need for demand in question.demands] == ["want", "not", "not", "not"]


def test_a_word_of_several_tokens_is_kept_out_only_where_they_are_together():
    """Excluding a date excludes neither its day nor its year."""
    question = interpret(parse("sera -17/12/2010"), SwahiliAnalyser())
    assert [len(demand.options) for demand in question.demands if demand.need == "not"] == [1]


def test_a_question_is_a_value():
    """Two readings of one line are equal, and nothing of them can be changed."""
    question = interpret(parse("dira ya wakala"), SwahiliAnalyser())
    assert question == interpret(parse("dira ya wakala"), SwahiliAnalyser())
    with pytest.raises(FrozenInstanceError):
        question.words = ()  # type: ignore[misc]


@pytest.mark.parametrize("line", ["kifungu A", "JA.9/259/01/A/469"])
def test_a_letter_of_a_code_is_itself(line):
    """The A of a code is the term of *ya, wa, za* to the analyser; it must match only an A."""
    letter = next(
        word for word in interpret(parse(line), SwahiliAnalyser()).words if word.surface == "a"
    )
    assert (letter.exact, letter.function) == (True, False)
