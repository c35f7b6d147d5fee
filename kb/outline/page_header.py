"""Read the top of a page: its publisher, its title, and where its text starts.

The lines at the top of a page come in; how many of them belong to the header goes out.
Pages of agencies start with one or two lines for the whole page: the publisher, and below
it the title. Letters: ``letters``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import PurePosixPath

from kb.outline.first_words import begins_with
from kb.outline.line_shape import Shape, line_shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import bare_name
from kb.outline.runs import LEAVES, HeadingCandidate, gathers
from kb.outline.sentences import is_infinitive

__all__ = [
    "PARTS",
    "agrees_with_file",
    "is_unit",
    "lines_on_top",
    "title_from_file_name",
    "title_lines",
    "title_place",
]

MAX_LINES = 4
"""Lines of a header; more short lines at the top are a list or an address, and remain text."""

_MAX_FIRST, _MAX_TITLE = 12, 8
"""Words of a title with a full stop, in the first line and below it; more are a sentence."""

PARTS = LEAVES | {"utangulizi", "historia", "muundo", "malengo", "misingi"}
"""Kinds of what every page of an institution has."""

_OPENINGS: AbstractSet[str] = {"utangulizi", "historia", "ufafanuzi"}
"""Kinds of the first section of a page."""

_UNITS: AbstractSet[str] = {
    "idara", "kurugenzi", "divisheni", "kitengo", "sehemu", "kamati", "bodi",
}  # fmt: skip
"""Kinds of the parts of an institution, which have pages of their own."""

_MIN_PAPER = 4
"""Words of a document's name on top of a page, from which no other line is its title."""

_LETTERS = re.compile(r"[^\W\d_]+")
_CONNECTIVES: AbstractSet[str] = {"ya", "wa", "la", "za", "cha", "vya", "kwa", "katika"}
"""Swahili words between those of a name, which no English line has."""

_STEM = 6
"""Letters in which the words of a title and of a file's name agree: "organization(al)"."""

_DAY = re.compile(
    r"(?<=\S)\s{1,3}(?:kuanzia\s{1,3})?(?:tarehe\s{1,3})?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\.?$",
    re.IGNORECASE,
)


def lines_on_top(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> int:
    """Return how many lines precede the first text or list; a title may end in a full stop."""
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        titled = its.sort == "text" and its.stop and _may_be_title(line, i) and _is_name(line)
        titled |= not i and _is_dated_name(line)
        titled |= not i and its.sort == "lead-in" and its.name_end > 0 and line.body.endswith(";")
        titled |= i > 0 and (_is_small_title(seen, i) or _is_paired_title(seen, i))
        if not i and _is_purpose(seen, shapes):
            continue
        if line.above_button or (its.sort != "short" and not titled):
            return i
    return len(seen)


def _is_purpose(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> bool:
    """Tell whether a page begins with what it helps to do: "Kumhamisha mwanafunzi wa shule"."""
    line, its = seen[0], shapes[0]
    if len(seen) < 2 or its.sort != "text" or its.style != "plain" or its.stop or its.colon:
        return False
    paragraph = len(seen[1].body) > len(line.body) and not is_infinitive(seen[1].body)
    return (
        is_infinitive(line.body)
        and its.words <= _MAX_TITLE
        and paragraph
        and line.body[-1].isalnum()
    )


def _is_small_title(seen: Sequence[TextLine], i: int) -> bool:
    """Tell whether a line in small letters below a letterhead names what the text below is about."""
    body = seen[i].body
    if not body[0].islower() or not 1 < len(body.split()) <= _MAX_TITLE or i + 1 == len(seen):
        return False
    published = all(begins_with(line.body, "institution") for line in seen[:i])
    return published and body[-1].isalnum() and f" {body} " in seen[i + 1].body


def _is_paired_title(seen: Sequence[TextLine], i: int) -> bool:
    """Tell whether a line below a letterhead is a name and its motto: "Fao la Uzazi: Lea Vema"."""
    line = seen[i]
    name, colon, motto = line.body.partition(": ")
    if not (colon and motto and len(line.body.split()) <= _MAX_FIRST) or i + 1 == len(seen):
        return False
    published = all(begins_with(above.body, "institution") for above in seen[:i])
    whole = line_shape(replace(line, body=name, end=line.start + len(name)))
    return published and whole.sort == "short" and whole.words > 1 and not whole.contact


def _may_be_title(line: TextLine, place: int) -> bool:
    """Tell whether a line with a full stop can belong to the header of a page."""
    words = len(line.body.split())
    publisher = begins_with(line.body, "institution") and words <= _MAX_TITLE
    return words <= _MAX_FIRST if place == 0 else publisher


def _is_dated_name(line: TextLine) -> bool:
    """Tell whether a line is a name but for the day at its end: "Zuio la Uvuvi tarehe 1.3.2020"."""
    name = _DAY.sub("", line.body)
    return (
        name != line.body
        and line_shape(replace(line, body=name)).words > 2
        and (line_shape(replace(line, body=name)).sort == "short")
    )


def _is_name(line: TextLine) -> bool:
    bare = replace(line, body=line.body.rstrip("."), end=line.end - 1)
    cut_off = line.body.endswith("..")
    return not cut_off and "." not in bare.body and line_shape(bare).sort == "short"


def title_lines(top: Sequence[HeadingCandidate], below: str, later: Sequence[Shape] = ()) -> int:
    """Return how many of the lines at the top of a page belong to its header.

    Args:
        top: the short lines before the first text or list.
        below: the text under them.
        later: the shapes of the lines from there on.
    """
    if (loud := _only_capitals(top, later)) is not None:
        return loud + 1
    if len(top) > 1 and _is_translated(top[0].line.body, top[1]):
        return 2
    letterhead = next((i for i, line in enumerate(top) if not _is_publisher(line)), len(top))
    if 0 < letterhead == len(top) - 2 and _are_part_and_page(top[-2], top[-1], later):
        return len(top)
    for i, this in enumerate(top[: letterhead + MAX_LINES + 1]):
        rest = top[i + 1 : i + 2]
        if rest and _are_parts_of_site(this, rest[0]) and i + 2 == len(top):
            return i + 2
        if rest and _is_opening(this):
            return i + (i == 0 and this.kind == "historia")  # Historia, above its first part
        if this.shape.stop and rest:
            continue
        if this.shape.style in {"part", "number", "letter", "mark"}:
            return i
        if this.line.body.endswith("?"):
            return i
        if not rest:
            return i + _heads_page(this, top[:i], below, later)
        enumerated = rest[0].shape.style in {"part", "number"}
        paper = begins_with(this.line.body, "document") and (i or this.shape.words > _MIN_PAPER)
        if i == letterhead and not _is_publisher(rest[0]) and (paper or (i and enumerated)):
            return i + 1
        known = this.shape.known
        if known is None or _names_page(this):
            continue
        if known.kind in LEAVES or _same(this, rest[0]):
            return i
        if known.plainly and gathers(this, rest[0]) and not rest[0].shape.stop:
            return i + (i == letterhead > 0 and known.kind != "kuhusu")
    return 0


def _are_part_and_page(
    part: HeadingCandidate, page: HeadingCandidate, later: Sequence[Shape]
) -> bool:
    """Tell whether two lines name a part of a site, and the one page of it: Miradi, Mradi wa Gati."""
    alone = not any(its.sort == "short" for its in later)
    asks = page.line.body.endswith("?")
    return alone and not (page.explicit or asks or begins_with(part.line.body, "document"))


def _is_translated(english: str, below: HeadingCandidate) -> bool:
    """Tell whether the first line of a page is English, and the one below it says it in Swahili."""
    if below.explicit and not below.caps:
        return False
    if below.shape.known is not None and below.shape.known.kind in PARTS | {"majukumu"}:
        return False
    return _is_english(english) and _is_swahili(below.line.body)


def _is_english(line: str) -> bool:
    """Tell whether a line is English: its words end in consonants, as hardly any do in Swahili.

    >>> _is_english("Business Licence Permit"), _is_english("Leseni ya Biashara"), _is_english("TEHAMA")
    (True, False, False)
    """
    spelled = _LETTERS.findall(line.casefold())
    words = [word for word in spelled if len(word) > 2]
    ends = sum(word[-1] not in "aeiou" for word in words)
    return len(words) > 1 and 2 * ends >= len(words) and _CONNECTIVES.isdisjoint(spelled)


def _is_swahili(line: str) -> bool:
    words = _LETTERS.findall(line.casefold())
    return len(words) > 2 and not _CONNECTIVES.isdisjoint(words)


def _are_parts_of_site(this: HeadingCandidate, below: HeadingCandidate) -> bool:
    """Tell whether two lines name a part of a site, and a part of that: Kuhusu Sisi, Huduma Zetu."""
    ours = below.line.body.casefold().endswith(("etu", " sisi", " us"))
    return this.kind == "kuhusu" and below.kind in {"huduma", "mawasiliano"} and ours


def _only_capitals(top: Sequence[HeadingCandidate], later: Sequence[Shape]) -> int | None:
    """Return the one line in capitals of a page, below lines that are not: its title."""
    loud = [i for i, line in enumerate(top) if line.shape.style == "caps"]
    if len(loud) != 1 or not 0 < loud[0] <= MAX_LINES or any(its.style == "caps" for its in later):
        return None
    title = top[loud[0]]
    known = title.shape.known
    part = known is not None and known.form == bare_name(title.line)
    if title.shape.words < 2 and not all(_is_publisher(line) for line in top[: loud[0]]):
        return None  # the first heading, below the title
    return None if part or _is_publisher(title) else loud[0]


def _same(this: HeadingCandidate, other: HeadingCandidate) -> bool:
    return this.line.body.casefold() == other.line.body.casefold()


def _names_page(this: HeadingCandidate) -> bool:
    body = this.line.body
    paper = begins_with(body, "document") and this.shape.words > 2
    return paper or begins_with(body, "institution")


def _heads_page(
    last: HeadingCandidate,
    above: Sequence[HeadingCandidate],
    below: str,
    later: Sequence[Shape],
) -> bool:
    """Tell whether the last line before the text is the title of the page."""
    body = last.line.body
    named = below.casefold().startswith(body.casefold().rstrip("."))
    if named and last.shape.known is None:
        return True
    if begins_with(body, "institution"):
        return True
    letterhead = _is_letterhead(above)
    if begins_with(body, "document"):
        papers = any(begins_with(line.line.body, "document") for line in above)
        return letterhead or not above or (last.shape.caps and not papers)
    if letterhead:
        return _is_better(last, later)
    known = last.shape.known
    if above or (known is not None and (not last.shape.stop or known.form == bare_name(last.line))):
        return False
    if last.shape.colon and _has_siblings(last, later):
        return False
    return last.shape.words > 2 or not _has_siblings(last, later)


def title_place(header: Sequence[TextLine]) -> int:
    """Return which line of a header is the title: the last, unless it names who publishes a paper."""
    last = len(header) - 1
    if begins_with(header[last].body, "institution"):
        papers = [i for i, line in enumerate(header) if begins_with(line.body, "document")]
        return papers[-1] if papers else last
    return last


def _is_publisher(line: HeadingCandidate) -> bool:
    return begins_with(line.line.body, "institution")


def _is_letterhead(lines: Sequence[HeadingCandidate]) -> bool:
    return bool(lines) and all(_is_publisher(line) for line in lines)


def _is_opening(this: HeadingCandidate) -> bool:
    """Tell whether a line only says which part of a text follows: "Utangulizi"."""
    known = this.shape.known
    return known is not None and known.kind in _OPENINGS and known.form == bare_name(this.line)


def _is_better(last: HeadingCandidate, later: Sequence[Shape]) -> bool:
    """Tell whether the line below a letterhead is a better title than the publisher's name.

    It is, unless it is one of several headings of the page: another one has its kind, or
    has none either; or unless it names what every page has (Dira, Utangulizi).
    """
    known = last.shape.known
    headed = [its for its in later if its.sort == "short"]
    if begins_with(last.line.body, "question"):
        return False
    if known is None:
        return not _has_siblings(last, later)
    if known.kind in LEAVES:
        return False
    return is_unit(last.shape, later) or not headed


def _has_siblings(this: HeadingCandidate, later: Sequence[Shape]) -> bool:
    """Tell whether a later line looks like this one: the same style, and no kind."""
    return any(
        its.sort == "short" and its.known is None and its.style == this.shape.style for its in later
    )


def is_unit(this: Shape, later: Sequence[Shape]) -> bool:
    """Tell whether a line names the one unit of an institution that the page is about."""
    known = this.known
    if known is None or known.kind not in _UNITS:
        return False
    others = (its.known for its in later if its.sort == "short" and its.known is not None)
    return all(other.kind != known.kind for other in others)


def agrees_with_file(line: str, id: str, *, wholly: bool = True) -> bool:
    """Tell whether a line says in words what the name of the file says.

    Args:
        line: a heading, or the first line of a text.
        id: the path of the file.
        wholly: the line has at most one word more.

    >>> agrees_with_file("Muundo wa Wakala", "sera/muundo-wakala.txt"), agrees_with_file("Ada", "a.txt")
    (True, False)
    """
    ours, theirs = (
        {word[:_STEM] for word in re.findall(r"[^\W\d_]{3,}", name.casefold())}
        for name in (line, PurePosixPath(id).stem)
    )
    same = len(theirs) > 1 and theirs <= ours
    return same and (not wholly or len(ours) <= len(theirs) + 1)


def title_from_file_name(id: str) -> str:
    """Return a readable title from the name of a file.

    >>> title_from_file_name("sera/muundo-wa-wakala.txt")
    'Muundo wa wakala'
    """
    stem = PurePosixPath(id).stem or id
    words = " ".join(re.split(r"[-_\s]+", stem)).strip() or stem
    return words[:1].upper() + words[1:]
