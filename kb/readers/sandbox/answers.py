"""Turn the answer of a child process into a parse, or into the reason why there is none.

An answer (see ``protocol``) comes in; a parse, or an Unreadable with its cause, goes out. An
exception of a reader is logged here as an error, with the traceback that the child sent.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Mapping
from functools import cache
from typing import Any

from kb.cleaning import clean
from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.protocol import parsed_from, unreadable_from

__all__ = ["log_missing_limits", "parse_of_answer"]

_log = logging.getLogger(__name__)


@cache
def log_missing_limits(names: tuple[str, ...]) -> None:
    """Log, once, that files are read without some limits."""
    if names:
        _log.warning("this system has no limit of %s; see: kisima doctor", ", ".join(names))


def parse_of_answer(answer: Mapping[str, Any], limits: Limits, job: str) -> Parsed:
    """Return the parse in an answer.

    Args:
        answer: the answer of a child.
        limits: the limits of the job; a cause names them.
        job: the reader and the file, for the log.

    Raises:
        Unreadable: the answer contains none; the reason is the cause that it names.
    """
    try:
        if "parsed" in answer:
            return parsed_from(answer["parsed"])
        if "unreadable" in answer:
            raise unreadable_from(answer)
    except ValueError as error:
        _log.exception("%s: an answer that cannot be true", job)
        raise Unreadable(_fault(str(error)[:80])) from error
    if "fault" in answer:
        # The child may have read a hostile file: no control characters reach the log.
        _log.error("%s failed\n%s", job, clean(str(answer.get("traceback"))))
        raise Unreadable(_fault(clean(str(answer["fault"]))[:200]))
    raise Unreadable(_cause(answer, limits))


def _cause(answer: Mapping[str, Any], limits: Limits) -> Message:
    """Return the reason for an answer of a child that reached a limit or ended."""
    match answer.get("failed"):
        case "time":
            return Message(
                "took more than {seconds} s of processor time; split it, or raise "
                "KISIMA_PARSE_SECONDS",
                seconds=limits.seconds,
            )
        case "memory":
            return Message(
                "needed more than {megabytes} MB of memory; split it, or raise "
                "KISIMA_PARSE_MEGABYTES",
                megabytes=limits.megabytes,
            )
        case "depth":
            return Message("nested too deep to read")
        case "silent":
            return Message("its reader stopped answering")
        case int(code) if code < 0:
            return Message("its reader was ended by the signal {signal}", signal=_name(-code))
        case int(code):
            return Message("its reader ended with exit code {code}", code=code)
        case other:
            return _fault(clean(str(other))[:200])


def _fault(cause: str) -> Message:
    return Message("its reader failed ({cause}); the file may be damaged", cause=cause)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a signal of real time has no name
        return str(number)
