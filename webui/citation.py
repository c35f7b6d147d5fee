"""Write how a place in a document is cited: a line of text, and an entry for BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.messages import Message, translate
from webui.language import date_in_words

__all__ = ["Citation", "as_bibtex", "as_text", "form"]

_SPECIAL: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}%&$#_"},
}
"""What TeX reads as a command."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited."""

    title: str
    section: str | None
    institution: str | None
    date: str | None  # ISO
    source: str | None  # where the document comes from
    pdf_page: str | None
    permalink: str | None  # complete address; None: an offline copy has none
    retrieval_date: str  # ISO


def form(citation: Citation, *, paged: bool) -> Citation:
    """Return a citation with places for a section, its page and its address, for the script."""
    return replace(
        citation,
        section="⟦section⟧",
        pdf_page="⟦page⟧" if paged else None,
        permalink="⟦address⟧" if citation.permalink else None,
    )


def as_text(citation: Citation, language: str) -> str:
    """Return a citation as one line in a language.

    >>> one = Citation("Sera ya Maji", "Ada", "Wizara ya Maji", "2012", None, "3",
    ...     "https://kisima.example/hati/sera.pdf?sehemu=ada#ada", "2026-11-30")
    >>> as_text(one, "en")[:72]
    'Wizara ya Maji (2012). Sera ya Maji. “Ada”, p. 3. Retrieved 30 November '
    """
    who = citation.institution or ""
    year = f"({date_in_words(citation.date, language)})" if citation.date else ""
    page = (
        translate(Message("p. {number}", number=citation.pdf_page), language)
        if citation.pdf_page
        else ""
    )
    place = ", ".join(filter(None, (f"“{citation.section}”" if citation.section else "", page)))
    day = date_in_words(citation.retrieval_date, language)
    retrieved = (
        Message("Retrieved {date} from {address}", date=day, address=citation.permalink)
        if citation.permalink
        else Message("Offline copy, {date}", date=day)
    )
    sentences = (
        " ".join(filter(None, (who, year))),
        citation.title,
        place,
        citation.source,
        translate(retrieved, language),
    )
    return (
        " ".join(_ended(sentence) for sentence in sentences[:-1] if sentence) + f" {sentences[-1]}"
    )


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in ".!?" else f"{sentence}."


def as_bibtex(citation: Citation) -> str:
    r"""Return a citation as an entry for BibTeX.

    >>> one = Citation("Maji & Ardhi", None, None, None, None, None, "https://k.example/hati/a",
    ...     "2026-11-30")
    >>> print(as_bibtex(one))
    @misc{maji-2026,
      title = {Maji \& Ardhi},
      url = {https://k.example/hati/a},
      urldate = {2026-11-30},
    }
    """
    year = (citation.date or "")[:4]
    year = year if year.isdecimal() else ""
    note = (citation.section, f"p. {citation.pdf_page}" if citation.pdf_page else None)
    fields = {
        "author": f"{{{_tex(citation.institution)}}}" if citation.institution else "",
        "title": _tex(citation.title),
        "year": year,
        "note": ", ".join(_tex(one) for one in note if one),
        "howpublished": _tex(citation.source or ""),
        "url": _address(citation.permalink or ""),
        "urldate": citation.retrieval_date if citation.permalink else "",
    }
    word = re.search(r"[a-z0-9]+", citation.title.lower())
    key = f"{word[0] if word else 'hati'}-{year or citation.retrieval_date[:4]}"
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{rows}}}"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in " ".join(text.split()))


def _address(text: str) -> str:
    """Return an address for the field ``url``, which takes all but these two as they are."""
    return text.replace("%", r"\%").replace("#", r"\#")
