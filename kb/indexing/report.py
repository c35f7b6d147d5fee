"""What an update did, for the person or program that started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kb.indexing.changes import UpdatePlan
from kb.indexing.superseding import find_superseded
from kb.messages import Message
from kb.metadata.records import unused_key
from kb.store import Manifest
from kb.store.sources import Sources
from kb.system_reasons import Reason

__all__ = ["Report", "report_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did, or with ``dry_run`` would do."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]  # old id, new id
    removed: tuple[str, ...]
    unchanged: int
    failed: tuple[tuple[str, Reason], ...]  # id and reason of every file that is not in the index
    warnings: tuple[tuple[str, Reason], ...]  # id, and what could not be read of its metadata
    seconds: float
    generation: str  # the one readers open now; "" where there is none
    published: bool
    reason: Reason  # why everything was built anew, or on an older generation; "" usually
    passages: int
    unsupported: tuple[str, ...]  # ids of the files without a reader
    unused_keys: tuple[tuple[str, int], ...]  # key of front matter, and in how many files
    synonym_faults: tuple[tuple[str, Message], ...] = ()  # row of visawe.tsv that is not used


def report_of(
    plan: UpdatePlan,
    sources: Sources,
    manifest: Manifest | None,
    *,
    seconds: float,
    published: bool,
) -> Report:
    """Return the report of an update.

    Args:
        plan: what the update had to do.
        sources: the records of the files, after it.
        manifest: of the generation that readers open now.
        seconds: how long the update took.
        published: whether it made a new generation.
    """
    failed = sources.failed | plan.corpus.refused
    absent = failed.keys() | set(sources.passed_over)
    changes = plan.changes

    warnings = [(id, one) for id, s in sorted(sources.files.items()) for one in s.warnings]
    unused = Counter(key for _, one in warnings if (key := unused_key(one)) is not None)

    def indexed(ids: Iterable[str]) -> tuple[str, ...]:
        """Leave out what is not in the index: the report lists it elsewhere."""
        return tuple(id for id in ids if not published or id not in absent)

    return Report(
        added=indexed(changes.added),
        changed=indexed(changes.changed),
        renamed=tuple(pair for pair in changes.renamed if indexed(pair[1:])),
        removed=changes.removed,
        unchanged=sum(id not in absent for id in changes.unchanged),
        failed=tuple(sorted(failed.items(), key=lambda pair: pair[0])),
        warnings=(
            *((id, warning) for id, warning in warnings if unused_key(warning) is None),
            *find_superseded(sources.files, plan.aliases).rejected,
        ),
        seconds=seconds,
        generation=manifest.generation if manifest else "",
        published=published,
        reason=plan.reason,
        passages=manifest.passages if manifest else 0,
        unsupported=tuple(sorted((*plan.corpus.unsupported, *sources.passed_over))),
        unused_keys=tuple(unused.most_common()),
        synonym_faults=tuple(plan.corpus.synonym_faults.items()),
    )
