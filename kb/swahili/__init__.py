"""Read Swahili words as a speaker does.

>>> from kb.swahili import analyse, stem
>>> stem("aliyeteuliwa")
'teua'
>>> [(t.surface, t.terms) for t in analyse("majukumu ya idara")]
[('majukumu', ('jukumu',)), ('ya', ('a',)), ('idara', ('idara',))]

Usable alone: this package imports nothing else of Kisima. The grammar and the
lexicon are TSV files under ``data/``; why each rule is there: docs/swahili.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.swahili.data import DataError
from kb.swahili.lexicon import lexicon_digest
from kb.swahili.text_segmentation import first_letter, segmentation_version, sentences, sort_key
from kb.swahili.tokens import Token, analyse, stem, words

__all__ = [
    "DataError",
    "Token",
    "analyse",
    "conllu",
    "explain",
    "fingerprint",
    "first_letter",
    "inflect",
    "sentences",
    "sort_key",
    "stem",
    "tag",
    "words",
]

if TYPE_CHECKING:
    from kb.swahili.explanation import Explanation
    from kb.swahili.inflection import Paradigm
    from kb.swahili.universal.tagger import UniversalToken


def explain(word: str) -> Explanation:
    """Return how *word* is read and why: its parts, its family, in Swahili and in English.

    The names of grammar and the glosses are loaded on the first call, not with the package.

    >>> explain("walioteuliwa").en
    'teua: wa- (they, class 2) + -li- (past) + -o- (relative) + teu(l)- + -iwa (passive)'
    """
    from kb.swahili.explanation import explain_word

    return explain_word(word)


def tag(text: str) -> list[UniversalToken]:
    """Return the tokens of *text* with lemma, part of speech and features, as UD has them.

    >>> [(word.lemma, word.upos) for token in tag("Wamesoma vitabu.") for word in token.words]
    [('soma', 'VERB'), ('kitabu', 'NOUN'), ('.', 'PUNCT')]
    """
    from kb.swahili.universal.tagger import tag_text

    return tag_text(text)


def conllu(text: str, name: str = "") -> str:
    """Return *text* in CoNLL-U: a block for each sentence; no syntax.

    Args:
        text: running text.
        name: of the document; begins the id of each sentence.

    >>> conllu("Wamesoma.", "barua").splitlines()[:3]
    ['# newdoc id = barua', '# sent_id = barua-1', '# text = Wamesoma.']
    """
    from kb.swahili.universal.conllu import conllu_sentences

    return "".join(conllu_sentences(text, name))


def inflect(word: str) -> tuple[Paradigm, ...]:
    """Return the forms of a word: the inverse of analysis.

    >>> [form.written for form in inflect("kitabu")[0].forms][:2]
    ['kitabu', 'vitabu']
    """
    from kb.swahili.inflection import paradigms

    return paradigms(word)


def fingerprint() -> str:
    """Return a string that changes when the tokens of a text could: data, rules, ICU.

    >>> fingerprint() == fingerprint()
    True
    """
    return f"{lexicon_digest()} {segmentation_version()}"
