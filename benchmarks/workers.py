"""Pages a second of the web page with one process and with two, in one run.

    python -m benchmarks.workers [--seconds 8] [--clients 16] [--rounds 3]

Both sites serve the documents that ship with Kisima. The rounds alternate, so that other
work on the computer weighs on both alike. Each answer is checked before it is counted.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import tempfile
import threading
import time
from pathlib import Path

from kb.indexing import update
from tests.webui.conftest import settings_of
from tests.webui.serving import serving

PROJECT = Path(__file__).resolve().parents[1]
QUESTIONS = ("wakurugenzi", "dira", "misingi+mikuu", "idara+ya+mifumo", "nani+anateua+bodi")


def rate(port: int, clients: int, seconds: float) -> tuple[float, list[float]]:
    """Return the pages a second of some clients, and the seconds that each page took."""
    until, times = time.perf_counter() + seconds, []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        number = 0
        while time.perf_counter() < until:
            started = time.perf_counter()
            connection.request("GET", f"/?q={QUESTIONS[number % len(QUESTIONS)]}&n={number}")
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200, answer.status
            assert b"<mark>" in body
            times.append(time.perf_counter() - started)
            number += 1
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / seconds, times


def main() -> None:
    """Print the pages a second of each round, their medians, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = folder / "index"
        update(PROJECT / "corpus", index, settings_of(PROJECT / "corpus", index))
        for workers in (1, 2):
            (folder / str(workers)).mkdir()
        with (
            serving(index, folder / "1", serve_workers=1) as one,
            serving(index, folder / "2", serve_workers=2) as two,
        ):
            rates: dict[int, list[float]] = {1: [], 2: []}
            for _ in range(given.rounds):
                for workers, site in ((1, one), (2, two)):
                    pages, times = rate(site.port, given.clients, given.seconds)
                    rates[workers].append(pages)
                    p50, p95 = statistics.quantiles(times, n=20)[9::9]
                    print(
                        f"{workers} process(es): {pages:6.1f} pages/s, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
                    )
    medians = {workers: statistics.median(pages) for workers, pages in rates.items()}
    print(f"medians {medians[1]:.1f} and {medians[2]:.1f}: ratio {medians[2] / medians[1]:.2f}")


if __name__ == "__main__":
    main()
