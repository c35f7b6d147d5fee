"""Make the forms of a verb: every tense with every subject, relatives, imperatives, passive.

A stem comes in, forms go out. It reads the same tables as the analysis (concords.tsv,
tenses.tsv), so that a tense added there is conjugated here. What is only heard or old is not
made: the habitual with a subject, ngeli beside ngali.

Source: Ashton (1944) on the tenses, the imperative and verbs of one syllable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.swahili.inflection.paradigm import Form
from kb.swahili.universal.features import (
    Features,
    class_features,
    grammar_rows,
    layered,
    person_features,
    tense_features,
)

__all__ = ["STEM_FINALS", "Stem", "verb_forms"]

_VOWELS = frozenset("aeiou")
_KEPT_KW: Mapping[str, str] = {"enda": "kwenda", "isha": "kwisha"}
_NOT_TAUGHT = frozenset(
    {"nihusoma", "angelisoma", "asingelisoma", "angasoma", "amekwishasoma"}
    | {"alikwishasoma", "atakwishasoma", "atashasoma", "akishasoma", "hangesoma", "hangalisoma"}
    | {"nishasoma", "hatosoma", "yuasoma", "kasome", "kasomeni", "atayesoma", "hakwenda"}
)
"""Examples of the tenses that are left out: rare, old, or another way to say the same."""

_ADVERBIAL = ("po", "vyo", "ko")
"""Relatives of time, manner and place, which go with every subject."""

STEM_FINALS: Mapping[str, str] = {"a": "a", "e": "e", "i": "i"}
"""Last vowels of a template, as the grammar tables name them, that a stem takes by itself."""

_IMPERATIVES: Mapping[str, tuple[str, str]] = {
    "ja": ("njoo", "njooni"),
    "enda": ("nenda", "nendeni"),
    "leta": ("lete", "leteni"),
}


class Stem(NamedTuple):
    """A verb stem and how it inflects."""

    written: str
    kind: str  # native, loan, mono, lexical: as in verbs.tsv

    def ending(self, final: str) -> str:
        """Return the stem with the last vowel of a mood; a loan keeps its own.

        >>> Stem("soma", "native").ending("e"), Stem("rudi", "loan").ending("e")
        ('some', 'rudi')
        """
        if self.kind == "loan" or self.written[-1] != "a":
            return self.written
        return self.written[:-1] + final

    def behind(self, *, keeps_ku: bool) -> str:
        """Return the stem as it stands behind a tense: a short one keeps ku-."""
        if not keeps_ku:
            return self.written
        if self.kind == "mono":
            return f"ku{self.written}"
        return _KEPT_KW.get(self.written, self.written)


def verb_forms(stem: Stem, passive: Stem | None = None) -> Iterator[Form]:
    """Yield the forms of a verb: finite, relative, infinitive, imperative, then its passive.

    Args:
        stem: the active stem.
        passive: its passive stem, None where it has none.

    >>> [form.written for form in verb_forms(Stem("soma", "native"))][:3]
    ['ninasoma', 'unasoma', 'anasoma']
    """
    yield from _finite(stem, "tense", "Act")
    yield from _relative(stem, "Act")
    yield from _without_subject(stem)
    yield from _with_object(stem)
    if passive is not None:
        yield from _finite(passive, "passive", "Pass")
        yield Form(
            f"ku{passive.written}", "passive", "infinitive", "", _voiced("infinitive", "Pass")
        )


def _subjects() -> Iterator[dict[str, str]]:
    return (row for row in grammar_rows("concords.tsv") if row["subject"])


def _taught(slot: str) -> Iterator[dict[str, str]]:
    """Yield the tenses of a slot that a learner meets."""
    for row in grammar_rows("tenses.tsv"):
        if row["slot"] == slot and row["example"] not in _NOT_TAUGHT:
            yield row


def _voiced(tense: str, voice: str) -> dict[str, str]:
    return {**tense_features()[tense], "Voice": voice}


def _finite(stem: Stem, group: str, voice: str) -> Iterator[Form]:
    """Yield each tense with each subject, then the indefinite -a-."""
    for slot, column in (("affirmative", "subject"), ("negative", "negative")):
        for tense in _taught(slot):
            rest = _behind_marker(stem, tense)
            for row in _subjects():
                written = _with_prefix(row[column], rest)
                feats = _voiced(tense["name"], voice) | person_features(row["class"])
                yield Form(written, group, tense["name"], row["class"], feats)
    if stem.kind != "mono":
        for row in _subjects():
            feats = _voiced("indefinite", voice) | person_features(row["class"])
            written = _fused(row["a_tense"], stem.written)
            yield Form(written, group, "indefinite", row["class"], feats)


def _behind_marker(stem: Stem, tense: Mapping[str, str]) -> str:
    final = tense["final"]
    if final != "a":
        return tense["marker"] + stem.ending(final)
    return tense["marker"] + stem.behind(keeps_ku=tense["mono"] == "yes")


def _with_prefix(prefix: str, rest: str) -> str:
    """Return a prefix before what follows it: m- is mw- before a vowel, mu- before u.

    >>> _with_prefix("m", "ende"), _with_prefix("m", "ulize"), _with_prefix("ham", "oni")
    ('mwende', 'muulize', 'hamwoni')
    """
    if prefix.endswith("m") and rest[0] in _VOWELS:
        return prefix + ("u" if rest[0] == "u" else "w") + rest
    return prefix + rest


def _fused(prefix: str, stem: str) -> str:
    """Return the indefinite: the -a- of the tense and a stem's own a- are both written."""
    return prefix + stem


def _relative(stem: Stem, voice: str) -> Iterator[Form]:
    """Yield relatives that agree with their subject, then when, how and where."""
    for tense in _taught("relative"):
        rest = stem.behind(keeps_ku=True)
        for row in _subjects():
            for concord in dict.fromkeys((row["relative"], *_ADVERBIAL)):
                written = row["subject"] + tense["marker"] + concord + rest
                yield _relative_form(written, tense["name"], row, concord, voice)
    if stem.kind != "mono":
        for row in _subjects():
            written = _with_prefix(row["subject"], stem.written + row["relative"])
            yield _relative_form(written, "general relative", row, row["relative"], voice)


def _relative_form(
    written: str, tense: str, row: Mapping[str, str], concord: str, voice: str
) -> Form:
    """Return a relative form; what it agrees with is its subject's class, or time, manner, place."""
    own = row["class"] if concord == row["relative"] else ""
    number = own if own.isdecimal() else _CLASS_OF_RELATIVE.get(concord, "")
    feats = _voiced(tense, voice) | person_features(row["class"])
    if number:
        feats["NounClass[rel]"] = class_features(number)["NounClass"]
    return Form(written, "relative" if own else f"relative -{concord}-", tense, row["class"], feats)


_CLASS_OF_RELATIVE: Mapping[str, str] = {
    "ye": "1", "o": "2", "po": "16", "vyo": "8", "ko": "17",
}  # fmt: skip


def _without_subject(stem: Stem) -> Iterator[Form]:
    """Yield infinitives, the habitual and imperatives."""
    full = f"ku{stem.written}"
    infinitive = _KEPT_KW.get(stem.written, full)
    yield Form(infinitive, "other", "infinitive", "", _voiced("infinitive", "Act"))
    kept = stem.behind(keeps_ku=True)
    negative = f"kuto{kept}" if kept != stem.written else f"kuto{stem.written}"
    yield Form(negative, "other", "negative infinitive", "", _voiced("negative infinitive", "Act"))
    yield Form(f"hu{stem.written}", "other", "habitual", "", _voiced("habitual", "Act"))
    one, several = _imperatives(stem)
    yield Form(one, "other", "imperative", "2sg", _voiced("imperative", "Act"))
    yield Form(several, "other", "plural imperative", "2pl", _voiced("plural imperative", "Act"))


def _imperatives(stem: Stem) -> tuple[str, str]:
    if stem.written in _IMPERATIVES:
        return _IMPERATIVES[stem.written]
    one = stem.behind(keeps_ku=stem.kind == "mono")
    return one, (one[:-1] + "eni" if one[-1] == "a" else f"{one}ni")


def _with_object(stem: Stem) -> Iterator[Form]:
    """Yield the past of *she* with each object; *to be* has none."""
    if stem.written == "wa":
        return
    tense = "past"
    for row in grammar_rows("concords.tsv"):
        if row["object"] and row["class"] != "reflexive":
            written = "ali" + _object_before(row["object"].split("|"), stem.written)
            feats: Features = {
                **_voiced(tense, "Act"),
                **person_features("1"),
                **layered(person_features(row["class"]), "obj"),
            }
            yield Form(written, "object", tense, row["class"], feats)


def _object_before(prefixes: Sequence[str], stem: str) -> str:
    """Return an object prefix before a stem: m- is mw- before a vowel, mu- before u.

    >>> _object_before(["m", "mw", "mu"], "ona"), _object_before(["ki"], "ona")
    ('mwona', 'kiona')
    """
    return _with_prefix(prefixes[0], stem)
