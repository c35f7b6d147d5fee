"""What `kisima add https://…` prints: the pages that were fetched, and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.language import in_words, language
from kb.cli.output import print_json, progress_bar, say
from kb.errors import SettingInvalid
from kb.extras import require_extra
from kb.messages import Message

if TYPE_CHECKING:
    from kb.settings import Settings
    from kb.site import SiteReport

__all__ = ["add_from_web", "is_web_address"]

_INTERRUPTED = 130
_SHOWN = 20
"""Faults that are printed; a site may have hundreds of dead links."""


def is_web_address(text: str) -> bool:
    """Tell whether an argument is an address, not a file.

    >>> is_web_address("HTTPS://maji.example"), is_web_address("maji.pdf")
    (True, False)
    """
    return text.lower().startswith(("http://", "https://"))


def add_from_web(
    url: str,
    settings: Settings,
    *,
    whole: bool,
    limit: int | None,
    delay: float,
    allow_private: bool,
    replace: bool,
    as_json: bool,
) -> int:
    """Fetch a page or a site into the corpus, print what came of it, and return the exit code."""
    require_extra("site")
    require_extra("documents")
    from kb.present.upkeep_json import site_json
    from kb.site import MAX_PAGES, Connection, fetch_site, read_address

    limit = limit or MAX_PAGES
    address = read_address(url)
    if delay < 0:
        raise SettingInvalid("--delay", delay, Message("a number of seconds"))
    with (
        Connection(
            max_bytes=settings.file_max_bytes, delay=delay, allow_private=allow_private
        ) as connection,
        progress_bar() as progress,
    ):
        try:
            report = fetch_site(
                address,
                Path(settings.corpus),
                connection,
                whole=whole,
                limit=limit,
                replace=replace,
                progress=progress,
            )
        except KeyboardInterrupt:
            say(Message("The pages that were fetched are kept; run the command again."))
            return _INTERRUPTED
    if as_json:
        print_json(site_json(report, language=language()))
    else:
        _print_report(report)
    if report.left:
        say(
            Message(
                "Not asked for: {count} pages; a higher limit: --limit {limit}",
                count=f"{report.left:,}",
                limit=2 * limit,
            )
        )
    if any(page.change in {"added", "changed", "gone"} for page in report.pages):
        say(Message("To find them, run: kisima index"))
    return 0 if any(page.id for page in report.pages) else 1


def _print_report(report: SiteReport) -> None:
    from kb.present.terminal import table

    for page in report.failed[:_SHOWN]:
        say(Message("{path}: {reason}", path=page.url, reason=page.fault))
    if len(report.failed) > _SHOWN:
        count = f"{len(report.failed) - _SHOWN:,}"
        say(Message("… and {count} more; all of them: --json", count=count))
    for id in report.ids("gone"):
        say(Message("{id}: no longer on the site; to remove it: kisima remove {id}", id=id))
    rows = (
        (Message("added"), len(report.ids("added"))),
        (Message("changed"), len(report.ids("changed"))),
        (Message("unchanged"), len(report.ids("unchanged"))),
        (Message("gone"), len(report.ids("gone"))),
        (Message("failed"), len(report.failed)),
    )
    click.echo(table((in_words(name), f"{count:,}") for name, count in rows))
