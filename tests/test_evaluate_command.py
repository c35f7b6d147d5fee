"""``kisima evaluate`` as a person or a script runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, str(Path(__file__).resolve().parent.parent / "search_cli.py")]


@pytest.fixture
def folders(tmp_path):
    """Two small judged sets."""
    made = []
    for name in ("kwanza", "pili"):
        folder = tmp_path / name
        folder.mkdir()
        rows = [{"_id": "a", "text": "Mkurugenzi wa idara."}, {"_id": "b", "text": "Maji safi."}]
        (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        (folder / "queries.jsonl").write_text('{"_id": "q", "text": "wakurugenzi"}\n')
        (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
        made.append(str(folder))
    return made


def run(*arguments):
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, "evaluate", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KISIMA_LUGHA": "en"},
    )


def test_one_folder_is_measured_and_progress_is_told_apart(folders):
    """The table goes to standard output, what is being done to standard error."""
    ran = run(folders[0])
    assert ran.returncode == 0, ran.stderr
    assert "kwanza: 1 question" in ran.stdout
    assert "− plain-bm25" in ran.stdout
    assert "kwanza: swahili-bm25" in ran.stderr


def test_several_folders_end_in_their_mean(folders):
    """A change is judged on all sets together."""
    ran = run(*folders)
    assert [word in ran.stdout for word in ("kwanza: 1", "pili: 1", "mean: 2 questions")] == [
        True
    ] * 3


def test_json_and_rows_are_for_programs(folders):
    """Both hold each question where they are asked to."""
    shown = json.loads(run(folders[0], "--json", "--per-query").stdout)
    assert shown["ndcg@10"] == shown["per_query"]["q"]["kisima"]["ndcg@10"] == 1
    assert shown["baselines"]["plain-bm25"]["ndcg@10"] == 0
    rows = run(*folders, "--per-query").stdout.splitlines()
    assert [row.split("\t")[:5] for row in rows[1:]] == [
        ["kwanza", "q", "", "wakurugenzi", "1"],
        ["pili", "q", "", "wakurugenzi", "1"],
    ]


def test_a_folder_that_holds_no_judged_set_is_one_line(tmp_path):
    """The reader learns which file is missing, without a traceback."""
    ran = run(str(tmp_path))
    assert ran.returncode == 2
    assert "qrels.tsv" in ran.stderr.splitlines()[-1]
