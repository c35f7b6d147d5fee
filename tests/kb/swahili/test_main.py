"""python -m kb.swahili, run as a person runs it: words in, readings out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kb.swahili
from kb.swahili import analyse

ROOT = Path(kb.swahili.__file__).parents[2]


def run(given: bytes, *options: str) -> bytes:
    """Return what the command writes for some input; it must end well and say no more."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb.swahili", *options],
        input=given,
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stderr == b""
    return ran.stdout


def lines(given: str, *options: str) -> list[str]:
    """Return the lines the command writes for lines of text."""
    return run(given.encode(), *options).decode().splitlines()


def test_each_word_comes_with_its_term_and_family():
    """A shell pipeline gets the word, the term and the family, a line for each line."""
    words = "walioteuliwa\nutekelezaji\nwaratibu\n\n   \nNG’OMBE\n"
    assert lines(words) == [
        "walioteuliwa\tteua\t",
        "utekelezaji\tutekelezaji\ttekeleza",
        "waratibu\tmratibu|ratibu\t",
        "NG’OMBE\tng'ombe\t",
    ]


def test_a_line_may_hold_several_words():
    """Lines of text go through as well: the terms of the words stand side by side."""
    assert lines("waratibu wa\tidara\n--\n") == [
        "waratibu wa idara\tmratibu|ratibu a idara\t",
        "--\t\t",
    ]


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_pass(given):
    """Broken files give lines, not a crash: as many as hold anything, with their bytes kept."""
    texts = [line.decode("utf-8", "surrogateescape") for line in given.split(b"\n")]
    kept = [" ".join(text.split()) for text in texts if text.split()]
    written = run(given).decode("utf-8", "surrogateescape").split("\n")[:-1]
    assert [line.split("\t")[0] for line in written] == kept
    assert all(line.count("\t") == 2 for line in written)


def test_words_stream():
    """A long list is answered while it is read: the first lines are out before its end is in."""
    with subprocess.Popen(
        [sys.executable, "-m", "kb.swahili"],
        cwd=ROOT,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as ran:
        assert ran.stdin
        assert ran.stdout
        ran.stdin.write(b"wakurugenzi\n" * 5_000)
        assert ran.stdout.readline() == b"wakurugenzi\tmkurugenzi\t\n"
        rest, _ = ran.communicate(b"idara\n", timeout=30)
    assert rest.endswith(b"idara\tidara\t\n")
    assert rest.count(b"\n") == 5_000


def test_a_reader_that_leaves_is_no_error_to_see(tmp_path):
    """`… | head -1` ends without a traceback."""
    words = tmp_path / "words"
    words.write_bytes(b"wakurugenzi\n" * 200_000)
    with (
        words.open("rb") as given,
        subprocess.Popen(
            [sys.executable, "-m", "kb.swahili"],
            cwd=ROOT,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as ran,
    ):
        assert ran.stdout
        assert ran.stderr
        assert ran.stdout.readline() == b"wakurugenzi\tmkurugenzi\t\n"
        ran.stdout.close()
        assert ran.stderr.read() == b""
        assert ran.wait(timeout=30) == 1


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--explain",), "jukumu: ma- (wingi, ngeli ya 6) + jukumu"),
        (("--eleza", "--lugha", "sw"), "jukumu: ma- (wingi, ngeli ya 6) + jukumu"),
        (("--explain", "--lugha", "en"), "jukumu: ma- (plural, class 6) + jukumu"),
    ],
)
def test_explanations_come_in_either_language(options, wanted):
    """Swahili unless asked otherwise."""
    assert lines("majukumu\n", *options) == [f"majukumu\t{wanted}"]


def test_rules_lead_every_form_where_the_analyser_leads_it():
    """An engine that takes rules finds what Kisima finds, for every word of the vocabulary."""
    vocabulary = "Wakurugenzi\nwameteuliwa\nidara\nya\nwakurugenzi\n2019\nn,a => b\n"
    rules = dict(rule.split(" => ") for rule in lines(vocabulary, "--export", "rules"))
    assert rules == {"wakurugenzi": "mkurugenzi", "wameteuliwa": "teua", "ya": "~a"}


def test_rules_keep_words_of_grammar_apart_from_words_of_content():
    """kula (eat) is not la (no, of), nor mipaka (boundaries) mpaka (until), as in an index of ours."""
    exported = lines("kula\nla\nmipaka\nmpaka\n", "--export", "rules")
    rules = dict(rule.split(" => ") for rule in exported)
    assert rules == {"kula": "la", "la": "~la", "mipaka": "mpaka", "mpaka": "~mpaka"}


def test_the_settings_are_whole():
    """The JSON makes an index as it is: filters, stop words, and analysers that name them."""
    body = json.loads(run(b"wakurugenzi\nvitengo\n", "--export", "opensearch"))
    analysis = body["settings"]["analysis"]
    assert analysis["filter"]["kisima_stems"] == {
        "type": "stemmer_override",
        "rules": ["wakurugenzi => mkurugenzi", "vitengo => kitengo"],
    }
    defined = {*analysis["filter"], "lowercase"}
    for analyser in analysis["analyzer"].values():
        assert set(analyser["filter"]) <= defined
        assert set(analyser["char_filter"]) <= set(analysis["char_filter"])
    assert "kisima_stop" not in analysis["analyzer"]["kisima_sw"]["filter"]


def test_an_empty_vocabulary_gives_settings_too():
    """Nothing to say is no error."""
    body = json.loads(run(b"", "--export", "opensearch"))
    assert body["settings"]["analysis"]["filter"]["kisima_stems"]["rules"] == []


def test_stop_words_carry_no_content():
    """Every word of the list is one the analyser reads as grammar, and the common ones are there."""
    words = lines("", "--export", "stopwords")
    assert words == sorted(set(words))
    assert all(analyse(word)[0].function for word in words)
    assert {"ya", "wa", "na", "kwa", "ambayo", "hiyo", "zake", "ni", "lakini"} <= set(words)


def test_the_help_names_every_option_under_both_its_names():
    """A person who asks for help sees all that the command can do, in one language."""
    shown = run(b"", "--msaada").decode()
    for names in (
        ("--explain", "--eleza"),
        ("--export", "--hamisha"),
        ("--lay-out", "--panga"),
        ("--lugha", "--language"),
    ):
        assert all(name in shown for name in names)
    assert "Analyse Swahili words" in shown
    assert " / " not in shown


def test_a_wrong_option_names_the_right_ones():
    """A slip of the keyboard is answered with what can be asked for."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb.swahili", "--export", "solr"],
        input=b"",
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert ran.returncode == 2
    assert b"opensearch" in ran.stderr
