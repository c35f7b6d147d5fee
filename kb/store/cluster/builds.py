"""The builds of a store: pairs of indexes, listed, described, moved to and removed.

A build has a number, its manifest the name of its newest generation. ``kb.store.cluster``
says what the indexes are called.
"""

from __future__ import annotations

import json
import time
from typing import Any, NamedTuple

from kb.engines.opensearch.engine import OpenSearchFactory
from kb.errors import (
    ClusterFailed,
    GenerationMissing,
    IndexDamaged,
    IndexMissing,
    IndexUnusable,
)
from kb.messages import Message
from kb.settings import Settings
from kb.store.cluster.index_names import IndexNames
from kb.store.cluster.record_index import RecordIndex, Row
from kb.store.manifest import Manifest, manifest_from

__all__ = ["Builds", "PublishedBuild"]

_COPIES_SECONDS = 120  # to wait for replicas


class PublishedBuild(NamedTuple):
    """The indexes of one build."""

    number: int
    manifest: Manifest


class Builds:
    """All builds of one store.

    Args:
        settings: where the cluster is, and what the indexes are called.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.names = IndexNames(settings.cluster_index)
        self.engines = OpenSearchFactory(settings)
        self.connection = self.engines.connection
        self.where = f"{self.connection.name}/{self.names.alias}"
        """What the store is called in errors."""

    def records(self, build: int) -> RecordIndex:
        """Return the records of a build."""
        return RecordIndex(self.connection, self.names.records(build))

    def current(self) -> int | None:
        """Return the build that the alias names; None if nothing was published."""
        path = f"/{self.names.alias}"
        try:
            answer = self.connection.ask("GET", path, filter_path="*.settings.index.uuid")
        except IndexMissing:
            return None
        builds = [self.names.build_of(name) for name in answer]
        return next((build for build in builds if build is not None), None)

    def all(self) -> dict[int, bool]:
        """Return the number of every build, and whether it has both of its indexes."""
        answer = self.connection.ask(
            "GET", f"/{self.names.all}", filter_path="*.settings.index.uuid"
        )
        existing = {
            name: build for name in answer if (build := self.names.build_of(name)) is not None
        }
        return {
            build: {self.names.entries(build), self.names.records(build)} <= existing.keys()
            for build in sorted(set(existing.values()), reverse=True)
        }

    def manifest_of(self, build: int) -> Manifest:
        """Return the manifest of a build.

        Raises:
            IndexDamaged: it is missing, or was changed.
            IndexOutOfDate: a version of Kisima with another layout wrote it.
        """
        value = self.records(build).get("manifest", ["manifest"]).get("manifest")
        where = f"{self.connection.name}/{self.names.records(build)}"
        if value is None:
            raise IndexDamaged(where, Message("the manifest is missing"))
        return manifest_from(value, where)

    def published(self) -> list[PublishedBuild]:
        """Return the builds whose manifest can be read, the newest generation first."""
        builds = []
        for number, whole in self.all().items():
            try:
                if whole:
                    builds.append(PublishedBuild(number, self.manifest_of(number)))
            except IndexUnusable:
                continue
        return sorted(builds, key=lambda build: build.manifest.generation, reverse=True)

    def having(self, generation: str) -> PublishedBuild:
        """Return the build that has a generation.

        Raises:
            GenerationMissing: there is none.
        """
        for build in self.published():
            if build.manifest.generation == generation:
                return build
        raise GenerationMissing(self.where, generation)

    def journal(self, build: int) -> list[list[str]]:
        """Return the documents that an update which is not published works on, by page."""
        pages: list[list[str]] = []
        while value := self.records(build).get("journal", [str(len(pages))]):
            pages += (json.loads(page) for page in value.values())
        return pages

    def recipe_of(self, build: int) -> str:
        """Return the recipe that the index of the entries itself carries."""
        index = self.names.entries(build)
        answer = self.connection.ask("GET", f"/{index}")
        meta = answer[index]["mappings"].get("_meta", {})
        return str(meta.get("kisima", {}).get("recipe", ""))

    def size(self, build: int) -> tuple[tuple[str, ...], int]:
        """Return the unique names of the two indexes, and their bytes without replicas.

        Raises:
            IndexMissing: one of them is not there.
        """
        indexes = f"{self.names.entries(build)},{self.names.records(build)}"
        answer = self.connection.ask("GET", f"/{indexes}/_stats/store")
        uuids = tuple(sorted(one["uuid"] for one in answer["indices"].values()))
        return uuids, int(answer["_all"]["primaries"]["store"]["size_in_bytes"])

    def next_number(self) -> int:
        """Return a number that no generation and no build has had."""
        return 1 + max(
            [0, *self.all(), *(int(one.manifest.generation) for one in self.published())]
        )

    def write_manifest(self, build: int, manifest: Manifest) -> None:
        """Write the manifest of a build, and its recipe into the index of the entries."""
        connection, index = self.connection, self.names.entries(build)
        if self.recipe_of(build) != manifest.recipe:
            answer = connection.ask("GET", f"/{index}")
            meta = answer[index]["mappings"]["_meta"]
            meta["kisima"]["recipe"] = manifest.recipe
            connection.ask("PUT", f"/{index}/_mapping", {"_meta": meta}, write=True)
        value = manifest.to_bytes().decode()
        self.records(build).write([Row("manifest", "manifest", value)])

    def move_aliases(self, build: int) -> None:
        """Let readers see a build: both aliases move in one request, or none does."""
        names, before = self.names, self.current()
        if before == build:
            return
        actions: list[dict[str, Any]] = []
        for alias, index_of in ((names.alias, names.entries), (names.records_alias, names.records)):
            if before is not None:
                removed = {"index": index_of(before), "alias": alias, "must_exist": True}
                actions.append({"remove": removed})
            actions.append({"add": {"index": index_of(build), "alias": alias}})
        try:
            self.connection.ask("POST", "/_aliases", {"actions": actions}, write=True)
        except ClusterFailed:
            if self.current() != build:
                raise  # else an answer was lost, and the request had been sent again

    def add_copies(self, build: int) -> None:
        """Give a new build its replicas, and wait for them within bounds."""
        indexes = f"{self.names.entries(build)},{self.names.records(build)}"
        copies = f"0-{self.settings.cluster_replicas}"
        self.connection.ask(
            "PUT", f"/{indexes}/_settings", {"index": {"auto_expand_replicas": copies}}, write=True
        )
        until = time.monotonic() + _COPIES_SECONDS
        while time.monotonic() < until:
            health = self.connection.ask("GET", f"/_cluster/health/{indexes}")
            if not health["initializing_shards"] and not health["relocating_shards"]:
                return
            time.sleep(0.2)

    def delete(self, build: int) -> None:
        """Remove a build. Idempotent."""
        names = self.names
        for index in (names.entries(build), names.records(build)):
            self.engines.delete_index(index)
