"""The program of a child that reads files: one job in, one answer out, until its input ends.

Run by ``kb.readers.sandbox.pool`` alone. A job names a file and its limits; the
answer is a parse, or the reason why there is none. After a job that ran out
of memory the child ends: what such a job leaves behind is not to be trusted.
"""

from __future__ import annotations

import importlib
import json
import os
from typing import Any, BinaryIO

from kb.readers.base import Parsed, Unreadable
from kb.readers.sandbox.limits import Limits, confine, grant
from kb.readers.sandbox.protocol import HEAD, framed, to_json

__all__ = ["main"]

_OUT_OF_MEMORY = "memory"


def main() -> None:
    """Serve jobs from standard input, to standard output."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not stand among the answers.
    void = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(void, stream)
    confined = False
    while job := _next(jobs):
        limits = Limits(**job["limits"])
        if not confined:
            confine(limits)
            confined = True
        answer = _answer(job, limits)
        answers.write(framed(answer))
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
        return {"parsed": to_json(_parsed(job["format"], job["path"], limits))}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except MemoryError:
        return {"failed": _OUT_OF_MEMORY}
    except RecursionError:
        return {"failed": "depth"}
    # Whatever a parser raises on a crafted file is an answer, not the end of the child.
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _parsed(format: str, path: str, limits: Limits) -> Parsed:
    reader = importlib.import_module(f"kb.readers.{format}")
    from kb.readers.files import contents

    data = contents(path, limits.most_bytes)
    parsed: Parsed = reader.parse(data, limits.pages) if format == "pdf" else reader.parse(data)
    return parsed


if __name__ == "__main__":
    main()
