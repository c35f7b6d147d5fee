"""Classify a single line by its shape: a heading, a lead-in, an item of a list, or text.

A line comes in, its Shape goes out. A heading is short, begins with a capital and does
not end like a sentence. It contains no finite verb (``sentences``) and no detail
(``details``). ``heading_finder`` then decides from the lines above and below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kb.outline.details import is_contact, is_detail
from kb.outline.kinds import KindMatch, match_kind
from kb.outline.lines import MARKER, TextLine
from kb.outline.sentences import JOINING, is_finite, is_statement
from kb.outline.tables import outline_table

__all__ = [
    "MAX_LETTERS",
    "MAX_WORDS",
    "Shape",
    "begins_with",
    "ends_in_lead_in",
    "is_lead_in",
    "line_shape",
    "subject",
]

MAX_WORDS = 14
MAX_LETTERS = 110
_MAX_QUESTION = 7
"""Words of a question without its mark (Nani anaweza kuomba); a longer line is a statement."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    role: {row["word"]: row["rank"] for row in outline_table("words.tsv") if row["role"] == role}
    for role in ("institution", "document", "part", "ordinal", "noun", "question")
}

_NUMBERED = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.):])|\d{1,2}(?=\s+[A-Z]{3}))[.):]?"
    r"(?:\s+|(?<=[.)])(?=[A-Z]))[-–—]?\s*(?=\S)"
)
_LETTERED = re.compile(r"\(?([A-Z]|[IVX]{1,5})[.):]\s+(?=\S)")
_SMALL = re.compile(r"\(?(?:[a-z]|[ivx]{1,6})[.)]\s*\S|\(\w{1,4}\)\s*\S")
_HASHED = re.compile(r"(#{1,6})\s+(?=\S)")
_STARRED = re.compile(r"(\*\*|__)(?=\S)")
_PART = re.compile(
    r"(\w+) (?:(?:ya|cha|la|wa|na\.?|namba|nambari) )?([a-z]+|\d+|[ivx]+|[a-z])\b[:.–—-]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_FOLLOWS = re.compile(r"\b\w*fuat(?:ao|ayo|azo|acho|avyo|alo|aye)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:[,:;]|:\s*[-–—]+)$|\b(?:ni|ni pamoja na|kama|zikiwemo|yakiwemo)\s*[-–—:]*$"
)
_DANGLING = re.compile(
    r"\b(?:na|ya|wa|za|la|cha|vya|kwa|katika|au|ni|of|the|and|to|for)$", re.IGNORECASE
)
_PAIR = re.compile(r"[^:]{0,39}[^:\d]:\s*[^\s:]")
_NAMED_PAIR = re.compile(r"[A-Z][^:]{3,60}: (?!Ku[a-z])[A-Z](?:\S+\s+){1,7}\S+")
"""A numbered heading may be a pair: "2. Awamu ya Kwanza: Maandalizi ya Shamba"."""

_ARROW = re.compile(r"[❮❯»«→]|>>|<<")
_STRAY = re.compile(r"\s+[<>|]$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What one line can be."""

    sort: str  # "item", "lead-in", "text", or "short": a heading if its neighbours allow
    style: str = ""  # of a short line: part, number, letter, caps, mark, plain
    rank: tuple[int, ...] = ()  # of a part or mark its depth, of a number its parts
    start: int = 0  # the heading proper in the text
    end: int = 0
    words: int = 0
    known: KindMatch | None = None
    colon: bool = False  # ended in a colon, which is not part of the heading
    stop: bool = False  # ended in a full stop
    key: str = ""  # what enumerated lines of one list share
    detail: bool = False  # an address, a price, a date, a row of a table
    contact: bool = False  # a detail: an address, a number to call, or the owner of the page


def is_lead_in(text: str) -> bool:
    """Tell whether a line only introduces the lines below it.

    >>> is_lead_in("Majukumu ya Kitengo hiki ni kama ifuatavyo;"), is_lead_in("Dira")
    (True, False)
    """
    text = text.rstrip()
    if _FOLLOWS.search(text):
        return True
    return bool(_LEADS.search(text)) and _sentence(text)


def line_shape(line: TextLine) -> Shape:
    """Return the shape of a line; its neighbours are not considered."""
    body = line.body
    if MARKER.match(body) or _SMALL.match(body):
        return Shape("item", key="mark")
    if line.joined or len(body) > 2 * MAX_LETTERS:
        return Shape("text")
    style, rank, start, end, key = _style(line)
    core = body[start:end]
    colon = core.endswith(":")
    core = _STRAY.sub("", core).rstrip(": \t")
    words = len(core.split())
    sort = _sort(core, colon, style, words)
    if sort in {"text", "lead-in"} and style in {"number", "letter"}:
        sort = "item"
    first = line.start + start
    return Shape(
        sort,
        style,
        rank,
        first,
        first + len(core),
        words,
        match_kind(core) if sort == "short" else None,
        colon,
        body.endswith("."),
        key,
        is_detail(body),
        is_contact(body),
    )


def _style(line: TextLine) -> tuple[str, tuple[int, ...], int, int, str]:
    """Return style, rank, start and end of the heading in the line, and the key of its list."""
    body = line.body
    whole = len(body)
    if match := _HASHED.match(body):
        return "mark", (len(match[1]),), match.end(), len(body.rstrip("# ")), ""
    if line.rule:
        return "mark", (1 if line.rule in "=*_" else 2,), 0, whole, ""
    if rank := _part_rank(body):
        return "part", (rank,), 0, whole, f"part{rank}"
    if match := _NUMBERED.match(body):
        number = tuple(int(n) for n in match[1].split("."))
        written = match[1]
        while len(number) > 1 and number[-1] == 0:
            number = number[:-1]
        return "number", number, 0, whole, f"number{written.count('.')}"
    if match := _LETTERED.match(body):
        return "letter", (), 0, whole, "letter"
    if (match := _STARRED.match(body)) and body.rstrip(":").endswith(match[1]):
        inner = body.rstrip(":").removesuffix(match[1])
        return "mark", (3,), match.end(), len(inner), ""
    letters = [c for c in body if c.isalpha()]
    caps = len(letters) > 2 and all(c.isupper() for c in letters)
    return ("caps" if caps else "plain"), (), 0, whole, ""


def _part_rank(body: str) -> int:
    match = _PART.match(body)
    if not match or match[1].lower() not in _WORDS["part"] or not match[1][0].isupper():
        return 0
    number, rest = match[2].lower(), match[3].strip()
    counted = number in _WORDS["ordinal"] or re.fullmatch(r"\d+|[ivx]+|[a-z]", number) is not None
    if not counted or (rest and not rest[0].isupper() and rest[0] not in '(["“‘'):
        return 0
    return int(_WORDS["part"][match[1].lower()])


def _sort(core: str, colon: bool, style: str, words: int) -> str:
    title = _after_number(core)
    max_words = MAX_WORDS if style != "part" else 2 * MAX_WORDS
    if not title or not any(c.isalpha() for c in title) or words > max_words:
        return "text"
    if _FOLLOWS.search(core) or core.endswith((",", ";")) or re.search(r":\s*[-–—]+$", core):
        return "lead-in"
    if colon and _sentence(core):
        return "lead-in"
    if style == "part" or (style == "mark" and not core.endswith(".")):
        return "short"
    if len(core) > MAX_LETTERS or core.endswith((".", "!", "-", "…", "”.")):
        return "text"
    if _PAIR.match(title) and not (style == "number" and _NAMED_PAIR.fullmatch(title)):
        return "text"
    if is_detail(core) or _ARROW.search(core):
        return "text"
    if _DANGLING.search(core):
        return "lead-in" if core.endswith(" ni") else "text"
    if not (title[0].isupper() or title[0] in "\"“‘'(") or ". " in title:
        return "text"
    if core.endswith("?") or (words <= _MAX_QUESTION and begins_with(title, "question")):
        return "short"
    return "text" if _sentence(core) else "short"


def _after_number(core: str) -> str:
    match = _NUMBERED.match(core) or _LETTERED.match(core)
    return core[match.end() :] if match else core


def _sentence(core: str) -> bool:
    return is_statement(_after_number(core), _WORDS["noun"])


def begins_with(text: str, role: str) -> bool:
    """Tell whether a line starts with a word of *role* (see ``words.tsv``).

    >>> begins_with("Wizara ya Maji", "institution")
    True
    """
    words = re.findall(r"\w+", text)
    return bool(words) and words[0].lower() in _WORDS[role]


def subject(text: str) -> str | None:
    """Return the subject of the first sentence of a text: the name before its verb.

    >>> subject("Mfuko wa Maji (MM) ulianzishwa mwaka 2015.")
    'Mfuko wa Maji'
    >>> subject("Kila mwaka huduma hutolewa bure.") is None
    True
    """
    name: list[str] = []
    for word in re.sub(r"\([^)\n]{1,80}\)", " ", text[:400]).split():
        bare = word.strip(",")
        if name and is_finite(bare):
            joined = " ".join(name).rstrip(",")
            of_a_body = begins_with(joined, "institution") or begins_with(joined, "document")
            return joined if len(name) > 1 and of_a_body else None
        if len(name) > 12 or not (bare[:1].isupper() or bare in JOINING or not name):
            return None
        name.append(word)
    return None


def ends_in_lead_in(text: str) -> bool:
    """Tell whether the last sentence of a text introduces a list: "… ni kama zifuatazo:".

    >>> ends_in_lead_in("Kuna idara tano. Idara hizo ni kama zifuatazo:"), ends_in_lead_in("Kuna idara tano.")
    (True, False)
    """
    last = re.split(r"(?<=[.!?])\s", text.rstrip())[-1]
    return last.endswith((":", ":-", ": -")) or bool(
        _FOLLOWS.search(last) and not last.endswith((".", "?", "!")) and len(last.split()) < 25
    )
