"""Find what a question expects in a sentence: a date, an amount, a person, a place.

Only the form counts: a date occurs or it does not. The other words of the sentence
decide whether it is the right one. A number that answers *wajumbe wangapi* is beside that
noun, or beside a unit of it (``units.tsv``); any other number is not evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.index.schema import TokenColumns
from kb.index.zones import DAYS
from kb.outline.tables import outline_table
from kb.search.expected_answer import ExpectedAnswer

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["CURRENCIES", "DECIDABLE", "beside_number", "evidence", "is_other_event"]

DECIDABLE: AbstractSet[str] = frozenset(
    {
        "date",
        "number",
        "amount",
        "law",
        "person",
        "called",
        "name",
        "place",
        "region",
        "reason",
        "colour",
    }
)
"""The kinds of answer whose form a sentence has or lacks."""

_FOLDER = Path(__file__).parent
_YEAR = 4  # figures
_NUMBERING = 2  # tokens
_BEFORE, _AFTER = 4, 2  # tokens from a number to its noun: idara za wakala ni tano, 5 wajumbe
_EVENT = 8  # tokens from a verb to its date
_BESIDE = 2  # tokens from an amount to its currency
_NUMBERED = frozenset({"na", "no", "namba", "nambari", "ibara", "sura", "kifungu", "fasili"})
_ADDRESS = frozenset(
    {"slp", "s.l.p", "p", "box", "simu", "tel", "faksi", "fax", "nukushi", "postikodi", "postcode",
     "kiwanja", "kitalu", "ghorofa", "barabara", "mtaa", "plot", "block"}
)  # fmt: skip
"""What a number of an address or an hour follows; it counts nothing."""
_SHORT = frozenset({"na", "no"})  # na 5 is "and 5", Na. 5 is number 5
_LINKS = frozenset({"ya", "wa", "la"})  # Sura ya 245
_DATED = frozenset({"mwaka", "tarehe", "mwezi", "miaka"})
_HOUR = "saa"  # saa 2:00 is an hour, not two hours
_EACH = "kila"  # kila mmoja: everyone
_YEARS = "miaka"  # miaka 5 counts; miaka ya 1990 does not
CURRENCIES = frozenset(
    {"tsh", "tshs", "sh", "shs", "tzs", "ksh", "kshs", "kes", "ush", "ugx", "shilingi", "usd", "dola",
     "euro", "paundi", "rupia", "yen", "faranga", "$", "£", "€"}
)  # fmt: skip
_AFTER_MONEY = ("/=", "/-")


@cache
def _hints() -> Mapping[str, AbstractSet[str]]:
    """Return for each kind of answer the words that show it."""
    hints: dict[str, set[str]] = {}
    for kind, word, _ in _rows("evidence_words.tsv"):
        hints.setdefault(kind, set()).add(word)
    return hints


@cache
def _units() -> Mapping[str, AbstractSet[str]]:
    """Return for each noun what may be beside the number instead."""
    units: dict[str, set[str]] = {}
    for noun, beside, _ in _rows("units.tsv"):
        units.setdefault(noun, set()).update(beside.split())
    return units


@cache
def _things() -> AbstractSet[str]:
    """Return the first words of the names of institutions and documents, which are no places."""
    rows = outline_table("words.tsv")
    return {row["word"] for row in rows if row["role"] in ("institution", "document")} - _hints()[
        "place"
    ]


def _rows(name: str) -> Iterator[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    yield from rows[1:]


def evidence(
    asked: ExpectedAnswer,
    text: str,
    columns: TokenColumns,
    tokens: Span,
    question_forms: AbstractSet[str],
) -> list[int]:
    """Return the tokens of a sentence that are of a kind, without those of the question.

    Args:
        asked: what the question expects.
        text: the source of the tokens.
        columns: the tokens.
        tokens: the first of the sentence's, and the one after its last.
        question_forms: surfaces of the question's words.
    """
    new = [i for i in range(*tokens) if columns.surfaces[i] not in question_forms]
    match asked.kind:
        case "date":
            return [i for i in new if _is_date(columns, i)]
        case "number":
            hours = _HOUR in asked.noun
            counts = [i for i in new if _is_number(text, columns, tokens[0], i, hours=hours)]
            return [i for i in counts if _is_beside(text, columns, tokens, i, asked.noun)]
        case "amount":
            return [i for i in new if _is_amount(text, columns, i)]
        case "law":
            return [i for i in new if _is_numbered(columns, i)]
        case "reason":
            return [i for i in new if _is_reason(columns, i)]
        case "colour":
            return [i for i in new if _is_hint("colour", columns, i)]
        case "person":
            return [
                i
                for i in new
                if _is_hint("person", columns, i)
                or (_is_name(text, columns, tokens, i) and not _follows_place(columns, i))
            ]
        case "called":
            return [
                i
                for i in new
                if _is_name(text, columns, tokens, i)
                and not _follows_place(columns, i)
                and not _is_hint("person", columns, i)
                and columns.surfaces[i] not in _things()
            ]
        case "place":
            return [
                i
                for i in new
                if _is_place(columns, i)
                or (
                    _is_name(text, columns, tokens, i)
                    and not _follows_person(columns, i)
                    and _things().isdisjoint(columns.surfaces[max(tokens[0], i - 2) : i + 1])
                )
            ]
        case "name" | "region":
            return [i for i in new if _is_name(text, columns, tokens, i)]
    return []


# ---- Numbers ------------------------------------------------------------------------------


def _is_date(columns: TokenColumns, i: int) -> bool:
    form = columns.surfaces[i]
    year = len(form) == _YEAR and form.isdigit() and "1000" <= form <= "2100"
    if form in DAYS:
        return True
    return year or form == "karne" or any(term.startswith("d:") for term in columns.terms[i])


def _is_number(text: str, columns: TokenColumns, first: int, i: int, *, hours: bool) -> bool:
    """Tell whether a word counts something: not a day, a year, a heading or an address."""
    if not _has_figures(columns, i) or _is_part_of_date(columns, i) or _is_numbered(columns, i):
        return False
    if _numbers_sentence(text, columns, first, i):
        return False
    before = columns.surfaces[i - 1] if i else ""
    if before == _HOUR:
        return hours
    if before == _EACH or (before in _ADDRESS and columns.surfaces[i].isdigit()):
        return False
    return before not in _DATED or (before == _YEARS and not _is_date(columns, i))


def _is_beside(
    text: str, columns: TokenColumns, tokens: Span, i: int, noun: AbstractSet[str]
) -> bool:
    """Tell whether a number is beside the noun that it counts, or a unit of it."""
    if not noun:
        return True
    accepted = beside_number(noun)
    if "%" in accepted and text[columns.ends[i] : columns.ends[i] + 2].strip().startswith("%"):
        return True
    for k in range(max(tokens[0], i - _BEFORE), min(tokens[1], i + _AFTER + 1)):
        if k == i or not _touch(text, columns, min(i, k), max(i, k)):
            continue
        if columns.surfaces[k] in accepted or not accepted.isdisjoint(columns.terms[k]):
            return True
    return False


def beside_number(noun: AbstractSet[str]) -> frozenset[str]:
    """Return what may be beside a number that counts a noun: its terms, and its units.

    >>> sorted(beside_number(frozenset({"sentimita"})))
    ['cm', 'sentimita', 'sm']
    """
    return frozenset(noun).union(*(_units().get(term, ()) for term in noun))


def _touch(text: str, columns: TokenColumns, first: int, last: int) -> bool:
    """Tell whether nothing parts two tokens; between neighbours a colon may be: Wajumbe: 7."""
    between = text[columns.ends[first] : columns.starts[last]]
    parted = any(mark in between for mark in ("; ", ". ", "\n\n", "? "))
    return not parted and (last == first + 1 or ":" not in between)


def _is_amount(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is an amount of money."""
    if not _has_figures(columns, i) or _is_part_of_date(columns, i):
        return False
    if text.startswith(_AFTER_MONEY, columns.ends[i]):
        return True
    around = range(max(0, i - _BESIDE), min(len(columns), i + _BESIDE + 1))
    if any(columns.surfaces[k] in CURRENCIES for k in around if k != i):
        return True
    return text[max(0, columns.starts[i] - 2) : columns.starts[i]].strip()[-1:] in ("$", "£", "€")


def _numbers_sentence(text: str, columns: TokenColumns, first: int, i: int) -> bool:
    """Tell whether a number only numbers what follows it, as in 61.-(1) Kutakuwa."""
    end = columns.ends[i]
    return i < first + _NUMBERING and text[end : end + 1] in (".", ")", "-")


def _has_figures(columns: TokenColumns, i: int) -> bool:
    # A number in words has its figures among its terms.
    return any(term[-1].isdigit() and not term.startswith("d:") for term in columns.terms[i])


def _is_part_of_date(columns: TokenColumns, i: int) -> bool:
    around = columns.terms[max(i - 1, 0) : i + 1]
    return any(term.startswith("d:") for terms in around for term in terms)


def _is_numbered(columns: TokenColumns, i: int) -> bool:
    if not i or not _has_figures(columns, i):
        return False
    label = i - 1
    if columns.surfaces[label] in _LINKS and label:
        label -= 1
    if columns.surfaces[label] not in _NUMBERED:
        return False
    if columns.surfaces[label] not in _SHORT:
        return True
    return label == i - 1 and columns.starts[i] - columns.ends[label] > 1


def is_other_event(
    columns: TokenColumns, dates: Sequence[int], first: int, asked: AbstractSet[str]
) -> bool:
    """Tell whether the verb before each date is of an event that the question does not name.

    Args:
        columns: the tokens.
        dates: those that are dates.
        first: the first of the sentence.
        asked: the terms of the question.
    """
    events = _hints()["event"]

    def event_before(date: int) -> AbstractSet[str]:
        for i in range(date, max(first, date - _EVENT) - 1, -1):
            here = events & frozenset(columns.terms[i])
            if here:
                return here
        return frozenset()

    before = [event_before(date) for date in dates]
    return bool(before) and all(here and here.isdisjoint(asked) for here in before)


# ---- Words --------------------------------------------------------------------------------


def _is_hint(kind: str, columns: TokenColumns, i: int) -> bool:
    hints = _hints()[kind]
    return columns.surfaces[i] in hints or not hints.isdisjoint(columns.terms[i])


def _is_reason(columns: TokenColumns, i: int) -> bool:
    surfaces = columns.surfaces
    if surfaces[i] in ("kuwa", "vile"):
        return i > 0 and surfaces[i - 1] == "kwa"
    return _is_hint("reason", columns, i)


def _is_place(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is of a place: a hint, or a noun with -ni (sokoni, mjini)."""
    form = columns.surfaces[i]
    locative = form.endswith("ni") and len(form) > _YEAR and form not in columns.terms[i]
    return _is_hint("place", columns, i) or (locative and not columns.functions[i])


def _is_name(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word has the capital of a name.

    The first word of a sentence or an item always has one; there the next has one too.
    """
    if not text[columns.starts[i]].isupper() or _is_date(columns, i):
        return False
    if not _opens(text, columns, tokens, i):
        return True
    return i + 1 < tokens[1] and text[columns.starts[i + 1]].isupper()


def _opens(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word is the first of a sentence or of an item."""
    if i == tokens[0]:
        return True
    before = text[columns.ends[i - 1] : columns.starts[i]]
    if "\n" in before or ": " in before:
        return True
    ends = before.strip()[:1] in (".", "!", "?")
    return ends and len(columns.surfaces[i - 1]) > 1 and not _is_hint("person", columns, i - 1)


def _follows_place(columns: TokenColumns, i: int) -> bool:
    """Tell whether a name is of a place: Mkoa wa Mfano, mjini Mfano."""
    around = range(max(0, i - 2), i)
    return any(_is_hint("place", columns, k) for k in around)


def _follows_person(columns: TokenColumns, i: int) -> bool:
    """Tell whether a name is of a person: Dkt. Mfano, Mkurugenzi ni Asha Mfano."""
    around = range(max(0, i - 2), i + 1)
    return any(_is_hint("person", columns, k) for k in around)
