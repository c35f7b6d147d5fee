"""The scripts that people copy to their machines do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARDS = PROJECT / "deploy" / "shards"


@pytest.fixture
def kisima(tmp_path):
    """A corpus of six documents, and an environment that has the command."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "kisima"
    line = shlex.join([sys.executable, str(PROJECT / "search_cli.py")])
    command.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    command.chmod(0o755)
    (tmp_path / "corpus").mkdir()
    for number in range(6):
        path = tmp_path / "corpus" / f"{number}.md"
        path.write_text(f"# Hati {number}\n\nHabari ya kisima.\n", encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "KISIMA_CORPUS": str(tmp_path / "corpus"),
        "KISIMA_INDEX": str(tmp_path / "index"),
    }

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(argument) for argument in arguments],
            env={**environment, **more},
            capture_output=True,
            text=True,
        )

    return run


def test_processes_prepare_all_parts_and_publish(kisima, tmp_path):
    """Three processes at once, then the update that takes what they made."""
    result = kisima(SHARDS / "processes.sh", "3", "--json")
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout[result.stdout.index("{") :])["added"]) == 6
    assert not [*(tmp_path / "index" / "prepared").iterdir()]


def test_the_tasks_of_a_job_array_prepare_all_parts(kisima, tmp_path):
    """Whatever the scheduler calls its numbers, the array covers every document."""
    text = (SHARDS / "slurm.sh").read_text(encoding="utf-8")
    first, last = map(int, re.search(r"--array=(\d+)-(\d+)", text).groups())
    for task in range(first, last + 1):
        numbers = {"SLURM_ARRAY_TASK_ID": str(task), "SLURM_CPUS_PER_TASK": "1"}
        assert kisima(SHARDS / "slurm.sh", **numbers).returncode == 0
    report = json.loads(kisima("kisima", "index", "--json").stdout)
    assert len(report["added"]) == 6


def test_the_pods_of_the_indexed_job_prepare_all_parts(kisima):
    """Kubernetes counts from 0: the command of the manifest turns that into parts from 1."""
    text = (SHARDS / "kubernetes.yaml").read_text(encoding="utf-8")
    command = re.search(r"- (exec kisima .+)", text)[1]
    count = int(re.search(r"completions: (\d+)", text)[1])
    assert f'/{count}"' in command
    parts = []
    for index in range(count):
        shown = command.replace("exec kisima", "echo")
        parts.append(kisima("sh", "-c", shown, JOB_COMPLETION_INDEX=str(index)).stdout.split()[2])
    assert parts == [f"{number}/{count}" for number in range(1, count + 1)]
    result = kisima("sh", "-c", command, JOB_COMPLETION_INDEX="0")
    assert result.returncode == 0, result.stderr
