"""Classify a single line by its shape: a heading, a lead-in, an item of a list, or text.

A line comes in, its Shape goes out. A heading is short, begins with a capital and does
not end like a sentence. It contains no finite verb (``sentences``) and no detail
(``details``). ``heading_finder`` then decides from the lines above and below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.outline.details import is_contact, is_detail
from kb.outline.enumerations import read_enumeration
from kb.outline.first_words import WORDS, begins_with
from kb.outline.kinds import KindMatch, match_kind
from kb.outline.lines import MARKER, TextLine
from kb.outline.sentences import is_statement

__all__ = [
    "MAX_LETTERS",
    "MAX_WORDS",
    "Shape",
    "ends_in_lead_in",
    "is_lead_in",
    "line_shape",
]

MAX_WORDS = 14
MAX_LETTERS = 110
_MAX_QUESTION = 7
"""Words of a question without its mark (Nani anaweza kuomba); a longer line is a statement."""

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

_END_MARK = re.compile(r"\s*(?:\.+|…|[:;]\s*[-–—]+|[:;,])$")
"""What may follow a name that is a heading: "Kurejesha huduma.", "UTANGULIZI;"."""

_ABBREVIATION = re.compile(
    r"\b(?:N(?:a|o|am)|Mhe?|Dkt|Dr|Mrs?|Prof|Eng|Ag|Cap|Vol|Sek|Kif)\.(?=\s)", re.IGNORECASE
)
"""A full stop that ends no sentence: "Sheria Na. 5 ya Mwaka 2019"."""

_THUS = re.compile(
    r"(?:Kwa|Katika)\s.*\s(?:h(?:uu|ii|iki|ili|aya|izi|ivi|uo|iyo|ilo|icho|ayo|izo|ivyo)|hapo)"
)
"""What begins a sentence, and names nothing: "Kwa utaratibu huu"."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_MAX_SEMICOLONS = 1
"""Semicolons inside a name; a line with more enumerates things."""

_PLURAL = re.compile(r"(?<=[A-Z]{2})s\b")
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
    name_end: int = 0  # of a line that would be short but for its mark: the end of its name
    caps: bool = False  # its letters are capitals
    series: bool = False  # one of a series of enumerated headings


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
    if MARKER.match(body):
        return Shape("item", key="mark")
    if _SMALL.match(body):
        return _small_item(line)
    if line.joined or len(body) > 2 * MAX_LETTERS:
        return Shape("text")
    style, rank, start, end, key = _style(line)
    core = body[start:end]
    colon = core.endswith(":")
    core = _STRAY.sub("", core).rstrip(": \t")
    words = sum(any(c.isalnum() for c in word) for word in core.split())
    sort = _sort(core, colon, style, words)
    if sort in {"text", "lead-in"} and style in {"number", "letter"}:
        sort = "item"
    first = line.start + start
    bare = 0 if sort == "short" else _bare_length(core if not colon else f"{core}:", style)
    return Shape(
        sort,
        style,
        rank,
        first,
        first + len(core),
        words,
        match_kind(core[: bare or None]) if sort == "short" or bare else None,
        colon,
        body.endswith("."),
        key,
        is_detail(_after_number(body)),
        is_contact(body),
        first + bare if bare else 0,
        _is_caps(_after_number(core)),
    )


def _small_item(line: TextLine) -> Shape:
    """Return the shape of a line with a small letter: an item, which may be a name."""
    body = line.body
    mark = None if line.joined else read_enumeration(body)
    if mark is None or mark.style != "letter":
        return Shape("item", key="mark")
    bare = _bare_length(body, mark.style)
    words = len(body.split())
    name_end = line.start + bare if bare else 0
    return Shape(
        "item", mark.style, (), line.start, line.end, words, match_kind(body[: bare or None]),
        key=mark.key, name_end=name_end, caps=_is_caps(body[mark.end :]),
    )  # fmt: skip


def _bare_length(core: str, style: str) -> int:
    """Return the length of a name without the mark that follows it; 0 where it is no name."""
    if len(core) > MAX_LETTERS + 2:
        return 0
    bare = _END_MARK.sub("", core)
    return len(bare) if _sort(bare, False, style, len(bare.split())) == "short" else 0


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
    if (mark := read_enumeration(body)) and mark.key != "small":
        return mark.style, mark.rank, 0, whole, mark.key
    if (match := _STARRED.match(body)) and body.rstrip(":").endswith(match[1]):
        inner = body.rstrip(":").removesuffix(match[1])
        return "mark", (3,), match.end(), len(inner), ""
    return ("caps" if _is_caps(body) else "plain"), (), 0, whole, ""


def _is_caps(text: str) -> bool:
    """Tell whether a line is in capitals; the plural of an acronym has a small letter: NGOs."""
    letters = [c for c in _PLURAL.sub("", text) if c.isalpha()]
    return len(letters) > 2 and all(c.isupper() for c in letters)


def _part_rank(body: str) -> int:
    match = _PART.match(body)
    if not match or match[1].lower() not in WORDS["part"] or not match[1][0].isupper():
        return 0
    number, rest = match[2].lower(), match[3].strip()
    counted = number in WORDS["ordinal"] or re.fullmatch(r"\d+|[ivx]+|[a-z]", number) is not None
    if not counted or (rest and not rest[0].isupper() and rest[0] not in '(["“‘'):
        return 0
    return int(WORDS["part"][match[1].lower()])


def _sort(core: str, colon: bool, style: str, words: int) -> str:
    title = _after_number(core)
    paper = style == "caps" and begins_with(title, "document")
    max_words = 2 * MAX_WORDS if style == "part" or paper else MAX_WORDS
    remarks = _IN_BRACKETS.findall(title)
    words -= sum(len(remark.split()) for remark in remarks)
    if not title or not any(c.isalpha() for c in title) or words > max_words:
        return "text"
    if not _IN_BRACKETS.sub("", title).strip(" ."):
        return "text"  # a remark on the line above
    if title.rstrip("; ").count(";") > _MAX_SEMICOLONS:
        return "text"
    if _FOLLOWS.search(core) or core.endswith((",", ";")) or re.search(r":\s*[-–—]+$", core):
        return "lead-in"
    if colon and _sentence(core):
        return "lead-in"
    if style == "part" or (style == "mark" and not core.endswith(".")):
        return "short"
    if len(core) - len("".join(remarks)) > MAX_LETTERS or core.endswith((".", "!", "-", "…", "”.")):
        return "text"
    if _PAIR.match(title) and not (style == "number" and _NAMED_PAIR.fullmatch(title)):
        return "text"
    if is_detail(title) or _ARROW.search(core):
        return "text"
    if _DANGLING.search(core):
        return "lead-in" if core.endswith(" ni") else "text"
    if not (title[0].isupper() or title[0] in "\"“‘'(") or title.count("(") != title.count(")"):
        return "text"
    if _THUS.fullmatch(title):
        return "text"
    if ". " in _ABBREVIATION.sub("", title):
        return "text"
    if core.endswith("?") or (words <= _MAX_QUESTION and begins_with(title, "question")):
        return "short"
    return "text" if _sentence(core) else "short"


def _after_number(core: str) -> str:
    mark = read_enumeration(core)
    return core[mark.end :] if mark else core


def _sentence(core: str) -> bool:
    return is_statement(_after_number(core), WORDS["noun"])


def ends_in_lead_in(text: str) -> bool:
    """Tell whether the last sentence of a text introduces a list: "… ni kama zifuatazo:".

    >>> ends_in_lead_in("Kuna idara tano. Idara hizo ni kama zifuatazo:"), ends_in_lead_in("Kuna idara tano.")
    (True, False)
    """
    last = re.split(r"(?<=[.!?])\s", text.rstrip())[-1]
    return last.endswith((":", ":-", ": -")) or bool(
        _FOLLOWS.search(last) and not last.endswith((".", "?", "!")) and len(last.split()) < 25
    )
