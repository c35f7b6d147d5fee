"""What the pages tell a person to type exists, and what they link to is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from kb.cli.shell_completion import command_names
from kb.facets import FACETS
from kb.query import EXACT, FIELDS, OPERATORS
from search_cli import main

PROJECT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.sw.md")
FOR_OFFICERS = ("query-language", "documents", "web", "api", "own-words")
IN_SWAHILI = {
    "query-language": "lugha-ya-maswali",
    "documents": "nyaraka",
    "web": "tovuti",
    "api": "api",
    "own-words": "maneno-yenu",
}
PAGES = sorted(
    path
    for folder in ("", "docs", "docs/sw", "docs/decisions", "corpus", "tests/relevance")
    for path in (PROJECT / folder).glob("*.md")
)
SHOWN = re.compile(r"`(kisima [^`]+)`|^(?:\$ |    )(kisima .+)$", re.MULTILINE)
OPTION = re.compile(r"`(--[a-z-]+)")

NAMES = {item.value for item in command_names("")}
"""Every command, by both of its names."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))


def text_of(page: Path | str) -> str:
    return (PROJECT / page).read_text(encoding="utf-8")


def command_of(name: str) -> click.Command | None:
    return main.get_command(click.Context(main), name)


def options_of(name: str) -> set[str]:
    command = command_of(name)
    assert command is not None
    context = click.Context(command, info_name=name)
    return {option for parameter in command.get_params(context) for option in parameter.opts}


def calls(page: Path | str) -> list[list[str]]:
    """Return each call of kisima that a page shows, as words; remarks behind it are left out."""
    shown = ["".join(pair) for pair in SHOWN.findall(text_of(page))]
    return [shlex.split(line.split("  #")[0].replace("…", "")) for line in shown]


@every_page
def test_every_command_and_option_that_a_page_shows_exists(page):
    """A reader types what is written, and it works."""
    if page.name == "CHANGELOG.md":
        return  # it also names what is gone
    for _, *words in calls(page):
        name = words[0]
        if name.startswith("-"):
            known = {option for parameter in main.params for option in parameter.opts} | {"--help"}
        else:
            assert command_of(name) is not None, name
            known = options_of(name)
        wanted = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert wanted <= known, (name, wanted - known)


@pytest.mark.parametrize("readme", READMES)
def test_every_option_that_a_readme_names_exists(readme):
    """An option that is named alone belongs to some command."""
    known = {option for name in NAMES for option in options_of(name)}
    named = set(OPTION.findall(text_of(readme)))
    assert named
    assert named <= known


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_every_command(readme):
    """What Kisima can do is on its first page, in both languages."""
    shown = {name for _, name, *_ in calls(readme)}
    assert shown == NAMES


@every_page
def test_every_relative_link_leads_somewhere(page):
    """A link to a file that was moved is noticed here."""
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(page))
    gone = [
        target for target in targets if "://" not in target and not (page.parent / target).exists()
    ]
    assert gone == []


def headings(page: Path | str) -> list[str]:
    return re.findall(
        r"^(#+) ", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL), re.MULTILINE
    )


def test_the_two_readmes_are_each_whole():
    """They have the same sections, tables and pictures, and lead to each other."""
    english, swahili = map(text_of, READMES)
    assert headings(READMES[0]) == headings(READMES[1])
    for sign in ("|", "![", "```"):
        assert english.count(sign) == swahili.count(sign)
    assert "(README.sw.md)" in english
    assert "(README.md)" in swahili


@pytest.mark.parametrize("name", FOR_OFFICERS)
def test_a_page_for_officers_is_in_both_languages(name):
    """Each leads to the other in its first lines."""
    english, swahili = f"docs/{name}.md", f"docs/sw/{IN_SWAHILI[name]}.md"
    assert f"(sw/{IN_SWAHILI[name]}.md)" in text_of(english)[:300]
    assert f"(../{name}.md)" in text_of(swahili)[:300]


@pytest.mark.parametrize("page", ["docs/query-language.md", "docs/sw/lugha-ya-maswali.md"])
def test_the_query_language_is_described_whole(page):
    """What can be typed can be looked up, in both languages."""
    text = text_of(page)
    names = [*FIELDS, *EXACT, *(name for facet in FACETS for name in (facet.swahili, facet.name))]
    assert [name for name in names if f"`{name}:" not in text] == []
    assert [operator for operator in OPERATORS if f"`{operator}`" not in text] == []
    assert headings(page) == headings("docs/query-language.md")
