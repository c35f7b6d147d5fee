"""The command that writes the collection as static pages: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.framework import command
from kb.cli.language import in_words
from kb.cli.output import print_json, progress_bar, say
from kb.cli.parameters import argument, json_option, option, settings_of, shared_options
from kb.messages import Message

if TYPE_CHECKING:
    from kb.offline.report import ExportReport

__all__ = ["export_command"]

_INTERRUPTED = 130


@command(
    Message("Write the collection as web pages that need no server."),
    Message(
        "For a USB stick or a school: all documents, lists, and a search that runs in the browser. "
        "FOLDER is empty, or has an older export, which is replaced when the new one is complete."
    ),
)
@argument("folder", Message("FOLDER"), type=click.Path(path_type=Path))
@option(
    "--with-originals",
    "--na-asili",
    "with_originals",
    is_flag=True,
    help=Message("Copy the files of the documents too."),
)
@json_option
@shared_options
@click.pass_context
def export_command(ctx: click.Context, folder: Path, with_originals: bool, as_json: bool) -> None:
    """Export the collection, and print what was written."""
    from kb.knowledge_base import KnowledgeBase
    from kb.present.upkeep_json import export_json
    from webui.export import export

    settings = settings_of()
    try:
        with KnowledgeBase.open(Path(settings.index), settings) as base, progress_bar() as progress:
            report = export(
                base, settings, folder, with_originals=with_originals, progress=progress
            )
    except KeyboardInterrupt:
        say(Message("Nothing was replaced; an older export is as it was before."))
        ctx.exit(_INTERRUPTED)
    if as_json:
        print_json(export_json(report))
    else:
        _print_report(report)


def _print_report(report: ExportReport) -> None:
    from kb.present.terminal import table

    rows = (
        (Message("documents"), f"{report.documents:,}"),
        (Message("passages"), f"{report.passages:,}"),
        (Message("pages"), f"{report.pages:,}"),
        (Message("files written"), f"{report.written:,}"),
        (Message("files unchanged"), f"{report.unchanged:,}"),
        (Message("size"), f"{report.size_bytes / 1024:,.0f} KiB"),
        (Message("size of the search index"), f"{report.index_bytes / 1024:,.0f} KiB"),
        *([(Message("originals"), f"{report.originals:,}")] if report.originals else ()),
        (Message("seconds"), f"{report.seconds:.1f}"),
    )
    click.echo(table((in_words(name), value) for name, value in rows))
    say(Message("Open {path} in a browser.", path=report.folder / "index.html"))
