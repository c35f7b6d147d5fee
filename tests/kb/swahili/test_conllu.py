"""What is written as CoNLL-U is read by others as it was meant: by a library, and by UD's rules."""

from __future__ import annotations

import re
from pathlib import Path

import conllu as reader
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.swahili import conllu, tag
from kb.swahili.data import table_rows
from kb.swahili.lexicon import lexicon
from kb.swahili.morphology.templates import prefixes
from kb.swahili.universal.features import (
    features_text,
    parse_features,
    tense_features,
    word_classes,
)

SENTENCES = (Path(__file__).parent / "golden" / "government-sentences.txt").read_text("utf-8")
UPOS = frozenset(
    [
        "ADJ",
        "ADP",
        "ADV",
        "AUX",
        "CCONJ",
        "DET",
        "INTJ",
        "NOUN",
        "NUM",
        "PART",
        "PRON",
        "PROPN",
        "PUNCT",
        "SCONJ",
        "SYM",
        "VERB",
        "X",
    ]
)
FEATURE = re.compile(r"[A-Z][A-Za-z0-9]*(\[[a-z]+\])?=[A-Z0-9][A-Za-z0-9]*(,[A-Z0-9][A-Za-z0-9]*)*")
CLASS = re.compile(r"Bantu(1[0-8]?|[2-9])")


def words(text: str) -> list[tuple[str, str, str]]:
    """Return lemma, part of speech and features of every word."""
    return [
        (word.lemma, word.upos, features_text(word.feats))
        for token in tag(text)
        for word in token.words
    ]


@pytest.mark.parametrize(
    ("word", "lemma", "upos", "feats"),
    [
        ("walimwona", "ona", "VERB",
         ("Mood=Ind|NounClass=Bantu2|NounClass[obj]=Bantu1|Number=Plur|Number[obj]=Sing"
         "|Person=3|Person[obj]=3|Tense=Past|VerbForm=Fin|Voice=Act")),
        ("vinavyouzwa", "uza", "VERB",
         ("Aspect=Prog|Mood=Ind|NounClass=Bantu8|NounClass[rel]=Bantu8|Number=Plur|Person=3"
         "|Tense=Pres|VerbForm=Fin|Voice=Pass")),
        ("hatujafika", "fika", "VERB",
         "Aspect=Perf|Mood=Ind|Number=Plur|Person=1|Polarity=Neg|Tense=Pres|VerbForm=Fin|Voice=Act"),
        ("ningependa", "penda", "VERB",
         "Mood=Cnd|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin|Voice=Act"),
        ("ajitambulishe", "tambulisha", "VERB",
         "Mood=Sub|NounClass=Bantu1|Number=Sing|Person=3|Reflex=Yes|VerbForm=Fin|Voice=Act"),
        ("huchelewa", "chelewa", "VERB", "Aspect=Hab|Mood=Ind|VerbForm=Fin|Voice=Act"),
        ("njooni", "ja", "VERB", "Mood=Imp|Number=Plur|Person=2|VerbForm=Fin"),
        ("kutolipa", "lipa", "VERB", "NounClass=Bantu15|Polarity=Neg|VerbForm=Inf|Voice=Act"),
        ("alikuwa", "wa", "AUX",
         "Mood=Ind|NounClass=Bantu1|Number=Sing|Person=3|Tense=Past|VerbForm=Fin|Voice=Act"),
        ("hatuna", "na", "VERB",
         "Mood=Ind|Number=Plur|Person=1|Polarity=Neg|Tense=Pres|VerbForm=Fin"),
        ("lililopo", "li", "AUX",
         "Mood=Ind|NounClass=Bantu5|NounClass[rel]=Bantu5|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
        ("miji", "mji", "NOUN", "NounClass=Bantu4|Number=Plur"),
        ("vijijini", "kijiji", "NOUN", "Case=Loc|NounClass=Bantu8|Number=Plur"),
        ("nyumba", "nyumba", "NOUN", "NounClass=Bantu10,Bantu9|Number=Plur,Sing"),
        ("madogo", "dogo", "ADJ", "NounClass=Bantu6|Number=Plur"),
        ("watatu", "tatu", "NUM", "NounClass=Bantu2|Number=Plur|NumType=Card"),
        ("vyenu", "enu", "DET",
         "NounClass=Bantu8|Number=Plur|Number[psor]=Plur|Person[psor]=2|Poss=Yes|PronType=Prs"),
        ("hilo", "hiyo", "DET", "Deixis=Med|NounClass=Bantu5|Number=Sing|PronType=Dem"),
        ("ambavyo", "amba", "PRON", "NounClass=Bantu8|Number=Plur|PronType=Rel"),
    ],
)  # fmt: skip
def test_a_word_has_lemma_part_of_speech_and_features(word, lemma, upos, feats):
    """What a linguist would write down for the word is what the tagger writes."""
    assert words(f"x {word}")[1:] == [(lemma, upos, feats)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("naye", [("na", "na"), ("ye", "yeye")]),
        ("Nasi", [("Na", "na"), ("si", "sisi")]),
        ("navyo", [("na", "na"), ("vyo", "vyo")]),
        ("utawezaje", [("utaweza", "weza"), ("je", "je")]),
        ("kwasababu", [("kwa", "kwa"), ("sababu", "sababu")]),
        ("nanasi", [("nanasi", "nanasi")]),
    ],
)
def test_words_written_as_one_are_parted(text, parts):
    """A token of several words has each of them; a word that only looks so stays whole."""
    (token,) = tag(text)
    assert [(word.form, word.lemma) for word in token.words] == parts
    assert "".join(form for form, _ in parts) == text


def test_a_library_reads_what_was_written():
    """The reader that others use finds the sentences, tokens and words that the tagger has."""
    parsed = reader.parse(conllu(SENTENCES, "serikali"))
    assert len(parsed) > 20
    assert parsed[0].metadata["newdoc id"] == "serikali"
    assert [one.metadata["sent_id"] for one in parsed] == [
        f"serikali-{number}" for number in range(1, len(parsed) + 1)
    ]
    read = [
        (token["form"], token["lemma"], token["upos"], token["feats"] or {})
        for sentence in parsed
        for token in sentence
        if isinstance(token["id"], int)
    ]
    assert read == [
        (word.form, word.lemma, word.upos, dict(word.feats))
        for token in tag(SENTENCES)
        for word in token.words
    ]


def check(written: str) -> None:
    """Hold what was written to the rules of universaldependencies.org/format.html."""
    assert written == "" or written.endswith("\n\n")
    identities = re.findall(r"^# sent_id = (.+)$", written, re.MULTILINE)
    assert len(identities) == len(set(identities)) == written.count("\n\n")
    for block in written.split("\n\n")[:-1]:
        comments = [line for line in block.split("\n") if line.startswith("# ")]
        rows = [line.split("\t") for line in block.split("\n")[len(comments) :]]
        text = next(line.removeprefix("# text = ") for line in comments if "# text = " in line)
        assert all(len(row) == 10 for row in rows)
        assert all(
            cell and cell == cell.strip() and "  " not in cell for row in rows for cell in row
        )
        check_text(rows, text)
        numbers = [row[0] for row in rows if "-" not in row[0]]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        for row in rows:
            if "-" in row[0]:
                first, last = map(int, row[0].split("-"))
                assert first < last <= len(numbers)
                assert set(row[2:9]) == {"_"}
            else:
                assert row[3] in UPOS
                check_features(row[5])


def check_text(rows: list[list[str]], text: str) -> None:
    """The text comment is the tokens with a blank wherever MISC does not deny one."""
    spelt, inside = "", 0
    for row in rows:
        if "-" in row[0]:
            inside = int(row[0].split("-")[1])
        elif int(row[0]) <= inside:
            continue
        spelt += row[1] + ("" if "SpaceAfter=No" in row[9].split("|") else " ")
    assert spelt.removesuffix(" ") == text


def check_features(cell: str) -> None:
    """Features are named, sorted and known; a class is one of Swahili's."""
    if cell == "_":
        return
    pairs = cell.split("|")
    assert pairs == sorted(pairs, key=lambda pair: pair.partition("=")[0].lower())
    for pair in pairs:
        assert FEATURE.fullmatch(pair), pair
        name, _, value = pair.partition("=")
        assert value.split(",") == sorted(set(value.split(",")))
        if name.startswith("NounClass"):
            assert all(CLASS.fullmatch(one) for one in value.split(","))
    assert features_text(parse_features(cell)) == cell


def test_what_is_written_keeps_the_rules_of_the_format():
    """A validator of treebanks has nothing to say about the format."""
    check(conllu(SENTENCES))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Naye", "kwasababu", "ku-update", "30,000", "…", "\n", "\t", "  ", "ng’ombe"]),
            st.text(max_size=12),
            st.sampled_from(["walioteuliwa", "vitabuni", "na", "TEHAMA'ni", "(", "“", "|", "=", "_"]),
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_any_text_can_be_written(text):
    """Whatever signs a text has, what is written can be read, and no token is lost."""
    written = conllu(text)
    check(written)
    tokens = [row[1] for row in tokens_of(written)]
    assert tokens == [token.surface for token in tag(text)]


def tokens_of(written: str) -> list[list[str]]:
    """Return the rows of tokens: those of the words inside a multiword token are left out."""
    rows = []
    inside = 0
    for line in written.splitlines():
        cells = line.split("\t")
        if not line or line.startswith("# "):
            inside = 0
        elif "-" in cells[0]:
            inside = int(cells[0].split("-")[1])
            rows.append(cells)
        elif int(cells[0]) > inside:
            rows.append(cells)
    return rows


def test_a_doubt_is_said():
    """Who counts forms can leave out those that have two readings, or none that is known."""
    rows = {row[1]: row[9] for row in tokens_of(conllu("Alisema waratibu zizibombo upya sana"))}
    assert rows["waratibu"] == "Alt=ratibu:VERB|Unsure=Yes"
    assert rows["zizibombo"] == "Unsure=Yes"
    assert rows["Alisema"] == "_"


def test_every_tense_has_features():
    """A tense added to the grammar is tagged, or this test names it."""
    names = {template.tense for templates in prefixes().values() for template in templates}
    assert names - tense_features().keys() == set()


def test_every_word_of_grammar_has_a_part_of_speech():
    """A word added to the function words, or a family to the agreeing ones, is tagged."""
    families = {f"family:{family}" for family in lexicon().functions.values()}
    columns = ("stem", "pattern", "extra", "example", "gloss")
    stems = {f"stem:{stem}" for stem, *_ in table_rows("pronominals.tsv", columns)}
    split = {"stem:na", "stem:kwa"}  # naye is parted before it is tagged
    assert (families | stems) - split - word_classes().keys() == set()
    assert {upos for _, upos, _ in word_classes().values()} <= UPOS
