"""The command line: one module for each group of commands, loaded when a command is asked for."""

from __future__ import annotations

__all__: list[str] = []
