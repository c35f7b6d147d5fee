"""Turn what keepers of an index ask for into JSON: updates, status, generations, headings.

Records come in, plain dicts for ``json.dumps`` go out, every key written here by hand: see
``kb.present.json``, which holds SCHEMA_VERSION. Reasons are in one language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.admin.add import AddedDocument
from kb.admin.history import GenerationSummary
from kb.admin.remove import RemovalReport
from kb.admin.status import Status
from kb.admin.verify import GenerationCheck
from kb.document import Outline
from kb.indexing import Report
from kb.indexing.shards import ShardReport
from kb.messages import Message, translate
from kb.offline.report import ExportReport
from kb.present.json import SCHEMA_VERSION
from kb.store import Manifest

if TYPE_CHECKING:  # its library is of an extra
    from kb.site import SiteReport

__all__ = [
    "added_json",
    "export_json",
    "history_json",
    "outline_json",
    "removed_json",
    "report_json",
    "rollback_json",
    "shard_json",
    "site_json",
    "status_json",
    "unanswered_json",
    "verify_json",
]


def report_json(report: Report, *, language: str = "sw") -> dict[str, object]:
    """Return what an update did."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": report.generation,
        "published": report.published,
        "reason": translate(report.reason, language),
        "added": list(report.added),
        "changed": list(report.changed),
        "renamed": [{"from": old, "to": new} for old, new in report.renamed],
        "removed": list(report.removed),
        "unchanged": report.unchanged,
        "failed": _reasons(report.failed, language),
        "unsupported": list(report.unsupported),
        "warnings": _reasons(report.warnings, language),
        "unused_keys": dict(report.unused_keys),
        "synonym_faults": _reasons(report.synonym_faults, language),
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def shard_json(report: ShardReport, *, language: str = "sw") -> dict[str, object]:
    """Return what a shard prepared."""
    return {
        "schema_version": SCHEMA_VERSION,
        "shard": str(report.shard),
        "prepared": list(report.prepared),
        "already": report.already,
        "changed": list(report.changed),
        "failed": _reasons(report.failed, language),
        "seconds": round(report.seconds, 3),
    }


def status_json(held: Status, *, language: str = "sw") -> dict[str, object]:
    """Return what an index holds, and how the corpus has changed since it was built."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": held.generation,
        "built": held.built,
        "engine": held.engine,
        "size_bytes": held.size_bytes,
        "documents": held.documents,
        "passages": held.passages,
        "moved_on": held.moved_on,
        "added": held.added,
        "changed": held.changed,
        "renamed": held.renamed,
        "removed": held.removed,
        "recipe_ok": held.recipe_ok,
        "synonyms": held.synonyms,
        "synonyms_ok": held.synonyms_ok,
        "synonym_faults": _reasons(held.synonym_faults, language),
        "failed": _reasons(held.failed, language),
        "unsupported": list(held.unsupported),
        "held": [
            {
                "id": one.id,
                "title": one.title,
                "institution": one.institution,
                "date": one.date,
                "format": one.format,
                "passages": one.passages,
            }
            for one in held.held
        ],
        "prepared": [
            {
                "part": part.name,
                "documents": part.documents,
                "size_bytes": part.size_bytes,
                "fits": part.fits,
                "writer": translate(part.writer, language) if part.writer else "",
            }
            for part in held.parts
        ],
    }


def history_json(kept: Iterable[GenerationSummary]) -> list[dict[str, object]]:
    """Return the generations that are kept, the newest first."""
    return [
        {
            "generation": one.generation,
            "current": one.current,
            "built": one.built,
            "documents": one.documents,
            "passages": one.passages,
            "size_bytes": one.size_bytes,
            "engine": one.engine,
        }
        for one in kept
    ]


def verify_json(
    checked: Iterable[GenerationCheck], *, language: str = "sw"
) -> list[dict[str, object]]:
    """Return what is sound and what is damaged, a record for each generation."""
    return [
        {
            "generation": one.generation,
            "current": one.current,
            "files": one.files,
            "size_bytes": one.size_bytes,
            "documents_read": one.documents_read,
            "problems": [translate(problem, language) for problem in one.problems],
        }
        for one in checked
    ]


def rollback_json(manifest: Manifest) -> dict[str, object]:
    """Return the generation that answers again."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generation": manifest.generation,
        "documents": manifest.documents,
        "passages": manifest.passages,
    }


def added_json(added: AddedDocument) -> dict[str, object]:
    """Return a document that was added: its headings, and what is not known about it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": added.id,
        "title": added.outline.title,
        "headings": [section.heading for section in added.outline.sections],
        "unknown": list(added.missing),
    }


def site_json(report: SiteReport, *, language: str = "sw") -> dict[str, object]:
    """Return what was fetched of a site: every page, and what came of it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "left": report.left,
        "pages": [
            {
                "url": page.url,
                "id": page.id,
                "change": page.change,
                "fault": translate(page.fault, language) if page.fault else "",
            }
            for page in report.pages
        ],
    }


def removed_json(removed: RemovalReport, *, language: str = "sw") -> dict[str, object]:
    """Return a document that was removed: its files, and the generations it was taken out of."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": removed.id,
        "files": [str(path) for path in removed.files],
        "amended": list(removed.amended),
        "still_read": list(removed.still_read),
        "report": report_json(removed.report, language=language),
    }


def outline_json(outline: Outline) -> dict[str, object]:
    """Return the headings of a document, each with the rule that found it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": outline.title,
        "named_by_file": outline.named_by_file,
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "path": list(section.path),
                "kind": section.kind,
                "anchor": section.anchor,
                "rule": section.rule,
                "start": section.start,
                "end": section.end,
            }
            for section in outline.sections
        ],
    }


def unanswered_json(words: Sequence[tuple[str, int]], *, days: int) -> dict[str, object]:
    """Return the words that were asked in vain, and how often in *days* days."""
    return {
        "schema_version": SCHEMA_VERSION,
        "days": days,
        "words": [{"word": word, "count": count} for word, count in words],
    }


def export_json(report: ExportReport) -> dict[str, object]:
    """Return what an export wrote."""
    return {
        "schema_version": SCHEMA_VERSION,
        "folder": str(report.folder),
        "generation": report.generation,
        "documents": report.documents,
        "passages": report.passages,
        "pages": report.pages,
        "originals": report.originals,
        "files_written": report.written,
        "files_unchanged": report.unchanged,
        "size_bytes": report.size_bytes,
        "index_bytes": report.index_bytes,
        "seconds": round(report.seconds, 3),
    }


def _reasons(reasons: Sequence[tuple[str, Message | str]], language: str) -> list[dict[str, str]]:
    return [{"id": id, "reason": translate(reason, language)} for id, reason in reasons]
