"""Read the fields of forms in an OpenDocument file: what every viewer shows of them.

The body of a file comes in; the text that a field shows goes out by the id by which the
page refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kb.readers.opendocument.names import odf_name, odf_value

__all__ = ["Controls"]

_SHOWN = ("form:current-value", "form:value")
_LABELLED = frozenset({"form:checkbox", "form:radio", "form:fixed-text", "form:frame"})


class Controls:
    """The fields of the forms of one file.

    Args:
        body: the element in which they are declared.
    """

    def __init__(self, body: Any) -> None:
        self._elements: dict[str, Any] = {}
        for forms in body.iter("{*}forms"):
            for element in forms.iter():
                for name in ("xml:id", "form:id"):
                    if id := odf_value(element, name) if isinstance(element.tag, str) else "":
                        self._elements.setdefault(id, element)

    def text(self, id: str) -> str:
        """Return what a field shows; "" for a button, an empty field or none."""
        element = self._elements.get(id)
        return "" if element is None else " ".join(filter(None, _texts(element)))


def _texts(element: Any) -> Iterator[str]:
    name = odf_name(element)
    if name in _LABELLED:
        yield odf_value(element, "form:label")
    elif name in {"form:password", "form:button", "form:hidden", "form:image"}:
        return
    elif name == "form:listbox":
        for option in element.iterchildren("{*}option"):
            if odf_value(option, "form:current-selected") == "true":
                yield odf_value(option, "form:label")
    else:
        yield next(filter(None, (odf_value(element, one) for one in _SHOWN)), "")
        for paragraph in element.iterchildren("{*}p"):  # of a text over several lines
            yield "".join(paragraph.itertext())
