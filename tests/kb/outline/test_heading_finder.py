"""Pages without markup, cut as a careful reader would cut them.

Each page of ``pages/`` was made up for these tests; next to it is the tree
a reader sees: two blanks a level, kind in brackets, anchor after the hash.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import outline as sections
from kb.document import Document, Outline
from kb.readers import read_document
from kb.readers.text import parse

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))


def drawn(outline: Outline) -> list[str]:
    """Return an outline as the .tree files write it."""
    lines = [f"title: {outline.title}"]
    for section in outline.sections:
        kind = f" [{section.kind}]" if section.kind else ""
        bare = "" if section.body < section.end else " (bare)"
        indent = "  " * max(0, section.level - 1)
        lines.append(f"{indent}{section.heading or '-'}{kind} #{section.anchor}{bare}")
    return lines


def outline_of(text: str, id: str) -> Outline:
    """Return the outline of a plain text."""
    return sections.outline(Document(id, text, "text"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_cut_as_a_reader_would(page):
    """Headings, levels, kinds and anchors of pages of every habit come out right."""
    document = read_document(page, page.name, None, 1 << 20)
    expected = page.with_suffix(".tree").read_text(encoding="utf-8").splitlines()
    assert expected == drawn(sections.outline(document))


def test_there_are_pages_to_cut():
    """An empty folder of pages would prove nothing."""
    assert len(PAGES) >= 55


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_blank_lines_are_a_help_and_not_needed(page):
    """The same page comes out the same with its blank lines taken out, and with Windows' ends."""
    text = page.read_text(encoding="utf-8")
    expected = drawn(outline_of(text, page.name))
    crowded = re.sub(r"\n\s*\n+", "\n", text)
    if page.stem not in NEEDS_BLANKS:
        assert drawn(outline_of(crowded, page.name)) == expected
    windows = parse(text.replace("\n", "\r\n").encode()).text
    assert drawn(outline_of(windows, page.name)) == expected


NEEDS_BLANKS = {"baraza-la-michezo": "a list of offices without marks looks like headings"}
"""Pages that a person could not cut either without their blank lines, and why."""

SEEDS = {
    "sisi-ni-nani.txt": """
title: Wakala ya Serikali Mtandao
- #mwanzo
Sisi ni nani? [kuhusu] #sisi-ni-nani
Dira [dira] #dira
Dhamira [dhamira] #dhamira
Kaulimbiu [kaulimbiu] #kaulimbiu
Misingi Mikuu [misingi] #misingi-mikuu (bare)
  Uadilifu #uadilifu
  Ubunifu #ubunifu
  Kuthamini Wateja #kuthamini-wateja
  Ushirikiano #ushirikiano
  Mwenendo Bora #mwenendo-bora
""",
    "muundo-wa-wakala.txt": """
title: Wakala wa Serikali Mtandao
- #mwanzo
Bodi ya ushauri wa Wakala wa Serikali Mtandao [bodi] #bodi-ya-ushauri-wa-wakala-wa-serikali-mtandao
Mkurugenzi Mtendaji wa Wakala [uongozi] #mkurugenzi-mtendaji-wa-wakala
Idara, Divisheni na Vitengo [idara] #idara-divisheni-na-vitengo
  Idara ya Rasilimali Watu, Utawala na Mipango [idara] #idara-ya-rasilimali-watu-utawala-na-mipango
  Idara ya Usimamizi wa Huduma za TEHAMA [idara] #idara-ya-usimamizi-wa-huduma-za-tehama
  Idara ya Uchambuzi na Usanifu wa Mifumo [idara] #idara-ya-uchambuzi-na-usanifu-wa-mifumo
  Idara ya Usimamizi wa Miundombinu ya TEHAMA [idara] #idara-ya-usimamizi-wa-miundombinu-ya-tehama
  Ofisi ya Uratibu Pemba [ofisi] #ofisi-ya-uratibu-pemba
""",
}


@pytest.mark.parametrize("name", SEEDS)
def test_the_pages_this_was_made_for(shared, name):
    """The two agency pages come out with exactly the sections their readers see."""
    document = read_document(shared / "documents" / "seeds" / name, name, None, 1 << 20)
    assert SEEDS[name].strip().splitlines() == drawn(sections.outline(document))


@pytest.mark.parametrize(
    "line",
    [
        "Majukumu ya Kitengo hiki ni kama ifuatavyo:",
        "Wakala una muundo ufuatao,",
        "Majukumu ya sehemu hii ni",
        "Huduma zetu ni pamoja na:",
        "Viambata vya barua:",
        "Nyaraka zinazohitajika ni hizi zifuatazo",
    ],
)
def test_a_line_that_leads_in_a_list_is_no_heading(line):
    """What only introduces a list stays with it in the section above."""
    text = f"Dira\n\nKuwa taasisi bora.\n\nUtaratibu\n\nMaombi hupokelewa Jumatatu.\n\n{line}\n- barua\n- picha\n"
    assert [s.heading for s in outline_of(text, "a.txt").sections] == ["Dira", "Utaratibu"]


LINES = st.sampled_from(
    [
        "Dira", "DHAMIRA", "Misingi Mikuu", "Uadilifu", "1.0 Utangulizi", "1.1 Historia", "2. Kazi",
        "SURA YA KWANZA", "Kifungu cha 2: Jina", "A. Ada", "- moja", "(a) mbili", "====", "# Alama",
        "Idara ya Fedha", "Idara ya Ufundi", "Idara hizo ni kama zifuatazo:", "Simu: 022 000",
        "Wakala inafanya kazi zake kila siku kwa kufuata sheria na kanuni zilizowekwa.", "", " \u00a0",
        "Soma zaidi", "NUNUA", "Bi. Neema Tunda", "Katibu", "Jina:", "Mtaa:", "Neno: Gati", "Neno: Nanga",
        "Neno: Shehena", "2.0 Kushauri wadau.", "Kulipa kodi", "Dira na Dhima", "1. Moja", "2. Mbili",
        "Mawasiliano:", "YAH: MAOMBI", "Wako mtiifu,", "Nani sisi?", "**Zito**", "maneno madogo",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\n\n"]))
def test_sections_hold_together_whatever_is_written(lines, gap):
    """Spans are in order and apart, start with their heading, and no anchor is used twice."""
    text = gap.join(lines)
    found = outline_of(text, "a.txt").sections
    assert len({s.anchor for s in found}) == len(found)
    assert all(s.anchor for s in found)
    place = 0
    for section in found:
        assert place <= section.start <= section.body <= section.end <= len(text)
        place = section.end
        assert section.level == len(section.path)
        if section.heading is not None:
            assert section.path[-1] == section.heading
            assert text.startswith(section.heading.split()[0], section.start)
        own = text[section.body : section.end]
        assert own == own.strip()


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    """Any text is divided without an error, and has a title, if only from its id."""
    assert outline_of(text, "faili.txt").title


LONG: dict[str, Callable[[int], str]] = {
    "short": lambda n: "Neno moja\n" * n,
    "pairs": lambda n: "A: b\n" * n,
    "headings": lambda n: "Dira\n\n" * n,
    "lead-ins": lambda n: "Vipengele:\nNeno\n" * n,
    "units": lambda n: "Idara ya A\nneno kuu linasema hivi.\n" * n,
    "word": lambda n: "x" * 25 * n,
    "blanks": lambda n: " " * 25 * n,
    "list": lambda n: "1. A\n" * n,
    "announced": lambda n: "una mambo yafuatayo:\n" + "- Neno la kwanza\n" * n,
    "announced twice": lambda n: "una mambo yafuatayo:\n- Neno\n" + "Neno\nKisha.\n" * n,
    "buttons": lambda n: "Neno\nNUNUA\n" * n,
    "tasks": lambda n: "Kazi ni:\n" + "Kulipa kodi\n" * n,
    "labels": lambda n: "Jina:\n" * n,
    "records": lambda n: "".join(f"Jina: Aa Bb{i}\nMuda: wiki\nNeno kuu.\n" for i in range(n)),
    "people": lambda n: "Bi. Asha Juma\nMkurugenzi\n" * n,
    "contacts": lambda n: "Simu: 022 555 0101\n" * n,
    "series": lambda n: "1. Aba kuu\nneno linasema.\nBata kuu\nneno linasema.\n" * n,
}
"""Texts of *n* like parts."""


def seconds(text: str, runs: int) -> float:
    """Return the CPU time that the outline of a text takes, the least of some runs."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        assert outline_of(text, "a.txt").title
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("name", LONG)
@pytest.mark.timeout(120)
def test_long_files_take_time_in_proportion(name):
    """Sixteen times the lines take about sixteen times as long, not 256 times."""
    for _ in range(3):  # other work on the machine may slow one measurement down
        short, long = seconds(LONG[name](500), runs=3), seconds(LONG[name](8_000), runs=1)
        if long < 32 * short + 0.02:
            return
    raise AssertionError(f"16 times the lines take {long / short:.0f} times as long")
