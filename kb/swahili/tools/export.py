"""Export the analyser's decisions to other engines: a rule for each word of a vocabulary.

OpenSearch, Elasticsearch and Solr (all Lucene) have no Swahili analyser, but take
a table of forms and stems. A vocabulary goes in, a word a line; out come rules
``form => term``, the stop words, or settings that hold both. What such a table
cannot carry, and how to use it: docs/use-the-analyser.md
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kb.swahili.lexicon import lexicon
from kb.swahili.morphology.function_words import function_words
from kb.swahili.tokens import FUNCTION, analyse

__all__ = ["opensearch_settings", "stemmer_rules", "stop_words"]

_APOSTROPHES = ("’", "‘", "ʼ", "ʻ", "`", "´", "′", "＇")
_MARK = "@rules@"


def stemmer_rules(vocabulary: Iterable[str]) -> Iterator[str]:
    """Yield a ``stemmer_override`` rule for each form whose term is another word.

    Such a table holds one term for a form: the first, where a form has several. Each form
    has one rule, however often it occurs. A word of grammar leads to its family, marked, so
    that la (no, of) does not meet kula (eat).

    Args:
        vocabulary: words, or lines of words, in any order.

    >>> list(stemmer_rules(["Wakurugenzi", "wa", "idara", "wakurugenzi"]))
    ['wakurugenzi => mkurugenzi', 'wa => ~a']
    """
    exported = set()
    for line in vocabulary:
        for token in analyse(line):
            form, term = token.normal, token.terms[0]
            if token.function:
                term = FUNCTION + term
            if form == term or form in exported or not _plain(form + term):
                continue
            exported.add(form)
            yield f"{form} => {term}"


def _plain(written: str) -> bool:
    """Tell whether a rule can hold these letters: no comma, no arrow, nothing of a comment."""
    return not any(sign in written for sign in ',=>#\\"\ufeff') and written.isprintable()


def stop_words() -> list[str]:
    """Return every word that is analysed as a function word, in alphabetical order.

    >>> [word for word in stop_words() if word.startswith("amba")][:3]
    ['ambacho', 'ambae', 'ambako']
    """
    read = ((word, analyse(word)) for word in function_words(lexicon()))
    return sorted(word for word, tokens in read if len(tokens) == 1 and tokens[0].function)


def opensearch_settings(vocabulary: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the body that makes an index with this analysis: ``PUT /index``.

    It comes in lines because a large vocabulary makes a large body. Two analysers are
    defined: ``kisima_sw`` keeps function words, so phrases stay whole; ``kisima_sw_stopped``
    leaves them out.

    >>> settings = json.loads("".join(opensearch_settings(["vitengo"])))
    >>> settings["settings"]["analysis"]["filter"]["kisima_stems"]["rules"]
    ['vitengo => kitengo']
    """
    stems = {"type": "stemmer_override", "rules": [_MARK]}
    apostrophes = {"type": "mapping", "mappings": [f"{sign} => '" for sign in _APOSTROPHES]}
    analysis = {
        "char_filter": {"kisima_apostrophe": apostrophes},
        "filter": {
            "kisima_stems": stems,
            "kisima_stop": {"type": "stop", "stopwords": stop_words()},
        },
        "analyzer": {
            "kisima_sw": _analyzer("lowercase", "kisima_stems"),
            "kisima_sw_stopped": _analyzer("lowercase", "kisima_stop", "kisima_stems"),
        },
    }
    body = json.dumps({"settings": {"analysis": analysis}}, ensure_ascii=False, indent=1)
    before, after = body.split(f'"{_MARK}"')
    yield before
    comma = ""
    for rule in stemmer_rules(vocabulary):
        yield f"{comma}{json.dumps(rule, ensure_ascii=False)}"
        comma = ",\n    "
    yield after + "\n"


def _analyzer(*filters: str) -> dict[str, object]:
    return {
        "type": "custom",
        "char_filter": ["kisima_apostrophe"],
        "tokenizer": "standard",
        "filter": list(filters),
    }
