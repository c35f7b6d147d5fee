"""The commands ``search`` and ``answer``: questions come in, printed hits or answers go out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from kb.cli.facet_options import facet_options, filters_of
from kb.cli.framework import SearchCommand, command
from kb.cli.language import language
from kb.cli.output import print_json, say
from kb.cli.parameters import WholeNumber, argument, completing, option, settings_of, shared_options
from kb.messages import Message

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.results import AnswerResult, Results

__all__ = ["answer_command", "search_command"]

_STDIN = "-"
_FROM_STDIN = Message('The question "-" reads questions from standard input, one a line.')

_question = argument(
    "query", Message("WORDS"), nargs=-1, required=True, shell_complete=completing("question")
)
_json = option("--json", "form", flag_value="json", help=Message("Print JSON, as the API has it."))
_no_color = option("--no-color", is_flag=True, help=Message("Print no colour."))


class _Form(NamedTuple):
    """How answers are printed."""

    name: str | None  # json, plain, sms; None: for a person
    colour: bool
    many: bool  # each question of several has its own answer


@command(
    Message("Search the documents."),
    Message('WORDS: words, "a phrase", -without, +required, prefix*, kichwa:heading, aina:kind.'),
    _FROM_STDIN,
    cls=SearchCommand,
)
@_question
@option("--limit", metavar="N", help=Message("Hits on a page."))
@option("--page", type=WholeNumber(1), default=1, metavar="N", help=Message("Which page."))
@facet_options
@_json
@option("--plain", "form", flag_value="plain", help=Message("Print one line a hit."))
@option(
    "--bila-tafsiri",
    "--no-gloss",
    "plain_words",
    is_flag=True,
    help=Message("Do not look English words up."),
)
@option(
    "--mpya", "--newest", "newest", is_flag=True, help=Message("List the newest documents first.")
)
@option("--eleza", "--explain", "explain", is_flag=True, help=Message("Say why each hit is there."))
@_no_color
@shared_options
@click.pass_context
def search_command(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    limit: str | None,
    page: int,
    form: str | None,
    plain_words: bool,
    newest: bool,
    explain: bool,
    no_color: bool,
) -> None:
    """Print a page of hits for each question; exit with 1 where there are none."""
    printed = _form(form, query, no_color=no_color)
    hits = 0
    with _open(query, limit=limit) as base:
        search = partial(
            base.search,
            page=page,
            filters=filters_of(ctx),
            glosses=not plain_words,
            grouped=form != "plain",
            explain=explain,
            newest=newest,
        )
        for line in _lines(query):
            results = _results(search, line, query)
            hits += len(results.hits)
            _print_results(results, printed, explain=explain)
    ctx.exit(0 if hits else 1)


@command(Message("Answer in a sentence or two, with the source."), _FROM_STDIN, cls=SearchCommand)
@_question
@facet_options
@_json
@option("--sms", "form", flag_value="sms", help=Message("Print 160 characters for a text message."))
@_no_color
@shared_options
@click.pass_context
def answer_command(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    form: str | None,
    no_color: bool,
) -> None:
    """Print a short answer to each question; exit with 1 where there is none."""
    printed = _form(form, query, no_color=no_color)
    answers = 0
    with _open(query) as base:
        for line in _lines(query):
            quoted = base.answer(line, filters=filters_of(ctx))
            typed = " ".join(query)
            if quoted.answer is None and not printed.many and typed != line:
                # Quotes are more often for the shell than for a phrase: see _results.
                quoted = base.answer(typed, filters=filters_of(ctx))
            answers += quoted.answer is not None
            _print_quoted(quoted, printed)
    ctx.exit(0 if answers else 1)


def _form(name: str | None, query: tuple[str, ...], *, no_color: bool) -> _Form:
    """Return how answers are printed."""
    from kb.present.terminal import in_colour

    return _Form(name, in_colour(sys.stdout, refused=no_color), query == (_STDIN,))


@contextmanager
def _open(query: tuple[str, ...], *, limit: str | None = None) -> Iterator[KnowledgeBase]:
    """Open the index; the garbage collector is off while one question is answered.

    The process ends with the answer, and the collector would take 5 % of its time.
    """
    import gc

    from kb.knowledge_base import KnowledgeBase

    settings = settings_of(limit=limit)
    collecting = gc.isenabled()
    if query != (_STDIN,):
        gc.disable()
    try:
        with KnowledgeBase.open(Path(settings.index), settings) as base:
            if base.notice:
                say(base.notice)
            yield base
    finally:
        if collecting:
            gc.enable()


def _lines(query: tuple[str, ...]) -> Iterator[str]:
    """Yield the questions: one from the arguments, or those of standard input."""
    from kb.query import line_of

    if query == (_STDIN,):
        yield from filter(None, map(str.strip, sys.stdin))
    else:
        yield line_of(query)


def _results(search: Callable[[str], Results], line: str, query: tuple[str, ...]) -> Results:
    """Answer a line. If an argument that was read as a phrase has no match, search its words.

    In `kisima search "nani anafanya utafiti"` the quotes are more often for the shell than
    for a phrase.
    """
    results = search(line)
    typed = " ".join(query)
    if (results.total and not results.corrected) or query == (_STDIN,) or typed == line:
        return results
    loose = search(typed)
    if not loose.total:
        return results
    note = Message("not found as a phrase; searched word by word")
    return replace(
        loose,
        notes=(*loose.notes, note),
    )


def _print_results(results: Results, form: _Form, *, explain: bool) -> None:
    """Print one answer: hits to standard output, remarks to standard error."""
    if form.name == "json":
        from kb.present.json import results_json

        shape = results_json(results, language=language(), explain=explain)
        print_json(shape, indent=None if form.many else 2)
        return
    from kb.present.terminal import width
    from kb.present.text import results_lines, results_text

    if form.name == "plain":
        start = f"{results.query}\t" if form.many else ""
        for line in results_lines(results).splitlines():
            click.echo(start + line)
    else:
        answered = bool(results.hits)
        text = results_text(
            results,
            width=width(),
            colour=form.colour and answered,
            language=language(),
            explain=explain,
        )
        if answered:
            click.echo(text, nl=form.many, color=form.colour)
        else:
            say(text.rstrip())
    _remark(results)
    _offer_institutions(results)


def _offer_institutions(results: Results) -> None:
    """Print the institutions that a question fits, if there are several, each as the option to type."""
    import shlex

    from kb.answers.parties import fitting_institutions
    from kb.facets import FACETS
    from kb.present.cells import safe_line

    names = fitting_institutions(results)
    if not names:
        return
    swahili, english = next(one.parameters for one in FACETS if one.name == "institution")
    option = swahili if language() == "sw" else english
    say(Message("The question fits several institutions:"))
    for name in names:
        say(f"  --{option} {shlex.quote(safe_line(name))}")


def _print_quoted(quoted: AnswerResult, form: _Form) -> None:
    """Print a short answer to standard output; if there is none, a remark to standard error."""
    from kb.present.answer import quoted_text
    from kb.present.json import quoted_json
    from kb.present.sms import as_sms
    from kb.present.terminal import width

    if form.name == "json":
        shape = quoted_json(quoted, language=language())
        print_json(shape, indent=None if form.many else 2)
        return
    text = quoted_text(quoted, width=width(), colour=form.colour, language=language())
    if quoted.answer is None:
        say(text.rstrip())
    else:
        text = as_sms(quoted.answer, quoted.others) if form.name == "sms" else text.rstrip()
        click.echo(text, color=form.colour)
    _remark(quoted)


def _remark(answer: Results | AnswerResult) -> None:
    """Print what was left out of the question, and a suggestion."""
    from kb.present.notes import remarks

    for remark in remarks(answer, language()):
        say(remark)
