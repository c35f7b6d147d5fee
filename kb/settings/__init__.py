"""The settings of Kisima: one table, from which everything else is made.

    table.py      the table: each setting with its default, unit, bounds and help
    loading.py    where values come from: kisima.toml, the environment, options
    page.py       docs/settings.md, made from the table

``kisima settings`` prints each setting with its value and where the value came from.
"""

from __future__ import annotations

from kb.settings.loading import load
from kb.settings.table import SETTINGS, Setting, Settings

__all__ = ["SETTINGS", "Setting", "Settings", "load"]
