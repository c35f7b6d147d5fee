"""Look at everything Kisima depends on, and say in words what is wrong and what mends it.

Each check is independent: one that cannot be made does not stop the others, so
this also runs where nothing else does. Changes nothing but a file it writes into
the index folder to see whether it may, and takes away again.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from kb.errors import IndexMissing, KisimaError
from kb.settings import Settings

__all__ = ["Check", "examine"]

Verdict = Literal["good", "warn", "bad"]

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
    ("pypdf", "pypdf"),
    ("pdfminer", "pdfminer.six"),
    ("rapidfuzz", "rapidfuzz"),
    ("jinja2", "jinja2"),
    ("rich", "rich"),
)
"""What is imported only when it is needed: so that what is missing is told before."""

_INSTALL = "pip install 'kisima[all]'"
_LEAST_FREE_BYTES = 200 * 1024 * 1024
_LEAST_OPEN_FILES = 256


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    verdict: Verdict
    swahili: str
    english: str
    told: str  # what was found
    mend: str = ""  # the command, or the step, that mends it


def examine(settings: Settings) -> list[Check]:
    """Return what was found, in the order in which one thing depends on the other."""
    corpus, index = Path(settings.corpus), Path(settings.index)
    checks: list[tuple[str, str, Callable[[], Iterator[Check]]]] = [
        ("Python", "Python", _python),
        ("maktaba", "libraries", _libraries),
        ("ICU na kamusi", "ICU and lexicon", _analyser),
        ("nyaraka", "documents", lambda: _corpus(corpus, index)),
        ("folda ya faharasa", "index folder", lambda: _folder(index)),
        ("nafasi ya diski", "disk space", lambda: _space(index)),
        ("kufuli", "lock", lambda: _lock(index)),
        ("mafaili wazi", "open files", _open_files),
        ("faharasa", "index", lambda: _health(index)),
        ("mabadiliko", "changes", lambda: _changes(corpus, index, settings)),
    ]
    found: list[Check] = []
    for swahili, english, look in checks:
        try:
            found += look()
        # What breaks here is what the clerk wants to know.
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            found.append(Check("bad", swahili, english, told))
    return found


def _python() -> Iterator[Check]:
    told = f"{platform.python_version()}, {platform.platform(terse=True)}"
    good = sys.version_info >= (3, 11)
    mend = "" if good else "weka Python 3.11 au mpya zaidi · install Python 3.11 or newer"
    yield Check("good" if good else "bad", "Python", "Python", told, mend)


def _libraries() -> Iterator[Check]:
    missing = []
    for module, name in _LIBRARIES:
        try:
            import_module(module)
        except ImportError as error:
            missing.append(f"{name} ({error})")
    if missing:
        yield Check("bad", "maktaba", "libraries", ", ".join(missing), _INSTALL)
    else:
        yield Check("good", "maktaba", "libraries", f"{len(_LIBRARIES)} zipo zote · all there")


def _analyser() -> Iterator[Check]:
    try:
        from kb import swahili

        read = [token.surface for token in swahili.analyse("😀 ng'ombe wa wakurugenzi")]
    except ImportError as error:
        mend = f"apt-get install pkg-config g++ libicu-dev && {_INSTALL}"
        yield Check("bad", "ICU", "ICU", str(error), mend)
        return
    good = any(word.replace("’", "'") == "ng'ombe" for word in read)
    told = swahili.fingerprint() if good else f"ng'ombe → {read}"
    yield Check("good" if good else "bad", "ICU na kamusi", "ICU and lexicon", told)


def _corpus(corpus: Path, index: Path) -> Iterator[Check]:
    names = "nyaraka", "documents"
    if not corpus.is_dir():
        mend = f"mkdir {corpus}   (au · or: --corpus FOLDA, KISIMA_CORPUS)"
        yield Check("bad", *names, f"folda {corpus} haipo · does not exist", mend)
        return
    from kb.indexing.corpus import walk
    from kb.readers import corpus_metadata, format_of

    found = walk(corpus, index)
    corpus_metadata(corpus)
    closed = [id for id, file in found.files.items() if not os.access(file.where, os.R_OK)]
    unread = sum(format_of(Path(id)) is None for id in found.files)
    told = f"{corpus}: {len(found.files):,} faili · files"
    if unread:
        told += f"; {unread:,} za aina isiyosomwa · of a kind that is not read"
    if closed or found.refused:
        some = ", ".join([*closed, *found.refused][:3])
        told += f"; {len(closed) + len(found.refused):,} hazifunguki · cannot be opened: {some}"
        yield Check("warn", *names, told, "kisima status")
    elif not found.files:
        yield Check("warn", *names, told, "kisima add FAILI")
    else:
        yield Check("good", *names, told)


def _folder(index: Path) -> Iterator[Check]:
    names = "folda ya faharasa", "index folder"
    if not index.is_dir():
        yield Check("warn", *names, f"{index} haipo bado · not made yet", "kisima index")
        return
    try:
        wanting = _wanting(index)
    except OSError as error:
        told = f"{index}: {error.strerror}; kutafuta kunawezekana · searching still works"
        yield Check("bad", *names, told, f"chown -R $(id -un) {index} && chmod -R u+rwX {index}")
        return
    if wanting:
        told = f"{index}: mfumo wa faili hauna · this file system has no {', '.join(wanting)}"
        yield Check("warn", *names, told, "iweke kwenye diski ya kompyuta hii · use a local disk")
    elif index.stat().st_mode & 0o022:
        told = f"{index}: wengine wanaweza kuiandika · others can write it"
        yield Check("warn", *names, told, f"chmod 700 {index}")
    else:
        yield Check("good", *names, f"{index}: inaandikika · can be written")


def _wanting(index: Path) -> list[str]:
    """Return what the file system of the index lacks: locks, links."""
    import fcntl

    wanting = []
    with tempfile.NamedTemporaryFile(dir=index, prefix=".kisima-") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            wanting.append("flock")
        second = Path(f"{file.name}.2")
        try:
            second.hardlink_to(file.name)
        except OSError:
            wanting.append("hard links")
        finally:
            second.unlink(missing_ok=True)
    return wanting


def _space(index: Path) -> Iterator[Check]:
    folder = next(place for place in (index, *index.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(folder).free
    held = _held(index)
    wanted = max(2 * held, _LEAST_FREE_BYTES)
    told = f"{_mib(free)} wazi · free; faharasa · the index: {_mib(held)}"
    if free >= wanted:
        yield Check("good", "nafasi ya diski", "disk space", told)
    else:
        mend = f"acha wazi · leave free: {_mib(wanted)}; au · or: KISIMA_GENERATIONS=1"
        yield Check("warn", "nafasi ya diski", "disk space", told, mend)


def _held(index: Path) -> int:
    """Return the bytes of an index: what generations share once, what a writer takes away not."""
    sizes = {}
    for folder, _, names in os.walk(index):
        for name in names:
            with suppress(FileNotFoundError):
                found = os.lstat(f"{folder}/{name}")
                sizes[found.st_ino] = found.st_size
    return sum(sizes.values())


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MiB"


def _lock(index: Path) -> Iterator[Check]:
    from kb.store import Store

    holder = Store(index).writing()
    told = f"inaandikwa na · being written by {holder}" if holder else "huru · free"
    yield Check("good", "kufuli", "lock", told)


def _open_files() -> Iterator[Check]:
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = 0 <= soft < _LEAST_OPEN_FILES
    mend = f"ulimit -n {4 * _LEAST_OPEN_FILES}" if few else ""
    yield Check("warn" if few else "good", "mafaili wazi", "open files", f"{soft:,}", mend)


def _health(index: Path) -> Iterator[Check]:
    from kb.admin.verify import verify

    names = "faharasa", "index"
    try:
        checked = verify(index)
    except IndexMissing as error:
        yield Check("bad", *names, str(error), "kisima index")
        return
    for one in checked:
        told = f"kizazi · generation {one.generation}" + (" ●" if one.current else "")
        if one.problems:
            told += f": {'; '.join(map(str, one.problems[:3]))}"
            yield Check("bad" if one.current else "warn", *names, told, "kisima index --full")
        else:
            yield Check("good", *names, f"{told}: {one.files} faili kamili · files sound")


def _changes(corpus: Path, index: Path, settings: Settings) -> Iterator[Check]:
    from kb.admin.status import status

    try:
        found = status(corpus, index, settings)
    except KisimaError:
        return  # told above
    names = "mabadiliko", "changes"
    if not found.recipe_ok:
        told = "uchambuzi umebadilika · the analysis has changed"
        yield Check("warn", *names, told, "kisima index")
    elif found.moved_on:
        moved = found.added + found.changed + found.renamed + found.removed
        yield Check("warn", *names, f"nyaraka {moved:,} zimebadilika · moved on", "kisima index")
    else:
        yield Check("good", *names, "faharasa ni ya sasa · the index is up to date")
    if found.failed:
        told = f"{len(found.failed):,} hazikusomeka · files could not be read"
        yield Check("warn", "mafaili", "files", told, "kisima status, kisima status --failed")
