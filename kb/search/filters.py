"""Match the values a reader gave for a facet with the values of the index.

A filter that an option or an API parameter gives is a rule. Its value names a value of
the index exactly (case, apostrophes and blanks aside), by an alias, or by a beginning
that only one value has. If it names none, nothing matches, and a note says which values
there are.

A filter typed in the line (``taasisi:zanzibar``) may also be content words of several
values, or a part of a document's id. A value that names nothing there is searched as
text, with a note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.analysis import Analyser
from kb.facets import FACET_BY_NAME
from kb.messages import Listed, Message

__all__ = ["Resolved", "resolve"]

_MAX_LISTED = 8
"""Values that a note lists."""

_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼʻ`´′＇"))

Values = Callable[[str], Sequence[str]]
"""Gives the values of a facet that the index has."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The filters of a question as values of the index."""

    filters: Mapping[str, Sequence[str]]  # values of the index; any value of a facet may match
    text: tuple[str, ...] = ()  # typed values that name nothing, to be searched instead
    notes: tuple[Message, ...] = ()
    is_void: bool = False  # a filter that was given names nothing: nothing can match


def resolve(
    typed: Mapping[str, Sequence[str]],
    given: Mapping[str, Sequence[str]],
    values_of: Values,
    aliases: Mapping[str, str],
    analyser: Analyser,
) -> Resolved:
    """Return the filters as values of the index.

    A facet that is both typed and given must satisfy both.

    Args:
        typed: by facet, what was typed in the line.
        given: by facet, what an option or a parameter gave.
        values_of: gives the values of a facet that the index has.
        aliases: former ids of documents, each with the present one.
        analyser: reads the words of institutions' names.

    >>> from kb.analysis import PlainAnalyser
    >>> resolve({"year": ["2019", "1850"]}, {}, lambda facet: ["2019"], {}, PlainAnalyser()).text
    ('1850',)
    >>> resolve({}, {"year": ["1850"]}, lambda facet: ["2019"], {}, PlainAnalyser()).is_void
    True
    """
    filters: dict[str, list[str]] = {}
    text: list[str] = []
    notes: list[Message] = []
    is_void = False
    for facet, values_typed in typed.items():
        values = values_of(facet)
        matched: list[str] = []
        for value in values_typed:
            matches = _by_name(facet, value, values, aliases) or _by_words(
                facet, value, values, analyser
            )
            matched.extend(matches)
            if not matches:
                text.append(value)
                notes.append(_searched_as_text(facet, value))
        if matched:
            filters[facet] = list(dict.fromkeys(matched))
    for facet, values_given in given.items():
        # A str is a Sequence of str too: one value, not its letters.
        given_values = [values_given] if isinstance(values_given, str) else values_given
        nonblank = [value for value in given_values if value.strip()]
        if not nonblank:
            continue
        if facet not in FACET_BY_NAME:
            raise ValueError(f"{facet!r} is none of {', '.join(FACET_BY_NAME)}")
        values = values_of(facet)
        matched = []
        for value in nonblank:
            parts = FACET_BY_NAME[facet].read(value)  # 2010-2012 is three years
            matches = [one for part in parts for one in _by_name(facet, part, values, aliases)]
            matched.extend(matches)
            if not matches:
                notes.append(_no_such_value(facet, value, values))
        both = filters.get(facet, matched)
        filters[facet] = [value for value in dict.fromkeys(matched) if value in both]
        is_void = is_void or not filters[facet]
    return Resolved(filters, tuple(text), tuple(notes), is_void)


def _searched_as_text(facet: str, value: str) -> Message:
    """Return the note on a typed value that names nothing."""
    match facet:
        case "kind":
            return Message(
                "No kind of section is called “{value}”; it was searched as text.", value=value
            )
        case "document":
            return Message("No document is called “{value}”; it was searched as text.", value=value)
        case "institution":
            return Message(
                "No institution is called “{value}”; it was searched as text.", value=value
            )
        case "language":
            return Message(
                "No text is in the language “{value}”; it was searched as text.", value=value
            )
        case "year":
            return Message(
                "No document is from the year “{value}”; it was searched as text.", value=value
            )
        case _:
            return Message("No passage has “{value}” there; it was searched as text.", value=value)


def _no_such_value(facet: str, value: str, values: Sequence[str]) -> Message:
    """Return the note on a value that names nothing; its fact ``values`` has similar ones."""
    from kb.expansion.spelling import nearest  # only where a filter fails

    near = Listed(nearest(value, values, _MAX_LISTED))
    texts = {
        "kind": Message("No kind of section is called “{value}”. There are: {values}"),
        "document": Message("No document is called “{value}”. There are: {values}"),
        "institution": Message("No institution is called “{value}”. There are: {values}"),
        "language": Message("No text is in the language “{value}”. There are: {values}"),
        "year": Message("No document is from the year “{value}”. There are: {values}"),
    }
    other = Message("No passage has “{value}” there. There are: {values}")
    return texts.get(facet, other).with_facts(facet=facet, value=value, values=near)


def _by_name(
    facet: str, value: str, values: Sequence[str], aliases: Mapping[str, str]
) -> list[str]:
    """Return the values that one names: exactly, by an alias, or by a beginning of only one."""
    if value in values:
        return [value]
    key = _key(value)
    same = [one for one in values if _key(one) == key]
    if same or not key:
        return same
    if facet == "document":
        if aliases.get(value) in values:
            return [aliases[value]]
        stems = [id for id in values if _key(PurePosixPath(id).stem) == key]
        if len(stems) == 1:
            return stems
    if facet == "institution":  # by the acronym that only one name ends with: (eGA)
        ends = [one for one in values if _key(one).endswith(f"({key})")]
        if len(ends) == 1:
            return ends
    if facet == "kind":
        # Loaded where needed: the import takes a tenth of a cold start.
        from kb.outline import kind_named

        kind = kind_named(value)
        if kind is not None and kind in values:
            return [kind]
    beginning = [one for one in values if any(name.startswith(key) for name in _names(facet, one))]
    return beginning if len(beginning) == 1 else []


def _names(facet: str, value: str) -> tuple[str, ...]:
    """Return the names of a value: of a document its id and its file name."""
    if facet == "document":
        return _key(value), _key(PurePosixPath(value).name)
    return (_key(value),)


def _key(text: str) -> str:
    """Return a text without case, apostrophes and more than one blank.

    >>> _key(" Ng’ombe  Wetu"), _key("ng'ombe wetu")
    ('ngombe wetu', 'ngombe wetu')
    """
    return " ".join(text.translate(_APOSTROPHES).casefold().split())


def _by_words(facet: str, value: str, values: Sequence[str], analyser: Analyser) -> list[str]:
    """Return all values that contain the words of one: *zanzibar* is every body of Zanzibar."""
    if facet == "document":
        key = value.casefold()
        stems = [id for id in values if PurePosixPath(id).stem.casefold() == key]
        return stems or [id for id in values if key in id.casefold()]
    if facet == "institution":
        terms = _terms(value, analyser)
        return [one for one in values if terms and terms <= _terms(one, analyser)]
    return []


def _terms(text: str, analyser: Analyser) -> set[str]:
    return {term for token in analyser.tokens(text) if not token.function for term in token.terms}
