"""A passage and a document, as they are shown in a terminal and as JSON."""

from __future__ import annotations

from kb.index.schema import StoredPassage, TokenColumns
from kb.results import ShownDocument, ShownPassage, ShownSection

__all__ = ["SHOWN", "STORED"]

_NO_TOKENS = TokenColumns((), (), (), (), (), ())
STORED = StoredPassage(
    id="muundo.md#bodi.1",
    document="muundo.md",
    title="Muundo wa Taasisi",
    path=("Muundo", "Bodi"),
    heading="Bodi",
    kind="bodi",
    anchor="bodi",
    ordinal=1,
    children=(("Kamati", "kamati"),),
    institution="Taasisi ya Mfano",
    date="2019",
    language="sw",
    format="markdown",
    source="https://mfano.go.tz/muundo",
    replaces="zamani.md",
    start=40,
    text="Bodi ina wajumbe:\n- wanne\n- na mwenyekiti",
    body=_NO_TOKENS,
    heading_tokens=_NO_TOKENS,
)
SHOWN = ShownDocument(
    id="muundo.md",
    title="Muundo wa Taasisi",
    institution="Taasisi ya Mfano",
    date=None,
    language="sw",
    format="markdown",
    source=None,
    replaces=None,
    sections=(
        ShownSection(
            None, 0, (), None, "mwanzo", (ShownPassage("muundo.md#mwanzo.1", "Utangulizi.", 0),)
        ),
        ShownSection("Muundo", 1, ("Muundo",), "muundo", "muundo", ()),
        ShownSection(
            "Bodi",
            2,
            ("Muundo", "Bodi"),
            "bodi",
            "bodi",
            (
                ShownPassage("muundo.md#bodi.1", "Bodi ya kwanza.", 40, ((0, 4),)),
                ShownPassage("muundo.md#bodi.2", "Aya ya pili.", 60),
            ),
            ((0, 4),),
        ),
    ),
)
