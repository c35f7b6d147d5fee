"""The features of a verb form: tense, mood, polarity, voice, subject, object and relative.

The analysis of a verb comes in, features go out. The subject has the plain layer (Person,
Number, NounClass), the object the layer ``obj``, what a relative agrees with the layer ``rel``.
A prefix of several classes (i-: 4 and 9) has the values of all, unless a relative narrows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kb.swahili.morphology.templates import Template
from kb.swahili.morphology.verbs import VerbAnalysis
from kb.swahili.universal.features import (
    all_values,
    grammar_rows,
    layered,
    person_features,
    tense_features,
)

__all__ = ["bare_verb_features", "copula_features", "relative_features", "verb_features"]

_COPULA = re.compile(r"(na|li|si)?(ye|cho|vyo|yo|lo|zo|po|ko|mo|o)?(po|ko|mo)?")
"""What follows the subject in a copula: -na, -po, -liye, -siyo, -lilopo."""

_OLD_PREFIXES = ("yu", "hayu")
"""Class 1 in yupo and hayupo, where other verbs have a- and ha-."""

_LIKE: Mapping[str, tuple[str, ...]] = {"3": ("3", "11"), "15": ("15", "17")}
"""Classes that concords.tsv gives one row."""


def bare_verb_features(stem: str, term: str) -> dict[str, str]:
    """Return the features of a verb that stands without prefixes: an imperative.

    >>> bare_verb_features("soma", "soma")["Mood"]
    'Imp'
    """
    return {**tense_features()["imperative"], "Voice": "Pass" if stem != term else "Act"}


def verb_features(analysis: VerbAnalysis) -> dict[str, str]:
    """Return the features of a verb form.

    >>> from kb.swahili.lemmatizer import lemmatizer
    >>> from kb.swahili.universal.features import features_text
    >>> features_text(verb_features(lemmatizer().verbs.best("nilikiona")))
    'Mood=Ind|NounClass[obj]=Bantu7|Number=Sing|Number[obj]=Sing|Person=1|Person[obj]=3|Tense=Past|VerbForm=Fin|Voice=Act'
    """
    template = analysis.template
    found = dict(tense_features()[template.tense])
    found["Voice"] = "Pass" if _is_passive(analysis) else "Act"
    found |= _subject(template)
    if analysis.object == "reflexive":
        found["Reflex"] = "Yes"
    elif analysis.object:
        found |= layered(_object(analysis.object, addressed=_addressed(analysis)), "obj")
    elif _addressed(analysis):
        found |= person_features("2pl")  # rudini: come back, all of you
    relative = template.relative or (analysis.tail if template.final == "relative" else "")
    if relative:
        found |= relative_features(relative, found.get("NounClass", ""))
    return found


def relative_features(concord: str, subject: str = "") -> dict[str, str]:
    """Return the class that a relative concord agrees with, narrowed by the subject's.

    >>> relative_features("yo"), relative_features("yo", "Bantu6")
    ({'NounClass[rel]': 'Bantu4,Bantu6,Bantu9'}, {'NounClass[rel]': 'Bantu6'})
    """
    rows = [row["class"] for row in grammar_rows("concords.tsv") if row["relative"] == concord]
    classes = {f"Bantu{name}" for name in rows if name.isdecimal()}
    shared = classes & set(subject.split(","))
    return {"NounClass[rel]": ",".join(sorted(shared or classes))}


def copula_features(form: str) -> dict[str, str]:
    """Return subject, relative and polarity of a form of to be or to have that has no tense.

    >>> copula_features("hatuna"), copula_features("isiyo")["NounClass[rel]"]
    ({'Number': 'Plur', 'Person': '1', 'Polarity': 'Neg'}, 'Bantu4,Bantu9')
    """
    subjects = []
    relative, negative = "", False
    if form.startswith(_OLD_PREFIXES):
        form = form.replace("yu", "" if form.startswith("hayu") else "a", 1)
    for row in grammar_rows("concords.tsv"):
        for column in ("subject", "negative"):
            prefix = row[column]
            match = _COPULA.fullmatch(form.removeprefix(prefix))
            if match is None or not prefix or not form.startswith(prefix) or form == prefix:
                continue
            if match[1] in ("li", "si") and match[2]:
                relative = match[2]
            negative = negative or column == "negative" or match[1] == "si"
            subjects.append(row)
    agreeing = [row for row in subjects if row["relative"] == relative]
    found = _persons([row["class"] for row in agreeing or subjects])
    if relative:
        found |= relative_features(relative, found.get("NounClass", ""))
    return found | ({"Polarity": "Neg"} if negative else {})


def _is_passive(analysis: VerbAnalysis) -> bool:
    """Tell whether the stem is a passive of the term, not another form of an irregular verb."""
    return analysis.stem != analysis.term and analysis.stem.endswith("wa")


def _addressed(analysis: VerbAnalysis) -> bool:
    return analysis.tail == "ni" and analysis.template.final != "relative"


def _subject(template: Template) -> dict[str, str]:
    """Return the features of every person and class that a subject prefix can mean."""
    if not template.subject:
        return {}
    if template.tense == "indefinite":
        column, prefix = "a_tense", template.prefix
    else:
        tail = template.marker + template.relative
        prefix = template.prefix.removesuffix(tail) if tail else template.prefix
        own = template.tense.startswith("negative") or template.tense == "not yet"
        negative = own and any(
            row["negative"] == prefix and row["class"] == template.subject
            for row in grammar_rows("concords.tsv")
        )
        column = "negative" if negative else "subject"
    rows = [row for row in grammar_rows("concords.tsv") if row[column] == prefix]
    agreeing = [row for row in rows if row["relative"] == template.relative]
    return _persons([row["class"] for row in agreeing or rows] or [template.subject])


def _object(name: str, *, addressed: bool) -> dict[str, str]:
    """Return the features of every person and class that shares the object prefix of one."""
    if addressed and name in ("2sg", "2pl"):
        return person_features("2pl")  # nawaombeni: -ni says whom
    rows = grammar_rows("concords.tsv")
    prefixes = next(row["object"] for row in rows if row["class"] == name)
    return _persons([row["class"] for row in rows if row["object"] == prefixes])


def _persons(names: Sequence[str]) -> dict[str, str]:
    """Join persons and classes; a person without a class leaves the class to the others."""
    like = [one for name in names for one in _LIKE.get(name, (name,))]
    return all_values(map(person_features, like))
