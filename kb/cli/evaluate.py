"""The command evaluate, and what an update says of the questions that an agency keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.framework import command
from kb.cli.language import language
from kb.cli.output import print_json, progress_bar, say
from kb.cli.parameters import (
    argument,
    engine_option,
    json_option,
    option,
    settings_of,
    shared_options,
)
from kb.errors import KisimaError
from kb.messages import Message

if TYPE_CHECKING:
    from kb.evaluation import ListedRun, Outcome
    from kb.settings import Settings

__all__ = ["evaluate_command", "say_listed_questions"]


@command(
    Message("Measure the answers against judgements."),
    Message(
        "Without a FOLDER: asks the questions of maswali.tsv beside the documents, and says which "
        "got worse since the last generation; the exit code is then 1. "
        "FOLDER: BEIR's layout (corpus.jsonl, queries.jsonl, qrels.tsv), or that of "
        "tests/relevance/README.md."
    ),
)
@argument(
    "folders",
    Message("FOLDER"),
    nargs=-1,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@json_option
@option("--per-query", is_flag=True, help=Message("A row for each question."))
@engine_option
@shared_options
@click.pass_context
def evaluate_command(
    ctx: click.Context, folders: tuple[Path, ...], as_json: bool, per_query: bool
) -> None:
    """Print the outcome of each listed question, or the figures of each judged set."""
    if folders:
        _print_figures(folders, as_json=as_json, per_query=per_query)
    else:
        ctx.exit(1 if _print_listed(settings_of(), as_json=as_json) else 0)


def _print_listed(settings: Settings, *, as_json: bool) -> bool:
    """Ask the listed questions and print what came of them; return whether one got worse."""
    from kb.evaluation import changed_places, listed_json, listed_text

    with progress_bar() as progress:
        generation, outcomes, before = _ask(settings, progress)
    changes = changed_places(outcomes, before)
    if as_json:
        print_json(listed_json(generation, outcomes, changes, before, language=language()))
    else:
        for one in outcomes:
            if one.fault is not None:
                row, fault = one.question.row, one.fault
                say(Message("maswali.tsv:{row}: {reason}", row=row, reason=fault))
        click.echo(listed_text(outcomes, changes, before, language=language()))
        _say_unanswered(settings)
    return any(one.is_worse for one in changes)


def _ask(
    settings: Settings, progress: Callable[[int, int, str], None] | None = None
) -> tuple[str, tuple[Outcome, ...], ListedRun | None]:
    """Ask the listed questions, and keep the run.

    Returns:
        The generation that was asked, what came of the questions, and the run before it.
    """
    from kb.evaluation import ask_listed, load_questions, save_run
    from kb.knowledge_base import KnowledgeBase

    questions = load_questions(Path(settings.corpus))
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        outcomes = ask_listed(base, questions, progress)
        generation = base.generation
    return generation, outcomes, save_run(Path(settings.index), generation, outcomes)


def _say_unanswered(settings: Settings) -> None:
    """Say that words were asked in vain, where they are counted: questions for the list."""
    from kb.admin.unanswered import load_unanswered

    if settings.unanswered and (words := load_unanswered(Path(settings.unanswered))):
        shown = ", ".join(word for word, _ in words[:10])
        say(Message("Asked in vain: {words}; all of them: kisima status --unanswered", words=shown))


def say_listed_questions(settings: Settings) -> None:
    """Say in a line how the listed questions fare after an update; nothing without a list.

    The update is done: what goes wrong here is said, and changes nothing.
    """
    from kb.indexing.corpus import QUESTIONS

    if not (Path(settings.corpus) / QUESTIONS).is_file():
        return
    from kb.evaluation import changed_places, listed_line

    try:
        _, outcomes, before = _ask(settings)
        say(listed_line(outcomes, changed_places(outcomes, before)))
    except KisimaError as error:
        say(error.message)


def _print_figures(folders: tuple[Path, ...], *, as_json: bool, per_query: bool) -> None:
    """Print the figures of each judged set, and of their mean."""
    from kb.evaluation import evaluate, figures_json, figures_rows, figures_text

    figures = []
    with progress_bar() as progress:
        for folder in folders:

            def follow(what: str, done: int, of: int, name: str = folder.resolve().name) -> None:
                if not done:
                    say(f"{name}: {what}")
                progress(done, of, what)

            figures.append(evaluate(folder, settings_of(), follow))
    for remark in (remark for one in figures for remark in one.remarks):
        say(remark)
    if as_json:
        print_json(figures_json(figures, per_query=per_query))
    elif per_query:
        click.echo(figures_rows(figures))
    else:
        click.echo(figures_text(figures, language=language()))
