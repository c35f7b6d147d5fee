"""Examine everything Kisima depends on, and say what is wrong and what mends it.

Each check is independent: one that cannot be made does not stop the others, so
this also runs where nothing else does. Changes nothing but a file it writes into
the index folder to see whether it may, and takes away again.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from kb.errors import IndexMissing, KisimaError
from kb.messages import Message, translate
from kb.settings import Settings

__all__ = ["Check", "checks_json", "examine"]

Verdict = Literal["good", "warn", "bad"]
Text = Message | str

_LIBRARIES = (
    ("whoosh", "whoosh"),
    ("markdown_it", "markdown-it-py"),
    ("selectolax", "selectolax"),
    ("charset_normalizer", "charset-normalizer"),
    ("Stemmer", "PyStemmer"),
    ("starlette", "starlette"),
    ("uvicorn", "uvicorn"),
    ("watchfiles", "watchfiles"),
    ("docx", "python-docx"),
    ("odfdo", "odfdo"),
    ("pypdfium2", "pypdfium2"),
    ("rapidfuzz", "rapidfuzz"),
    ("jinja2", "jinja2"),
    ("rich", "rich"),
)
"""What is imported only when it is needed: so that what is missing is known before."""

_INSTALL = "pip install 'kisima[all]'"
_MIN_FREE_BYTES = 200 * 1024 * 1024
_MIN_OPEN_FILES = 256


_PYTHON, _LIBRARY = Message("Python"), Message("libraries")
_ANALYSER = Message("ICU and lexicon")
_DOCUMENTS, _FOLDER = Message("documents"), Message("index folder")
_SPACE, _LOCK, _FILES = Message("disk space"), Message("lock"), Message("open files")
_LIMITS = Message("limits of the reader")
_INDEX, _CHANGES, _FAILED = Message("index"), Message("changes"), Message("files")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined."""

    verdict: Verdict
    name: Message
    state: Text  # what there is
    remedy: Text = ""  # the command, or the step, that mends it


def examine(settings: Settings) -> list[Check]:
    """Return the checks, in the order in which one thing depends on the other."""
    corpus, index = Path(settings.corpus), Path(settings.index)
    examinations: list[tuple[Message, Callable[[], Iterator[Check]]]] = [
        (_PYTHON, _python),
        (_LIBRARY, _libraries),
        (_ANALYSER, _analyser),
        (_LIMITS, _limits),
        (_DOCUMENTS, lambda: _corpus(corpus, index)),
        (_FOLDER, lambda: _folder(index)),
        (_SPACE, lambda: _space(index)),
        (_LOCK, lambda: _lock(index)),
        (_FILES, _open_files),
        (_INDEX, lambda: _health(index)),
        (_CHANGES, lambda: _changes(corpus, index, settings)),
    ]
    checks: list[Check] = []
    for name, look in examinations:
        try:
            checks += look()
        # What breaks here is what the clerk wants to know.
        except Exception as error:
            checks.append(Check("bad", name, f"{type(error).__name__}: {error}"))
    return checks


def checks_json(checks: Iterable[Check], *, language: str = "sw") -> list[dict[str, str]]:
    """Return the checks as what ``json.dumps`` takes, in one language."""
    return [
        {
            "verdict": check.verdict,
            "name": translate(check.name, language),
            "state": translate(check.state, language),
            "remedy": translate(check.remedy, language),
        }
        for check in checks
    ]


def _python() -> Iterator[Check]:
    state = f"{platform.python_version()}, {platform.platform(terse=True)}"
    yield Check("good", _PYTHON, state)


def _libraries() -> Iterator[Check]:
    missing = []
    for module, name in _LIBRARIES:
        try:
            import_module(module)
        except ImportError as error:
            missing.append(f"{name} ({error})")
    if missing:
        yield Check("bad", _LIBRARY, ", ".join(missing), _INSTALL)
    else:
        yield Check("good", _LIBRARY, Message("all {number} are there", number=len(_LIBRARIES)))


def _analyser() -> Iterator[Check]:
    try:
        from kb import swahili

        read = [token.surface for token in swahili.analyse("😀 ng'ombe wa wakurugenzi")]
    except ImportError as error:
        remedy = f"apt-get install pkg-config g++ libicu-dev && {_INSTALL}"
        yield Check("bad", _ANALYSER, str(error), remedy)
        return
    if any(word.replace("’", "'") == "ng'ombe" for word in read):
        yield Check("good", _ANALYSER, swahili.fingerprint())
    else:
        yield Check("bad", _ANALYSER, f"ng'ombe → {read}")


def _limits() -> Iterator[Check]:
    """Say which limits on the reading of one file this system lacks."""
    from kb.readers.sandbox.limits import missing_limits

    missing = missing_limits()
    if missing:
        state = Message("this system does not limit: {names}", names=", ".join(missing))
        yield Check("warn", _LIMITS, state)
    else:
        yield Check("good", _LIMITS, Message("all are there"))


def _corpus(corpus: Path, index: Path) -> Iterator[Check]:
    if not corpus.is_dir():
        state = Message("there is no folder {path}", path=corpus)
        remedy = Message("mkdir {path}, or name another with --corpus FOLDER", path=corpus)
        yield Check("bad", _DOCUMENTS, state, remedy)
        return
    from kb.indexing.corpus import walk
    from kb.metadata.records import corpus_metadata
    from kb.readers.registry import format_of

    walked = walk(corpus, index)
    corpus_metadata(corpus)
    closed = [id for id, file in walked.files.items() if not os.access(file.where, os.R_OK)]
    other = sum(format_of(Path(id)) is None for id in walked.files)
    state = Message.counted(
        "{path}: {number} file",
        "{path}: {number} files",
        count=len(walked.files),
        path=corpus,
        number=f"{len(walked.files):,}",
    )
    if other:
        state = Message(
            "{state}; {number} of a kind that is not read", state=state, number=f"{other:,}"
        )
    if closed or walked.refused:
        state = Message(
            "{state}; {number} cannot be opened: {names}",
            state=state,
            number=f"{len(closed) + len(walked.refused):,}",
            names=", ".join([*closed, *walked.refused][:3]),
        )
        yield Check("warn", _DOCUMENTS, state, Message("kisima status"))
    elif not walked.files:
        yield Check("warn", _DOCUMENTS, state, Message("kisima add FILE"))
    else:
        yield Check("good", _DOCUMENTS, state)


def _folder(index: Path) -> Iterator[Check]:
    if not index.is_dir():
        state = Message("{path} does not exist yet", path=index)
        yield Check("warn", _FOLDER, state, Message("kisima index"))
        return
    try:
        lacking = _lacking(index)
    except OSError as error:
        state = Message(
            "{path}: {reason}; searching still works", path=index, reason=str(error.strerror)
        )
        remedy = f"chown -R $(id -un) {index} && chmod -R u+rwX {index}"
        yield Check("bad", _FOLDER, state, remedy)
        return
    if lacking:
        state = Message(
            "{path}: this file system has no {names}", path=index, names=", ".join(lacking)
        )
        yield Check("warn", _FOLDER, state, Message("use a disk of this computer"))
    elif index.stat().st_mode & 0o022:
        state = Message("{path}: others can write it", path=index)
        yield Check("warn", _FOLDER, state, f"chmod 700 {index}")
    else:
        yield Check("good", _FOLDER, Message("{path}: can be written", path=index))


def _lacking(index: Path) -> list[str]:
    """Return what the file system of the index lacks: locks, links."""
    import fcntl

    lacking = []
    with tempfile.NamedTemporaryFile(dir=index, prefix=".kisima-") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lacking.append("flock")
        second = Path(f"{file.name}.2")
        try:
            second.hardlink_to(file.name)
        except OSError:
            lacking.append("hard links")
        finally:
            second.unlink(missing_ok=True)
    return lacking


def _space(index: Path) -> Iterator[Check]:
    folder = next(place for place in (index, *index.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(folder).free
    size = _size_of(index)
    needed = max(2 * size, _MIN_FREE_BYTES)
    state = Message("{free} free; the index has {size}", free=_mib(free), size=_mib(size))
    if free >= needed:
        yield Check("good", _SPACE, state)
    else:
        remedy = Message("leave {size} free, or set KISIMA_GENERATIONS=1", size=_mib(needed))
        yield Check("warn", _SPACE, state, remedy)


def _size_of(index: Path) -> int:
    """Return the bytes of an index; a file that generations share counts once."""
    sizes = {}
    for folder, _, names in os.walk(index):
        for name in names:
            with suppress(FileNotFoundError):  # a writer may delete it now
                status = os.lstat(f"{folder}/{name}")
                sizes[status.st_ino] = status.st_size
    return sum(sizes.values())


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MiB"


def _lock(index: Path) -> Iterator[Check]:
    from kb.store import Store

    holder = Store(index).writing()
    free = Message("free")
    yield Check("good", _LOCK, Message("held by {holder}", holder=holder) if holder else free)


def _open_files() -> Iterator[Check]:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < _MIN_OPEN_FILES:
        yield Check("warn", _FILES, f"{soft:,}", f"ulimit -n {4 * _MIN_OPEN_FILES}")
    else:
        yield Check("good", _FILES, f"{soft:,}")


def _health(index: Path) -> Iterator[Check]:
    from kb.admin.verify import verify

    try:
        checked = verify(index)
    except IndexMissing as error:
        yield Check("bad", _INDEX, error.message, Message("kisima index"))
        return
    for one in checked:
        generation = one.generation + (" ●" if one.current else "")
        if one.problems:
            problem: Text = one.problems[0]
            state = Message(
                "generation {generation}: {problem}", generation=generation, problem=problem
            )
            yield Check(
                "bad" if one.current else "warn", _INDEX, state, Message("kisima index --full")
            )
        else:
            state = Message.counted(
                "generation {generation}: {count} file, sound",
                "generation {generation}: {count} files, sound",
                count=one.files,
                generation=generation,
            )
            yield Check("good", _INDEX, state)


def _changes(corpus: Path, index: Path, settings: Settings) -> Iterator[Check]:
    from kb.admin.status import status

    try:
        held = status(corpus, index, settings)
    except KisimaError:
        return  # an earlier check says why
    if not held.recipe_ok:
        yield Check("warn", _CHANGES, Message("the analysis has changed"), Message("kisima index"))
    elif held.moved_on:
        moved = held.added + held.changed + held.renamed + held.removed
        state = Message.counted(
            "{count} document has changed", "{count} documents have changed", count=moved
        )
        yield Check("warn", _CHANGES, state, Message("kisima index"))
    else:
        yield Check("good", _CHANGES, Message("the index is up to date"))
    if held.failed:
        state = Message.counted(
            "{count} file could not be read",
            "{count} files could not be read",
            count=len(held.failed),
        )
        yield Check("warn", _FAILED, state, Message("kisima status, kisima status --failed"))
