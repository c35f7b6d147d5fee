"""Real OpenSearch nodes on this machine: lay them out, start, kill and stop them.

    with NodeGroup(SERVER, nodes=3) as group:
        group.wait()
        group["n2"].kill()          # SIGKILL, by its own process id
        group["n2"].start()

One unpacked server serves all nodes; a node is a folder with configuration, data and logs.
The server refuses to run as root, so under root it runs as an unprivileged number, and
everything it reads is in a folder that this number may read. ``bin/opensearch`` becomes the
Java process, so the process that was started is the node.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from tests.cluster.java import java_home
from tests.memory import memory_folder

__all__ = ["PLAIN", "SECURED", "NodeGroup", "Server", "ServerNode", "ask_node"]

SERVERS = Path(__file__).resolve().parents[2] / ".venv" / "servers"
"""Where .ci/opensearch puts the servers."""

_NOBODY = 64001  # a user that owns nothing else
_QUICK = "-XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch"  # starts in half the time
_NOT_KEPT = ("-Xms", "-Xmx", "gc.log", "HeapDump", "ErrorFile")


class Server(NamedTuple):
    """A version of the server, and the Java that it needs."""

    version: str
    oldest_java: int
    newest_java: int

    @property
    def folder(self) -> Path:
        """Where it was unpacked."""
        return SERVERS / f"opensearch-{self.version}"

    def missing(self) -> str | None:
        """Return why this server cannot be started here; None if it can."""
        if not (self.folder / "bin/opensearch").exists():
            return f"OpenSearch {self.version} is not fetched; run: make test-cluster"
        if java_home(self.oldest_java, self.newest_java) is None:
            newest = "" if self.newest_java == 99 else f", at most {self.newest_java}"
            return (
                f"OpenSearch {self.version} needs Java {self.oldest_java} or newer{newest}; "
                f"install a JDK of adoptium.net, or: apt-get install openjdk-{self.oldest_java}-jdk-headless"
            )
        return None


PLAIN = Server("3.8.0", 21, 99)
SECURED = Server("2.19.4", 17, 23)
"""The newest server whose security plugin is published with it, whole."""


class ServerNode:
    """One node: its folder, its ports, its process."""

    def __init__(self, group: NodeGroup, name: str, http: int, transport: int) -> None:
        self.group, self.name, self.http, self.transport = group, name, http, transport
        self.folder = group.folder / name
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{self.group.scheme}://127.0.0.1:{self.http}"

    def lay(self) -> None:
        """Write its configuration; data that is there stays."""
        config = self.folder / "config"
        for name in ("config", "data", "logs", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in self._settings().items())
        (config / "opensearch.yml").write_text(text)  # JSON is YAML
        shutil.copy(self.group.server / "config/log4j2.properties", config)
        options = (self.group.server / "config/jvm.options").read_text().splitlines()
        kept = [line for line in options if not any(word in line for word in _NOT_KEPT)]
        (config / "jvm.options").write_text("\n".join(kept) + "\n")
        self.group.furnish(config)
        for path in (config, *config.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        _give_away(self.folder)

    def start(self) -> None:
        """Start its process."""
        group = self.group
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "OPENSEARCH_JAVA_HOME": str(group.java),
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{group.heap} -Xmx{group.heap} {group.java_options}",
        }
        command = [*_as_nobody(), str(group.server / "bin/opensearch")]
        with (self.folder / "out.log").open("ab") as out:
            self.process = subprocess.Popen(
                command,
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would: nothing is written any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def pause(self) -> None:
        """Let it answer nothing, though its connections stay."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after ``pause``."""
        self.process.send_signal(signal.SIGCONT)

    def stop(self, seconds: float = 30) -> None:
        """End it, at once or at last."""
        if not self.alive():
            return
        self.resume()
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def ask(
        self, path: str, method: str = "GET", body: object = None, timeout: float = 5
    ) -> tuple[int, Any]:
        """See ``ask_node``."""
        group = self.group
        return ask_node(
            self.url + path, method, body, timeout, headers=group.headers, tls=group.tls
        )

    def tail(self, lines: int = 25) -> str:
        """The end of what it wrote."""
        log = self.folder / "out.log"
        text = log.read_text(errors="replace") if log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _settings(self) -> dict[str, Any]:
        nodes = self.group.nodes
        settings: dict[str, Any] = {
            "cluster.name": "kisima-test",
            "node.name": self.name,
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "path.repo": [str(self.group.snapshots)],
            "network.host": "127.0.0.1",
            "http.port": self.http,
            "transport.port": self.transport,
            "node.store.allow_mmap": False,
            # The disk of this machine is not what is tested; a test of it sets its own.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            # A dead node is missed within two seconds instead of thirty.
            "cluster.fault_detection.follower_check.interval": "500ms",
            "cluster.fault_detection.follower_check.timeout": "1s",
            "cluster.fault_detection.leader_check.interval": "500ms",
            "cluster.fault_detection.leader_check.timeout": "1s",
            # A new manager's first word also goes to the lost node, and waits this long.
            "cluster.publish.timeout": "5s",
        }
        if len(nodes) == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = [f"127.0.0.1:{node.transport}" for node in nodes]
            settings["cluster.initial_cluster_manager_nodes"] = [node.name for node in nodes]
        return {**settings, **self.group.settings}


class NodeGroup:
    """The nodes of one cluster. Ends what it started, and removes its folder."""

    scheme = "http"

    def __init__(
        self,
        server: Server,
        nodes: int = 1,
        *,
        heap: str = "384m",
        settings: Mapping[str, Any] | None = None,
        java_options: str = _QUICK,
    ) -> None:
        self.heap, self.java_options = heap, java_options
        self.settings = dict(settings or {})
        self.headers: dict[str, str] = {}
        self.tls: ssl.SSLContext | None = None
        home = java_home(server.oldest_java, server.newest_java)
        assert home is not None, server.missing()
        self.java = home
        self.folder = Path(tempfile.mkdtemp(prefix="kisima-nodes-", dir=memory_folder()))
        self.folder.chmod(0o755)
        self._copy: Path | None = None
        self.server = self._readable(server.folder)
        self.snapshots = self.folder / "snapshots"
        self.snapshots.mkdir()
        ports = _free_ports(2 * nodes)
        self.nodes = [
            ServerNode(self, f"n{n + 1}", ports[2 * n], ports[2 * n + 1]) for n in range(nodes)
        ]

    def __getitem__(self, name: str) -> ServerNode:
        return next(node for node in self.nodes if node.name == name)

    def __enter__(self) -> Self:
        try:
            _give_away(self.snapshots)
            for node in self.nodes:
                node.lay()
            for node in self.nodes:
                node.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End every node, and remove their folders."""
        for node in self.nodes:  # all are asked before any is waited for
            if node.alive():
                node.resume()
                node.process.terminate()
        for node in self.nodes:
            node.stop()
        for folder in filter(None, (self.folder, self._copy)):
            shutil.rmtree(folder, ignore_errors=True)

    def furnish(self, config: Path) -> None:
        """Write what else a node's configuration needs."""

    @property
    def hosts(self) -> str:
        """The addresses, as the setting ``cluster_hosts`` takes them."""
        return ",".join(node.url for node in self.nodes)

    def health(self) -> dict[str, Any] | None:
        """What a living node says of the cluster; None if none answers."""
        for node in self.nodes:
            if node.alive():
                with suppress(OSError, ValueError):
                    status, answer = node.ask("/_cluster/health", timeout=3)
                    if status == 200:
                        return answer
        return None

    def manager(self) -> ServerNode | None:
        """The elected manager, as a living node names it."""
        for node in self.nodes:
            if node.alive():
                with suppress(OSError, ValueError):
                    status, answer = node.ask("/_cat/cluster_manager?format=json", timeout=3)
                    if status == 200 and answer:
                        return self[answer[0]["node"]]
        return None

    @contextmanager
    def killed(self, node: ServerNode) -> Iterator[None]:
        """Kill a node, and start it again whatever happens; the cluster is whole afterwards."""
        node.kill()
        try:
            yield
        finally:
            node.start()
            self.wait(seconds=300)

    def wait(
        self,
        nodes: int | None = None,
        status: Sequence[str] = ("green",),
        seconds: float = 240,
    ) -> float:
        """Wait until so many nodes are there, and return how long that took."""
        nodes = len(self.nodes) if nodes is None else nodes
        begin = time.monotonic()
        health: dict[str, Any] | None = None
        while time.monotonic() - begin < seconds:
            for node in self.nodes:
                if node.process and node.process.poll() not in (None, -signal.SIGKILL):
                    raise RuntimeError(f"{node.name} ended:\n{node.tail()}")
            health = self.health()
            if (
                health
                and health["number_of_nodes"] == nodes
                and health["status"] in status
                and not health["relocating_shards"]
            ):
                return time.monotonic() - begin
            time.sleep(0.1)
        raise TimeoutError(f"{health} after {seconds} s\n{self.nodes[0].tail()}")

    def _readable(self, server: Path) -> Path:
        """Return the server where the nodes may read it: a copy, if they may not here."""
        server = server.resolve()
        if os.getuid() or all(folder.stat().st_mode & 0o001 for folder in server.parents):
            return server
        self._copy = Path(tempfile.mkdtemp(prefix="kisima-server-"))
        self._copy.chmod(0o755)
        return Path(shutil.copytree(server, self._copy / "server"))


def ask_node(
    url: str,
    method: str = "GET",
    body: object = None,
    timeout: float = 30,
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
    tls: ssl.SSLContext | None = None,
) -> tuple[int, Any]:
    """Return status and answer of a node, by a client that is not the one under test."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data, {"content-type": "application/json", **headers}, method=method
    )
    try:
        with urllib.request.urlopen(request, None, timeout, context=tls) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _as_nobody() -> list[str]:
    """The command that starts a node as another user than root, and ends it with this process."""
    if shutil.which("setpriv") is None:
        return []
    command = ["setpriv", "--pdeathsig", "KILL"]
    if os.getuid() == 0:
        command += [f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]
    return command


def _give_away(folder: Path) -> None:
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
