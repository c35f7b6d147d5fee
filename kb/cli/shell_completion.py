"""Completion in the shell: commands, values of options, words and ids from the index.

The parsed part of the line comes in, completions go out. ``kisima completion`` prints the
script with which a shell requests them. Nothing here fails or prints: if the index or a
setting is unusable, there are no completions, and the prompt does not change.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from kb.cli.language import in_words, language
from kb.cli.names import COMMANDS
from kb.cli.parameters import settings_of
from kb.facets import FACETS
from kb.messages import Message

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

__all__ = ["COMPLETERS", "VARIABLE", "command_names", "install", "script"]

VARIABLE = "_KISIMA_COMPLETE"
"""The environment variable with which the script of a shell requests completions."""

_MAX_ITEMS = 50
"""The maximum number of ids or values; a longer list does not help at a prompt."""

_Items = list[CompletionItem[str]]
_Complete = Callable[[click.Context, click.Parameter, str], _Items]

_FILTERS = tuple(f"{facet.swahili}:" for facet in FACETS)
_MIN_LETTERS = 2
_RAW = re.compile(r"(?:\\.|[^\s\\])*\Z")
_CURSOR = "\x1f"  # marks the cursor while the line is split; nobody can type it there


def _question(ctx: click.Context, _: click.Parameter, incomplete: str) -> _Items:
    """Complete a word of a question, the name of a filter such as ``aina:``, or its value."""
    filters = [
        CompletionItem(name)
        for name in _FILTERS
        if name.startswith(incomplete) and name != incomplete
    ]
    if len(incomplete) < _MIN_LETTERS:
        return filters
    before = " ".join(ctx.params.get("query") or ())
    head = f"{before} " if before else ""

    def candidates(base: KnowledgeBase) -> Iterable[str]:
        for line in base.complete(head + incomplete, once=True):
            # A heading is a completion only if it starts with the typed words.
            if line.casefold().startswith(head.casefold()):
                rest = line[len(head) :].replace('"', "")
                yield rest if ":" in rest or not incomplete.islower() else rest.lower()

    return filters + _items(ctx, candidates)


def _values(facet: str) -> _Complete:
    """Return the completer of an option whose values are those of a facet."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> _Items:
        def candidates(base: KnowledgeBase) -> Iterable[str]:
            for line in base.complete(f'{facet}:"{incomplete}', once=True):
                yield line.partition(":")[2].strip('"')

        return _items(ctx, candidates)

    return complete


def _ids(ctx: click.Context, _: click.Parameter, incomplete: str) -> _Items:
    """Complete the id of a document; after ``#``, the id of a passage."""
    document, sign = incomplete.partition("#")[:2]

    def candidates(base: KnowledgeBase) -> Iterable[str]:
        if not sign:
            return (id for id in base.documents() if id.startswith(incomplete))
        sections = base.document(document).sections
        passages = (passage.id for section in sections for passage in section.passages)
        return (id for id in passages if id.startswith(incomplete))

    return _items(ctx, candidates)


def command_names(incomplete: str) -> _Items:
    """Complete the name of a command; names in the language in force come first."""
    swahili = [row.swahili for row in COMMANDS]
    english = [row.english for row in COMMANDS]
    names = swahili + english if language() == "sw" else english + swahili
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]


COMPLETERS: Mapping[str, _Complete] = {
    "question": _question,
    "id": _ids,
    **{facet.name: _values(facet.swahili) for facet in FACETS},
}
"""The completer of each kind of value, by name."""


def _items(ctx: click.Context, candidates: Callable[[KnowledgeBase], Iterable[str]]) -> _Items:
    """Return the completions from the index; none if it cannot be opened or read."""
    from kb.knowledge_base import KnowledgeBase

    try:
        with ctx.scope(cleanup=False):
            settings = settings_of()
        with KnowledgeBase.open(Path(settings.index), settings) as base:
            shown = (value for value in candidates(base) if value.isprintable())
            return [CompletionItem(value) for value in islice(shown, _MAX_ITEMS)]
    except Exception:
        return []


# --- the shells ---


class _Quiet(ShellComplete):
    """Returns no completions after an error, instead of a traceback at a prompt."""

    def complete(self) -> str:
        """See click."""
        try:
            return super().complete()
        except Exception:
            return ""


class _Bash(_Quiet, BashComplete):
    """Bash cuts words at ``:`` and ``=``, and inserts a completion without quotes.

    So the line is read whole, and only the part after the last cut is returned. Every
    character with a meaning in the shell is escaped: no document's name becomes a command.
    """

    source_template = """\
%(complete_func)s() {
    local LC_ALL=C IFS=$'\\n'
    COMPREPLY=($(COMP_WORDS="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete \\
        "$1" 2>/dev/null))
    if [[ ${COMPREPLY[0]-} == *: ]]; then compopt -o nospace; fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -F %(complete_func)s %(prog_name)s
"""

    def source(self) -> str:
        """Return the script; the version of bash is not checked."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words up to the cursor; inside quotes there are no completions."""
        line = os.environ["COMP_WORDS"]
        *words, last = split_arg_string(line + _CURSOR)
        raw = _RAW.search(line)
        if not last.endswith(_CURSOR) or (raw and set(raw[0]) & set("'\"")):
            raise ValueError(line)
        return words[1:], last.removesuffix(_CURSOR)

    def get_completions(self, args: list[str], incomplete: str) -> _Items:
        """Return the completions of the part that bash regards as the word."""
        cut = max(incomplete.rfind(":"), incomplete.rfind("=")) + 1
        completions = super().get_completions(args, incomplete)
        for item in completions:
            # The value of an option comes without the part before the cut, a word with it.
            if item.value.casefold().startswith(incomplete[:cut].casefold()):
                item.value = item.value[cut:]
        # Bash replaces what was typed by the common beginning of all completions.
        longer = [item for item in completions if item.value.startswith(incomplete[cut:])]
        return longer or completions[:1]

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Escape every character but letters, digits, and signs without a meaning in the shell."""
        return re.sub(r"([^\w./:@%+,=-])", r"\\\1", item.value)


class _Zsh(_Quiet, ZshComplete):
    """Zsh quotes what it inserts by itself."""


class _Fish(_Quiet, FishComplete):
    """Fish quotes what it inserts by itself; its script cuts a value at a comma."""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Drop a value that fish would cut."""
        return "" if "," in item.value else super().format_completion(item)


def install() -> None:
    """Register these shells with click."""
    for shell in (_Bash, _Zsh, _Fish):
        add_completion_class(shell)


def script(shell: str, command: click.Command, name: str) -> str:
    """Return the script that a shell reads when it starts."""
    install()
    completion_class = get_completion_class(shell)
    if completion_class is None:
        raise click.UsageError(in_words(Message("no such shell: {name}", name=shell)))
    return completion_class(command, {}, name, VARIABLE).source()
