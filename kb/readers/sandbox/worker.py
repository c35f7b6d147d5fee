"""The program of a child process that reads files: one job in, one answer out.

``kb.readers.sandbox.pool`` starts it. A job contains a path and limits; the answer is a
parse, or the reason why there is none (see ``protocol``). Before each page that is read
by OCR it sends a message, so that its time can be extended. The child ends when its input
ends. It also ends after a job that ran out of memory, because such a job leaves a state
that cannot be trusted.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from kb.readers.base import Parsed, Unreadable
from kb.readers.files import contents
from kb.readers.ocr.recognize import Ocr
from kb.readers.registry import parse_bytes
from kb.readers.sandbox.limits import Limits, confine, grant, grant_more
from kb.readers.sandbox.protocol import EXIT_MEMORY, HEAD, framed, to_json, unreadable_json

__all__ = ["main"]

_OUT_OF_MEMORY = "memory"
_MAX_TRACEBACK = 8_000
_RENDER_SECONDS = 10
"""Of processor time for each page that is read by OCR: to render it and to read its words."""

_Send = Callable[[dict[str, Any]], None]


def main() -> None:
    """Answer jobs from standard input on standard output."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # A library may print; that must not get among the answers.
    void = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(void, stream)
    missing: tuple[str, ...] | None = None
    while job := _next(jobs):
        limits = Limits.from_json(job["limits"])
        if missing is None:
            missing = confine(limits)

        def send(message: dict[str, Any]) -> None:
            answers.write(framed(message))
            answers.flush()

        answer = _answer(job, limits, send)
        send(answer | {"missing": missing})
        if answer.get("failed") == _OUT_OF_MEMORY:
            return


def _next(jobs: BinaryIO) -> dict[str, Any] | None:
    head = jobs.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    job: dict[str, Any] = json.loads(jobs.read(HEAD.unpack(head)[0]))
    return job


def _answer(job: dict[str, Any], limits: Limits, send: _Send) -> dict[str, Any]:
    grant(limits.seconds)
    try:
        return {"parsed": to_json(_parse(job, limits, send))}
    except Unreadable as error:
        return unreadable_json(error)
    except MemoryError:
        return {"failed": _OUT_OF_MEMORY}
    except RecursionError:
        return {"failed": "depth"}
    # Any exception of a reader is an answer: it must not end the child.
    except Exception as error:
        line = f"{type(error).__name__}: {error}"[:300]
        return {"fault": line, "traceback": traceback.format_exc()[-_MAX_TRACEBACK:]}


def _parse(job: dict[str, Any], limits: Limits, send: _Send) -> Parsed:
    data = contents(job["path"], limits.max_bytes)
    parent = os.getppid()

    def report_page(seconds: int) -> None:
        if os.getppid() != parent:  # nobody waits for the answer any more
            os._exit(0)
        grant_more(_RENDER_SECONDS)
        send({"page": seconds})

    ocr = None
    if limits.ocr is not None:
        ocr = Ocr(limits.ocr, limits.ocr_pages, limits.ocr_seconds, report_page)
    return parse_bytes(data, job["format"], inside=job["inside"], max_pages=limits.pages, ocr=ocr)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(EXIT_MEMORY)
