"""What a thing is is shown, before where it is named."""

from __future__ import annotations

import pytest

from kb.highlight import window
from tests.kb.highlight.asking import columns_of, word, written

MENTIONED = (
    "Mwaka jana kikao cha watumishi kilipitia mpango wa kazi na dira mpya mara tatu. "
    "Waziri alifungua kikao hicho kwa hotuba fupi. "
)
REST = " Watumishi wote walipewa nakala ya mpango huo baada ya kikao kumalizika jioni."


@pytest.mark.parametrize(
    "definition",
    [
        "Dira ni picha ya mbali ambayo ofisi inaitamani.",
        "Dira ya Ofisi ya Visima ni kuwa na maji safi kila kijiji.",
        "Dira (kwa Kiingereza vision; pia upeo) ni picha ya mbali.",
        "Maana ya dira ni picha ya mbali.",
        "Dira inamaanisha picha ya mbali ambayo ofisi inaitamani.",
        "Dira ilikuwa kuwafikia wananchi wote wa visiwa.",
    ],
)
def test_the_definition_is_shown_rather_than_a_mention(definition):
    """Who asks for a thing is shown the sentence that says what it is."""
    text = MENTIONED + definition + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=len(definition) + 15)
    assert shown.text.startswith(definition)


@pytest.mark.parametrize(
    "mention",
    [
        "Je, dira ni nini?",
        "Wapo watumishi ambao hawajui kama kuna dira nyingine ni vigumu kusema.",
        "Dira, mpango na bajeti vilijadiliwa; jambo la nne ni posho.",
        "Nyimbo za dira ambazo ni nzuri zilisikika.",
    ],
)
def test_a_sentence_that_defines_something_else_does_not_go_first(mention):
    """A copula alone is no definition: then the first mention stands."""
    text = MENTIONED + mention + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=90)
    assert shown.text.startswith("Mwaka jana")


def test_more_words_of_the_question_go_before_a_definition():
    """The words asked for decide; the definition only among equals."""
    text = "Bodi ni kikundi cha watu. " + MENTIONED + "Baadaye bodi ilipitisha dira." + REST
    shown = window(text, columns_of(text), [word("bodi"), word("dira")], max_length=60)
    assert "«bodi» ilipitisha «dira»" in written(shown.text, shown.spans)


def test_a_section_whose_heading_was_asked_is_shown_from_its_beginning():
    """The opening of the section is the answer, not where its name comes up again."""
    text = "Kuwa mfano wa huduma bora." + REST + " Dira hii itapitiwa." + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=50, opening=True)
    assert (shown.start, shown.text) == (0, "Kuwa mfano wa huduma bora.")
    assert "Dira hii" in window(text, columns_of(text), [word("dira")], max_length=50).text
