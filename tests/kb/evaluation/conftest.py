"""Judged sets small enough to work the figures out by hand."""

from __future__ import annotations

import json

import pytest

CORPUS = {
    "d1": "Mkurugenzi wa idara hii.",
    "d2": "Wakurugenzi wote wamefika.",
    "d3": "Maji safi ya kisima.",
}
QUERIES = {
    "q1": "wakurugenzi",  # plain words find d2 only
    "q2": "maji",
    "q3": "bahari",  # stands nowhere
    "q4": "idara",  # not judged
    "q5": "kisima",  # judged, and nothing is relevant
}
QRELS = (("q1", "d1", 1), ("q1", "d2", 1), ("q2", "d3", 2), ("q3", "d1", 1), ("q5", "d3", 0))


@pytest.fixture
def write(tmp_path):
    """Writes a folder in BEIR's layout."""

    def write(corpus=CORPUS, queries=QUERIES, qrels=QRELS):
        for name, rows in (("corpus", corpus), ("queries", queries)):
            lines = [json.dumps({"_id": id, "text": text}) for id, text in rows.items()]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        table = [("query-id", "corpus-id", "score"), *qrels]
        rows = ["\t".join(map(str, row)) for row in table]
        (tmp_path / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def sections(tmp_path):
    """Writes judged sections of two files, one of which need not be there."""
    folder = tmp_path / "judged"

    def sections(**changed):
        (tmp_path / "nyaraka").mkdir(exist_ok=True)
        folder.mkdir(exist_ok=True)
        (tmp_path / "nyaraka" / "kuhusu.md").write_text(
            "# Kuhusu\n\n## Dira\n\nKuwa kinara wa huduma.\n\n## Dhamira\n\nKutoa huduma bora.\n",
            encoding="utf-8",
        )
        tables = {
            "documents": "corpus\tpath\n../nyaraka\tkuhusu.md\n../mbali\tgone.md\n",
            "queries": (
                "# what was asked\nid\tkind\tquery\tnote\n"
                "a\tsection\tdira\ta heading\nb\tfact\thuduma bora\tits text\nc\tfact\tmaji\t\n"
            ),
            "judgements": (
                "id\tdocument\tanchor\tgrade\n"
                "a\tnyaraka/kuhusu.md\tdira\t3\na\tnyaraka/kuhusu.md\tdhamira\t1\n"
                "b\tnyaraka/kuhusu.md\tdhamira\t3\nb\tnyaraka/kuhusu.md\tdira\t0\n"
                "c\tmbali/gone.md\tmaji\t3\nc\tnyaraka/kuhusu.md\tdira\t1\n"
            ),
        }
        for name, text in (tables | changed).items():
            if text is not None:
                (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
        return folder

    return sections
