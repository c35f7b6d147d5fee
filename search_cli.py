"""The command line: each command reads its options, calls one function of kb, and prints.

Every command has a Swahili and an English name, which are equal. Answers go to
standard output, remarks and progress to standard error. The exit code is 0 for
an answer, 1 for none, 2 for a mistake in the call, 130 for Ctrl-C, and that of
kb.errors for what Kisima found wrong.

What a command needs is imported inside it: a search loads neither the readers,
nor rich, nor the web (tests/test_import_diet.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.facet_options import facet_options, filters_of
from kb.cli.framework import (
    ENGLISH,
    Command,
    Kisima,
    SearchCommand,
    places,
    print_json,
    progress_bar,
    say,
    settings_of,
)

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kb.admin.status import Status
    from kb.indexing import Report
    from kb.knowledge_base import KnowledgeBase
    from kb.results import Quoted, Results
    from kb.settings import Settings

__all__ = ["main"]

EXIT_CODES = """\
Hali za kutoka / Exit codes: 0 jibu / an answer · 1 hakuna kilichopatikana / nothing found ·
2 amri imekosewa / usage · 65 faharasa haifai / index unusable · 74 diski / storage ·
70 kosa la ndani / internal · 75 faharasa inaandikwa / index locked · 130 Ctrl-C
"""


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    import platform
    from importlib.metadata import version

    from kb import __version__, swahili

    libraries = ("pyicu", "whoosh", "click", "starlette")
    click.echo(f"kisima {__version__}")
    click.echo(f"kb.swahili {swahili.fingerprint()}")
    click.echo(f"python {platform.python_version()}")
    click.echo("\n".join(f"{name} {version(name)}" for name in libraries))
    ctx.exit()


class _Commands(Kisima):
    """All commands: those below, and those of kb.cli.maintain, loaded when one is asked for."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by either of its names."""
        found = super().get_command(ctx, cmd_name)
        if found is None and (name := ENGLISH.get(cmd_name, cmd_name)) in ENGLISH.values():
            from kb.cli.maintain import COMMANDS
            from kb.cli.settings import settings

            found = settings if name == "settings" else COMMANDS.get(name)
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their English names."""
        return sorted(ENGLISH.values())

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """Complete a command's name without loading the commands, or an option."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        from kb.cli.shell_completion import command_names

        return command_names(incomplete)


@click.group(cls=_Commands, epilog=EXIT_CODES, subcommand_metavar="AMRI [MANENO]...")
@places
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Toleo la Kisima na maktaba zake. / Versions.",
)
def main() -> None:
    """Kisima: tafuta katika nyaraka za Kiswahili. / Search Swahili documents."""


def _completing(name: str) -> Callable[..., list[CompletionItem[str]]]:
    """Return what completes a value in the shell: it is loaded when a shell asks."""

    def complete(
        ctx: click.Context, parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from kb.cli import shell_completion as shell

        return shell.COMPLETERS[name](ctx, parameter, incomplete)

    return complete


@main.command("search", cls=SearchCommand, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="MANENO...", shell_complete=_completing("question"))
@click.option("--limit", metavar="N", help="Majibu katika ukurasa. / Hits on a page.")
@click.option("--page", type=click.IntRange(1), default=1, metavar="N", help="Ukurasa. / Page.")
@facet_options
@click.option("--json", "form", flag_value="json", help="JSON, kama API. / As the API has it.")
@click.option("--plain", "form", flag_value="plain", help="Mstari mmoja kwa jibu. / One a line.")
@click.option(
    "--bila-tafsiri",
    "--no-gloss",
    "plain_words",
    is_flag=True,
    help="Usitafsiri Kiingereza. / Do not look English words up.",
)
@click.option(
    "--eleza",
    "--explain",
    "explain",
    is_flag=True,
    help="Eleza kwa nini kila jibu limepatikana. / Say why each answer was found.",
)
@click.option("--no-color", is_flag=True, help="Bila rangi. / Without colour.")
@places
@click.pass_context
def _search(
    ctx: click.Context,
    query: tuple[str, ...],
    limit: str | None,
    page: int,
    form: str | None,
    plain_words: bool,
    explain: bool,
    no_color: bool,
) -> None:
    """Tafuta katika nyaraka. / Search the documents.

    MANENO: maneno, "kifungu cha maneno", -bila, +lazima, mwanz*, kichwa:neno, aina:dira.
    Swali "-" husoma maswali kutoka stdin, moja kwa mstari.

    Words, "phrases", -without, +must, prefix*, kichwa:heading, aina:kind. The question "-"
    reads questions from standard input, one a line.
    """
    if not query:
        raise click.UsageError("andika maneno ya kutafuta / type what to look for", ctx)
    many = query == ("-",)
    if not many:
        import gc

        # One answer and the process ends: collecting what the lexicon allocates is 5 % of it.
        gc.disable()
    from kb.knowledge_base import KnowledgeBase
    from kb.present import terminal

    settings = settings_of(limit=limit)
    asked = filters_of(ctx)
    colour = terminal.in_colour(sys.stdout, refused=no_color)
    found = False
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        if base.notice:
            say(base.notice)
        for line in _lines(query):
            results = _answer(
                base,
                line,
                query,
                page,
                asked,
                glosses=not plain_words,
                grouped=form != "plain",
                explain=explain,
            )
            found = found or bool(results.hits)
            _print_results(results, form, colour, many, explain=explain)
    ctx.exit(0 if found else 1)


def _lines(query: tuple[str, ...]) -> Iterator[str]:
    """Yield the questions: one from the arguments, or those of standard input."""
    from kb.query import line_of

    if query == ("-",):
        yield from filter(None, map(str.strip, sys.stdin))
    else:
        yield line_of(query)


def _answer(
    base: KnowledgeBase,
    line: str,
    typed: tuple[str, ...],
    page: int,
    filters: dict[str, tuple[str, ...]],
    *,
    glosses: bool,
    grouped: bool,
    explain: bool,
) -> Results:
    """Answer a line; where an argument read as a phrase stands nowhere, by its words.

    `kisima search "nani anafanya utafiti"` is more often a question in quotes
    for the shell than a wish for these words side by side.
    """
    from dataclasses import replace
    from functools import partial

    ask = partial(
        base.search, page=page, filters=filters, glosses=glosses, grouped=grouped, explain=explain
    )
    results = ask(line)
    words = " ".join(typed)
    if (results.total and not results.corrected) or typed == ("-",) or words == line:
        return results
    loose = ask(words)
    if not loose.total:
        return results
    return replace(
        loose,
        dropped=(*loose.dropped, "maneno hayapo pamoja kwa mpangilio huu; yametafutwa moja moja"),
        dropped_english=(*loose.dropped_english, "not found as a phrase; searched word by word"),
    )


def _print_results(
    results: Results, form: str | None, colour: bool, many: bool, *, explain: bool
) -> None:
    """Print one answer: hits to standard output, remarks to standard error."""
    from dataclasses import replace

    from kb.present import terminal
    from kb.present.json import results_json
    from kb.present.text import results_lines, results_text

    if form == "json":
        print_json(results_json(results, explain=explain), indent=None if many else 2)
    elif form == "plain":
        start = f"{results.query}\t" if many else ""
        for line in results_lines(results).splitlines():
            click.echo(start + line)
    elif results.hits:
        bare = replace(results, dropped=(), dropped_english=(), suggestion=None, widened=())
        text = results_text(bare, width=terminal.width(), colour=colour, explain=explain)
        click.echo(text, nl=many, color=colour)
    else:
        say(results_text(results, width=terminal.width(), colour=False).rstrip())
        return
    if form != "json":
        _remark(results)


def _remark(results: Results | Quoted) -> None:
    """Say what was ignored, and what may have been meant."""
    for swahili, english in zip(results.dropped, results.dropped_english):
        say(f"Angalizo / Note: {swahili} / {english}")
    for shown in results.widened:
        say(f"Pia / Also: {shown}")
    if results.corrected:
        say(
            "Hakuna kilichopatikana kwa maneno hayo; haya ni majibu ya / "
            f"Nothing was found for those words; these are the answers for: {results.suggestion}"
        )
    elif results.suggestion:
        say(f"Ulimaanisha / Did you mean: {results.suggestion}")


@main.command("answer", cls=SearchCommand, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, metavar="MANENO...", shell_complete=_completing("question"))
@facet_options
@click.option("--json", "form", flag_value="json", help="JSON, kama API. / As the API has it.")
@click.option(
    "--sms", "form", flag_value="sms", help="Herufi 160 za SMS. / 160 characters for a message."
)
@click.option("--no-color", is_flag=True, help="Bila rangi. / Without colour.")
@places
@click.pass_context
def _quote(
    ctx: click.Context,
    query: tuple[str, ...],
    form: str | None,
    no_color: bool,
) -> None:
    """Jibu kwa sentensi moja au mbili, na chanzo. / Answer in a sentence or two, with the source.

    Swali "-" husoma maswali kutoka stdin, moja kwa mstari. / The question "-" reads questions
    from standard input, one a line.
    """
    if not query:
        raise click.UsageError("andika swali / type a question", ctx)
    from kb.knowledge_base import KnowledgeBase
    from kb.present import terminal

    settings = settings_of()
    asked = filters_of(ctx)
    colour = terminal.in_colour(sys.stdout, refused=no_color)
    found = False
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        if base.notice:
            say(base.notice)
        for line in _lines(query):
            quoted = base.quote(line, filters=asked)
            if quoted.quote is None and query != ("-",):
                # Quotes are more often for the shell than for a phrase: see _answer.
                quoted = base.quote(" ".join(query), filters=asked)
            found = found or quoted.quote is not None
            _print_quoted(quoted, form, colour, many=query == ("-",))
    ctx.exit(0 if found else 1)


def _print_quoted(quoted: Quoted, form: str | None, colour: bool, *, many: bool) -> None:
    """Print a short answer to standard output; that there is none, to standard error."""
    from kb.present import terminal
    from kb.present.answer import quoted_text
    from kb.present.json import quoted_json
    from kb.present.sms import as_sms

    if form == "json":
        print_json(quoted_json(quoted), indent=None if many else 2)
        return
    text = quoted_text(quoted, width=terminal.width(), colour=colour)
    if quoted.quote is None:
        say(text.rstrip())
    else:
        click.echo(as_sms(quoted.quote) if form == "sms" else text.rstrip(), color=colour)
    _remark(quoted)


@main.command("show", cls=Command)
@click.argument("id", shell_complete=_completing("id"))
@click.option("--query", metavar="MANENO", help="Tia alama maneno haya. / Mark these words.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.option("--no-color", is_flag=True, help="Bila rangi. / Without colour.")
@places
def _show(
    id: str,
    query: str | None,
    as_json: bool,
    no_color: bool,
) -> None:
    """Onyesha hati au kifungu. / Show a document or a passage.

    ID: njia ya hati, au kitambulisho kilichochapishwa na tafuta. / A document's path, or the
    id that search printed.
    """
    from kb.knowledge_base import KnowledgeBase
    from kb.present import terminal
    from kb.present.json import document_json, passage_json
    from kb.present.text import document_text, passage_text

    settings = settings_of()
    colour = terminal.in_colour(sys.stdout, refused=no_color)
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        # A passage's id ends in its number; a "#" may be part of a document's name.
        if "#" in id and id.rpartition(".")[2].isdigit():
            passage = base.show(id)
            shape = passage_json(passage)
            text = passage_text(passage, width=terminal.width(), colour=colour)
        else:
            document = base.document(id, query)
            shape = document_json(document)
            text = document_text(document, width=terminal.width(), colour=colour)
    if as_json:
        print_json(shape)
    else:
        click.echo(text, nl=False, color=colour)


@main.command("index", cls=Command)
@click.option("--full", is_flag=True, help="Soma kila kitu upya. / Read everything anew.")
@click.option("--dry-run", is_flag=True, help="Eleza tu, usiandike. / Say only what would be done.")
@click.option("--compact", is_flag=True, help="Unganisha yote. / Merge all that is kept apart.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
@click.pass_context
def _index(
    ctx: click.Context,
    full: bool,
    dry_run: bool,
    compact: bool,
    as_json: bool,
) -> None:
    """Sasisha faharasa kulingana na nyaraka. / Bring the index up to date.

    Nyaraka mpya, zilizobadilika na zilizoondolewa tu ndizo zinazoshughulikiwa. / Only new,
    changed, renamed and deleted documents are worked on.
    """
    from dataclasses import asdict

    from kb.indexing import update

    settings = settings_of()
    folders = Path(settings.corpus), Path(settings.index)
    try:
        with progress_bar() as progress:
            report = update(
                *folders,
                settings,
                full=full,
                dry_run=dry_run,
                compact=compact,
                progress=progress,
            )
    except KeyboardInterrupt:
        say("Faharasa ya awali ipo kama ilivyokuwa. / The index is as it was before.")
        say("Zilizosomwa zimetunzwa; endesha tena. / What was read is kept; run it again.")
        ctx.exit(130)
    if as_json:
        print_json(asdict(report))
    else:
        _print_report(report, dry_run=dry_run)


def _print_report(report: Report, *, dry_run: bool) -> None:
    """Print what an update did; what could not be read goes to standard error."""
    from kb.present import terminal

    new = {*report.added, *report.changed}
    for id, reason in (*report.failed, *((id, w) for id, w in report.warnings if id in new)):
        say(f"{id}: {reason}")
    if report.failed:
        say(
            "Faili likirekebishwa litasomwa na sasisho lijalo; ukibadilisha mipangilio: / What is "
            "mended is read by the next update; after a change of settings: kisima status --failed"
        )
    if report.reason:
        say(f"Sababu / Reason: {report.reason}")
    if dry_run:
        say("Hakuna kilichoandikwa. / Nothing was written.")
    counts = (
        ("zimeongezwa", "added", len(report.added)),
        ("zimebadilika", "changed", len(report.changed)),
        ("zimepewa jina jipya", "renamed", len(report.renamed)),
        ("zimeondolewa", "removed", len(report.removed)),
        ("hazikubadilika", "unchanged", report.unchanged),
        ("hazikusomeka", "failed", len(report.failed)),
    )
    rows = [(swahili, english, f"{count:,}") for swahili, english, count in counts]
    rows.append(("sekunde", "seconds", f"{report.seconds:.1f}"))
    click.echo(terminal.table(rows))


@main.command("status", cls=Command)
@click.option("--documents", is_flag=True, help="Orodhesha nyaraka. / List the documents.")
@click.option("--failed", is_flag=True, help="Soma tena zilizoshindikana. / Retry what failed.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def _status(documents: bool, failed: bool, as_json: bool) -> None:
    """Eleza faharasa ina nini, tangu lini. / Say what the index holds, and from when.

    Nyaraka zilizoshindikana huorodheshwa na sababu; --failed huzisoma tena. / Lists the files that
    could not be read with their reasons; --failed reads them again.
    """
    from dataclasses import asdict

    from kb.admin.status import status
    from kb.indexing import update
    from kb.present import terminal

    settings = settings_of()
    folders = Path(settings.corpus), Path(settings.index)
    if failed:
        with progress_bar() as progress:
            update(*folders, settings, retry=True, progress=progress)
    found = status(*folders, settings)
    if as_json:
        print_json(asdict(found) | {"moved_on": found.moved_on})
        return
    if documents:
        click.echo(
            terminal.table((d.id, d.title, d.institution or "", d.date or "") for d in found.held)
        )
        return
    rows = (
        ("kizazi", "generation", found.generation),
        ("imejengwa", "built", found.built),
        ("nyaraka", "documents", f"{found.documents:,}"),
        ("vifungu", "passages", f"{found.passages:,}"),
        ("ukubwa", "size", f"{found.size_bytes / 1024:,.0f} KiB"),
        ("injini", "engine", found.engine),
    )
    click.echo(terminal.table(rows))
    for id, reason in found.failed:
        say(f"{id}: {reason}")
    if found.failed:
        say(
            f"Hazikusomeka / not read: {len(found.failed):,}. Rekebisha, kisha / mend them, then: "
            "kisima index; jaribu tena / try again: kisima status --failed"
        )
    if found.moved_on:
        say(_moves(found))


def _moves(found: Status) -> str:
    """Return how the corpus has moved on, and what mends it."""
    counts = (
        ("mpya", "new", found.added),
        ("zilizobadilika", "changed", found.changed),
        ("zenye jina jipya", "renamed", found.renamed),
        ("zilizoondolewa", "removed", found.removed),
    )
    moved = [f"{swahili} / {english} {count:,}" for swahili, english, count in counts if count]
    if not found.recipe_ok:
        moved.append("uchambuzi umebadilika / the analysis has changed")
    return f"Nyaraka zimebadilika / moved on: {', '.join(moved)}. Endesha / Run: kisima index"


@main.command("analyse", cls=Command)
@click.argument("text", nargs=-1, required=True, metavar="MAANDISHI...")
@click.option("--explain", "--eleza", "why", is_flag=True, help="Eleza sehemu za neno. / Say why.")
@click.option(
    "--lugha",
    "--language",
    "language",
    type=click.Choice(("sw", "en")),
    default="sw",
    show_default=True,
    help="Lugha ya maelezo. / Language of the reasons.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@places
def _analyse(text: tuple[str, ...], why: bool, language: str, as_json: bool) -> None:
    """Onyesha jinsi maneno yanavyosomwa. / Show how words are read.

    Neno, aina yake, maumbo yanayotafutwa, na familia yake; --explain huonyesha sehemu zake. / A
    word, its kind, the terms that are searched, and its family; --explain shows its parts.
    """
    from kb import swahili
    from kb.present import terminal
    from kb.present.analysis import analysis_json, analysis_text

    tokens = swahili.analyse(" ".join(text))
    if as_json:
        print_json(analysis_json(tokens))
        return
    if why:
        colour = terminal.in_colour(sys.stdout)
        shown = analysis_text(tokens, width=terminal.width(), colour=colour, language=language)
        click.echo(shown, color=colour)
        return
    click.echo(terminal.tokens_text(tokens))


@main.command("inspect", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.option("--write", is_flag=True, help="Andika FAILI.toml ya kusahihisha. / Write a sidecar.")
@places
def _inspect(file: Path, as_json: bool, write: bool) -> None:
    """Onyesha vichwa vya faili, na jinsi vilivyoonekana. / Show the headings found in a file, and how.

    --write huandika FAILI.toml kando ya faili: humo unaweza kuongeza, kuondoa, kubadili jina
    au kuhamisha vichwa. / --write puts FILE.toml beside the file, in which headings are added,
    dropped, renamed or moved.
    """
    from kb import outline as sections
    from kb.metadata.sidecar import write_sidecar
    from kb.present import terminal
    from kb.readers import read_document
    from kb.readers.sandbox.limits import limits_of
    from kb.readers.sandbox.pool import Sandbox

    settings = settings_of()
    with Sandbox(limits_of(settings)) as sandbox:
        most = settings.file_max_bytes
        document = read_document(file, file.name, None, most, sandbox=sandbox)
    outline = sections.outline(document)
    for warning in document.warnings:
        say(f"{file.name}: {warning}")
    if write:
        click.echo(str(write_sidecar(file, document, outline)))
    elif as_json:
        shown = ("heading", "level", "path", "kind", "anchor", "found", "start", "end")
        rows = [{name: getattr(part, name) for name in shown} for part in outline.sections]
        print_json({"title": outline.title, "sections": rows})
    else:
        click.echo(terminal.outline_text(outline))


@main.command("evaluate", cls=Command)
@click.argument(
    "folders",
    metavar="FOLDA...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
@click.option("--per-query", is_flag=True, help="Mstari kwa kila swali. / A row for each question.")
@places
def _evaluate(folders: tuple[Path, ...], as_json: bool, per_query: bool) -> None:
    """Pima ubora wa majibu. / Measure the answers against judgements.

    FOLDA: BEIR (corpus.jsonl, queries.jsonl, qrels.tsv) au / or tests/relevance/README.md.
    """
    from kb.evaluation import as_json as shown
    from kb.evaluation import as_text, as_tsv, evaluate

    figures = []
    with progress_bar() as progress:
        for folder in folders:

            def tell(what: str, done: int, of: int, name: str = folder.resolve().name) -> None:
                if not done:
                    say(f"{name}: {what}")
                progress(done, of, what)

            figures.append(evaluate(folder, settings_of(), tell))
    for remark in (remark for one in figures for remark in one.remarks):
        say(remark)
    if as_json:
        print_json(shown(figures, per_query=per_query))
    else:
        click.echo(as_tsv(figures) if per_query else as_text(figures))


@main.command("serve", cls=Command)
@click.option("--host", metavar="ANWANI", help="Anwani. / Address.")
@click.option("--port", metavar="NAMBA", help="Mlango. / Port.")
@click.option(
    "--watch", is_flag=True, help="Sasisha nyaraka zikibadilika. / Update as they change."
)
@click.option(
    "--polling", is_flag=True, help="--watch kwa folda za mtandao. / For network folders."
)
@places
def _serve(host: str | None, port: str | None, watch: bool, polling: bool) -> None:
    """Fungua ukurasa wa tovuti. / Serve the web page."""
    import socket

    from kb.knowledge_base import KnowledgeBase
    from webui.app import serve

    settings = settings_of(host=host, port=port)
    # A site without an index could only say so: better here, where it can be mended.
    KnowledgeBase.open(Path(settings.index), settings).close()
    address = settings.host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Tried here, so that a port in use is an error of ours, and the one taken for 0 is told.
    with socket.create_server((address, settings.port), family=family) as tried:
        free = tried.getsockname()[1]
    shown = f"[{address}]" if family is socket.AF_INET6 else address
    say(f"http://{shown}:{free}/  (Ctrl-C kusimamisha / to stop)")
    if watch:
        _watch_aside(settings, polling=polling)
    serve(settings, address, free)


def _watch_aside(settings: Settings, *, polling: bool) -> None:
    """Update the index in a thread of its own, which ends with the process."""
    from threading import Thread

    from kb.cli.maintain import say_update
    from kb.watch import watch as follow

    folders = Path(settings.corpus), Path(settings.index)
    options = {"polling": polling}
    Thread(
        target=follow, args=(*folders, settings, say_update), kwargs=options, daemon=True
    ).start()


@main.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def _completion(shell: str) -> None:
    """Chapisha hati ya ukamilishaji wa amri. / Print the script that completes in a shell.

    Katika ~/.bashrc / in ~/.bashrc: eval "$(kisima completion bash)"
    """
    from kb.cli.shell_completion import script

    click.echo(script(shell, main, "kisima"), nl=False)


if "_KISIMA_COMPLETE" in os.environ:  # a shell asks: see kb.cli.shell_completion
    from kb.cli.shell_completion import install

    install()

if __name__ == "__main__":
    main(prog_name="kisima")
