"""Files of a Tantivy index that somebody prepared: spoilt inside, with checksums that fit.

    python -m tests.reliability.crafted INDEX TIMES SEED

spoils each file of the index TIMES times, each time in a copy, and reads and changes the copy.
It prints what comes of each as a line of JSON. Whoever starts it sees whether it lived.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from kb.engines.base import AnyOf, Clause, InOrder, Preference, SearchRequest, TermPrefix
from kb.engines.tantivy.engine import TantivyEngine
from kb.errors import IndexDamaged

__all__ = ["main"]

_END = struct.Struct(
    "<II"
)  # the last bytes of a segment's file: length of the footer, magic number

_LARGE = (0, 1, 127, 128, 255, 2**20, 2**28, 2**31 - 1, 2**32 - 1, 2**40, 2**62, 2**64 - 1)
_WORDS = AnyOf("term", ("dira", "idara"))
_QUESTIONS = (
    SearchRequest((Clause(_WORDS),), limit=50, facets=("kind", "year"), crowded_above=0),
    SearchRequest((Clause(_WORDS),), filters={"kind": ["dira"]}, all_first=True),
    SearchRequest((), sort="reading", facets=("kind",), one_of_copies=Preference()),
    SearchRequest(
        (
            Clause(InOrder("term", (("dira", "idara"), ("mtandao", "neno1")), (1,), 1)),
            Clause(TermPrefix("term", "neno")),
        )
    ),
)


def _reseal(path: Path, body: bytes, footer: bytes) -> None:
    """Write a segment's file with a checksum that fits its body."""
    values = json.loads(footer)
    values["crc"] = zlib.crc32(body)
    data = json.dumps(values, separators=(",", ":")).encode()
    path.write_bytes(body + data + _END.pack(len(data), 1337))


def _spoilt(body: bytes, chance: random.Random) -> bytes:
    """Change a few bytes, at the ends more often than elsewhere: there are the tables."""
    data = bytearray(body)
    for _ in range(chance.choice([1, 1, 2, 4])):
        size = max(1, len(data))
        at = chance.choice(
            [chance.randrange(size), max(0, size - 1 - chance.randrange(64)), chance.randrange(64)]
        )
        how = chance.choice(["flip", "flip", "number", "number", "cut", "end", "again"])
        if how == "flip" and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif how == "number":
            data[at : at + 8] = struct.pack("<Q", chance.choice(_LARGE))[: chance.choice([1, 4, 8])]
        elif how == "cut":
            del data[at : at + chance.randrange(1, 9)]
        elif how == "end":
            del data[at:]
        else:
            data[at:at] = data[at : at + chance.randrange(1, 200)]
    return bytes(data)


def _with_number(text: str, chance: random.Random) -> str:
    """Put another number in the place of one of a text's."""
    start, end = chance.choice([match.span() for match in re.finditer(r"\b\d+\b", text)])
    return text[:start] + str(chance.choice([*_LARGE, -1, "null", 1.5])) + text[end:]


def _spoil(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    if path.name == "state.json":
        row = _with_number(data[9:].decode(), chance).strip().encode()
        path.write_bytes(b"%08x %s\n" % (zlib.crc32(row), row))
    elif path.name == "meta.json" and chance.random() < 0.8:
        path.write_text(_with_number(data.decode(), chance), encoding="utf-8")
    elif path.name == "copies":
        body = _spoilt(data[4:], chance)
        path.write_bytes(struct.pack("<I", zlib.crc32(body[8:])) + body)
    elif re.match(r"[0-9a-f]{32}\.", path.name):
        length, _ = _END.unpack(data[-_END.size :])
        start = len(data) - _END.size - length
        _reseal(path, _spoilt(data[:start], chance), data[start : -_END.size])
    else:
        path.write_bytes(_spoilt(data, chance))


def _read(engine: TantivyEngine) -> None:
    for question in _QUESTIONS:
        engine.payloads(engine.search(question).hits)
    engine.document("a.txt")
    engine.fetch(["a.txt#1"])
    engine.copies(["a.txt#1"], 3)
    engine.terms("term", "n")
    engine.frequencies("term", ["dira"])
    engine.statistics()


def _write(engine: TantivyEngine) -> None:
    engine.apply(["b.txt"], [])
    engine.compact()


def _outcome(folder: Path) -> str:
    steps: tuple[Callable[[TantivyEngine], None], ...] = (_read, _write)
    try:
        engine = TantivyEngine.open(folder, writable=True)
    except IndexDamaged:
        return "refused"
    try:
        for step in steps:
            try:
                step(engine)
            except IndexDamaged:
                return "damaged"
            except Exception as error:
                return f"{step.__name__.strip('_')}: {type(error).__name__}"
        return "answered"
    finally:
        engine.close()


def main(index: Path, times: int, seed: int) -> None:
    """Spoil each file *times* times; print its name, the seed and the outcome before the next."""
    work = index.with_name("spoilt")
    for name in sorted(path.name for path in index.iterdir() if path.stat().st_size):
        for number in range(seed, seed + times):
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(index, work)
            _spoil(work / name, random.Random(number))
            sys.stdout.write(json.dumps([name, number, _outcome(work)]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
