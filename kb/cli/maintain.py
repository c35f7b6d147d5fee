"""The commands of those who keep the documents: add, remove, watch, check, go back.

search_cli.py holds the commands of those who search, and loads these when one of
them is called. Each reads its options, calls one function of kb, and prints.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.framework import Command, places, print_json, say, settings_of

if TYPE_CHECKING:
    from kb.admin.add import AddedDocument
    from kb.admin.remove import Removal, RemovalReport
    from kb.settings import Settings
    from kb.watch import Update

__all__ = ["COMMANDS", "say_update"]

_VERDICTS = {"good": "sawa / ok", "warn": "angalia / look", "bad": "kosa / wrong"}


def _folders(settings: Settings) -> tuple[Path, Path]:
    return Path(settings.corpus), Path(settings.index)


@click.command("watch", cls=Command)
@click.option("--polling", is_flag=True, help="Kwa folda za mtandao. / For network folders.")
@places
def _watch(polling: bool) -> None:
    """Fuatilia nyaraka, sasisha zikibadilika. / Update the index as documents change.

    Husubiri korpasi itulie (KISIMA_QUIET, sekunde 2), kisha husasisha. Ctrl-C kusimamisha. / It
    waits until the corpus is still, then updates; one line for each update. Ctrl-C stops it.
    """
    from kb.watch import watch

    settings = settings_of()
    say(f"Inafuatilia / Watching {settings.corpus} (Ctrl-C kusimamisha / to stop)")
    watch(*_folders(settings), settings, say_update, polling=polling)


def say_update(update: Update) -> None:
    """Print what came of an update: one line."""
    from datetime import datetime

    now = datetime.now().astimezone().strftime("%H:%M:%S")
    report = update.report
    if report is None:
        say(f"{now} kosa / error: {' '.join(str(update.error).split())}")
        return
    counts = (
        ("mpya / new", len(report.added)),
        ("zimebadilika / changed", len(report.changed)),
        ("jina jipya / renamed", len(report.renamed)),
        ("zimeondolewa / removed", len(report.removed)),
        ("hazikusomeka / failed", len(report.failed)),
    )
    moved = ", ".join(f"{what} {count:,}" for what, count in counts if count)
    state = moved or "hakuna jipya / nothing new"
    say(f"{now} kizazi / generation {report.generation}: {state} ({report.seconds:.1f} s)")


@click.command("add", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "folder", default="", metavar="FOLDA", help="Ndani ya nyaraka. / Subfolder.")
@click.option("--replace", is_flag=True, help="Badilisha iliyopo. / Replace the one there.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def _add(file: Path, folder: str, replace: bool, as_json: bool) -> None:
    """Ongeza faili kwenye nyaraka. / Copy a file into the documents.

    Huonyesha vichwa vilivyoonekana na habari zinazokosekana. / Shows the headings found, and
    what is not known about the document yet.
    """
    from kb.admin.add import add
    from kb.present import terminal

    settings = settings_of()
    corpus, _ = _folders(settings)
    added = add(file, corpus, settings, folder=folder, replace=replace)
    if as_json:
        headings = [section.heading for section in added.outline.sections]
        print_json(
            {
                "id": added.id,
                "title": added.outline.title,
                "headings": headings,
                "wanted": added.missing,
            }
        )
        return
    click.echo(terminal.outline_text(added.outline))
    for warning in added.document.warnings:
        say(f"{added.id}: {warning}")
    if added.missing:
        say(_wanted(added, corpus))
    say(f"{added.id} imeongezwa / added. Endesha / Run: kisima index")


def _wanted(added: AddedDocument, corpus: Path) -> str:
    """Return what is not known of a document, and where it can be told."""
    from kb.admin.add import EXPECTED_METADATA

    swahili = {"title": "kichwa"} | dict(EXPECTED_METADATA)
    names = ", ".join(f"{swahili[name]} / {name}" for name in added.missing)
    header = "\t".join(["path", *(swahili[name] for name in added.missing)])
    return (
        f"Hakijulikani / not known: {names}. Andika katika / tell it in "
        f"{corpus / 'sources.tsv'}: {header!r}"
    )


@click.command("remove", cls=Command)
@click.argument("id", metavar="HATI")
@click.option("--purge", is_flag=True, help="Katika vizazi vyote pia. / From all that is kept.")
@click.option("--yes", is_flag=True, help="Usiulize. / Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
@click.pass_context
def _remove(ctx: click.Context, id: str, purge: bool, yes: bool, as_json: bool) -> None:
    """Ondoa hati kwenye nyaraka na faharasa. / Remove a document.

    Faili linafutwa. Vizazi vya awali bado vinayo, isipokuwa kwa --purge: kwa data binafsi. / The
    file is deleted. Earlier generations keep it, unless --purge is given: for personal data.
    """
    from dataclasses import asdict

    from kb.admin.remove import plan_removal, remove

    settings = settings_of()
    folders = _folders(settings)
    wanted = plan_removal(id, *folders, purge=purge)
    if not yes:
        _confirm(wanted, ctx)
    removed = remove(wanted, *folders, settings, purge=purge)
    if as_json:
        print_json(asdict(removed) | {"files": [str(path) for path in removed.files]})
    else:
        _print_removed(removed, wanted, purge=purge)
    ctx.exit(75 if removed.still_read else 0)


def _confirm(wanted: Removal, ctx: click.Context) -> None:
    """Ask before a file is deleted; where nobody can answer, refuse."""
    files = "\n".join(f"  {path}" for path in wanted.files) or "  (faharasa tu / the index only)"
    say(f"Zitafutwa / To be deleted:\n{files}")
    if not sys.stdin.isatty():
        raise click.UsageError("thibitisha kwa / confirm with --yes", ctx)
    if click.prompt("Andika ndiyo kuendelea / type yes to go on", default="", err=True) not in {
        "ndiyo",
        "yes",
    }:
        raise click.Abort


def _print_removed(removed: RemovalReport, wanted: Removal, *, purge: bool) -> None:
    if wanted.listed:
        say(f"{removed.id}: imeondolewa / removed; kizazi / generation {removed.report.generation}")
    else:
        say(f"{removed.id}: haikuwepo / was nowhere listed")
    if purge:
        for generation in removed.amended:
            say(f"Kizazi kimesafishwa / generation cleaned: {generation}")
    else:
        say("Vizazi vya awali bado vinayo / earlier generations still hold it: --purge")
    for generation in removed.still_read:
        say(
            f"Kizazi {generation} bado kinasomwa; kimeondolewa matumizini, kitafutwa na sasisho "
            "linalofuata. Anzisha upya tovuti, kisha rudia. / still read by a process; out of use, "
            "and deleted by the next update: restart kisima serve, then run this again"
        )
    if wanted.named_in_sources:
        say(f"Ondoa mstari wake / take its row out of sources.tsv: {removed.id}")


@click.command("history", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def _history(as_json: bool) -> None:
    """Orodhesha vizazi vilivyotunzwa. / List the generations that are kept."""
    from dataclasses import asdict

    from kb.admin.history import history
    from kb.present import terminal

    kept = history(_folders(settings_of())[1])
    if as_json:
        print_json([asdict(one) for one in kept])
        return
    rows = [("", "KIZAZI", "IMEJENGWA", "NYARAKA", "VIFUNGU", "UKUBWA")]
    for one in kept:
        mark, size = "●" if one.current else "", f"{one.size_bytes / 1024:,.0f} KiB"
        counts = f"{one.documents:,}", f"{one.passages:,}"
        rows.append((mark, one.generation, one.built, *counts, size))
    click.echo(terminal.table(rows))


@click.command("rollback", cls=Command)
@click.argument("generation", required=False, metavar="[KIZAZI]")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def _rollback(generation: str | None, as_json: bool) -> None:
    """Rejesha kizazi cha awali. / Go back to an earlier generation.

    Bila KIZAZI: kilichotangulia. Kinajibu mpaka sasisho linalofuata. / Without a number, the one
    before. It answers until the next update, which follows the documents again.
    """
    from kb.admin.history import roll_back

    settings = settings_of()
    manifest = roll_back(_folders(settings)[1], settings, generation)
    if as_json:
        print_json({"generation": manifest.generation, "passages": manifest.passages})
        return
    say(
        f"Kinachojibu sasa / answering now: {manifest.generation} "
        f"({manifest.documents:,} nyaraka / documents)"
    )


@click.command("verify", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
@click.pass_context
def _verify(ctx: click.Context, as_json: bool) -> None:
    """Hakiki kila faili la faharasa. / Check every file of the index.

    Hulinganisha kila faili na alama yake (SHA-256), kisha huuliza injini maswali yenye majibu
    yanayojulikana. / Every file's hash, then questions whose answers are known.
    """
    from dataclasses import asdict

    from kb.admin.verify import verify

    checked = verify(_folders(settings_of())[1])
    if as_json:
        print_json([asdict(one) for one in checked])
    for one in checked if not as_json else ():
        mark = " ●" if one.current else ""
        size = f"{one.files} faili / files, {one.size_bytes / 1024:,.0f} KiB"
        state = "imeharibika / damaged" if one.problems else "kamili / sound"
        click.echo(f"{one.generation}{mark}  {size}  {state}")
        for problem in one.problems:
            say(f"  {problem}")
    damaged = any(one.problems for one in checked)
    if damaged:
        say("Endesha / Run: kisima index --full")
    ctx.exit(65 if damaged else 0)


@click.command("doctor", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
@click.pass_context
def _doctor(ctx: click.Context, as_json: bool) -> None:
    """Chunguza kila kitu Kisima inachotegemea. / Examine all that Kisima depends on."""
    from dataclasses import asdict

    from kb.doctor import examine

    checks = examine(settings_of())
    if as_json:
        print_json([asdict(check) for check in checks])
    for check in checks if not as_json else ():
        title = (
            check.swahili
            if check.swahili == check.english
            else f"{check.swahili} / {check.english}"
        )
        click.echo(f"[{_VERDICTS[check.verdict]}] {title}: {check.told}")
        if check.mend:
            click.echo(f"    → {check.mend}")
    ctx.exit(1 if any(check.verdict == "bad" for check in checks) else 0)


COMMANDS = {
    str(command.name): command
    for command in (_watch, _add, _remove, _history, _rollback, _verify, _doctor)
}
"""By their English names."""
