"""Write a tagged text as CoNLL-U: lemma, part of speech, features; no syntax.

    # sent_id = 1
    # text = Naye alisoma.
    1-2	Naye	_	_	_	_	_	_	_	_
    1	Na	na	CCONJ	_	_	_	_	_	_
    2	ye	ye	PRON	…

Text comes in, lines go out. HEAD and DEPREL are not analysed and stay ``_``. MISC says where
a word has several readings (``Unsure=Yes|Alt=ratibu:VERB``) or is a guess.

Source: universaldependencies.org/format.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.swahili.text_segmentation import sentences
from kb.swahili.universal.features import features_text
from kb.swahili.universal.tagger import UniversalToken, UniversalWord, tag_text

__all__ = ["conllu_sentences"]

_NO_SPACE = "SpaceAfter=No"


def conllu_sentences(text: str, name: str = "") -> Iterator[str]:
    """Yield each sentence of *text* as a block of CoNLL-U, an empty line at its end.

    Args:
        text: running text; a line break ends a sentence.
        name: of the document, for ``# newdoc id`` and before the number in ``sent_id``.

    >>> print(next(conllu_sentences("Watoto wanasoma.")), end="")
    # sent_id = 1
    # text = Watoto wanasoma.
    1	Watoto	mtoto	NOUN	_	NounClass=Bantu2|Number=Plur	_	_	_	_
    2	wanasoma	soma	VERB	_	Aspect=Prog|Mood=Ind|NounClass=Bantu2|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin|Voice=Act	_	_	_	SpaceAfter=No
    3	.	.	PUNCT	_	_	_	_	_	_
    <BLANKLINE>
    """
    tokens = tag_text(text)
    first = place = 0
    number = 0
    for _, end in sentences(text):
        while place < len(tokens) and tokens[place].start < end:
            place += 1
        if place == first:
            continue
        number += 1
        own = tokens[first:place]
        first = place
        opening = [f"# newdoc id = {name}"] if name and number == 1 else []
        identity = f"{name}-{number}" if name else str(number)
        lines = [
            *opening,
            f"# sent_id = {identity}",
            f"# text = {_shown(own)}",
            *_rows(own),
        ]
        yield "\n".join(lines) + "\n\n"


def _shown(tokens: Sequence[UniversalToken]) -> str:
    """Return a sentence with one blank wherever its text has white space between tokens."""
    return "".join(
        token.surface + ("" if _glued(tokens, place) else " ") for place, token in enumerate(tokens)
    ).rstrip(" ")


def _glued(tokens: Sequence[UniversalToken], place: int) -> bool:
    """Tell whether no white space follows a token within its sentence."""
    return place + 1 < len(tokens) and tokens[place].end == tokens[place + 1].start


def _rows(tokens: Sequence[UniversalToken]) -> Iterator[str]:
    number = 1
    for place, token in enumerate(tokens):
        after = [_NO_SPACE] if _glued(tokens, place) else []
        if len(token.words) == 1:
            yield _row(number, token.words[0], after)
            number += 1
            continue
        last = number + len(token.words) - 1
        yield "\t".join(
            (f"{number}-{last}", token.surface, *"______", "_", after[0] if after else "_")
        )
        for word in token.words:
            yield _row(number, word, [])
            number += 1


def _row(number: int, word: UniversalWord, after: Sequence[str]) -> str:
    doubts = []
    if word.unsure:
        doubts.append("Unsure=Yes")
    if word.alternatives:
        doubts.append("Alt=" + ",".join(f"{lemma}:{upos}" for lemma, upos in word.alternatives))
    misc = "|".join(sorted([*after, *doubts])) or "_"
    cells = (word.form, word.lemma, word.upos, "_", features_text(word.feats), "_", "_", "_", misc)
    return "\t".join((str(number), *cells))
