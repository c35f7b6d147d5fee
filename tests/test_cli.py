"""The command as a person or a script runs it: real processes over the shipped corpus."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kb.cli.names import COMMANDS

PROJECT = Path(__file__).resolve().parent.parent
KISIMA = [sys.executable, str(PROJECT / "search_cli.py")]
NAMES = {row.swahili: row.english for row in COMMANDS}
EXIT_CODES = [
    (["search", "dira"], 0),
    (["search", "xyzzyqq"], 1),
    (["search", "dira", "--page", "40"], 1),
    (["jibu", "dira"], 0),
    (["jibu", "xyzzyqq"], 1),
    (["search", "dira", "--document", "hakuna.md"], 1),
    (["search", "dira", "--aina", "hakuna"], 1),
    (["jibu", "dira", "--year", "1850"], 1),
    (["jibu"], 2),
    (["show", "hakuna.md"], 1),
    (["show", "hakuna.md#dira.1"], 1),
    ([], 2),
    (["search"], 2),
    (["search", "dira", "--limit", "0"], 2),
    (["search", "dira", "--limit", "kumi"], 2),
    (["search", "dira", "--limt", "3"], 2),
    (["tafta", "dira"], 2),
    (["inspect", "hakuna.md"], 2),
    (["--corpus", "hakuna", "index"], 2),
    (["--index", "hakuna", "search", "dira"], 65),
    (["--help"], 0),
    (["search", "--help"], 0),
    (["--version"], 0),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the shipped corpus, made by the command itself."""
    folder = tmp_path_factory.mktemp("faharasa") / "index"
    places = ["--corpus", str(PROJECT / "corpus"), "--index", str(folder)]
    subprocess.run([*KISIMA, *places, "index"], check=True, capture_output=True)
    return folder


@pytest.fixture
def kisima(index: Path, tmp_path: Path):
    """Run the command over that index, from a folder that holds nothing."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
        places = {"KISIMA_CORPUS": str(PROJECT / "corpus"), "KISIMA_INDEX": str(index)}
        return subprocess.run(
            [*KISIMA, *arguments],
            input=stdin,
            cwd=tmp_path,
            env={**os.environ, "KISIMA_LUGHA": "sw", **places, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


def documents_of(ran: subprocess.CompletedProcess) -> list[str]:
    """Return the documents of the hits that ``--json`` printed."""
    return [hit["document"] for hit in json.loads(ran.stdout)["hits"]]


def test_a_plural_finds_the_singular_marked(kisima):
    """Who types *wakurugenzi* sees the passage that says Mkurugenzi, with the word marked."""
    found = kisima("search", "wakurugenzi")
    assert found.returncode == 0
    assert "«Mkurugenzi»" in found.stdout
    assert found.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code"), EXIT_CODES, ids=[" ".join(words) or "-" for words, _ in EXIT_CODES]
)
def test_the_exit_code_tells_a_script_what_happened(arguments, code, kisima):
    """Found, nothing found, a mistake in the call and a useless index are told apart."""
    ran = kisima(*arguments)
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr


def test_what_went_wrong_is_not_an_answer(kisima):
    """Errors and advice go to standard error, so that a pipe reads answers only."""
    ran = kisima("search", "xyzzyqq")
    assert ran.stdout == ""
    assert "Hakuna matokeo" in ran.stderr


def test_a_short_answer_stands_with_its_source(kisima):
    """`kisima jibu` prints the sentence that answers, and where it is from."""
    ran = kisima("jibu", "misingi mikuu", "--document", "bara/misingi-mikuu.md")
    assert ran.returncode == 0
    assert "«Misingi» «Mikuu»: Uadilifu" in ran.stdout
    assert "\n— " in ran.stdout
    assert "bara/misingi-mikuu.md#" in ran.stdout


def test_a_short_answer_fits_one_text_message(kisima):
    """One line of at most 160 letters, the source in brackets."""
    (line,) = kisima("jibu", "--sms", "dira ya wakala").stdout.splitlines()
    assert len(line) <= 160
    assert line.endswith(")")


def test_many_questions_get_a_short_answer_each(kisima):
    """Questions come in by a pipe; each answer is a line of JSON, also that there is none."""
    ran = kisima("jibu", "-", "--json", stdin="dira\nxyzzyqq\n")
    answers = [json.loads(line)["answer"] for line in ran.stdout.splitlines()]
    assert [answer is not None for answer in answers] == [True, False]


def test_no_short_answer_says_what_to_try(kisima):
    """Nothing on standard output; the advice is an aside."""
    ran = kisima("jibu", "xyzzyqq")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Hakuna sentensi inayojibu vizuri: xyzzyqq" in ran.stderr


def test_why_a_hit_was_found_says_what_raised_it(kisima):
    """`--explain` tells the words' readings and the features, strongest first."""
    told = kisima("search", "--explain", "--limit", "1", "dira").stdout
    assert "kwa sababu «Dira» = dira" in told
    assert "kichwa chake ndicho kilichoulizwa (+" in told


def test_a_missing_index_says_which_command_makes_one(kisima):
    """The message ends with what to do."""
    assert "kisima sasisha" in kisima("--index", "hakuna", "search", "dira").stderr


def test_a_word_after_a_dash_is_excluded(kisima):
    """Search has no short options, so -pemba is the question's."""
    all_of_them = documents_of(kisima("search", "afisa", "mratibu", "--json"))
    without = documents_of(kisima("search", "afisa", "mratibu", "-pemba", "--json"))
    assert "zanzibar/ofisi-ya-pemba.txt" in all_of_them
    assert "zanzibar/ofisi-ya-pemba.txt" not in without


def test_an_argument_with_a_blank_is_words(kisima):
    """Who quotes a question for the shell asks the same as who does not; a phrase has quotes inside."""
    found = json.loads(kisima("search", "misingi mikuu", "--json").stdout)
    assert found["query"] == "misingi mikuu"
    assert (
        found["hits"] == json.loads(kisima("search", "misingi", "mikuu", "--json").stdout)["hits"]
    )
    phrase = json.loads(kisima("search", '"misingi mikuu"', "--json").stdout)
    assert {hit["document"] for hit in phrase["hits"]} == {
        "bara/misingi-mikuu.md",
        "bara/kuhusu.md",
    }


def test_a_question_in_quotes_is_answered_by_its_words(kisima):
    """Where the words stand nowhere side by side they are searched one by one."""
    found = kisima("search", "pemba inaongozwa na nani", "--plain")
    assert found.returncode == 0
    assert "zanzibar/ofisi-ya-pemba.txt" in found.stdout
    assert "Angalizo" not in found.stderr


def test_json_is_the_whole_output(kisima):
    """A program reads one object with everything in it, spans counted in its own text."""
    ran = kisima("search", "mkurugenzi", "mtendaji", "--json", "--limit", "2")
    answer = json.loads(ran.stdout)
    wanted = {"schema_version", "query", "total", "took_ms", "notes", "suggestion", "hits"}
    assert wanted <= set(answer)
    assert len(answer["hits"]) == 2 < answer["total"]
    hit = answer["hits"][0]
    marked = {hit["text"][start:end].lower() for start, end in hit["spans"]}
    assert {"mkurugenzi", "mtendaji"} <= marked
    assert ran.stderr == ""


def test_plain_is_one_line_a_hit(kisima):
    """cut and awk find rank, score, id, title, path and text between tabs."""
    lines = kisima("search", "idara", "--plain").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    assert {line.count("\t") for line in lines} == {5}


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),  # a pipe
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"CLICOLOR_FORCE": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "KISIMA_NO_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colour_comes_when_it_is_wanted(arguments, environment, coloured, kisima):
    """Colour never gets into a pipe unasked; without it the marks are still there."""
    shown = kisima("search", "dira", *arguments, **environment).stdout
    assert coloured == ("\x1b[" in shown)
    assert coloured != ("«Dira»" in shown)


def on_a_terminal(*arguments: str) -> str:
    """Return all that the command writes where output and errors are a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    with subprocess.Popen(
        [*KISIMA, *arguments], stdout=theirs, stderr=theirs, stdin=theirs, env=environment
    ):
        os.close(theirs)
        written = b""
        # At the end of a terminal Linux reads an error, macOS reads nothing.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                written += piece
    os.close(ours)
    return written.decode()


def test_a_terminal_gets_colour_and_a_bar(index, tmp_path):
    """A person sees marks in bold, and how far indexing has come."""
    assert "\x1b[1;4mDira\x1b[" in on_a_terminal("--index", str(index), "search", "dira")
    places = ["--corpus", str(PROJECT / "corpus"), "--index", str(tmp_path / "index")]
    assert re.search("━.*8/8", on_a_terminal(*places, "index"))


def test_a_log_gets_a_line_now_and_then(tmp_path):
    """Where no bar can be drawn, every hundred documents are told."""
    (tmp_path / "nyaraka").mkdir()
    for n in range(201):
        (tmp_path / "nyaraka" / f"{n}.txt").write_text(f"Kanuni ya {n}.\n", encoding="utf-8")
    places = ["--corpus", str(tmp_path / "nyaraka"), "--index", str(tmp_path / "index")]
    english = {**os.environ, "KISIMA_LUGHA": "en"}
    ran = subprocess.run([*KISIMA, *places, "index"], capture_output=True, text=True, env=english)
    lines = ran.stderr.splitlines()
    assert [line.partition(",")[0] for line in lines] == ["100 of 201", "200 of 201"]
    assert all(re.search(r" \d+/s, left \d+:\d\d$", line) for line in lines)


def test_the_filters_narrow_the_answer(kisima):
    """Kind, document and institution are taken as a reader would type them."""
    of_zanzibar = documents_of(
        kisima("search", "wakala", "--institution", "wakala wa serikali", "--limit", "50", "--json")
    )
    assert of_zanzibar
    assert all(document.startswith("zanzibar/") for document in of_zanzibar)
    hits = json.loads(kisima("search", "wakala", "--kind", "vision", "--json").stdout)["hits"]
    assert {hit["kind"] for hit in hits} == {"dira"}
    assert set(documents_of(kisima("search", "wakala", "--document", "idara", "--json"))) == {
        "zanzibar/idara.md"
    }


def test_pages_follow_one_another(kisima):
    """The second page goes on where the first ended."""
    first, second, both = (
        json.loads(kisima("search", "wakala", "--json", *options).stdout)["hits"]
        for options in (["--limit", "3"], ["--limit", "3", "--page", "2"], ["--limit", "6"])
    )
    assert [hit["id"] for hit in first + second] == [hit["id"] for hit in both]


def test_more_of_a_document_opens_with_the_option_that_is_printed(kisima):
    """Where a document has many matches three are listed; what is printed lists them all."""
    hits = json.loads(kisima("search", "wakala", "--limit", "50", "--json").stdout)["hits"]
    more = next(hit["more"] for hit in hits if hit["more"])
    (id,) = more["filters"]["document"]
    assert sum(hit["document"] == id for hit in hits) == 3
    printed = kisima("search", "wakala", "--limit", "50").stdout
    option = re.search(rf"{more['count']} [yl]a hati hii: (--document {id})", printed)[1]
    opened = json.loads(kisima("search", "wakala", *option.split(), "--json").stdout)
    assert opened["total"] == 3 + more["count"]
    assert {hit["document"] for hit in opened["hits"]} == {id}


def test_plain_lines_leave_nothing_out(kisima):
    """A program that reads lines cannot be told of more: it gets every match."""
    total = json.loads(kisima("search", "wakala", "--json").stdout)["total"]
    lines = kisima("search", "wakala", "--plain", "--limit", "100").stdout.splitlines()
    assert len(lines) == total


def test_an_older_document_is_marked_wherever_it_is_shown(kisima, tmp_path):
    """In the answer, in its passage, in the whole of it, and as JSON."""
    corpus = tmp_path / "nyaraka"
    corpus.mkdir()
    for year, more in (("2012", ""), ("2024", "inabadilisha: ada-2012.md\n")):
        front = f"---\nkichwa: Ada {year}\ntaasisi: Wakala\ntarehe: {year}\n{more}---\n\n"
        (corpus / f"ada-{year}.md").write_text(f"{front}# Ada\n\nAda ya {year}.\n", "utf-8")
    places = {"KISIMA_CORPUS": str(corpus), "KISIMA_INDEX": str(tmp_path / "yake")}
    assert kisima("index", **places).returncode == 0
    marked = "toleo la zamani (2012) · toleo jipya (2024): Ada 2024"
    for arguments in (["search", "ada"], ["show", "ada-2012.md"], ["show", "ada-2012.md#ada.1"]):
        assert marked in kisima(*arguments, **places).stdout
    hits = json.loads(kisima("search", "ada", "--json", **places).stdout)["hits"]
    newer = {"document": "ada-2024.md", "title": "Ada 2024", "date": "2024"}
    assert [(hit["document"], hit["newer"]) for hit in hits] == [
        ("ada-2024.md", None),
        ("ada-2012.md", newer),
    ]
    assert json.loads(kisima("show", "ada-2012.md", "--json", **places).stdout)["newer"] == newer


def test_questions_are_read_from_standard_input(kisima):
    """A list of questions is answered in one run, one JSON object a line."""
    ran = kisima("search", "-", "--json", stdin="dira\n\nxyzzyqq\n")
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["query"] for answer in answers] == ["dira", "xyzzyqq"]
    assert ran.returncode == 0


def test_a_reader_that_leaves_is_no_error(index):
    """``| head`` ends the command quietly."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody_reads:
        ran = subprocess.run(
            [*KISIMA, "--index", str(index), "search", "wakala"],
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
        )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_ctrl_c_ends_with_130(index):
    """Interrupting is told apart from failing, without a traceback."""
    running = subprocess.Popen(
        [*KISIMA, "--index", str(index), "search", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with running:
        running.stdin.write(b"dira\n" * 2)
        running.stdin.flush()
        running.stdout.readline()  # it is in the middle of its work now
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert b"Traceback" not in running.stderr.read()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("tafta", "tafuta"), ("serch", "search"), ("hal", "hali"), ("sasishaa", "sasisha")],
)
def test_a_command_mistyped_is_suggested(typed, meant, kisima):
    """A slip of the finger is answered with the command that was meant."""
    ran = kisima(typed, "dira")
    assert re.search(rf"Ulimaanisha.*\b{meant}\b", ran.stderr)


def test_an_option_mistyped_is_not_searched(kisima):
    """--limt is a mistake to be told, not a word to be looked for."""
    assert "--limit" in kisima("search", "dira", "--limt", "3").stderr


@pytest.mark.parametrize(("swahili", "english"), NAMES.items())
def test_both_names_of_a_command_are_equal(swahili, english, kisima):
    """The Swahili name does what the English one does."""
    helps = [kisima(name, "--help").stdout.split("\n", 1)[1] for name in (swahili, english)]
    assert helps[0] == helps[1]


@pytest.mark.parametrize("before", [True, False], ids=["on the group", "on the command"])
def test_the_folders_are_taken_anywhere(before, index, tmp_path):
    """--corpus and --index stand before the command or after it."""
    places = ["--corpus", str(PROJECT / "corpus"), "--index", str(index)]
    words = [*places, "status", "--json"] if before else ["status", "--json", *places]
    ran = subprocess.run([*KISIMA, *words], cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(ran.stdout)["documents"] >= 8


def test_swahili_is_written_whatever_the_locale_says(kisima):
    """A server with LANG=C and a pipe still gets UTF-8."""
    ascii_only = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert "«Dira»" in kisima("search", "dira", **ascii_only).stdout


def test_a_question_that_is_not_text_is_still_answered(index, tmp_path):
    """Bytes that are no UTF-8 do not break the command."""
    command = [os.fsencode(word) for word in [*KISIMA, "--index", str(index), "search"]]
    ran = subprocess.run([*command, b"dira\xff\xfe"], cwd=tmp_path, capture_output=True)
    assert ran.returncode in {0, 1}
    assert b"Traceback" not in ran.stderr


def test_versions_name_what_an_index_depends_on(kisima):
    """A report of a fault can say exactly what was running."""
    shown = kisima("--version").stdout
    for name in ("kisima", "kb.swahili", "icu", "whoosh", "python"):
        assert name in shown


def test_a_document_and_a_passage_are_shown(kisima):
    """What search printed can be asked for whole."""
    hit = json.loads(kisima("search", "afisa", "mratibu", "--json").stdout)["hits"][0]
    passage = kisima("show", hit["id"])
    document = kisima("show", hit["document"])
    assert (passage.returncode, document.returncode) == (0, 0)
    assert hit["title"] in passage.stdout
    assert hit["title"] in document.stdout
    assert json.loads(kisima("show", hit["document"], "--json").stdout)["id"] == hit["document"]
    assert json.loads(kisima("show", hit["id"], "--json").stdout)["text"].find(hit["text"]) >= 0


def test_analyse_shows_how_words_are_read(kisima):
    """A clerk sees why a word finds another."""
    shown = kisima("analyse", "wakurugenzi").stdout
    assert "mkurugenzi" in shown
    tokens = json.loads(kisima("analyse", "--json", "ng’ombe", "wangu").stdout)
    assert [token["surface"] for token in tokens] == ["ng’ombe", "wangu"]


def test_analyse_writes_conllu_of_a_file(kisima, tmp_path):
    """Whoever studies the language gets a file that other tools read, from a text of theirs."""
    text = tmp_path / "barua yangu.txt"
    text.write_text("Watoto wanasoma. Naye hasomi.", encoding="utf-8")
    rows = kisima("analyse", "--conllu", str(text)).stdout.splitlines()
    assert rows[:3] == [
        "# newdoc id = barua_yangu",
        "# sent_id = barua_yangu-1",
        "# text = Watoto wanasoma.",
    ]
    assert rows[3].split("\t")[:4] == ["1", "Watoto", "mtoto", "NOUN"]
    assert "1-2\tNaye\t_" in "\n".join(rows)
    refused = kisima("analyse", "--conllu", str(tmp_path / "hakuna.txt"))
    assert refused.returncode == 2
    assert "hakuna.txt" in refused.stderr
    assert "2\tanaimba" in kisima("analyse", "--conllu", stdin="Mtoto anaimba.").stdout


def test_forms_shows_the_tables_of_a_word(kisima):
    """A learner types a form from a page, and sees the verb conjugated; a program gets JSON."""
    shown = kisima("forms", "wamesoma").stdout
    assert "ninasoma" in shown
    assert "hawakusoma" in shown
    (paradigm,) = json.loads(kisima("maumbo", "kitabu", "--json").stdout)
    assert {"form": "vitabu", "group": "number", "row": "plural", "column": "8",
            "feats": {"NounClass": "Bantu8", "Number": "Plur"}} in paradigm["forms"]  # fmt: skip
    unknown = kisima("forms", "zizibombo")
    assert unknown.returncode == 1
    assert "zizibombo" in unknown.stderr


def test_inspect_prints_the_tree_of_headings(kisima, corpus):
    """Each section says where it stands; children are inside their parents."""
    file = str(corpus / "bara" / "misingi-mikuu.md")
    tree = json.loads(kisima("inspect", file, "--json").stdout)
    paths = [section["path"] for section in tree["sections"]]
    assert ["Misingi Mikuu", "Uadilifu"] in paths
    assert {"heading", "level", "path", "kind", "anchor", "rule", "start", "end"} == set(
        tree["sections"][0]
    )
    assert "Uadilifu" in kisima("inspect", file).stdout


def test_inspect_tells_how_headings_were_found_and_writes_a_sidecar(kisima, corpus, tmp_path):
    """Whoever disagrees has a file to say so in; it is written once, and then theirs."""
    file = tmp_path / "misingi.md"
    file.write_bytes((corpus / "bara" / "misingi-mikuu.md").read_bytes())
    assert "(markup)" in kisima("inspect", str(file)).stdout
    assert kisima("inspect", "--write", str(file)).stdout.strip() == f"{file}.toml"
    assert "Uadilifu" in (tmp_path / "misingi.md.toml").read_text(encoding="utf-8")
    assert kisima("inspect", "--write", str(file)).returncode == 2


def test_the_page_is_served_where_it_says(index):
    """Port 0 takes a free port, the address printed answers, and Ctrl-C is the usual end."""
    with subprocess.Popen(
        [*KISIMA, "--index", str(index), "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        address = running.stderr.readline().split()[0]
        for _ in range(300):  # the address is told just before the server listens
            try:
                with urllib.request.urlopen(address + "healthz", timeout=30) as answer:
                    assert answer.status == 200
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        else:
            pytest.fail("nobody answered for thirty seconds")
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--index", "hakuna"], 65), (["--port", "{taken}"], 74)], ids=str
)
def test_a_page_that_cannot_be_served_says_why(arguments, code, kisima):
    """No index, or a port that another program has: one line and its exit code."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = kisima("serve", *(word.format(taken=port) for word in arguments))
    assert ran.returncode == code
    assert len(ran.stderr.splitlines()) == 1


def test_the_index_follows_the_documents(tmp_path):
    """A changed document is found by its new words and not its old; a deleted one is gone."""
    folder = tmp_path / "nyaraka"
    folder.mkdir()
    places = ["--corpus", str(folder), "--index", str(tmp_path / "index")]

    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*KISIMA, *places, *words],
            capture_output=True,
            text=True,
            env={**os.environ, "KISIMA_LUGHA": "en"},
        )

    for name, word in (("a.md", "likizo"), ("b.md", "mshahara"), ("c.md", "nauli")):
        (folder / name).write_text(f"# Kanuni\n\nHaya yanahusu {word}.\n", encoding="utf-8")
    first = json.loads(run("index", "--json").stdout)
    assert len(first["added"]) == 3
    (folder / "a.md").write_text("# Kanuni\n\nHaya yanahusu uhamisho.\n", encoding="utf-8")
    (folder / "b.md").unlink()
    (folder / "c.md").rename(folder / "d.md")
    (folder / "tupu.md").write_text("", encoding="utf-8")
    assert "kisima index" in run("status").stderr
    assert json.loads(run("index", "--json", "--dry-run").stdout)["published"] is False
    second = run("index")
    assert "tupu.md" in second.stderr
    counts = dict(line.split() for line in second.stdout.splitlines())
    wanted = {"added": "0", "changed": "1", "renamed": "1", "removed": "1", "failed": "1"}
    assert wanted.items() <= counts.items()
    assert [run("search", word).returncode for word in ("uhamisho", "likizo", "mshahara")] == [
        0,
        1,
        1,
    ]
    assert run("show", "c.md").returncode == 0, "a renamed file answers under its old name"
    third = json.loads(run("index", "--json").stdout)
    assert third["published"] is False
