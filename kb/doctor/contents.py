"""The checks of what the index contains: its writer, its generations, its age."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.doctor.check import Check, Text
from kb.errors import IndexMissing, KisimaError
from kb.messages import Message
from kb.settings import Settings

__all__ = ["CHANGES", "INDEX", "LOCK", "check_changes", "check_generations", "check_lock"]

LOCK, INDEX, CHANGES = Message("lock"), Message("index"), Message("changes")
_FAILED = Message("files")


def check_lock(index: Path, settings: Settings) -> Iterator[Check]:
    """Say which process writes the index now."""
    from kb.store import open_store

    holder = open_store(index, settings).writing()
    free = Message("free")
    yield Check("good", LOCK, Message("held by {holder}", holder=holder) if holder else free)


def check_generations(index: Path, settings: Settings) -> Iterator[Check]:
    """Compare every file of each generation with its hash."""
    from kb.admin.verify import verify

    try:
        checked = verify(index, settings)
    except IndexMissing as error:
        yield Check("bad", INDEX, error.message, Message("kisima index"))
        return
    for one in checked:
        generation = one.generation + (" ●" if one.current else "")
        if one.problems:
            problem: Text = one.problems[0]
            state = Message(
                "generation {generation}: {problem}", generation=generation, problem=problem
            )
            yield Check(
                "bad" if one.current else "warn", INDEX, state, Message("kisima index --full")
            )
        else:
            state = Message.counted(
                "generation {generation}: {count} file, sound",
                "generation {generation}: {count} files, sound",
                count=one.files,
                generation=generation,
            )
            yield Check("good", INDEX, state)


def check_changes(corpus: Path, index: Path, settings: Settings) -> Iterator[Check]:
    """Say whether the corpus has changed since the index was built."""
    from kb.admin.status import status

    try:
        held = status(corpus, index, settings)
    except KisimaError:
        return  # an earlier check says why
    if not held.recipe_ok:
        yield Check("warn", CHANGES, Message("the analysis has changed"), Message("kisima index"))
    elif held.moved_on:
        moved = held.added + held.changed + held.renamed + held.removed
        state = Message.counted(
            "{count} document has changed", "{count} documents have changed", count=moved
        )
        yield Check("warn", CHANGES, state, Message("kisima index"))
    else:
        yield Check("good", CHANGES, Message("the index is up to date"))
    if held.failed:
        state = Message.counted(
            "{count} file could not be read",
            "{count} files could not be read",
            count=len(held.failed),
        )
        yield Check("warn", _FAILED, state, Message("kisima status, kisima status --failed"))
