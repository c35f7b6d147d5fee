"""The command line.

    names             both names of each command, and the module that holds it
    language          the language in force, for our words and click's
    framework         commands, options and arguments whose texts are messages
    output            standard output, standard error, progress
    failures          what went wrong: a line on standard error, and an exit code
    logs              logging to standard error
    search            search, answer
    documents         show, add, remove, inspect
    maintain          index, status, watch
    generations       changes, history, rollback, verify, doctor
    evaluate          evaluate, and what an update says of the listed questions
    tools             analyse, serve, completion
    export            export
    settings          settings
    shell_completion  completion in a shell

search_cli.py holds the group, which loads the module of a command when it is called.
Each command reads its options, calls one function of kb, and prints. What a command
needs is imported inside it: a search loads neither the readers, nor rich, nor the web.
"""

from __future__ import annotations

__all__: list[str] = []
