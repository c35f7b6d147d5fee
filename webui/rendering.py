"""Fill a template in from a view model.

Everything is escaped, and a missing name is an error. Messages are put into words here:

    {{ say("Search") }}                                  a text of the template
    {{ counted("{count} mark", "{count} marks", n) }}    one with a number
    {{ page.count | translate }}                         a Message of the view model
    {{ page.date | date_in_words }}                      an ISO date
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from kb.messages import Message, translate
from webui.language import date_in_words
from webui.text_layout import clause_depth, item_runs
from webui.view_models import Page

__all__ = ["ASSETS", "FOLDER", "render", "template_environment"]

FOLDER = Path(__file__).parent

ASSETS: Mapping[str, str] = {
    path.name: f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    for path in sorted((FOLDER / "static").iterdir())
}
"""Address of each static file. It changes with the content, so browsers may keep the file."""


@pass_context
def _say(context: Context, text: str, /, **facts: object) -> str:
    language = context["language"]
    return translate(Message(text, **facts), language) if facts else _words(text, language)


@cache
def _words(text: str, language: str) -> str:
    """Return a text of the templates that has no facts; there are a few hundred."""
    return translate(Message(text), language)


@pass_context
def _counted(context: Context, one: str, many: str, count: int, /, **facts: object) -> str:
    return translate(Message.counted(one, many, count, **facts), context["language"])


@pass_context
def _translate(context: Context, message: Message | str) -> str:
    return translate(message, context["language"])


@pass_context
def _date_in_words(context: Context, iso: str) -> str:
    return date_in_words(iso, context["language"])


def template_environment(loader: BaseLoader) -> Environment:
    """Return what fills in the templates that *loader* knows, with our functions and filters."""
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(asset=ASSETS, say=_say, counted=_counted)
    environment.filters.update(thousands="{:,}".format)
    environment.filters.update(translate=_translate, date_in_words=_date_in_words)
    environment.filters.update(clause_depth=clause_depth, item_runs=item_runs)
    return environment


_ENVIRONMENT = template_environment(FileSystemLoader(FOLDER / "templates"))


def render(page: Page) -> str:
    """Return the template of *page*, filled in from *page* and nothing else."""
    template = _ENVIRONMENT.get_template(page.template)
    return template.render(page=page, language=page.language)
