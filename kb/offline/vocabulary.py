"""How a browser reads the words of a question: the analyser's decisions, as tables.

The analyser is not taken along. Every form that the collection has goes into a table with its
terms; so do the listed forms of the same terms (plurals, agreeing adjectives), and the words of
questions. The forms of a verb are too many to list: its stems go along, and the runs of
prefixes that the grammar allows before them.

    row of a form    "wakurugenzi,AD,mkurugenzi": form, flags, how frequent, terms
    row of a stem    "teuliw,teua": the stem without its last vowel, terms
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kb.analysis import Analyser
from kb.expansion.glosses import MIN_FREQUENCY
from kb.offline.numbers import packed
from kb.offline.shards import ShardRow
from kb.query.terms import QueryTerm
from kb.search.expected_answer import QUESTION_TERMS
from kb.search.question_words import is_question, remove_question_words
from kb.swahili.data import table_rows
from kb.swahili.lemmatizer import is_swahili_word, lemmatizer
from kb.swahili.lexicon import lexicon
from kb.swahili.listed_forms import listed_forms
from kb.swahili.morphology.phonotactics import is_swahili
from kb.swahili.morphology.templates import object_prefixes, prefixes

__all__ = ["form_rows", "front_coded", "stem_rows", "verb_affixes"]

_FUNCTION, _ASKS, _INTRODUCES, _MEANS_MORE, _NOT_ENGLISH, _NUMBERS = 1, 2, 4, 8, 16, 32
_MISSING = 64
"""A word of grammar; a question word; a word that only introduces one (*mwaka* gani); a word with
which a row of kb.offline.meanings begins; a word that is never read as English; a word that only
introduces a number (*namba* 27); a word that does not occur, but means what does."""

_WITNESS = "bodi"
"""A content word. Beside it a question word is removed, and nothing else."""
_ASKING = ("nani", "gani")
_NUMBER = "27"
_MAX_SHARED, _MAX_FREQUENCY = 31, 31
_SEPARATORS = frozenset(" ,|")
_SHORTEST = 3  # letters of a stem without its last vowel


def form_rows(
    counts: Mapping[str, int],
    around: AbstractSet[str],
    terms: AbstractSet[str],
    openings: AbstractSet[str],
    meaning: AbstractSet[str],
    analyser: Analyser,
) -> list[ShardRow]:
    """Return a row for each form, sorted.

    Args:
        counts: the forms of the collection, each with how often it occurs.
        around: forms and terms that are around passages, for instance in a file's name.
        terms: those of the collection.
        openings: the words with which rows of kb.offline.meanings begin.
        meaning: the words of these rows that are compared by their terms.
        analyser: the one of the index.
    """
    rows = []
    read = terms | meaning
    for form in sorted({*counts, *around, *meaning, *_listed(read)}):
        reading = _reading(form, analyser) if _SEPARATORS.isdisjoint(form) else None
        if reading is None:
            continue
        flags, own = reading
        count = counts.get(form, 0)
        flags |= _MEANS_MORE * (not openings.isdisjoint((form, *own)))
        flags |= _NOT_ENGLISH * (
            is_swahili_word(form) or (count >= MIN_FREQUENCY and is_swahili(form))
        )
        flags |= _MISSING * (not read.isdisjoint(own) and terms.isdisjoint(own))
        shown = [_shortened(form, term) for term in own if term in read]
        rows.append(ShardRow(form, ",".join((form, packed([flags, _grade(count)]), *shown))))
    return rows


def _listed(terms: AbstractSet[str]) -> Iterator[str]:
    """Yield the listed forms of some terms, and those of all words of grammar and of questions."""
    for form, (own, part, _) in listed_forms(lexicon()).items():
        if part == "function" or not (QUESTION_TERMS.isdisjoint(own) and terms.isdisjoint(own)):
            yield form


def _reading(form: str, analyser: Analyser) -> tuple[int, tuple[str, ...]] | None:
    """Return the flags of a form and its terms; None where it is not one word."""
    text = f"{_WITNESS} {form}"
    tokens = analyser.tokens(text)
    if len(tokens) != 2 or tokens[1].normal != form:
        return None
    own = tokens[1].terms
    flags = _ASKS * is_question([QueryTerm(form, frozenset(own), surface=form)])
    if _is_idle(text, analyser):
        return flags | _FUNCTION, ()
    if any(_is_idle(f"{text} {asking}", analyser) for asking in _ASKING):
        flags |= _INTRODUCES
    flags |= _NUMBERS * _is_idle(f"{text} {_NUMBER}", analyser)
    return flags, own


def _is_idle(text: str, analyser: Analyser) -> bool:
    """Tell whether the second word of a question is no content word."""
    return remove_question_words(analyser.tokens(text), text)[1].function


def _shortened(form: str, term: str) -> str:
    """Return a term; where the form ends with it, the number of letters before.

    >>> _shortened("wanasoma", "soma"), _shortened("dira", "dira"), _shortened("vitabu", "kitabu")
    ('4', '0', 'kitabu')
    """
    before = len(form) - len(term)
    return str(before) if form.endswith(term) and not term[:1].isdigit() and before < 10 else term


def _grade(count: int) -> int:
    """Return how frequent a form is, by powers of two; 0: it does not occur."""
    return min(count.bit_length(), _MAX_FREQUENCY)


def front_coded(rows: Sequence[str]) -> str:
    """Return sorted rows in one text; each begins with what it shares with the row before.

    >>> front_coded(["dira,AA,0", "dirisha,AA,0"])
    'Adira,AA,0 Disha,AA,0'
    """
    coded = []
    before = ""
    for row in rows:
        form = row.partition(",")[0]
        shared = _shared(before, form)
        coded.append(packed([shared]) + row[shared:])
        before = form
    return " ".join(coded)


def _shared(one: str, other: str) -> int:
    """Return with how many letters two forms begin alike; no more than one character can say."""
    length = 0
    for a, b in zip(one[:_MAX_SHARED], other, strict=False):
        if a != b:
            break
        length += 1
    return length


def stem_rows(forms: Iterable[str], terms: AbstractSet[str]) -> list[str]:
    """Return the stems of the verbs among some forms, sorted; a form not in the table is cut by them."""
    stems: dict[str, str] = {}
    for form in forms:
        analysis = lemmatizer().lemmatize(form)
        verb = analysis.verb
        if analysis.part == "verb" and verb is not None and verb.term in terms:
            stem = verb.stem[:-1]
            if len(stem) >= _SHORTEST and _SEPARATORS.isdisjoint(stem):
                stems[stem] = verb.term
    return [f"{stem},{term}" for stem, term in sorted(stems.items())]


def verb_affixes() -> dict[str, object]:
    """Return what may be around a stem: runs of prefixes, object prefixes after these, passive endings.

    A passive ending is named with that of the active: "wa" with "a".
    """
    passives = table_rows("passives.tsv", ("ending", "active", "before", "example", "gloss"))
    return {
        "prefixes": sorted(filter(None, prefixes())),
        "objects": sorted(object_prefixes()),
        "passives": [[ending, active] for ending, active, *_ in passives],
    }
