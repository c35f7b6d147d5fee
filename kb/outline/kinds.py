"""Return the kind of a section from its heading: dira, dhamira, idara, sheria.

A heading comes in, the name of a kind goes out. People filter by kind (``aina:idara``),
and a line that names a kind is a heading for ``heading_finder``. ``kinds.tsv`` lists the
words of each kind; ``groups.tsv`` lists the kinds whose sections contain others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kb.outline.tables import outline_table, words_of_role

__all__ = [
    "KINDS",
    "Kind",
    "KindGroup",
    "KindMatch",
    "are_siblings",
    "group",
    "kind_named",
    "kind_of",
    "match_kind",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of section, and its words."""

    name: str
    forms: tuple[tuple[str, str], ...]  # (words in lower case, match): see kinds.tsv
    english: tuple[str, ...]
    gloss: str


@dataclass(frozen=True, slots=True)
class KindMatch:
    """A heading whose kind is known."""

    kind: str
    form: str  # the words of the heading that name the kind
    plainly: bool  # the form is the whole heading, or what follows it is a connective
    surely: bool  # not the name of a value that only begins so, such as Huduma Bora


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The sections that a kind of section contains, on pages that mark no levels."""

    always: bool  # also where the section has text of its own
    holds: frozenset[str]  # names of kinds; "?" for headings of no known kind


def _loaded() -> dict[str, Kind]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in outline_table("kinds.tsv"):
        rows.setdefault(row["kind"], []).append(row)
    return {
        name: Kind(
            name,
            tuple((row["form"], row["match"]) for row in forms),
            tuple(row["form"] for row in forms if row["lang"] == "en"),
            forms[0]["gloss"],
        )
        for name, forms in rows.items()
    }


KINDS: Mapping[str, Kind] = _loaded()
"""Every kind by name."""

_FORMS: Mapping[str, tuple[str, str]] = {
    form: (kind.name, match) for kind in KINDS.values() for form, match in kind.forms
}
_MAX_WORDS = max(form.count(" ") + 1 for form in _FORMS)
_GROUPS: Mapping[str, KindGroup] = {
    row["kind"]: KindGroup(row["when"] == "always", frozenset(row["holds"].split()))
    for row in outline_table("groups.tsv")
}


_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´-][^\W_]+)*|[,&]")
_NUMBER = re.compile(
    r"\s*(?:\d+(?:\.\d+)*[.):]?|\(?(?:[A-Za-z]|[ivxIVX]{1,5})[.)])(?:\s+[-–—]?\s*|(?=[A-Z]))"
)
_ORDINALS = "|".join(words_of_role("ordinal"))
_LABEL = re.compile(
    rf"\s*(?:sura|mlango|sehemu|chapter|part) (?:(?:ya|wa|na\.?|namba) )?"
    rf"(?:\d+|[ivxl]+|{_ORDINALS})\b[:.–—-]*\s+",
    re.IGNORECASE,
)
"""The label of a numbered part before its name: "SURA YA 2 Dira"."""
_REMARK = re.compile(r"\([^()]*\)")
_LINK = re.compile(
    r"ya|wa|la|za|cha|vya|na|kuu|mbalimbali|of|and|for|,|&|"
    r"(?:y|w|l|z|ch|vy)(?:etu|ake|ao|enye|ote)|"
    r"(?:i|ya|li|ki|vi|zi|u|wa)(?:na|li|taka)(?:yo|lo|cho|vyo|zo|o)\w{3,}|"  # zinazotolewa
    r"\w{4,}w(?:ayo|alo|acho|avyo|azo|ao)"  # zitolewazo
)
"""Words that may follow the form: "Huduma zetu" names a kind, "Huduma bora" names a value."""


def match_kind(heading: str) -> KindMatch | None:
    """Return the kind a heading names, and how plainly it does.

    A name after the label of a chapter or part decides, where it plainly names a kind.

    >>> match_kind("Dira ya Wakala").plainly, match_kind("Huduma Bora").plainly
    (True, False)
    >>> match_kind("SURA YA 2 Dira").kind, match_kind("SURA YA 2 Bandari").kind
    ('dira', 'sura')
    """
    if label := _LABEL.match(heading):
        named = match_kind(heading[label.end() :])
        if named is not None and named.plainly:
            return named
    name = _REMARK.sub(" ", _NUMBER.sub("", heading, count=1))
    words = [w.lower() for w in _WORD.findall(name)]
    if words and words[0] in {"our", "the"}:
        words = words[1:]
    for size in range(min(_MAX_WORDS, len(words)), 0, -1):
        form = " ".join(words[:size])
        if form in _FORMS:
            kind, match = _FORMS[form]
            if match == "asked" or (match == "alone" and len(words) != size):
                continue
            plainly = (
                len(words) == size
                or _LINK.fullmatch(words[size]) is not None
                or (_LINK.fullmatch(words[size - 1]) is not None and kind != "uongozi")
            )
            if plainly or match != "whole":
                return KindMatch(kind, form, plainly, plainly or match == "start")
    return None


def kind_of(heading: str) -> str | None:
    """Return the kind a heading names, or None.

    >>> kind_of("1.0 Dira"), kind_of("Mkurugenzi Mtendaji wa Wakala"), kind_of("Uadilifu")
    ('dira', 'uongozi', None)
    """
    match = match_kind(heading)
    return match.kind if match else None


@cache
def kind_named(word: str) -> str | None:
    """Return the kind that *word* names in a filter: a kind, a variant, or an English name.

    >>> kind_named("dhima"), kind_named("Department"), kind_named("core values")
    ('dhamira', 'idara', 'misingi')
    """
    lower = " ".join(word.lower().replace("-", " ").replace("_", " ").split())
    if lower in KINDS:
        return lower
    return _FORMS[lower][0] if lower in _FORMS else None


def group(kind: str | None) -> KindGroup | None:
    """Return the group of a kind of section, or None where it contains no others."""
    return _GROUPS.get(kind or "")


def are_siblings(one: str | None, other: str | None) -> bool:
    """Tell whether sections of two kinds can have one parent, as an idara and an ofisi."""
    return any(
        one in gathered.holds and other in gathered.holds
        for gathered in _GROUPS.values()
        if gathered.always
    )
