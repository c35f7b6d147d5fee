"""The commands about words: analyse, forms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli.framework import command
from kb.cli.language import in_words, language
from kb.cli.output import print_json, say
from kb.cli.parameters import argument, json_option, option, shared_options
from kb.messages import Message

__all__ = ["analyse_command", "forms_command"]


@command(
    Message("Show how words are read."),
    Message(
        "A word, its kind, the terms that are searched, and its family; --explain shows its parts."
    ),
    Message(
        "--conllu writes lemma, part of speech and features of a text file, or of the standard "
        "input, in the format of Universal Dependencies."
    ),
)
@argument("text", Message("TEXT"), nargs=-1)
@option("--explain", "--eleza", "explain", is_flag=True, help=Message("Say why."))
@option(
    "--conllu",
    metavar=Message("FILE"),
    is_flag=False,
    flag_value="-",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help=Message("Write CoNLL-U; without FILE, of the standard input."),
)
@json_option
@shared_options
@click.pass_context
def analyse_command(
    ctx: click.Context, text: tuple[str, ...], explain: bool, conllu: str | None, as_json: bool
) -> None:
    """Print a row for each word."""
    if conllu is not None:
        _print_conllu(conllu, " ".join(text))
        return
    if not text:
        raise click.UsageError(in_words(Message("Give words, or --conllu.")), ctx)
    from kb import swahili
    from kb.present.analysis import analysis_json, analysis_text
    from kb.present.terminal import in_colour, tokens_text, width

    tokens = swahili.analyse(" ".join(text))
    if as_json:
        print_json(analysis_json(tokens))
    elif explain:
        colour = in_colour(sys.stdout)
        shown = analysis_text(tokens, width=width(), colour=colour, language=language())
        click.echo(shown, color=colour)
    else:
        click.echo(tokens_text(tokens, language=language()))


def _print_conllu(source: str, words: str) -> None:
    """Print a file as CoNLL-U; ``-`` is the words of the call, else the standard input."""
    from kb.swahili.universal.conllu import conllu_sentences

    name = ""
    if source != "-":
        name = "_".join(Path(source).stem.split())
        text = Path(source).read_text(encoding="utf-8-sig", errors="replace")
    else:
        text = words or sys.stdin.buffer.read().decode("utf-8", "replace")
    for sentence in conllu_sentences(text, name):
        click.echo(sentence, nl=False)


@command(
    Message("Show the forms of a word."),
    Message("A verb in its tenses, a noun with its concords, an adjective in every class."),
)
@argument("words", Message("WORD"), nargs=-1, required=True)
@json_option
@shared_options
@click.pass_context
def forms_command(ctx: click.Context, words: tuple[str, ...], as_json: bool) -> None:
    """Print the paradigms of each word; exit with 1 if none has any."""
    from kb.present.forms import forms_json, forms_text
    from kb.present.terminal import in_colour, width
    from kb.swahili.inflection import paradigms

    found = [paradigm for word in words for paradigm in paradigms(word)]
    for word in words:
        if not paradigms(word):
            say(Message("No forms of {word} are known.", word=word))
    if as_json:
        print_json(forms_json(found))
    elif found:
        colour = in_colour(sys.stdout)
        click.echo(
            forms_text(found, width=width(), colour=colour, language=language()), color=colour
        )
    if not found:
        ctx.exit(1)
