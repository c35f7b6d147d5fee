"""The same nodes with TLS, users and roles: the server's own security plugin, and a CA made now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.cluster.nodes import SECURED, NodeGroup

__all__ = ["SecuredNodes", "make_authority"]

ROLES = {
    "_meta": {"type": "roles", "config_version": 2},
    "kisima": {
        "cluster_permissions": [
            "cluster_composite_ops",
            "cluster:monitor/main",
            "cluster:monitor/health",
            "indices:data/read/point_in_time/delete",
        ],
        "index_permissions": [{"index_patterns": ["kisima*"], "allowed_actions": ["indices_all"]}],
    },
    "kisima_reader": {
        "cluster_permissions": [
            "cluster_composite_ops_ro",
            "indices:data/read/point_in_time/delete",
        ],
        "index_permissions": [
            {
                "index_patterns": ["kisima*"],
                "allowed_actions": ["read", "indices:admin/get", "indices:monitor/stats"],
            }
        ],
    },
}
"""What Kisima's accounts may do: one writes its own indexes, the other reads them."""


def make_authority(folder: Path) -> Path:
    """Make a CA in *folder*, and certificates for a node and for administration; return it."""
    folder.mkdir(parents=True, exist_ok=True)

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    openssl(*new, "-x509", "-days", "2", "-subj", "/O=Kisima/CN=ca",
            "-keyout", "ca.key", "-out", "ca.pem")  # fmt: skip
    for name, use in (("node", "serverAuth,clientAuth"), ("admin", "clientAuth")):
        openssl(*new, "-subj", f"/O=Kisima/CN={name}", "-keyout", f"{name}.key",
                "-out", f"{name}.csr")  # fmt: skip
        names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
        (folder / "ext").write_text(f"{names}\nextendedKeyUsage={use}\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", "ext", "-out", f"{name}.pem")  # fmt: skip
    return folder


class SecuredNodes(NodeGroup):
    """Nodes that speak TLS only, and know three users and a key."""

    scheme = "https"

    def __init__(self, nodes: int = 1, *, heap: str = "384m") -> None:
        self.pems = make_authority(Path(tempfile.mkdtemp(prefix="kisima-pems-")))
        self.passwords = {
            name: secrets.token_urlsafe(18) for name in ("admin", "kisima", "kisima_reader")
        }
        self._signing = secrets.token_bytes(64)
        pem = "plugins.security.ssl"
        super().__init__(
            SECURED,
            nodes,
            heap=heap,
            settings={
                f"{pem}.transport.pemcert_filepath": "node.pem",
                f"{pem}.transport.pemkey_filepath": "node.key",
                f"{pem}.transport.pemtrustedcas_filepath": "ca.pem",
                f"{pem}.http.enabled": True,
                f"{pem}.http.pemcert_filepath": "node.pem",
                f"{pem}.http.pemkey_filepath": "node.key",
                f"{pem}.http.pemtrustedcas_filepath": "ca.pem",
                "plugins.security.nodes_dn": ["CN=node,O=Kisima"],
                "plugins.security.authcz.admin_dn": ["CN=admin,O=Kisima"],
                "plugins.security.allow_default_init_securityindex": True,
            },
        )
        self.tls = ssl.create_default_context(cafile=str(self.pems / "ca.pem"))
        word = base64.b64encode(f"admin:{self.passwords['admin']}".encode()).decode()
        self.headers = {"authorization": f"Basic {word}"}
        self._hashes = {name: self._hash(word) for name, word in self.passwords.items()}

    def bearer(self, user: str) -> str:
        """Return a key of the form "Bearer …" that the nodes take for *user*."""
        parts = [{"alg": "HS512", "typ": "JWT"}, {"sub": user, "roles": user, "exp": 4102444800}]
        text = b".".join(_url_safe(json.dumps(part).encode()) for part in parts)
        signature = hmac.new(self._signing, text, hashlib.sha512).digest()
        return f"Bearer {(text + b'.' + _url_safe(signature)).decode()}"

    def stop(self) -> None:
        """See NodeGroup; the keys go too."""
        super().stop()
        shutil.rmtree(self.pems, ignore_errors=True)

    def furnish(self, config: Path) -> None:
        """Write certificates, users and roles."""
        for name in ("ca.pem", "node.pem", "node.key"):
            shutil.copy(self.pems / name, config)
        security = config / "opensearch-security"
        if not security.exists():
            shutil.copytree(self.server / "plugins/opensearch-security/config", security)
        users: dict[str, Any] = {"_meta": {"type": "internalusers", "config_version": 2}}
        for name, value in self._hashes.items():
            users[name] = {"hash": value, "backend_roles": ["admin"] if name == "admin" else []}
        mapping = {
            "_meta": {"type": "rolesmapping", "config_version": 2},
            "all_access": {"backend_roles": ["admin"]},
            "kisima": {"users": ["kisima"]},
            "kisima_reader": {"users": ["kisima_reader"]},
        }
        for name, content in (
            ("internal_users", users),
            ("roles", ROLES),
            ("roles_mapping", mapping),
            ("config", self._ways_to_log_in()),
        ):
            (security / f"{name}.yml").write_text(json.dumps(content))  # JSON is YAML

    def _ways_to_log_in(self) -> dict[str, Any]:
        """By password, or by a signed token, which stands for any key in the header."""

        def way(order: int, kind: str, backend: str, **options: str) -> dict[str, Any]:
            return {
                "http_enabled": True,
                "transport_enabled": True,
                "order": order,
                "http_authenticator": {
                    "type": kind,
                    "challenge": kind == "basic",
                    "config": options,
                },
                "authentication_backend": {"type": backend},
            }

        signing = base64.b64encode(self._signing).decode()
        return {
            "_meta": {"type": "config", "config_version": 2},
            "config": {
                "dynamic": {
                    "authc": {
                        "token": way(0, "jwt", "noop", signing_key=signing, roles_key="roles",
                                     subject_key="sub"),
                        "password": way(1, "basic", "intern"),
                    }
                }
            },
        }  # fmt: skip

    def _hash(self, password: str) -> str:
        """Return the bcrypt hash, by the plugin's own tool; the password is in the environment."""
        tool = self.server / "plugins/opensearch-security/tools/hash.sh"
        environment = {
            "PATH": os.environ["PATH"],
            "OPENSEARCH_JAVA_HOME": str(self.java),
            "KISIMA_WORD": password,
        }
        ran = subprocess.run(
            ["bash", str(tool), "-env", "KISIMA_WORD"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return next(line for line in ran.stdout.splitlines() if line.startswith("$2"))


def _url_safe(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
