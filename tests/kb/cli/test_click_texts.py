"""Each text of click that a user of Kisima can meet is in the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path

import click

from kb.cli.click_texts import CLICK_TEXTS

UNREACHABLE = {
    # Kisima prints these itself, in its own words.
    "Aborted!",
    "Try '{command} {option}' for help.",
    "%(prog)s, version %(version)s",
    "Show the version and exit.",
    "Missing parameter: {param_name}",
    # Mistakes of who defines a command.
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "Invalid start character for option ({option})",
    "Name '{name}' defined twice",
    (
        "No options defined but a name was passed ({name}). Did you mean to declare an argument "
        "instead? Did you mean to pass '--{name}'?"
    ),
    "Unknown color {colour!r}",
    "Unknown standard stream '{name}'",
    "Value must be an iterable.",
    # Nothing of Kisima's is deprecated, or named by an environment variable.
    "deprecated",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "env var: {var}",
    # No argument has a help text; no parameter is of another kind, or takes two values.
    "Positional arguments",
    "Missing {param_type}",
    "Takes {nargs} values but 1 was given.",
    "{len_type} values are required, but {len_value} was given.",
    # Types and functions of click that no command uses.
    "Choice({choices})",
    "Could not open file {filename!r}: {message}",
    "unknown error",
    "{name} {filename!r} is not executable.",
    "{name} {filename!r} is not writable.",
    "{value!r} does not match the format {format}.",
    "{value!r} is not a valid UUID.",
    "{value!r} is not a valid boolean. Recognized values: {states}",
    "Confirm the action without prompting.",
    "Do you want to continue?",
    "Error: invalid input",
    "Error: The two entered values do not match.",
    "Press any key to continue...",
    "Repeat for confirmation",
    "d",
    "{editor}: Editing failed",
    "{editor}: Editing failed: {e}",
    "Windows error: {error}",
    # The script of Kisima asks bash for no version.
    "Couldn't detect Bash version, shell completion is not supported.",
    "Shell completion is not supported for Bash versions older than 4.4.",
}
"""What click can print, but not to a user of Kisima."""


def texts_of_click() -> set[str]:
    """Return every text that the installed click passes to gettext."""
    files = Path(click.__file__).parent.glob("*.py")
    return {
        str(node.args[0].value)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "ngettext"}
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_text_of_click_is_translated_or_unreachable():
    """A new click that says something new fails here, before a reader meets two languages."""
    covered = {message.text for message in CLICK_TEXTS}
    assert texts_of_click() - covered - UNREACHABLE == set()


def test_no_text_is_listed_that_click_does_not_have():
    """What click has dropped is dropped from the catalogue too."""
    covered = {message.text for message in CLICK_TEXTS}
    assert (covered | UNREACHABLE) - texts_of_click() == set()
    assert covered & UNREACHABLE == set()
