"""The program of a child process that reads files: one job in, one answer out.

``kb.readers.sandbox.pool`` starts it. A job contains a path and limits; the answer is a
parse, or the reason why there is none (see ``protocol``). The child ends when its input
ends. It also ends after a job that ran out of memory, because such a job leaves a state
that cannot be trusted.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any, BinaryIO

from kb.readers.base import Parsed, Unreadable
from kb.readers.files import contents
from kb.readers.registry import parse_bytes
from kb.readers.sandbox.limits import Limits, confine, grant
from kb.readers.sandbox.protocol import EXIT_MEMORY, HEAD, framed, to_json

__all__ = ["main"]

_OUT_OF_MEMORY = "memory"
_MAX_TRACEBACK = 8_000


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
        limits = Limits(**job["limits"])
        if missing is None:
            missing = confine(limits)
        answer = _answer(job, limits)
        answers.write(framed(answer | {"missing": missing}))
        answers.flush()
        if answer.get("failed") == _OUT_OF_MEMORY:
            return


def _next(jobs: BinaryIO) -> dict[str, Any] | None:
    head = jobs.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    job: dict[str, Any] = json.loads(jobs.read(HEAD.unpack(head)[0]))
    return job


def _answer(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    grant(limits.seconds)
    try:
        return {"parsed": to_json(_parse(job, limits))}
    except Unreadable as error:
        return {"unreadable": error.reason.as_json()}
    except MemoryError:
        return {"failed": _OUT_OF_MEMORY}
    except RecursionError:
        return {"failed": "depth"}
    # Any exception of a reader is an answer: it must not end the child.
    except Exception as error:
        line = f"{type(error).__name__}: {error}"[:300]
        return {"fault": line, "traceback": traceback.format_exc()[-_MAX_TRACEBACK:]}


def _parse(job: dict[str, Any], limits: Limits) -> Parsed:
    data = contents(job["path"], limits.max_bytes)
    return parse_bytes(data, job["format"], inside=job["inside"], max_pages=limits.pages)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        sys.exit(EXIT_MEMORY)
