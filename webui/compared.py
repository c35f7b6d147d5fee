"""Make the page that compares two versions of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kb.messages import Message
from kb.present.cells import safe_line
from kb.results import ShownDocument
from webui.comparison import ChangedSection, Run, changed_sections
from webui.links import Links
from webui.view_models import ComparedSection, ComparisonPage, Layout, Link

__all__ = ["comparison_page"]

MAX_TEXT = 60_000
"""Characters of changed text on one page; of the sections after them only the headings."""


def comparison_page(older: ShownDocument, newer: ShownDocument, layout: Layout) -> ComparisonPage:
    """Return the page that shows what changed from *older* to *newer*."""
    links = layout.links
    changes = list(changed_sections(older, newer))
    counts: Counter[str] = Counter(one.change for one in changes)
    return ComparisonPage(
        layout=layout,
        older=Link(safe_line(older.title), links.document(older.id)),
        older_date=older.date,
        newer=Link(safe_line(newer.title), links.document(newer.id)),
        newer_date=newer.date,
        lang=newer.language if newer.language != layout.language else None,
        counts=tuple(_counts(counts)),
        sections=tuple(_sections(changes, older, newer, links)),
    )


def _counts(n: Mapping[str, int]) -> Iterator[Message]:
    """Yield how many sections changed in which way."""
    counted = Message.counted
    messages = {
        "changed": counted("{count:,} section changed", "{count:,} sections changed", n["changed"]),
        "renamed": counted(
            "{count:,} section has another heading",
            "{count:,} sections have another heading",
            n["renamed"],
        ),
        "added": counted("{count:,} section is new", "{count:,} sections are new", n["added"]),
        "removed": counted(
            "{count:,} section was removed", "{count:,} sections were removed", n["removed"]
        ),
        "same": counted(
            "{count:,} section is as it was", "{count:,} sections are as they were", n["same"]
        ),
    }
    return (message for change, message in messages.items() if n[change])


def _sections(
    changes: list[ChangedSection], older: ShownDocument, newer: ShownDocument, links: Links
) -> Iterator[ComparedSection]:
    """Yield the sections that are not as they were."""
    room = MAX_TEXT
    for one in changes:
        shown = one.newer or one.older
        if one.change == "same" or shown is None:
            continue
        document = newer if one.newer else older
        lines = one.lines or _whole(one)
        room -= sum(len(run.text) for line in lines for run in line)
        renamed = one.change == "renamed" and one.older is not None
        yield ComparedSection(
            change=one.change,
            heading=shown.heading,
            former=one.older.heading if renamed and one.older else None,
            href=links.document(document.id, "", shown.anchor),
            lines=lines if room > 0 else (),
            left_out=room <= 0,
        )


def _whole(one: ChangedSection) -> tuple[tuple[Run, ...], ...]:
    """Return the text of a section that only one version has."""
    if one.change not in {"added", "removed"}:
        return ()
    section = one.newer or one.older
    texts = (passage.text for passage in section.passages) if section else ()
    return tuple((Run("new" if one.newer else "old", text),) for text in texts)
