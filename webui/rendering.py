"""Turn a context into HTML. Everything is escaped, and a name that is missing is an error."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from webui.messages import say
from webui.view_models import Page

__all__ = ["ASSETS", "FOLDER", "render"]

FOLDER = Path(__file__).parent

ASSETS: Mapping[str, str] = {
    path.name: f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    for path in sorted((FOLDER / "static").iterdir())
}
"""Address of each static file. It changes with the content, so browsers may keep the file."""


@pass_context
def _say(context: Context, name: str, /, **values: object) -> str:
    language: str = context["language"]
    return say(name, language, **values)


_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_templates.globals.update(asset=ASSETS, say=_say)


def render(page: Page) -> str:
    """Return a page's template, filled in from *page* and nothing else."""
    template = _templates.get_template(page.template)
    return template.render(page=page, language=page.language)
