"""Both names of each command, which are equal, and the module that holds the command."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["COMMANDS", "CommandName", "english_name"]


class CommandName(NamedTuple):
    """One row of the table: ``kb.cli.MODULE.ENGLISH_command`` is the command."""

    swahili: str
    english: str
    module: str


COMMANDS = (
    CommandName("tafuta", "search", "search"),
    CommandName("jibu", "answer", "search"),
    CommandName("onyesha", "show", "documents"),
    CommandName("ongeza", "add", "documents"),
    CommandName("ondoa", "remove", "documents"),
    CommandName("vichwa", "inspect", "documents"),
    CommandName("sasisha", "index", "maintain"),
    CommandName("hali", "status", "maintain"),
    CommandName("fuatilia", "watch", "maintain"),
    CommandName("mabadiliko", "changes", "generations"),
    CommandName("historia", "history", "generations"),
    CommandName("rejesha", "rollback", "generations"),
    CommandName("hakiki", "verify", "generations"),
    CommandName("chunguza", "doctor", "generations"),
    CommandName("tovuti", "serve", "tools"),
    CommandName("hamisha", "export", "export"),
    CommandName("msaidizi", "mcp", "mcp"),
    CommandName("chambua", "analyse", "words"),
    CommandName("maumbo", "forms", "words"),
    CommandName("pima", "evaluate", "evaluate"),
    CommandName("mipangilio", "settings", "settings"),
    CommandName("ukamilishaji", "completion", "tools"),
)
"""In the order in which the help lists them."""


def english_name(name: str) -> str:
    """Return the English name of a command; a name that is no command stays as it is.

    >>> english_name("tafuta"), english_name("search"), english_name("tafta")
    ('search', 'search', 'tafta')
    """
    return next((row.english for row in COMMANDS if row.swahili == name), name)
