"""Read pickles, and build only what an index of ours can contain.

Whoosh pickles its table of contents and the extras of its term files. Reading a
pickle runs code: a prepared index file would own whoever opens it. Here a pickle
names a class from an allow-list, or it is refused.

    unpickle_prefix           for reading: the caller says what is built for each name
    unpickle, unpickle_file   for Whoosh itself, when it writes (kb.engines.whoosh.compat)
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from typing import IO, Any

__all__ = ["ALLOWED", "unpickle", "unpickle_file", "unpickle_prefix"]

ALLOWED = frozenset(
    {
        # a segment, as the table of contents lists it
        ("builtins", "int"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
        # the schema; we give Whoosh our own, but its own tools read this one
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "VarBytesColumn"),
        ("whoosh.fields", "COLUMN"),
        ("whoosh.fields", "ID"),
        ("whoosh.fields", "Schema"),
        ("whoosh.fields", "TEXT"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
    }
)
"""Module and name of everything that Whoosh may build. None of them runs what it is given."""


class _Unpickler(pickle.Unpickler):
    """Builds what is allowed, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of an allowed name, or raise UnpicklingError."""
        # Protocol 2 uses Python 2's name of the module; pickle translates it too late for us.
        module = {"__builtin__": "builtins"}.get(module, module)
        return self.allowed_class(module, name)

    def allowed_class(self, module: str, name: str) -> Any:
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"an index file asks for {module}.{name}: refused")
        return super().find_class(module, name)


class _StandInUnpickler(_Unpickler):
    """Builds what the caller gives for a name, so that Whoosh is not imported."""

    def __init__(self, file: IO[bytes], stand_ins: Mapping[tuple[str, str], Any]) -> None:
        super().__init__(file)
        self._stand_ins = stand_ins

    def allowed_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._stand_ins:
            raise pickle.UnpicklingError(f"an index file asks for {module}.{name}: refused")
        return self._stand_ins[module, name]


def unpickle_prefix(data: bytes, stand_ins: Mapping[tuple[str, str], Any]) -> Any:
    """Return the value of the pickle that *data* starts with.

    Args:
        data: a pickle, and whatever follows it.
        stand_ins: what is built for a module and a name; other names are refused.

    Raises:
        pickle.UnpicklingError: it names something else.

    >>> unpickle_prefix(pickle.dumps({"dira": 1}) + b"more", {})
    {'dira': 1}
    """
    return _StandInUnpickler(io.BytesIO(data), stand_ins).load()


def unpickle_file(file: IO[bytes]) -> Any:
    """Read one pickle from *file*.

    Raises:
        pickle.UnpicklingError: it names something that is not in ALLOWED.
    """
    return _Unpickler(file).load()


def unpickle(data: bytes) -> Any:
    """Read one pickle.

    >>> unpickle(pickle.dumps((1, b"two")))
    (1, b'two')
    >>> unpickle(pickle.dumps(print))
    Traceback (most recent call last):
    _pickle.UnpicklingError: an index file asks for builtins.print: refused
    """
    return unpickle_file(io.BytesIO(data))
