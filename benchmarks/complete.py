"""Measure how long a completion takes: in a server with the words in memory, and in a shell.

    python benchmarks/complete.py [--passages 10000] [--index FOLDER] [--json]

The index contains the real text of ``../shared/data``: its sentences, in another order, in
passages of about a hundred words. Each four passages have a heading, the beginning of a
sentence. ``--index`` keeps that index and uses it completed. The typed texts are beginnings of
words of that text, as frequent as they occur in it, alone and after another word.

    server   Completer.complete, with the words and headings of the generation in memory
    once     kb.completion.complete, which reads only terms with that prefix
    prompt   a whole process, as bash starts it; ``kisima --version`` for comparison

First the completions are checked: they must contain the word whose beginning was typed,
and each must have hits. Times are CPU times.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import quantiles

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb import swahili  # noqa: E402
from kb.completion import Completer, complete  # noqa: E402
from kb.document import Document, Heading  # noqa: E402
from kb.engines.base import Engine  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402
from kb.store import FolderStore  # noqa: E402

DATA = PROJECT.parent / "shared" / "data"
WORDS = 110
TYPED = 200  # questions of each kind
PROCESSES = 9  # of each kind; the median is reported
MIN_COMPLETED = 0.9
"""The minimum share of words that are completions of themselves without the last letter."""

LETTERS = {"2 letters": 2, "3 letters": 3, "4 letters": 4, "6 letters": 6}


def sentences() -> list[str]:
    """Return every sentence of the real text, once."""
    unique: dict[str, None] = {}
    for file in sorted([*DATA.glob("text/*.jsonl"), *DATA.glob("retrieval/*/corpus.jsonl")]):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            for start, end in swahili.sentences(text):
                sentence = " ".join(text[start:end].split())
                if 5 <= sentence.count(" ") <= 60:
                    unique[sentence] = None
    return list(unique)


def documents(every: Sequence[str], passages: int) -> Iterator[Document]:
    """Yield documents of five sections, four passages each, until there are enough."""
    dealt = random.Random(1)
    order: list[str] = []

    def following() -> str:
        if not order:
            order.extend(dealt.sample(every, len(every)))
        return order.pop()

    for number in range(passages // 20):
        text, headings = "", []
        for _ in range(5):
            line = " ".join(following().strip(" .,;:").split()[: dealt.randint(2, 6)])
            headings.append(Heading(line, 1, len(text), len(text) + len(line), "markup"))
            text += f"{line}\n\n"
            for _ in range(4):
                start = len(text)
                while text.count(" ", start) < WORDS:
                    text += following() + " "
                text += "\n\n"
        title = headings[0].text
        yield Document(f"{number}.md", text, "markdown", title=title, headings=tuple(headings))


def beginnings(every: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the typed texts, by kind."""
    chosen = random.Random(2)
    words: list[tuple[str, str]] = []
    while len(words) < TYPED:
        tokens = [t for t in swahili.analyse(chosen.choice(every)) if not t.function]
        tokens = [t for t in tokens if t.kind == "word" and len(t.normal) > 5]
        if len(tokens) > 1:
            at = chosen.randrange(len(tokens) - 1)
            words.append((tokens[at].normal, tokens[at + 1].normal))
    typed = {name: [word[:n] for _, word in words] for name, n in LETTERS.items()}
    typed["two words"] = [f"{one} {other[:3]}" for one, other in words]
    typed["nothing"] = [f"{word[:3]}xq" for _, word in words]
    return typed


def check_completions(
    completer: Completer, engine: Engine, base: KnowledgeBase, every: Sequence[str]
) -> None:
    """Assert that completions contain the typed word, and that each completion has hits."""
    words = dict(engine.terms("surface", "", 3000))
    content = [w for w in words if len(w) > 5 and not swahili.analyse(w)[0].function]
    completed = 0
    for word in content[:500]:
        term = swahili.analyse(word)[0].terms[0]
        completions = completer.complete(word[:-1])
        last = {
            term for line in completions for t in swahili.analyse(line)[-1:] for term in t.terms
        }
        completed += term in last
    assert completed >= MIN_COMPLETED * len(content[:500]), completed
    for typed in (text for kind in beginnings(every).values() for text in kind[:8]):
        for line in {*completer.complete(typed), *complete(typed, engine)}:
            assert base.search(line, limit=1).total, line


def spent(ask: Callable[[str], object], typed: Sequence[str]) -> tuple[float, float]:
    """Return p50 and p95 of the CPU time of a completion, in ms, after 20 to warm up."""
    for text in typed[:20]:
        ask(text)
    times = []
    for text in typed:
        start = time.process_time()
        ask(text)
        times.append((time.process_time() - start) * 1000)
    return quantiles(times, n=20)[9], quantiles(times, n=20)[18]


def process(index: Path, line: str | None) -> float:
    """Return the CPU time of one process, in ms: a completion of *line*, or ``--version``."""
    environ = {"KISIMA_INDEX": str(index)}
    if line is not None:
        environ |= {"_KISIMA_COMPLETE": "bash_complete", "COMP_WORDS": line}
    command = [sys.executable, str(PROJECT / "search_cli.py"), *([] if line else ["--version"])]
    times = []
    for _ in range(PROCESSES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(times)[PROCESSES // 2] * 1000


def measure(index: Path, every: Sequence[str]) -> dict[str, object]:
    """Return the figures, in ms and MB."""
    with FolderStore(index).reader() as reader:
        engine = reader.engine
        start = time.process_time()
        completer = Completer.of(engine)
        load_ms = (time.process_time() - start) * 1000
        with KnowledgeBase.open(index, load(environ={})) as base:
            check_completions(completer, engine, base, every)
        typed = beginnings(every)
        server = {name: spent(completer.complete, texts) for name, texts in typed.items()}
        once = {
            name: spent(lambda text: complete(text, engine), texts[:40])
            for name, texts in typed.items()
        }
        del completer
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        kept = Completer.of(engine)
        held, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        del kept
        words = len(engine.terms("surface", "", 10**9))
    lines = {"kisima --version": None, "commands": "kisima se", "2 letters": "kisima tafuta wa"}
    lines |= {"5 letters": "kisima tafuta serik", "values": "kisima tafuta aina:"}
    return {
        "words": words,
        "load_ms": load_ms,
        "held": (held - before) / 2**20,
        "peak": (peak - before) / 2**20,
        "server": server,
        "once": once,
        "prompt": {name: process(index, line) for name, line in lines.items()},
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not there; nothing was measured", file=sys.stderr)
        return
    every = sentences()
    with tempfile.TemporaryDirectory() as aside:
        index = options.index or Path(aside) / "index"
        if not (index / "current").exists():
            index_documents(documents(every, options.passages), index, load(environ={}))
        figures = measure(index, every)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"{figures.pop('words'):,} words; CPU in ms: p50, p95")
    print(
        f"held: {figures.pop('held'):.1f} MB, at the peak {figures.pop('peak'):.1f} MB, ",
        end="",
    )
    print(f"loaded in {figures.pop('load_ms'):.0f} ms")
    for way, rows in figures.items():
        for name, row in rows.items():  # type: ignore[attr-defined]  # the other values are tables
            shown = f"{row:7.0f}" if isinstance(row, float) else f"{row[0]:7.2f} {row[1]:7.2f}"
            print(f"{way:8} {name:18} {shown}")


if __name__ == "__main__":
    main()
