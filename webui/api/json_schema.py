"""Describe TypedDicts as JSON Schema (2020-12, the dialect of OpenAPI 3.1)."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

__all__ = ["Schemas"]

_PRIMITIVES: Mapping[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


class Schemas:
    """Collects the schemas of the TypedDicts that are asked for, and of those inside them.

    >>> from kb.present.shapes.lists import FacetValueJson
    >>> schemas = Schemas()
    >>> schemas.reference(FacetValueJson)
    {'$ref': '#/components/schemas/FacetValue'}
    >>> schemas.components["FacetValue"]["properties"]["count"]
    {'type': 'integer'}
    """

    def __init__(self) -> None:
        self.components: dict[str, dict[str, Any]] = {}

    def reference(self, shape: type) -> dict[str, str]:
        """Return a reference to the schema of a TypedDict."""
        name = shape.__name__.removesuffix("Json")
        if name not in self.components:
            self.components[name] = {}  # it may contain itself
            self.components[name].update(self._object(shape))
        return {"$ref": f"#/components/schemas/{name}"}

    def _object(self, shape: type) -> dict[str, Any]:
        # The hints, and not __required_keys__: annotations are text, and it cannot read them.
        hints = get_type_hints(shape, include_extras=True)
        optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
        return {
            "type": "object",
            "description": (shape.__doc__ or "").replace("``", ""),
            "properties": {name: self._schema(hint) for name, hint in hints.items()},
            "required": [name for name in hints if name not in optional],
        }

    def _schema(self, hint: Any) -> dict[str, Any]:
        """Return the schema of a type that a shape uses."""
        origin, inner = get_origin(hint), get_args(hint)
        if origin is NotRequired:
            return self._schema(inner[0])
        if origin is Annotated:
            return {**self._schema(inner[0]), "description": inner[1]}
        if origin is Literal:
            return {"type": "string", "enum": list(inner)}
        if origin is list:
            return {"type": "array", "items": self._schema(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self._schema(inner[1])}
        if origin in (Union, types.UnionType):
            return self._any_of([self._schema(one) for one in inner])
        if is_typeddict(hint):
            return dict(self.reference(hint))
        return {"type": _PRIMITIVES[hint]}

    @staticmethod
    def _any_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
        if all(schema.keys() == {"type"} for schema in schemas):
            return {"type": [schema["type"] for schema in schemas]}
        return {"anyOf": schemas}
