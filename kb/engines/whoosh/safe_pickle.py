"""Let Whoosh unpickle only what an index of ours can hold.

Whoosh pickles its table of contents, the extras of its term files and every
block of postings, and unpickling runs code: an index file that someone has
prepared would own whoever opens it. ``install`` gives Whoosh a reader that
builds only the names listed here, and refuses all others.

It also takes away the loaders of formats older than 2.7, which bring an
unpickler of their own, and has blocks written with pickle protocol 3: protocol
2 writes bytes as a call of ``_codecs.encode``, which is larger (a fifth of the
index), slower, and one more name to allow.
"""

from __future__ import annotations

import io
import pickle
from types import SimpleNamespace
from typing import IO, Any

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.externalsort
import whoosh.filedb.structfile
import whoosh.formats
import whoosh.index

__all__ = ["ALLOWED", "install", "load", "loads"]

ALLOWED = frozenset(
    {
        # a segment, as the table of contents lists it
        ("builtins", "int"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
        # the schema; we hand Whoosh our own, but its own tools read this one
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
"""Module and name of everything a pickle of ours may ask for. None of them runs what it is given."""

_PROTOCOL = 3


class _Unpickler(pickle.Unpickler):
    """Builds what is allowed, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        # Protocol 2 names Python 2's modules; pickle would translate them afterwards.
        module = {"__builtin__": "builtins"}.get(module, module)
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"an index file asks for {module}.{name}: refused")
        return super().find_class(module, name)


def load(file: IO[bytes]) -> Any:
    """Read one pickle from *file*.

    Raises:
        pickle.UnpicklingError: it asks for a name that is not allowed.
    """
    return _Unpickler(file).load()


def loads(data: bytes) -> Any:
    """Read one pickle.

    >>> loads(pickle.dumps((1, b"two")))
    (1, b'two')
    >>> loads(pickle.dumps(print))
    Traceback (most recent call last):
    _pickle.UnpicklingError: an index file asks for builtins.print: refused
    """
    return _Unpickler(io.BytesIO(data)).load()


def _dumps(value: object, _protocol: int) -> bytes:
    return pickle.dumps(value, _PROTOCOL)


def _dump(value: object, file: IO[bytes], _protocol: int) -> None:
    pickle.dump(value, file, _PROTOCOL)


def install() -> None:
    """Put the allow-list under everything in Whoosh that unpickles. Twice is once."""
    whoosh.index.pickle = SimpleNamespace(
        loads=loads, dumps=pickle.dumps, PicklingError=pickle.PicklingError
    )
    whoosh.index.toc_loaders = {}
    whoosh.filedb.structfile.load_pickle = load
    # What a large build sorts on the disk.
    whoosh.externalsort.load, whoosh.externalsort.dump = load, _dump
    for module in (whoosh.codec.whoosh3, whoosh.columns, whoosh.formats):
        module.loads = loads
    whoosh.codec.whoosh3.dumps = _dumps
