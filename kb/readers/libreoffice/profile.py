"""The settings that LibreOffice runs with when it converts a file.

A file of strangers may hold macros, links to other files, and pictures on the network. A
profile of its own forbids them, and leaves the user's profile as it is.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_profile"]

_NOWHERE = "127.0.0.1:9"
"""A proxy at which nothing listens: what asks for the network gets nothing."""

_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Load", "UpdateDocMode", "0"),  # linked files: never
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", _NOWHERE.partition(":")[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", _NOWHERE.partition(":")[2]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", _NOWHERE.partition(":")[0]),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", _NOWHERE.partition(":")[2]),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
"""Node, property, value."""


def write_profile(folder: Path) -> None:
    """Write the settings into the folder of a profile."""
    items = "".join(
        f'<item oor:path="{node}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for node, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
