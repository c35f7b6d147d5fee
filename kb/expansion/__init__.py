"""Query expansion: what the words of a question also mean in an index.

The words of a question and the term statistics of an index come in, Rewrites go out.
A Rewrite has other words to search for, a weight below that of the words themselves,
and a reason that the reader sees ("vision → dira"). All its words occur in the index.

    mining      pairs of an acronym and a name, as a document gives them: "… (TEHAMA)"
    acronyms    acronym ─► its names, name ─► its acronym and other names
    glosses     English words ─► Swahili, through the glosses of the lexicon
    synonyms    other names of one thing, from a small table and from the corpus: dhima ─► dhamira
    compounds   "serikalimtandao" ─► serikali mtandao, "kauli mbiu" ─► kaulimbiu
    spelling    a word that does not occur ─► the word it was probably meant to be
    statistics  document frequencies, remembered for one request

Why each rule, and what it costs: docs/decisions/0006-expansion.md
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kb.expansion.acronyms import MINED_WEIGHT, acronyms
from kb.expansion.compounds import compounds
from kb.expansion.glosses import JOINTS
from kb.expansion.glosses import glosses as english
from kb.expansion.mining import mined, postings
from kb.expansion.records import Proposal, read_wording
from kb.expansion.statistics import TermStatistics
from kb.expansion.synonyms import OWN_WEIGHT, synonyms
from kb.query.question import Rewrite
from kb.query.terms import QueryTerm

__all__ = ["JOINTS", "VERSION", "corrections", "expand", "mined", "postings"]

VERSION = "1"
"""Part of the index fingerprint: raised when ``mined`` or ``postings`` give other terms."""

SLIP_WEIGHT = 0.8
"""Weight of a correction."""

_RARE = 10
"""A synonym in so many times fewer passages than the word is left out."""

_MAX_REWRITES = 3
"""Rewrites of one reason for the same words; more add noise."""


def expand(
    words: Sequence[QueryTerm],
    statistics: TermStatistics,
    *,
    glosses: bool = True,
    own: tuple[tuple[str, ...], ...] = (),
) -> tuple[Rewrite, ...]:
    """Return what else *words* can mean in this index, in the order of the words, best first.

    Args:
        words: the words of a question that are ranked, in the order typed.
        statistics: of the index; its field ``acronym`` holds mined pairs.
        glosses: whether English words are looked up.
        own: names that mean the same in this corpus, in groups.
    """
    usable = [word for word in words if _is_plain(word)]
    place = [i for i, word in enumerate(words) if _is_plain(word)]
    proposals = [
        *acronyms(usable, statistics),
        *compounds(usable, statistics),
        *synonyms(usable, own),
    ]
    if glosses:
        proposals.extend(english(usable, statistics))
    if not proposals:
        return ()
    frequency = _frequencies(proposals, usable, statistics)
    there = [one for one in proposals if not _is_rare(one, usable, frequency)]
    return tuple(
        _rewrite(proposal, usable, place) for proposal in _chosen(there, usable, frequency)
    )


def corrections(
    words: Sequence[QueryTerm], rewrites: Sequence[Rewrite], statistics: TermStatistics
) -> tuple[Rewrite, ...]:
    """Return corrections of the words that do not occur, where other words do.

    Where no word occurs, nothing is returned: spelling.did_you_mean corrects the whole
    question then.

    Args:
        words: the words of a question that are ranked, in the order typed.
        rewrites: what ``expand`` returned for them; a word with a rewrite is no slip.
        statistics: of the index.
    """
    explained = {place for one in rewrites for place in range(one.first, one.last + 1)}
    terms = sorted({term for word in words for term in word.terms})
    inside, around = (statistics.frequencies(field, terms) for field in ("term", "context"))
    occurring = {term for term, *frequencies in zip(terms, inside, around) if any(frequencies)}
    occurs = [word.prefix != "" or not occurring.isdisjoint(word.terms) for word in words]
    missing = [
        i
        for i, word in enumerate(words)
        if not occurs[i] and i not in explained and word.terms and not (word.exact or word.prefix)
    ]
    if not missing or not (any(occurs) or explained):
        return ()
    corrected = [(i, statistics.correction(words[i].label)) for i in missing]
    return tuple(
        Rewrite(i, i, words[i].label, word, wording.sequence, wording.gaps, SLIP_WEIGHT, "slip")
        for i, word in corrected
        if word is not None and (wording := read_wording(word)).sequence
    )


def _is_plain(word: QueryTerm) -> bool:
    """Tell whether a word is expanded: not an excluded one, not one in this exact form.

    A letter is always exact, and a part of a code: T 881 DKZ.
    """
    exact = word.exact and len(word.surface) > 1
    return not (
        word.function or exact or word.prefix or word.sequence or word.need == "not"
    ) and bool(word.terms)


def _frequencies(
    proposals: Iterable[Proposal], words: Iterable[QueryTerm], statistics: TermStatistics
) -> Mapping[str, int]:
    proposed = {term for proposal in proposals for term in proposal.wording.sequence}
    terms = sorted(proposed.union(*(word.terms for word in words)))
    return dict(zip(terms, statistics.frequencies("term", terms), strict=True))


def _is_rare(proposal: Proposal, words: Sequence[QueryTerm], frequency: Mapping[str, int]) -> bool:
    """Tell whether a synonym is so rare beside the word itself that it finds next to nothing.

    What a corpus says of its own words always counts.
    """
    if proposal.reason != "synonym" or proposal.weight == OWN_WEIGHT:
        return False
    if proposal.first < proposal.last:  # nothing is known of how often words are together
        return False
    asked = max(frequency[term] for term in words[proposal.first].terms)
    return _RARE * min(frequency[term] for term in proposal.wording.sequence) < asked


def _chosen(
    proposals: Sequence[Proposal], words: Sequence[QueryTerm], frequency: Mapping[str, int]
) -> list[Proposal]:
    """Return the proposals whose words occur: for each run of words and reason the best few."""

    def commonest(proposal: Proposal) -> int:
        return min((frequency[term] for term in proposal.wording.sequence), default=0)

    def run(proposal: Proposal) -> tuple[int, int, str]:
        return proposal.first - proposal.last, proposal.first, proposal.reason

    there = [p for p in proposals if commonest(p) and not _says_the_same(p, words)]
    chosen: dict[tuple[int, int, tuple[str, ...]], Proposal] = {}
    # Words that a longer English term includes, or an acronym that documents explain.
    covered: set[int] = set()
    named: set[int] = set()  # words of a name: its parts have no synonyms of their own
    for _, same in groupby(sorted(there, key=run), key=run):
        ranked = sorted(same, key=lambda one: (one.tier, -one.weight, -commonest(one)))
        place = range(ranked[0].first, ranked[0].last + 1)
        if ranked[0].reason == "gloss" and not covered.isdisjoint(place):
            continue
        if ranked[0].reason == "synonym" and not named.isdisjoint(place):
            continue
        for proposal in [p for p in ranked if p.tier == ranked[0].tier][:_MAX_REWRITES]:
            key = proposal.first, proposal.last, proposal.wording.sequence
            chosen.setdefault(key, proposal)
        if ranked[0].reason == "acronym" and len(place) > 1:
            named.update(place)
        explains = ranked[0].reason == "acronym" and ranked[0].weight == MINED_WEIGHT
        if explains or (ranked[0].reason == "gloss" and ranked[0].covers):
            covered.update(place)
    return sorted(chosen.values(), key=lambda proposal: proposal.first)


def _says_the_same(proposal: Proposal, words: Sequence[QueryTerm]) -> bool:
    """Tell whether a proposal has the same terms as the words it rewrites."""
    replaced = words[proposal.first : proposal.last + 1]
    return len(replaced) == len(proposal.wording.sequence) and all(
        term in word.terms for term, word in zip(proposal.wording.sequence, replaced, strict=True)
    )


def _rewrite(proposal: Proposal, words: Sequence[QueryTerm], place: Sequence[int]) -> Rewrite:
    return Rewrite(
        first=place[proposal.first],
        last=place[proposal.last],
        typed=" ".join(word.label for word in words[proposal.first : proposal.last + 1]),
        text=proposal.wording.text,
        sequence=proposal.wording.sequence,
        gaps=proposal.wording.gaps,
        weight=proposal.weight,
        reason=proposal.reason,
    )
