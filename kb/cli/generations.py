"""The commands for the generations of an index: changes, history, rollback, verify, doctor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from kb.cli.framework import command
from kb.cli.language import in_words, language
from kb.cli.output import print_json, say
from kb.cli.parameters import argument, json_option, option, settings_of, shared_options
from kb.messages import Message

__all__ = [
    "changes_command",
    "doctor_command",
    "history_command",
    "rollback_command",
    "verify_command",
]

_DAMAGED = 65
_MARK = "●"
"""The generation that answers."""

_HEADS = (
    Message("GENERATION"),
    Message("BUILT"),
    Message("DOCUMENTS"),
    Message("PASSAGES"),
    Message("SIZE"),
)
_VERDICTS: Mapping[str, Message] = {
    "good": Message("ok"),
    "warn": Message("look"),
    "bad": Message("wrong"),
}


@command(
    Message("List the documents that came, changed, moved or went."),
    Message(
        "Since the oldest generation that is kept, or since the one you name. The newest first."
    ),
)
@option(
    "--tangu",
    "--since",
    "since",
    metavar=Message("GENERATION|DAY"),
    help=Message("A generation (000012), or a day (2026-11-30): its changes and all later ones."),
)
@json_option
@shared_options
@click.pass_context
def changes_command(ctx: click.Context, since: str | None, as_json: bool) -> None:
    """Print a row for each document; exit with 1 if there is none."""
    from kb.catalogue.changes import SINCE_FORM
    from kb.knowledge_base import KnowledgeBase
    from kb.present.labels import CHANGE_NAMES
    from kb.present.lists_json import ListPart, changes_json
    from kb.present.terminal import table

    if since is not None and not re.fullmatch(SINCE_FORM, since):
        raise click.UsageError(
            in_words(
                Message("--since is a generation such as 000012, or a day such as 2026-11-30")
            ),
            ctx,
        )
    settings = settings_of()
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        listed = base.changes(since)
    changes = listed.changes
    if as_json:
        part = ListPart(listed.until.generation, len(changes), len(changes), None)
        by_id = sorted(changes, key=lambda change: change.id)
        print_json(changes_json(by_id, listed.since, listed.until, part))
    elif changes:
        rows = (
            (one.at[:10], in_words(CHANGE_NAMES[one.change]), one.title, one.id) for one in changes
        )
        click.echo(table(rows))
    else:
        facts = {"generation": listed.since.generation, "day": listed.since.built[:10]}
        say(Message("Nothing has changed since generation {generation} of {day}.", **facts))
    ctx.exit(0 if changes else 1)


@command(Message("List the generations that are kept."))
@json_option
@shared_options
def history_command(as_json: bool) -> None:
    """Print a row for each generation, the newest first."""
    from kb.admin.history import history
    from kb.present.terminal import table
    from kb.present.upkeep_json import history_json

    settings = settings_of()
    kept = history(Path(settings.index), settings)
    if as_json:
        print_json(history_json(kept))
        return
    rows = [("", *map(in_words, _HEADS))]
    for one in kept:
        mark, size = _MARK if one.current else "", f"{one.size_bytes / 1024:,.0f} KiB"
        counts = f"{one.documents:,}", f"{one.passages:,}"
        rows.append((mark, one.generation, one.built, *counts, size))
    click.echo(table(rows))


@command(
    Message("Go back to an earlier generation."),
    Message(
        "Without a number, to the one before. It answers until the next update, which follows "
        "the documents again."
    ),
)
@argument("generation", Message("GENERATION"), required=False)
@json_option
@shared_options
def rollback_command(generation: str | None, as_json: bool) -> None:
    """Publish an earlier generation again."""
    from kb.admin.history import roll_back
    from kb.present.upkeep_json import rollback_json

    settings = settings_of()
    manifest = roll_back(Path(settings.index), settings, generation)
    if as_json:
        print_json(rollback_json(manifest))
        return
    say(
        Message.counted(
            "Generation {generation} answers now ({count} document)",
            "Generation {generation} answers now ({count} documents)",
            count=manifest.documents,
            generation=manifest.generation,
        )
    )


@command(
    Message("Check every file of the index."),
    Message(
        "Compares each file with its hash (SHA-256), then asks the engine questions whose "
        "answers are known."
    ),
)
@json_option
@shared_options
@click.pass_context
def verify_command(ctx: click.Context, as_json: bool) -> None:
    """Print which files are sound and which are damaged; exit with 65 if one is damaged."""
    from kb.admin.verify import verify
    from kb.present.upkeep_json import verify_json

    settings = settings_of()
    checked = verify(Path(settings.index), settings)
    if as_json:
        print_json(verify_json(checked, language=language()))
    for one in checked if not as_json else ():
        size = Message.counted(
            "{count} file, {size} KiB",
            "{count} files, {size} KiB",
            count=one.files,
            size=f"{one.size_bytes / 1024:,.0f}",
        )
        state = Message("damaged") if one.problems else Message("sound")
        mark = f" {_MARK}" if one.current else ""
        read = Message.counted(
            "{count} document read", "{count} documents read", count=one.documents_read
        )
        line = (f"{one.generation}{mark}", *map(in_words, (size, read, state)))
        click.echo("  ".join(line))
        for problem in one.problems:
            say(f"  {in_words(problem)}")
    damaged = any(one.problems for one in checked)
    if damaged:
        say(Message("Run: kisima index --full"))
    ctx.exit(_DAMAGED if damaged else 0)


@command(Message("Examine all that Kisima depends on."))
@json_option
@shared_options
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """Print a line for each check, with its remedy; exit with 1 if one fails."""
    from kb.doctor import checks_json, examine
    from kb.present.terminal import hanging, width

    checks = examine(settings_of())
    if as_json:
        print_json(checks_json(checks, language=language()))
    for check in checks if not as_json else ():
        verdict = in_words(_VERDICTS[check.verdict])
        line = f"[{verdict}] {in_words(check.name)}: {in_words(check.state)}"
        click.echo(hanging(line, width()))
        if check.remedy:
            click.echo(f"    → {in_words(check.remedy)}")  # a command, to be copied whole
    ctx.exit(1 if any(check.verdict == "bad" for check in checks) else 0)
