"""Atom feeds of changed documents (RFC 4287): all of them, or those that answer a search.

An entry is a document. Its id is its address, which lasts; ``updated`` is when its content
changed last. So a feed reader tells its owner of a document once when it comes, and once
more whenever it changes, however often the index is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.catalogue.catalogue import Catalogue
from kb.messages import Message
from kb.results import Hit, Results
from kb.store.documents import DocumentRecord
from webui.browse_links import BrowseLinks, BrowseParams
from webui.browse_models import Feed, FeedEntry
from webui.links import Links, fragment
from webui.params import SearchParams

__all__ = ["MAX_ENTRIES", "feed_of_all", "feed_of_search"]

MAX_ENTRIES = 50

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_of_all(catalogue: Catalogue, links: Links, site: str, name: str) -> Feed:
    """Return the feed of all documents, what changed last first.

    Args:
        catalogue: of the generation that answers.
        links: addresses in the language of the feed.
        site: what comes before an address.
        name: of the site.
    """
    changed = (one for one in catalogue.changes() if one.change != "removed")
    ids = [one.id for one, _ in zip(changed, range(MAX_ENTRIES), strict=False)]
    entries = [
        _entry(record, links.document(record.id), record.title, site, name, catalogue.built)
        for record in _newest_first(catalogue.records(ids))
    ]
    page = BrowseLinks(links).changes(BrowseParams())
    title = Message("{site}: what changes", site=_as_xml(name))
    own = links.feed(SearchParams(""))
    return _feed(catalogue, title, own, page, entries, links, site, name)


def _newest_first(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    return sorted(records, key=lambda one: one.changed or "", reverse=True)


def feed_of_search(
    catalogue: Catalogue,
    results: Results,
    search: SearchParams,
    links: Links,
    site: str,
    name: str,
) -> Feed:
    """Return the feed of the documents that answer a search, what changed last first.

    A document answers if one of the best hits has every word of the question.

    Args:
        catalogue: of the generation that answers.
        results: the best hits of the search.
        search: what was searched.
        links: addresses in the language of the feed.
        site: what comes before an address.
        name: of the site.
    """
    best: dict[str, Hit] = {}
    for hit in results.hits:
        if not hit.missing and not results.corrected:
            best.setdefault(hit.document, hit)
    records = _newest_first(catalogue.records(sorted(best)))
    entries = []
    for record in records[:MAX_ENTRIES]:
        hit = best[record.id]
        href = links.document(hit.document, search.question, fragment(hit.id))
        entries.append(_entry(record, href, hit.text, site, name, catalogue.built))
    title = Message("{site}: {question}", site=_as_xml(name), question=_as_xml(search.question))
    own, page = links.feed(search), links.results(search)
    return _feed(catalogue, title, own, page, entries, links, site, name)


def _entry(
    record: DocumentRecord, href: str, summary: str, site: str, name: str, built: str
) -> FeedEntry:
    return FeedEntry(
        id=site + Links("sw").document(record.id),
        title=_as_xml(record.title),
        href=site + href,
        updated=record.changed or built,
        published=record.added,
        author=_as_xml(record.institution or name),
        summary=_as_xml(summary),
        language=record.language,
    )


def _feed(
    catalogue: Catalogue,
    title: Message,
    own: str,
    page: str,
    entries: Sequence[FeedEntry],
    links: Links,
    site: str,
    name: str,
) -> Feed:
    return Feed(
        language=links.language,
        id=site + own,
        title=title,
        author=_as_xml(name),
        self=site + own,
        page=site + page,
        updated=_latest((entry.updated for entry in entries), catalogue.built),
        entries=tuple(entries),
    )


def _latest(times: Iterable[str], otherwise: str) -> str:
    return max(times, default=otherwise)


def _as_xml(text: str) -> str:
    r"""Return a text without characters that XML 1.0 cannot contain.

    >>> _as_xml("Dira\x00 \ud800ya Wakala\x1b")
    'Dira ya Wakala'
    """
    return _NOT_XML.sub("", text)
