"""On running text that was judged by hand, words get the lemma and part of speech judged right."""

from __future__ import annotations

from benchmarks import judged_text
from kb.swahili.universal.tagger import tag_word

LEAST_LEMMA, LEAST_TAG, LEAST_AGREEMENT = 0.983, 0.976, 0.99
"""A point below the figures in docs/swahili.md."""


def test_content_words_of_running_text_are_analysed_as_judged():
    """Of five registers, Kenya's and Zanzibar's among them, few words go wrong."""
    tokens = [
        (one, tag_word(one.form, opening=one.opening == "yes")[0])
        for one in judged_text.judged_tokens()
        if one.word_class in judged_text.CONTENT
    ]
    assert len(tokens) > 1_700
    assert sum(judged_text.has_lemma(*one) for one in tokens) >= LEAST_LEMMA * len(tokens)
    assert sum(judged_text.is_right(*one) for one in tokens) >= LEAST_TAG * len(tokens)


def test_the_judgements_can_be_trusted():
    """Two readings agree, every register is there, and no sentence can be read from the file."""
    judged = judged_text.judged_tokens()
    assert sum(map(judged_text.agree, judged)) >= LEAST_AGREEMENT * len(judged)
    assert {one.register.partition("-")[0] for one in judged} == {
        *("government", "law", "news", "health", "dialogue")
    }
    keys = [(one.register, one.form.lower()) for one in judged]
    assert keys == sorted(keys)
