"""One thing that the doctor examined, and how it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.messages import Message, translate

__all__ = ["Check", "Text", "checks_json"]

Verdict = Literal["good", "warn", "bad"]
Text = Message | str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined."""

    verdict: Verdict
    name: Message
    state: Text  # what there is
    remedy: Text = ""  # the command, or the step, that mends it


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
