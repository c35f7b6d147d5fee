"""The engine protocol over a Tantivy index in one folder.

Safe for reading from several threads: what is read is one snapshot, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from kb.engines.base import DEFAULT_MEGABYTES, EngineHit, SearchRequest, SearchResponse
from kb.engines.checks import check_request
from kb.engines.embedded import EmbeddedEngine, naming_damage
from kb.engines.fields import DOCUMENT, decode_place, facet_field
from kb.engines.tantivy.checks import META_FILE, check_segment_files
from kb.engines.tantivy.matches import Matches
from kb.engines.tantivy.reader import IndexView
from kb.engines.tantivy.refusals import raising_refusals
from kb.engines.tantivy.schema import LIBRARY_VERSION
from kb.engines.tantivy.state import STATE_FILE
from kb.index.schema import Entry

if TYPE_CHECKING:
    from kb.engines.tantivy.grouping import SmallChange

__all__ = ["TantivyEngine"]

_LAYOUT = 2
"""Of our own files: another one is another version."""
_MAX_DELETED = 0.2  # of all entries; past it the index is rewritten


class TantivyEngine(EmbeddedEngine[IndexView]):
    """An open index; see kb.engines.base.Engine."""

    name: ClassVar[str] = "tantivy"
    version: ClassVar[str] = f"{LIBRARY_VERSION}-{_LAYOUT}"
    document_field: ClassVar[str] = facet_field(DOCUMENT)

    def __init__(
        self, folder: Path, *, writable: bool, megabytes: float = DEFAULT_MEGABYTES
    ) -> None:
        super().__init__(folder, writable=writable, megabytes=megabytes)
        self._changed: SmallChange | None = None

    @classmethod
    def open(
        cls, folder: Path, *, writable: bool = False, megabytes: float = DEFAULT_MEGABYTES
    ) -> Self:
        """Check the files and open the index in *folder*.

        Raises:
            IndexDamaged: its files are not those of an index.
        """
        with naming_damage(folder):
            check_segment_files(folder)
        return super().open(folder, writable=writable, megabytes=megabytes)

    @classmethod
    def contents(cls, folder: Path) -> tuple[str, ...]:
        """Return the names of the files that say what all others hold."""
        return tuple(name for name in (META_FILE, STATE_FILE) if (folder / name).exists())

    @staticmethod
    def _create(folder: Path) -> None:
        from kb.engines.tantivy.writer import create_index

        create_index(folder)

    def _read(self, folder: Path) -> IndexView:
        with raising_refusals():
            return IndexView(folder)

    def _change(self, index: IndexView, deleted: Iterable[str], added: Iterable[Entry]) -> None:
        from kb.engines.tantivy.writer import change

        self._changed = change(self._folder, index, deleted, added, megabytes=self._megabytes)

    def _is_wasteful(self, index: IndexView) -> bool:
        return index.state.deleted_entries > _MAX_DELETED * index.state.all_entries

    def _merge(self, index: IndexView) -> None:
        from kb.engines.tantivy.writer import rewrite_index

        with naming_damage(self._folder):
            rewrite_index(self._folder, index, megabytes=self._megabytes)
        self._changed = None

    def _group(self, index: IndexView) -> None:
        from kb.engines.tantivy.grouping import regroup_copies

        regroup_copies(self._folder, index, self._changed)

    def search(self, request: SearchRequest) -> SearchResponse:
        """See Engine."""
        check_request(request)
        with self._reading() as index:
            matches = Matches(index, request)
            above = request.crowded_above
            return SearchResponse(
                hits=tuple(_hit(index, matches, number) for number in matches.page()),
                total=matches.total,
                frequencies=tuple(clause.frequency for clause in matches.clauses),
                facets={facet: matches.values(facet) for facet in request.facets},
                crowded={} if above is None else matches.crowded(above),
                entries=index.state.entries,
                copies=len(matches.left_out),
            )


def _hit(index: IndexView, matches: Matches, number: int) -> EngineHit:
    document, ordinal, id = decode_place(matches.place(number))
    copies = max(0, len(index.copies.of(number)) - 1)
    return EngineHit(number, id, document, ordinal, matches.score(number), copies)
