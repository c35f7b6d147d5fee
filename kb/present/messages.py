"""What the terminal says around the documents' own words: Swahili, English."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "say"]

LANGUAGES = ("sw", "en")

_MESSAGES: Mapping[str, tuple[str, str]] = {
    "answers": (
        "Majibu {first}–{last} kati ya {total} kwa: {query}",
        "Answers {first}–{last} of {total} for: {query}",
    ),
    "next": ("Yanayofuata: --page {page}", "More: --page {page}"),
    "missing": ("haina: {words}", "lacks: {words}"),
    "children": ("ndani yake: {headings}", "in it: {headings}"),
    "more_one": ("tokeo jingine 1 la hati hii: {option}", "1 more of this document: {option}"),
    "more": (
        "matokeo mengine {count} ya hati hii: {option}",
        "{count} more of this document: {option}",
    ),
    "older": ("toleo la zamani{date}", "an older version{date}"),
    "newer": ("toleo jipya{date}: {title}", "newer{date}: {title}"),
    "opening": ("(mwanzo)", "(opening)"),
    "on_page": ("uk. {number}", "p. {number}"),
    "replaces": ("inabadilisha: {id}", "replaces: {id}"),
    "source": ("chanzo: {source}", "source: {source}"),
    "note": ("Angalizo: {note}", "Note: {note}"),
    "because": ("kwa sababu «{word}» = {why}", "because «{word}» = {why}"),
    "widened": ("Pia: {shown}", "Also: {shown}"),
    "corrected": (
        "Hakuna kilichopatikana kwa maneno hayo; haya ni majibu ya: {suggestion}",
        "Nothing was found for those words; these are the answers for: {suggestion}",
    ),
    "meant": ("Ulimaanisha: {suggestion}", "Did you mean: {suggestion}"),
    "none": ("Hakuna matokeo kwa: {query}", "No results for: {query}"),
    "empty": ("Swali ni tupu: andika neno moja au zaidi.", "The question is empty: type a word."),
    "past": (
        "Ukurasa wa {page} haupo: majibu yote ni {total}.",
        "There is no page {page}: there are {total} answers in all.",
    ),
    "unanswered": (
        "Hakuna sentensi inayojibu vizuri: {query}",
        "No sentence answers this well: {query}",
    ),
    "whole": (
        "Soma vifungu {total} vyenye maneno hayo: kisima tafuta MANENO",
        "Read the {total} passages that have such words: kisima search WORDS",
    ),
    "spelling": ("Angalia tahajia ya maneno.", "Check the spelling."),
    "fewer": (
        "Tumia maneno machache, au yenye maana pana zaidi.",
        "Use fewer words, or more general ones.",
    ),
    "filters": (
        "Ondoa nukuu, alama za + na -, na vichujio kama aina: na taasisi:.",
        "Leave out quotes, the signs + and -, and filters such as aina: and taasisi:.",
    ),
}


def say(name: str, language: str, **values: object) -> str:
    """Return one message in one language; Swahili where the language is not known.

    >>> say("missing", "sw", words="bodi")
    'haina: bodi'
    """
    swahili, english = _MESSAGES[name]
    return (english if language == "en" else swahili).format(**values)
