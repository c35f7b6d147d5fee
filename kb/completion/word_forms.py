"""Complete a word begun that no document has, to a form of a verb or noun that they have.

    wanaso → wanasoma     no passage has this form; one with *anasoma* answers it

The beginning of a word comes in, forms made by rule go out, the shortest stem first. The caller
tries each: it is offered where the index has its lemma.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice

from kb.swahili.inflection import STEM_FINALS, Stem
from kb.swahili.lexicon import lexicon, shipped_templates
from kb.swahili.morphology.templates import Template

__all__ = ["forms_beginning"]

_MIN_STEM = 2
"""Letters of a stem that must be typed; fewer begin hundreds of verbs."""

_MAX_STEMS = 20
"""Stems with the typed beginning that are tried, the shortest first."""

_MAX_BEGINNING = 24


def forms_beginning(beginning: str) -> Iterator[str]:
    """Yield forms of listed verbs and plurals of listed nouns that begin as a word does.

    Args:
        beginning: of a word, in normal writing.

    >>> next(forms_beginning("walioteu")), next(forms_beginning("vitab"))
    ('walioteua', 'vitabu')
    """
    if len(beginning) > _MAX_BEGINNING:
        return
    made = dict.fromkeys((*_plurals(beginning), *_verb_forms(beginning)))
    yield from sorted(
        (form for form in made if form != beginning), key=lambda form: (len(form), form)
    )


def _plurals(beginning: str) -> Iterator[str]:
    yield from islice(_with_beginning(_sorted_plurals(), beginning), _MAX_STEMS)


def _verb_forms(beginning: str) -> Iterator[str]:
    """Yield the verbs of each run of prefixes that the beginning has, and of the stem begun."""
    for cut in range(1, len(beginning) - _MIN_STEM + 1):
        prefix, begun = beginning[:cut], beginning[cut:]
        finals = {
            STEM_FINALS[template.final]
            for template in map(Template._make, shipped_templates().get(prefix, ()))
            if template.final in STEM_FINALS and template.strength != "weak"
        }
        stems = sorted(islice(_with_beginning(_sorted_stems(), begun), _MAX_STEMS * 10), key=len)
        for stem in stems[:_MAX_STEMS]:
            for final in sorted(finals):
                yield prefix + Stem(stem, lexicon().verbs[stem]).ending(final)


def _with_beginning(words: tuple[str, ...], beginning: str) -> Iterator[str]:
    """Yield the words of a sorted tuple that begin so."""
    for place in range(bisect_left(words, beginning), len(words)):
        if not words[place].startswith(beginning):
            return
        yield words[place]


@cache
def _sorted_stems() -> tuple[str, ...]:
    kinds = lexicon().verbs
    return tuple(sorted(stem for stem, kind in kinds.items() if kind in ("native", "loan")))


@cache
def _sorted_plurals() -> tuple[str, ...]:
    return tuple(sorted(lexicon().plurals))
