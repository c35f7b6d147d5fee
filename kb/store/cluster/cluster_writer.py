"""Begin, publish, collect and roll back generations on a cluster.

A full build fills a new pair of indexes, and one request moves both aliases to it. An update
changes the entries of its documents in the current pair. Before it touches a document, it
notes it in a journal; the rows of files are written after the entries. So an update that is
killed leaves each document whole, old or new, and the next one works on the noted documents
again, whatever became of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kb.engines.base import Engine
from kb.errors import IndexDamaged, IndexUnusable
from kb.messages import Message
from kb.store.base import Draft, GenerationFacts
from kb.store.cluster.canaries import differences
from kb.store.cluster.cluster_draft import ClusterDraft
from kb.store.cluster.cluster_lock import ClusterLock
from kb.store.cluster.record_index import write_records
from kb.store.manifest import Manifest, StoredFile
from kb.store.sources import Sources

if TYPE_CHECKING:
    from kb.store.cluster.cluster_store import ClusterStore

__all__ = ["ClusterWriter", "miscounted"]

_MIN_KEPT = 2  # builds: readers may have the one before open


class ClusterWriter:
    """The right to change a store, for as long as ``ClusterStore.writer`` is entered."""

    def __init__(self, store: ClusterStore, lock: ClusterLock) -> None:
        self._store, self._lock = store, lock

    def base(self, *, thorough: bool) -> tuple[Manifest | None, Message | None]:
        """Return the current generation to build on, or why there is none.

        Args:
            thorough: count its entries and rows, and compare the checksums of some.
        """
        store = self._store
        manifest, reason = store.newest()
        if manifest is None or reason is not None:
            return manifest, reason
        wrong: list[Message] = store.wrong_with(manifest) if thorough else []
        if not wrong:
            return manifest, None
        cause = Message(
            "generation {name} is unusable ({cause})", name=manifest.generation, cause=wrong[0]
        )
        return None, Message("{cause}; built anew", cause=cause)

    @contextmanager
    def draft(self, base: Manifest | None) -> Iterator[ClusterDraft]:
        """Begin a generation: changes of *base*, or a new build. One that fails is dropped."""
        builds = self._store.builds
        build = builds.having(base.generation).number if base else builds.next_number()
        draft = ClusterDraft(builds, self._lock, build, base)
        try:
            yield draft
        finally:
            draft.engine.close()
            if base is None and not draft.published:
                builds.delete(build)

    def publish(self, draft: Draft, facts: GenerationFacts) -> Manifest:
        """Write the records of a draft, and let readers see it; see ``kb.store.base.Writer``."""
        assert isinstance(draft, ClusterDraft)  # the only one that this store makes
        builds, build = self._store.builds, draft.build
        self._lock.check()
        statistics = draft.engine.statistics()
        manifest = Manifest(
            generation=f"{builds.next_number() if draft.base else build:06}",
            built=_now(),
            engine=builds.engines.name,
            engine_version=builds.engines.version,
            recipe=facts.recipe,
            parts=dict(facts.parts),
            passages=statistics.entries,
            documents=statistics.documents,
            aliases=dict(facts.aliases),
            contents=(),
            files={builds.names.entries(build): StoredFile(builds.size(build)[1], "")},
            replaced=dict(facts.replaced),
            synonyms=facts.synonyms,
        )
        known = self._store.known_sources(draft.base.generation) if draft.base else None
        write_records(builds.records(build), facts.documents, facts.sources, known)
        if draft.base is None:
            self._check_new(draft, manifest, facts.sources or Sources())
            builds.add_copies(build)
        self._lock.check()
        builds.write_manifest(build, manifest)
        if draft.base is None:
            builds.move_aliases(build)
        draft.complete()
        draft.published = True
        if draft.compacted:
            builds.records(build).compact()
        self.collect_garbage()
        return manifest

    def roll_back(self, generation: str) -> Manifest:
        """Let an older build answer again, under a new number.

        Raises:
            IndexDamaged: it is not sound.
            GenerationMissing: there is no such generation.
        """
        builds = self._store.builds
        build = builds.having(generation)
        build.manifest.require(builds.engines, builds.where)
        if wrong := self._store.wrong_with(build.manifest):
            raise IndexDamaged(builds.names.entries(build.number), wrong[0])
        number = f"{builds.next_number():06}"
        manifest = replace(build.manifest, generation=number, built=_now())
        builds.write_manifest(build.number, manifest)
        builds.move_aliases(build.number)
        return manifest

    def rewrite(
        self, base: Manifest, change: Callable[[Engine], None], facts: GenerationFacts
    ) -> bool:
        """Change a build that is not the current one, where it is.

        Args:
            base: its generation.
            change: changes its engine, and compacts it.
            facts: as for ``publish``; the recipe is the one of before.

        Returns:
            True: readers that have it open keep what they opened, and no bytes stay for them.
        """
        builds = self._store.builds
        build = builds.having(base.generation).number
        engine = builds.engines.open_index(builds.names.entries(build), writable=True)
        try:
            change(engine)
            statistics = engine.statistics()
        finally:
            engine.close()
        known = self._store.known_sources(base.generation)
        write_records(builds.records(build), facts.documents, facts.sources, known)
        manifest = replace(
            base,
            aliases=dict(facts.aliases),
            replaced=dict(facts.replaced),
            passages=statistics.entries,
            documents=statistics.documents,
        )
        builds.write_manifest(build, manifest)
        builds.records(build).compact()
        return True

    def drop_damaged(self) -> None:
        """Remove damaged builds: a rollback to them would fail."""
        builds = self._store.builds
        current = builds.current()
        for build in builds.published():
            if build.number != current and self._store.wrong_with(build.manifest):
                builds.delete(build.number)

    def discard(self, generation: str) -> bool:
        """Remove a generation that is not the current one."""
        builds = self._store.builds
        assert generation != self._store.current()
        numbers = {build.manifest.generation: build.number for build in builds.published()}
        builds.delete(numbers.get(generation, int(generation)))
        return True

    def collect_garbage(self) -> None:
        """Remove builds that were never published, and those that are too old to be kept."""
        builds = self._store.builds
        current = builds.current()
        published = [build.number for build in builds.published()]
        before = [build for build in published if build != current]
        kept = {current, *before[: max(builds.settings.generations, _MIN_KEPT) - 1]}
        for build in builds.all():
            if build not in kept and (current is None or current in published):
                builds.delete(build)

    def _check_new(self, draft: ClusterDraft, manifest: Manifest, sources: Sources) -> None:
        """Refuse a build that does not hold what was written, or answers less than the old one."""
        store = self._store
        problems = []
        if draft.sent != manifest.passages:
            problems.append(miscounted(draft.sent, manifest.passages))
        else:
            try:
                with store.reader() as old:
                    before = store.sources(old.generation)
                    problems += differences(old, before, draft.engine, manifest.recipe, sources)
            except IndexUnusable:
                pass  # there is none, or none that can be compared
        if problems:
            raise IndexDamaged(store.builds.names.entries(draft.build), problems[0])


def miscounted(listed: int, counted: int) -> Message:
    """Return that there are more or fewer passages than are listed."""
    return Message(
        "{what}: {listed} are listed, {counted} are there",
        what=Message("passages"),
        listed=f"{listed:,}",
        counted=f"{counted:,}",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
