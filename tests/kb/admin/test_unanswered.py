"""The list of what was asked in vain: words, not questions, and not for ever."""

from __future__ import annotations

import json
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest

from kb.admin.unanswered import (
    KEPT_DAYS,
    MAX_WORDS_OF_DAY,
    UnansweredLog,
    load_unanswered,
    unanswered_words,
)
from kb.analysis import SwahiliAnalyser

ANALYSER = SwahiliAnalyser()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tembo na twiga", ("tembo", "twiga")),
        ("tembo TEMBO", ("tembo",)),
        ("ada ya 0712345678", ("ada",)),
        ("nida 19900101-12345-00001-22", ("nida",)),
        ("a@b.example", ("b", "example")),
        ("", ()),
    ],
    ids=str,
)
def test_words_are_counted_and_numbers_are_not(line, expected):
    """A telephone number or a number of an identity card is of a person."""
    assert set(unanswered_words(line, ANALYSER)) <= {*expected}
    assert not any(
        character.isdigit() for word in unanswered_words(line, ANALYSER) for character in word
    )


def test_several_processes_add_to_one_file(tmp_path):
    """Each reads what the others wrote; only the owner may read the file."""
    path = tmp_path / "unanswered.tsv"
    logs = [UnansweredLog(path) for _ in range(4)]

    def count(log: UnansweredLog) -> None:
        for _ in range(25):
            log.add(["tembo"])
        log.flush()

    threads = [threading.Thread(target=count, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert load_unanswered(path) == [("tembo", 100)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_days_leave_the_file(tmp_path):
    """The words of a month ago are nobody's business any more."""
    path = tmp_path / "unanswered.tsv"
    today = datetime.now(UTC).astimezone().date()
    old, kept = today - timedelta(days=KEPT_DAYS), today - timedelta(days=KEPT_DAYS - 1)
    path.write_text(f"{old}\ttembo\t9\n{kept}\ttwiga\t2\nnonsense\n", encoding="utf-8")
    assert load_unanswered(path) == [("twiga", 2)]
    log = UnansweredLog(path)
    log.add(["simba"])
    log.flush()
    assert load_unanswered(path) == [("twiga", 2), ("simba", 1)]
    assert "tembo" not in path.read_text(encoding="utf-8")


def test_a_flood_of_nonsense_is_bounded(tmp_path):
    """The file and the memory stay small, and a common word is not pushed out."""
    path = tmp_path / "unanswered.tsv"
    log = UnansweredLog(path)
    for number in range(3 * MAX_WORDS_OF_DAY):
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        log.add(["tembo", f"z{letters}"])
    log.flush()
    words = load_unanswered(path)
    assert words[0] == ("tembo", 3 * MAX_WORDS_OF_DAY)
    assert len(words) == MAX_WORDS_OF_DAY


def test_a_file_that_cannot_be_written_stops_no_search(tmp_path, caplog):
    """The operator reads it in the log."""
    log = UnansweredLog(tmp_path / "missing" / "unanswered.tsv")
    log.add(["tembo"])
    assert "cannot be written" in caplog.text
    assert "tembo" not in caplog.text


def test_the_operator_lists_the_words(tmp_path, monkeypatch, capsys):
    """In both languages of the command, and as JSON; without the setting it says what is missing."""
    from search_cli import main

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*words])
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out + shown.err

    path = tmp_path / "unanswered.tsv"
    monkeypatch.setenv("KISIMA_LUGHA", "en")
    assert run("status", "--unanswered")[0] == 2
    monkeypatch.setenv("KISIMA_UNANSWERED", str(path))
    assert "No word" in run("status", "--unanswered")[1]
    log = UnansweredLog(path)
    log.add(["tembo", "twiga"])
    log.add(["twiga"])
    log.flush()
    assert run("hali", "--bila-majibu")[1].split() == ["twiga", "2", "tembo", "1"]
    words = json.loads(run("status", "--unanswered", "--json")[1])["words"]
    assert words[0] == {"word": "twiga", "count": 2}
