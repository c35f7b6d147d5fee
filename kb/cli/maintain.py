"""The commands that keep an index up to date: index, status, watch."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.evaluate import say_listed_questions
from kb.cli.framework import command
from kb.cli.language import in_words, language
from kb.cli.output import print_json, progress_bar, say
from kb.cli.parameters import engine_option, json_option, option, settings_of, shared_options
from kb.errors import IndexMissing, SettingInvalid
from kb.messages import Message

if TYPE_CHECKING:
    from kb.admin.status import Status
    from kb.indexing import Report
    from kb.indexing.prepared import PartSummary
    from kb.settings import Settings
    from kb.watch import Update

__all__ = ["index_command", "say_update", "status_command", "watch_command"]

_INTERRUPTED = 130


@command(
    Message("Bring the index up to date."),
    Message(
        "Only new, changed, renamed and deleted documents are worked on. The exit code is 1 "
        "where a file could not be read; the others are in the index."
    ),
)
@option("--full", is_flag=True, help=Message("Read everything anew."))
@option("--dry-run", is_flag=True, help=Message("Say what would be done, and write nothing."))
@option("--compact", is_flag=True, help=Message("Merge all parts of the index into one."))
@option(
    "--shard",
    "--sehemu",
    "shard",
    metavar="I/N",
    help=Message("Only read and analyse part I of N; any machine may do one, all at once."),
)
@option("--allow-failed", is_flag=True, help=Message("Exit with 0 though files could not be read."))
@engine_option
@json_option
@shared_options
@click.pass_context
def index_command(
    ctx: click.Context,
    full: bool,
    dry_run: bool,
    compact: bool,
    shard: str | None,
    allow_failed: bool,
    as_json: bool,
) -> None:
    """Update the index, or prepare a part of an update, and print the result."""
    from kb.indexing import update
    from kb.present.upkeep_json import report_json

    settings = settings_of()
    if shard is not None:
        if full or compact:
            raise click.UsageError(
                in_words(Message("--shard prepares an update; give --full and --compact to that"))
            )
        failed = _prepare(shard, settings, dry_run=dry_run, as_json=as_json)
        ctx.exit(1 if failed and not allow_failed else 0)
    try:
        with progress_bar() as progress:
            report = update(
                Path(settings.corpus),
                Path(settings.index),
                settings,
                full=full,
                dry_run=dry_run,
                compact=compact,
                progress=progress,
            )
    except KeyboardInterrupt:
        say(Message("The index is as it was before."))
        say(Message("The documents that were read are kept; run the command again."))
        ctx.exit(_INTERRUPTED)
    if as_json:
        print_json(report_json(report, language=language()))
    else:
        _print_report(report, dry_run=dry_run)
    if report.published:
        say_listed_questions(settings)
    if report.failed:
        say(
            Message.counted(
                "{count} file could not be read; mend it, then run: kisima index",
                "{count} files could not be read; mend them, then run: kisima index",
                count=len(report.failed),
            )
        )
    ctx.exit(1 if report.failed and not allow_failed else 0)


def _prepare(shard: str, settings: Settings, *, dry_run: bool, as_json: bool) -> bool:
    """Prepare a part of an update, and print the result; return whether a file failed."""
    from kb.indexing.shards import Shard, prepare_shard
    from kb.present.failures import failure_lines
    from kb.present.terminal import table
    from kb.present.upkeep_json import shard_json

    part, folders = Shard.parse(shard), (Path(settings.corpus), Path(settings.index))
    try:
        with progress_bar() as progress:
            report = prepare_shard(*folders, settings, part, dry_run=dry_run, progress=progress)
    except KeyboardInterrupt:
        say(Message("The documents that were read are kept; run the command again."))
        raise click.exceptions.Exit(_INTERRUPTED) from None
    if as_json:
        print_json(shard_json(report, language=language()))
        return bool(report.failed)
    for line in failure_lines(report.failed):
        say(line)
    if dry_run:
        say(Message("Nothing was written."))
    rows = (
        (Message("part"), str(part)),
        (Message("prepared"), f"{len(report.prepared):,}"),
        (Message("prepared before"), f"{report.already:,}"),
        (Message("changed meanwhile"), f"{len(report.changed):,}"),
        (Message("failed"), f"{len(report.failed):,}"),
        (Message("seconds"), f"{report.seconds:.1f}"),
    )
    click.echo(table((in_words(name), value) for name, value in rows))
    if not dry_run:
        say(Message("When all parts are prepared, run: kisima index"))
    return bool(report.failed)


def _print_report(report: Report, *, dry_run: bool) -> None:
    """Print the result of an update; unreadable documents go to standard error."""
    from kb.present.failures import failure_lines
    from kb.present.passed_over import passed_over
    from kb.present.terminal import table

    new = {*report.added, *report.changed}
    lines = (
        *report.failed,
        *report.synonym_faults,
        *((id, text) for id, text in report.warnings if id in new),
    )
    for line in failure_lines(lines):
        say(line)
    if new and report.unused_keys:
        keys = ", ".join(f"{key} ({count:,})" for key, count in report.unused_keys)
        say(
            Message(
                "Keys of front matter that are not used, and in how many files: {keys}", keys=keys
            )
        )
    if report.failed:
        say(Message("After a change of settings, read what failed again: kisima status --failed"))
    if report.unsupported:
        say(passed_over(report.unsupported))
        say(Message("Their names: kisima status --failed"))
    if report.reason:
        say(Message("Reason: {reason}", reason=report.reason))
    if dry_run:
        say(Message("Nothing was written."))
    rows = (
        (Message("added"), len(report.added)),
        (Message("changed"), len(report.changed)),
        (Message("renamed"), len(report.renamed)),
        (Message("removed"), len(report.removed)),
        (Message("unchanged"), report.unchanged),
        (Message("failed"), len(report.failed)),
    )
    shown = [(in_words(name), f"{count:,}") for name, count in rows]
    click.echo(table([*shown, (in_words(Message("seconds")), f"{report.seconds:.1f}")]))


@command(
    Message("Say what the index holds, and from when."),
    Message(
        "Lists the files that could not be read, each with the reason; --failed reads them again."
    ),
)
@option("--documents", is_flag=True, help=Message("List the documents."))
@option("--failed", is_flag=True, help=Message("Read again what failed."))
@option(
    "--unanswered",
    "--bila-majibu",
    "unanswered",
    is_flag=True,
    help=Message("List the words of questions that the web page had no result for."),
)
@json_option
@shared_options
def status_command(documents: bool, failed: bool, unanswered: bool, as_json: bool) -> None:
    """Print the size and the age of an index, and how the corpus has changed since."""
    from kb.admin.status import prepared_parts, status
    from kb.indexing import update
    from kb.present.terminal import table
    from kb.present.upkeep_json import status_json

    settings = settings_of()
    if unanswered:
        _print_unanswered(settings, as_json=as_json)
        return
    folders = Path(settings.corpus), Path(settings.index)
    if failed:
        with progress_bar() as progress:
            update(*folders, settings, retry=True, progress=progress)
    try:
        held = status(*folders, settings)
    except IndexMissing:
        _say_parts(prepared_parts(folders[1], settings))
        raise
    if as_json:
        print_json(status_json(held, language=language()))
    elif documents:
        rows = ((one.id, one.title, one.institution or "", one.date or "") for one in held.held)
        click.echo(table(rows))
    else:
        _print_status(held, with_unsupported=failed)


def _print_unanswered(settings: Settings, *, as_json: bool) -> None:
    """Print each word that was asked in vain, and how often; the most frequent first."""
    from kb.admin.unanswered import KEPT_DAYS, load_unanswered
    from kb.present.terminal import table
    from kb.present.upkeep_json import unanswered_json

    if not settings.unanswered:
        expected = Message("the name of a file; without one no words are counted")
        raise SettingInvalid("unanswered", "", expected)
    words = load_unanswered(Path(settings.unanswered))
    if as_json:
        print_json(unanswered_json(words, days=KEPT_DAYS))
    elif words:
        click.echo(table((word, f"{count:,}") for word, count in words))
    else:
        say(Message("No word was asked in vain in the last {days} days.", days=KEPT_DAYS))


def _print_status(held: Status, *, with_unsupported: bool) -> None:
    from kb.present.failures import failure_lines
    from kb.present.passed_over import passed_over
    from kb.present.terminal import table

    rows = (
        (Message("generation"), held.generation),
        (Message("built"), held.built),
        (Message("documents"), f"{held.documents:,}"),
        (Message("passages"), f"{held.passages:,}"),
        (Message("size"), f"{held.size_bytes / 1024:,.0f} KiB"),
        (Message("engine"), held.engine),
        *(((Message("rows of synonyms"), f"{held.synonyms:,}"),) if held.synonyms else ()),
    )
    click.echo(table((in_words(name), value) for name, value in rows))
    if held.unsupported:
        say(passed_over(held.unsupported))
    for id in held.unsupported if with_unsupported else ():
        reason = held.passed_over.get(id) or Message("no reader for this format")
        say(Message("{path}: {reason}", path=id, reason=reason))
    for line in failure_lines(held.failed, all_names=with_unsupported):
        say(line)
    if held.failed:
        say(
            Message(
                "Not read: {count}. Mend them, then run: kisima index. "
                "To try again without a change: kisima status --failed",
                count=f"{len(held.failed):,}",
            )
        )
    for line in failure_lines(held.synonym_faults, all_names=True):
        say(line)
    _say_parts(held.parts)
    if held.moved_on:
        say(_changes(held))


def _say_parts(parts: Iterable[PartSummary]) -> None:
    """Print what shards have prepared, a line for each part."""
    for part in parts:
        documents = Message.counted(
            "{count} document, {size} KiB",
            "{count} documents, {size} KiB",
            count=part.documents,
            size=f"{part.size_bytes / 1024:,.0f}",
        )
        state: Message | None = None
        if part.writer is not None:
            state = Message("{holder} is preparing it", holder=part.writer)
        elif not part.fits:
            state = Message("of another version or settings; not used")
        line = Message("Prepared, part {part}: {documents}", part=part.name, documents=documents)
        say(Message("{line} ({state})", line=line, state=state) if state else line)


def _changes(held: Status) -> Message:
    """Return how the corpus has changed since the index was built, and the remedy."""
    counts = (
        (Message("new: {count}", count=f"{held.added:,}"), held.added),
        (Message("changed: {count}", count=f"{held.changed:,}"), held.changed),
        (Message("renamed: {count}", count=f"{held.renamed:,}"), held.renamed),
        (Message("removed: {count}", count=f"{held.removed:,}"), held.removed),
    )
    changes = [in_words(text) for text, count in counts if count]
    if not held.recipe_ok:
        changes.append(in_words(Message("the analysis has changed")))
    if not held.synonyms_ok:
        changes.append(in_words(Message("the synonyms have changed")))
    return Message(
        "The documents have changed ({changes}); run: kisima index", changes=", ".join(changes)
    )


@command(
    Message("Update the index as documents change."),
    Message(
        "Waits until no document has changed for some seconds (KISIMA_QUIET), then updates; "
        "one line for each update. Ctrl-C stops it."
    ),
)
@option("--polling", is_flag=True, help=Message("For network folders."))
@shared_options
def watch_command(polling: bool) -> None:
    """Follow the corpus until Ctrl-C."""
    from kb.watch import watch

    settings = settings_of()
    say(Message("Watching {path} (Ctrl-C stops)", path=settings.corpus))

    def say_all(update: Update) -> None:
        say_update(update)
        if update.report is not None and update.report.published:
            say_listed_questions(settings)

    watch(Path(settings.corpus), Path(settings.index), settings, say_all, polling=polling)


def say_update(update: Update) -> None:
    """Print the result of an update: one line."""
    from datetime import datetime

    time = datetime.now().astimezone().strftime("%H:%M:%S")
    report = update.report
    if report is None:
        reason = " ".join(in_words(update.error).split())
        say(Message("{time} error: {reason}", time=time, reason=reason))
        return
    counts = (
        (Message("new: {count}", count=f"{len(report.added):,}"), report.added),
        (Message("changed: {count}", count=f"{len(report.changed):,}"), report.changed),
        (Message("renamed: {count}", count=f"{len(report.renamed):,}"), report.renamed),
        (Message("removed: {count}", count=f"{len(report.removed):,}"), report.removed),
        (Message("not read: {count}", count=f"{len(report.failed):,}"), report.failed),
    )
    changes = [in_words(text) for text, ids in counts if ids] or [in_words(Message("nothing new"))]
    say(
        Message(
            "{time} generation {generation}: {changes} ({seconds} s)",
            time=time,
            generation=report.generation,
            changes=", ".join(changes),
            seconds=f"{report.seconds:.1f}",
        )
    )
