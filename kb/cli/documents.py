"""The commands about one document: show it, add it, remove it, inspect its headings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.framework import Command, command
from kb.cli.language import in_words, language
from kb.cli.output import print_json, say
from kb.cli.parameters import (
    WholeNumber,
    argument,
    completing,
    json_option,
    option,
    settings_of,
    shared_options,
)
from kb.messages import Message

if TYPE_CHECKING:
    from kb.admin.add import AddedDocument
    from kb.admin.remove import Removal, RemovalReport

__all__ = ["add_command", "inspect_command", "remove_command", "show_command"]

_LOCKED = 75
"""Still read by another process: EX_TEMPFAIL of sysexits.h."""

_YES: AbstractSet[str] = {"ndiyo", "yes"}
_FIELDS: Mapping[str, Message] = {
    "title": Message("title"),
    "institution": Message("institution"),
    "date": Message("date"),
    "source": Message("source"),
}
_existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Show(Command):
    """As quick as a search."""

    quick = True


@command(
    Message("Show a document or a passage."),
    Message("ID: the path of a document, or the id that search printed."),
    cls=_Show,
)
@argument("id", Message("ID"), shell_complete=completing("id"))
@option("--query", metavar=Message("WORDS"), help=Message("Mark these words."))
@json_option
@option("--no-color", is_flag=True, help=Message("Print no colour."))
@shared_options
def show_command(id: str, query: str | None, as_json: bool, no_color: bool) -> None:
    """Print a document, or one passage of it."""
    from kb.knowledge_base import KnowledgeBase
    from kb.present import terminal
    from kb.present.json import document_json, passage_json
    from kb.present.text import document_text, passage_text

    settings = settings_of()
    colour = terminal.in_colour(sys.stdout, refused=no_color)
    looks: dict[str, Any] = {
        "width": terminal.width(),
        "colour": colour,
        "language": language(),
    }
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        # A passage's id ends in its number; a "#" may be part of a document's name.
        if "#" in id and id.rpartition(".")[2].isdigit():
            passage = base.show(id)
            shape = dict(passage_json(passage))
            text = passage_text(passage, **looks)
        else:
            document = base.document(id, query)
            shape = dict(document_json(document))
            text = document_text(document, **looks)
    if as_json:
        print_json(shape)
    else:
        click.echo(text, nl=False, color=colour)


@command(
    Message("Copy a file, a page of the web or a site into the documents."),
    Message(
        "Of a file it shows the headings, and what is not known about it yet. A page (https://…) "
        "lies in a folder named like its site. With --site the pages of its sitemap and of its "
        "links follow, below its path, as robots.txt allows; a later run fetches what changed."
    ),
)
@argument("file", Message("FILE"))
@option("--to", "folder", default="", metavar=Message("FOLDER"), help=Message("Subfolder."))
@option("--replace", is_flag=True, help=Message("Replace the document of that name."))
@option("--site", "--tovuti", "site", is_flag=True, help=Message("All pages of the site."))
@option("--limit", type=WholeNumber(1), metavar="N", help=Message("Pages of a site."))
@option(
    "--delay",
    type=float,
    default=1.0,
    metavar=Message("SECONDS"),
    help=Message("Between two requests."),
)
@option("--allow-private", is_flag=True, help=Message("Addresses inside a network too."))
@json_option
@shared_options
@click.pass_context
def add_command(
    ctx: click.Context,
    file: str,
    folder: str,
    replace: bool,
    site: bool,
    limit: int | None,
    delay: float,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Copy a file into the corpus, and print its headings; or fetch pages of the web."""
    from kb.cli.site import add_from_web, is_web_address

    if is_web_address(file):
        code = add_from_web(
            file,
            settings_of(),
            whole=site,
            limit=limit,
            delay=delay,
            allow_private=allow_private,
            replace=replace,
            as_json=as_json,
        )
        ctx.exit(code)
    _add_file(_existing_file.convert(file, None, ctx), folder, replace=replace, as_json=as_json)


def _add_file(file: Path, folder: str, *, replace: bool, as_json: bool) -> None:
    from kb.admin.add import add
    from kb.present.terminal import outline_text
    from kb.present.upkeep_json import added_json

    settings = settings_of()
    corpus = Path(settings.corpus)
    added = add(file, corpus, settings, folder=folder, replace=replace)
    if as_json:
        print_json(added_json(added))
        return
    click.echo(outline_text(added.outline, language=language()))
    for warning in added.document.warnings:
        say(Message("{path}: {reason}", path=added.id, reason=warning))
    if added.missing:
        say(_unknown(added, corpus))
    say(Message("{id}: added; run: kisima index", id=added.id))


def _unknown(added: AddedDocument, corpus: Path) -> Message:
    """Return which metadata a document lacks, and where to write them."""
    names = [in_words(_FIELDS[name]) for name in added.missing]
    return Message(
        "Not known: {names}. Write it in {path}, under: {header}",
        names=", ".join(names),
        path=corpus / "sources.tsv",
        header="\t".join(["path", *names]),
    )


@command(
    Message("Remove a document from the folder and the index."),
    Message(
        "The file is deleted. Earlier generations keep the document, unless --purge is given: "
        "for personal data."
    ),
)
@argument("id", Message("DOCUMENT"), shell_complete=completing("id"))
@option("--purge", is_flag=True, help=Message("Remove it from all generations too."))
@option("--yes", is_flag=True, help=Message("Do not ask."))
@json_option
@shared_options
@click.pass_context
def remove_command(ctx: click.Context, id: str, purge: bool, yes: bool, as_json: bool) -> None:
    """Delete a document; exit with 75 if a process still reads an old generation of it."""
    from kb.admin.remove import plan_removal, remove
    from kb.present.upkeep_json import removed_json

    settings = settings_of()
    folders = Path(settings.corpus), Path(settings.index)
    planned = plan_removal(id, *folders, settings, purge=purge)
    if not yes:
        _confirm(planned, ctx)
    removed = remove(planned, *folders, settings, purge=purge)
    if as_json:
        print_json(removed_json(removed, language=language()))
    else:
        _say_removed(removed, planned, purge=purge)
    ctx.exit(_LOCKED if removed.still_read else 0)


def _confirm(planned: Removal, ctx: click.Context) -> None:
    """Ask before a file is deleted; without a terminal, refuse."""
    if planned.files:
        say(Message("To be deleted:"))
        for path in planned.files:
            say(f"  {path}")
    else:
        say(Message("To be removed from the index only; there is no file."))
    if not sys.stdin.isatty():
        raise click.UsageError(in_words(Message("confirm with --yes")), ctx)
    prompt = in_words(Message("Type yes to go on"))
    if click.prompt(prompt, default="", show_default=False, err=True) not in _YES:
        raise click.Abort


def _say_removed(removed: RemovalReport, planned: Removal, *, purge: bool) -> None:
    if planned.listed:
        generation = removed.report.generation
        say(Message("{id}: removed; generation {generation}", id=removed.id, generation=generation))
    else:
        say(Message("{id}: is in no list of documents", id=removed.id))
    if not purge:
        say(Message("Earlier generations keep it; remove it from them too with --purge"))
    for generation in removed.amended:
        say(Message("Generation {generation}: cleaned", generation=generation))
    for generation in removed.still_read:
        say(
            Message(
                "Generation {generation}: another process still reads it; no search uses it any "
                "more, and the next update deletes it. Restart kisima serve, then run this again",
                generation=generation,
            )
        )
    if planned.named_in_sources:
        say(Message("Delete its row in sources.tsv: {id}", id=removed.id))


@command(
    Message("Show the headings of a file, and the rule that found each."),
    Message(
        "--write puts FILE.toml next to the file: there headings are added, dropped, renamed "
        "or moved."
    ),
)
@argument("file", Message("FILE"), type=_existing_file)
@json_option
@option("--write", is_flag=True, help=Message("Write FILE.toml, to correct the headings in."))
@shared_options
def inspect_command(file: Path, as_json: bool, write: bool) -> None:
    """Print the tree of a file's headings, or write its sidecar."""
    from kb import outline
    from kb.metadata.sidecar import write_sidecar
    from kb.present.terminal import outline_text
    from kb.present.upkeep_json import outline_json
    from kb.readers import read_document
    from kb.readers.sandbox.limits import limits_of
    from kb.readers.sandbox.pool import Sandbox

    settings = settings_of()
    with Sandbox(limits_of(settings)) as sandbox:
        document = read_document(file, file.name, None, settings.file_max_bytes, sandbox=sandbox)
    tree = outline.outline(document)
    for warning in document.warnings:
        say(Message("{path}: {reason}", path=file.name, reason=warning))
    if write:
        click.echo(str(write_sidecar(file, document, tree, language())))
    elif as_json:
        print_json(outline_json(tree))
    else:
        click.echo(outline_text(tree, language=language()))
