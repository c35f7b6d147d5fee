"""What the operator may know of requests: never the question."""

from __future__ import annotations

import io
import json
import re
import time

import pytest

from webui.observing import LogLines, Observation

from .serving import free_port, serving

SECRET = "tembo-siri"


def log_lines(text: str) -> list[dict]:
    """Return the lines of JSON in a log."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_line_of_json_for_each_request(workers, shipped_index, tmp_path):
    """Method, route, status, time, size and generation; nothing that was asked."""
    with serving(shipped_index, tmp_path, request_log="on", serve_workers=workers) as served:
        served.get(f"/?q={SECRET}")
        served.get(f"/hati/{SECRET}.md?q={SECRET}")
        served.get(f"/{SECRET}")
    text = served.log.read_text()
    assert SECRET not in text
    assert "127.0.0.1" not in text.partition("\n")[2]
    lines = log_lines(text)
    results = next(line for line in lines if line["route"] == "/")
    assert results.keys() == {"time", "method", "route", "status", "ms", "bytes", "generation"}
    assert (results["method"], results["status"], results["generation"]) == ("GET", 200, "000001")
    assert results["bytes"] > 1000
    assert results["ms"] > 0
    assert {("/hati/{id:path}", 404), ("", 404)} <= {(one["route"], one["status"]) for one in lines}


def test_the_address_is_logged_only_where_it_is_asked_for():
    """The operator decides, and says so in a privacy notice."""
    seen = Observation("GET", "/", 200, 0.0123, 17, "000001", "192.0.2.7")
    for with_address in (False, True):
        stream = io.StringIO()
        LogLines(stream, with_address=with_address)(seen)
        line = json.loads(stream.getvalue())
        assert line["ms"] == 12.3
        assert line.get("address") == ("192.0.2.7" if with_address else None)


def test_without_the_setting_requests_are_not_logged(shipped_index, tmp_path):
    """What people search for is private."""
    with serving(shipped_index, tmp_path) as served:
        served.get(f"/?q={SECRET}")
    assert len(served.log.read_text().splitlines()) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_prometheus_reads_the_numbers_of_all_processes(workers, shipped_index, tmp_path):
    """Searches, those that found nothing, times, generation and the index's age."""
    port = free_port()
    with serving(
        shipped_index, tmp_path, metrics_port=port, serve_workers=workers, hosts=""
    ) as served:
        for _ in range(10):
            assert served.get("/?q=wakurugenzi")[0] == 200
        for _ in range(3):
            assert served.get("/?q=xyzzyq")[0] == 200
        served.get(f"/{SECRET}")
        web, served.port = served.port, port
        text = served.get("/metrics")[1].decode()
        served.port = web

    def number(name: str) -> float:
        return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])

    assert number("kisima_searches_total") == 13
    assert number("kisima_searches_without_results_total") == 3
    assert number("kisima_generation") == 1
    assert 0 < time.time() - number("kisima_index_built_timestamp_seconds") < 7200
    assert number('kisima_request_seconds_count{route="/"}') == 13
    assert number('kisima_requests_total{route="other",status="404"}') == 1
    assert SECRET not in text
    assert "wakurugenzi" not in text


def test_words_that_find_nothing_are_counted_where_a_file_is_named(site, tmp_path):
    """One word a line with its day and number; a search with results adds nothing."""
    path = tmp_path / "unanswered.tsv"
    reader = site({"a.md": "# Sera\n\nTembo mkubwa.\n"}, unanswered=str(path))
    reader.get("/?q=xyzzyq 0712345678")
    reader.get("/?q=tembo")
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert line.split("\t")[1:] == ["xyzzyq", "1"]
