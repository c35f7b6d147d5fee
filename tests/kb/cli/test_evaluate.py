"""``kisima evaluate`` without a folder, as an officer runs it: real processes."""

from __future__ import annotations

import json

from tests.kb.cli.test_maintain import folder, kisima  # noqa: F401  fixtures

LIST = "swali\twaraka\tkifungu\nhabari ya kinara\tdira.md\tHati\nx\thakuna.md\n"


def test_listed_questions_are_asked_after_an_update_and_on_request(kisima, folder):  # noqa: F811
    """An update says how they fare in one line, evaluate says all, and exits 1 if one got worse."""
    (folder / "maswali.tsv").write_text(LIST, encoding="utf-8")
    first = kisima("index")
    assert first.returncode == 0
    assert "1 of 1 answered first" in first.stderr
    ran = kisima("pima")
    assert ran.returncode == 0
    assert "habari ya kinara" in ran.stdout
    assert "maswali.tsv:3: hakuna.md" in ran.stderr
    (folder / "kinara.md").write_text("# Habari ya kinara\n\nKinara wa habari.\n", "utf-8")
    assert "worse than before: 1" in kisima("index").stderr
    worse = kisima("evaluate", "--json")
    assert worse.returncode == 1
    assert json.loads(worse.stdout)["moved"][0]["worse"] is True
    assert "Worse than in generation 000001" in kisima("evaluate").stdout


def test_without_a_list_it_says_how_to_write_one(kisima):  # noqa: F811
    """The error names the file and what a row has; an update says nothing."""
    assert "maswali" not in kisima("index").stderr
    ran = kisima("evaluate")
    assert ran.returncode != 0
    assert "maswali.tsv" in ran.stderr
    assert "a tab" in ran.stderr


def test_words_asked_in_vain_are_questions_for_the_list(kisima, folder, tmp_path):  # noqa: F811
    """Where the operator counts them, they are shown with the command that lists them all."""
    (folder / "maswali.tsv").write_text(LIST, encoding="utf-8")
    kisima("index")
    from datetime import datetime

    log, today = tmp_path / "bila.tsv", datetime.now().astimezone().date().isoformat()
    log.write_text(f"{today}\tzahanati\t3\n", encoding="utf-8")
    assert "zahanati" in kisima("evaluate", KISIMA_UNANSWERED=str(log)).stderr
