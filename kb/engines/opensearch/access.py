"""Where a cluster is, and how a request says whose it is: settings → hosts, TLS, credentials.

A password and a key are not settings: they come from KISIMA_CLUSTER_PASSWORD and
KISIMA_CLUSTER_API_KEY, or from the files that settings name. They are sent to no host but
those of the setting, and never over plain HTTP to another computer.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from kb.errors import SettingInvalid
from kb.messages import Message
from kb.settings import Settings
from kb.system_reasons import system_reason

__all__ = ["ClusterHost", "cluster_hosts", "credentials", "ssl_context"]

_PASSWORD, _API_KEY = "KISIMA_CLUSTER_PASSWORD", "KISIMA_CLUSTER_API_KEY"
_PORTS: Mapping[str, int] = {"http": 80, "https": 443}


class ClusterHost(NamedTuple):
    """A host of the cluster."""

    scheme: str
    name: str
    port: int
    path: str

    @property
    def local(self) -> bool:
        """Whether it is this computer."""
        try:
            return ip_address(self.name).is_loopback
        except ValueError:
            return self.name == "localhost"


def cluster_hosts(settings: Settings) -> list[ClusterHost]:
    """Return the hosts of the setting ``cluster_hosts``.

    Raises:
        SettingInvalid: one is no address, or some are HTTPS and some are not.

    >>> cluster_hosts(Settings({"cluster_hosts": "https://a.go.tz:9200, https://b.go.tz:9200"}))[1]
    ClusterHost(scheme='https', name='b.go.tz', port=9200, path='')
    """
    text = settings.cluster_hosts
    hosts = []
    for part in filter(None, map(str.strip, text.split(","))):
        address = urlsplit(part)
        port = _port(address)
        if address.scheme not in _PORTS or not address.hostname or port is None:
            raise _invalid(settings, Message("addresses such as https://name:9200; commas between"))
        hosts.append(ClusterHost(address.scheme, address.hostname, port, address.path.strip("/")))
    if not hosts:
        raise _invalid(settings, Message("addresses such as https://name:9200; commas between"))
    if len({host.scheme for host in hosts}) > 1:
        raise _invalid(settings, Message("all https or all http"))
    return hosts


def _port(address: SplitResult) -> int | None:
    try:
        return address.port or _PORTS.get(address.scheme)
    except ValueError:
        return None


def _invalid(settings: Settings, expected: Message) -> SettingInvalid:
    return SettingInvalid("cluster_hosts", settings.cluster_hosts, expected)


def ssl_context(settings: Settings) -> ssl.SSLContext:
    """Return a context that trusts the setting's CA alone, or those of the system.

    Raises:
        SettingInvalid: the file of the setting ``cluster_ca`` cannot be read, or is none.
    """
    path = settings.cluster_ca
    try:
        return ssl.create_default_context(cafile=path or None)
    except ssl.SSLError as error:
        raise SettingInvalid("cluster_ca", path, Message("a file of certificates (PEM)")) from error
    except OSError as error:
        expected = Message("a file that can be read: {reason}", reason=system_reason(error))
        raise SettingInvalid("cluster_ca", path, expected) from error


def credentials(settings: Settings, hosts: Iterable[ClusterHost]) -> dict[str, Any]:
    """Return how requests say whose they are, as arguments of the library's client.

    Args:
        settings: a user, or the files of a password or a key.
        hosts: those of the setting; a secret goes over HTTPS, or to this computer.

    Raises:
        SettingInvalid: a secret would be sent in the clear, is missing, or cannot be read.

    >>> credentials(Settings(), [])
    {}
    """
    key = _secret(_API_KEY, "cluster_api_key_file", settings)
    password = _secret(_PASSWORD, "cluster_password_file", settings)
    if not key and not settings.cluster_user:
        return {}
    exposed = [host for host in hosts if host.scheme == "http" and not host.local]
    if exposed:
        raise _invalid(settings, Message("https, as a password or a key is sent"))
    if key:
        # "Bearer …" is sent as it is; a key without a scheme is one of OpenSearch 3.7 and later.
        value = key if " " in key else f"ApiKey {key}"
        return {"headers": {"authorization": value}}
    if not password:
        expected = Message(
            "a user with a password: set cluster_password_file, or {variable} in the environment",
            variable=_PASSWORD,
        )
        raise SettingInvalid("cluster_user", settings.cluster_user, expected)
    return {"http_auth": (settings.cluster_user, password)}


def _secret(variable: str, setting: str, settings: Settings) -> str:
    """Return a secret from the environment, or from the file that a setting names."""
    path = str(settings[setting])
    if (value := os.environ.get(variable)) or not path:
        return (value or "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else Message("it is not text")
        expected = Message("a file that can be read: {reason}", reason=reason)
        raise SettingInvalid(setting, path, expected) from None
