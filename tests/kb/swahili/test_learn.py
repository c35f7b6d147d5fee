"""What is learnt from text: the list of words, the stems and pairs, and the same again each time."""

from __future__ import annotations

import json
import sqlite3

import pytest

from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.tools import learn


@pytest.fixture
def sources(tmp_path):
    """Give a folder of texts and a word list as the package has it."""
    texts = tmp_path / "texts"
    texts.mkdir()
    pages = ["Walilipa kodi. Kodi 30 imelipwa!", "Katunge ana ng’ombe wa kodi"]
    lines = (json.dumps({"id": str(n), "text": page}) for n, page in enumerate(pages))
    (texts / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    listed = tmp_path / "lexicon.db"
    with sqlite3.connect(listed) as made:
        made.execute("CREATE TABLE word_phonemes (word TEXT)")
        made.executemany("INSERT INTO word_phonemes VALUES (?)", [("Kodi",), ("zingatia",)])
    return texts, listed


def test_the_list_holds_the_words_of_both_sources_the_frequent_first(sources):
    """Words of the texts come with their counts, words only the package lists with none."""
    found = learn.word_list(*sources)
    assert next(iter(found.items())) == ("kodi", 3)
    assert found["ng'ombe"] == 1
    assert found["zingatia"] == 0
    assert "30" not in found
    assert "katunge" not in found  # written with a capital alone: a name
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_the_list_is_the_same_each_time(sources):
    """Whoever repeats the learning starts from the same words, in the same order."""
    assert list(learn.word_list(*sources).items()) == list(learn.word_list(*sources).items())


VERBS = ["walitanganya", "inatanganya", "kutanganya", "atatanganya", "limetanganya", "zitanganye"]
PAY = ["alilipa", "kulipa", "analipa", "atalipa", "wamelipa", "kulipwa", "imelipwa", "zilizolipwa"]
OBJECTS = ["kuliona", "aliliona", "analiona", "wataliona", "meliona", "waliona", "kuona", "aliona"]


def few() -> Lexicon:
    """Return a lexicon of two verbs."""
    words = Lexicon()
    words.verbs.update({"pa": "mono", "ona": "native"})
    return words


def test_a_stem_nobody_listed_is_learnt_from_its_forms():
    """What stands behind six different prefixes is a verb."""
    assert learn.stems(VERBS, few())["tanganya"] >= 3


def test_an_object_is_no_part_of_a_stem_but_a_passive_proves_one():
    """kuliona is to see it, and kulipa is not to give it: imelipwa has no object."""
    learnt = learn.stems([*PAY, *OBJECTS], few())
    assert "liona" not in learnt
    assert "lipa" in learnt


def test_a_noun_nobody_listed_is_paired_with_its_plural():
    """Both numbers of a word were met, so they are one word."""
    vocabulary = dict.fromkeys(["kitanganyu", "vitanganyu", "kitu"], 1)
    assert learn.pairs(vocabulary, few()) == {"kitanganyu": ["kitanganyu", "vitanganyu"]}


@pytest.mark.parametrize(
    ("stem", "passive"),
    [
        ("ongoza", "ongozwa"),
        ("teua", "teuliwa"),
        ("toa", "tolewa"),
        ("ratibu", "ratibiwa"),
        ("samehe", "samehewa"),
        ("simamia", "simamiwa"),
    ],
)
def test_the_passives_of_a_stem_are_known(stem, passive):
    """Each kind of stem has the passive it has in speech."""
    assert passive in learn.passives_of(stem)


def test_learning_twice_writes_the_same_tables(tmp_path, monkeypatch):
    """The tables that ship can be made again, byte for byte."""
    words = tmp_path / "words.tsv"
    words.write_text("".join(f"{word}\t1\n" for word in (*VERBS, *PAY, *OBJECTS)), "utf-8")
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setattr(learn, "parse_lexicon", few)
        learn.write_tables(words, folder)
        made.append([(folder / file).read_bytes() for file in ("stems.tsv", "pairs.tsv")])
    assert made[0] == made[1]
    assert b"lipa\t" in made[0][0]
