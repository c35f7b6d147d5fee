"""The tables of the grammar and the lexicon: well-formed, without contradictions, all in use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import pytest

from kb.swahili import DataError, analyse, stem
from kb.swahili.data import FOLDER, table_rows
from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.lexicon import lexicon
from kb.swahili.morphology.adjectives import agreeing_forms
from kb.swahili.morphology.nouns import plurals

TABLES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.tsv"))
NOUN_TABLES = [name for name in TABLES if name.startswith("nouns/")]
KEY = {  # columns that name a row; the first one for every table not listed
    "adjective_concords.tsv": ("class", "prefix", "before", "drops"),
    "concords.tsv": ("class", "subject"),
    "nominalisations.tsv": ("prefixes", "ending", "verb"),
    "noun_classes.tsv": ("class", "singular", "plural", "before"),
    "passives.tsv": ("ending", "active", "before"),
    "tenses.tsv": ("marker", "slot", "final"),
    "pronominal_concords.tsv": ("class",),
    "pronominals.tsv": ("stem", "pattern"),
    "terms_of_grammar.tsv": ("kind", "name"),
    "spellings.tsv": ("written", "standard"),
    **dict.fromkeys(NOUN_TABLES, ("noun", "class")),
}
SORTED = ("stems.tsv", "pairs.tsv")  # learnt: the same words must give the same file
PAIRS = {"1/2", "3/4", "5/6", "7/8", "9/10", "9/6", "11/10", "11/6"}
CLASSES = PAIRS | {"3", "4", "5", "6", "7", "8", "9", "10", "11", "15", "16"}
KINDS = {"native", "loan", "mono", "lexical", "irregular"}


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    header, *body = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [dict(zip(header, cells, strict=True)) for cells in body]


def nouns() -> list[dict[str, str]]:
    """Return the rows of every table of nouns."""
    return [row for name in NOUN_TABLES for row in table(name)]


# --- how the files are written ---


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_written_as_promised(name):
    """Anyone can open a table in an editor or a spreadsheet and find what its header says."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert "\r" not in text
    for number, line in enumerate(text.splitlines(), 1):
        assert line == line.strip(), f"{name}:{number} has blanks at its ends"
        assert line, f"{name}:{number} is empty"
    assert len(table(name)) > 0


@pytest.mark.parametrize("name", TABLES)
def test_every_cell_of_a_table_is_filled(name):
    """A cell without a value says so with a dash, and none has blanks at its ends."""
    for row in table(name):
        for column, cell in row.items():
            assert cell, (name, row)
            assert cell == cell.strip(), (name, row, column)


@pytest.mark.parametrize("name", TABLES)
def test_no_row_of_a_table_stands_twice(name):
    """What is listed twice is corrected once and stays wrong."""
    key = KEY.get(name) or (next(iter(table(name)[0])),)
    counted = Counter(tuple(row[column] for column in key) for row in table(name))
    assert [row for row, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", SORTED)
def test_a_learnt_table_is_sorted(name):
    """Learning again from the same words changes no line of the file."""
    first = [next(iter(row.values())) for row in table(name)]
    assert first == sorted(first)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("stem\tweight\nongoza\n", 2),
        ("# note\nstem\tweight\nongoza\t1.0\nratibu\t1.0\textra\n", 4),
        ("stem\tweight\nongoza\t\n", 2),
        ("stem\tcount\nongoza\t1.0\n", 1),
        ("# nothing\n", 0),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path, text, line):
    """Whoever breaks a table is told the file and the line."""
    (tmp_path / "stems.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        list(table_rows("stems.tsv", ("stem", "weight"), tmp_path))
    assert caught.value.path == tmp_path / "stems.tsv"
    assert caught.value.line == line


def test_a_missing_table_is_named(tmp_path):
    """An incomplete installation says which table it misses."""
    with pytest.raises(DataError, match=r"stems\.tsv"):
        list(table_rows("stems.tsv", ("stem", "weight"), tmp_path))


# --- the lexicon ---


def test_the_lexicon_is_as_large_as_promised():
    """Two thousand verbs, five thousand nouns, five hundred names that are never cut."""
    assert len(table("verbs.tsv")) >= 2_000
    assert len({row["noun"] for row in nouns()}) >= 5_000
    assert len(table("places.tsv")) >= 500
    assert len(table("adjectives.tsv")) >= 200


def test_the_data_that_ships_is_small():
    """All tables together stay under two megabytes."""
    assert sum((FOLDER / name).stat().st_size for name in TABLES) <= 2_000_000


def test_no_noun_stands_twice_with_one_class():
    """A noun of two topics has one row; of two classes, one for each."""
    counted = Counter((row["noun"].lower(), row["class"]) for row in nouns())
    assert [noun for noun, count in counted.items() if count > 1] == []


def test_every_noun_has_a_known_class_and_a_plural_that_fits():
    """ "=" stands only where the class gives a plural, a dash only where there is none."""
    for row in nouns():
        assert row["class"] in CLASSES, row
        if row["plural"] == "=" and row["class"] != "9/10":
            assert plurals(row["noun"].lower(), row["class"]), row


def test_every_verb_has_a_known_kind_and_the_vowel_of_it():
    """Native stems end in -a; what keeps another vowel is a loan."""
    for row in table("verbs.tsv"):
        assert row["kind"] in KINDS, row
        if row["kind"] in ("native", "lexical"):
            assert row["stem"].endswith("a"), row


@cache
def known_words() -> frozenset[str]:
    """Return everything a family may be built on: verbs, nouns, adjectives, numbers, names."""
    words = lexicon()
    return frozenset(
        {*words.verbs, *words.nouns, *words.adjectives, *words.numbers, *words.names}
        | {*words.adverbs, *words.functions, *words.acronyms, *words.plurals}
    )


@pytest.mark.parametrize(
    ("names", "column"),
    [(["verbs.tsv"], "base"), (NOUN_TABLES, "family"), (["adjectives.tsv"], "family")],
    ids=["verbs", "nouns", "adjectives"],
)
def test_what_a_word_is_built_on_is_a_word(names, column):
    """A family leads to a word of the lexicon, or nobody could find it from there."""
    built_on = {row[column].lower() for name in names for row in table(name)} - {"-"}
    assert sorted(built_on - known_words()) == []


def test_every_noun_and_its_plural_lead_to_one_term():
    """Singular and plural of every listed noun are one word to a reader.

    A plural that is also a noun of its own (panga: machete, swords) or a word of grammar
    (wake: his, wives) is read as that, and left out here.
    """
    apart = []
    for row in nouns():
        noun = row["noun"].lower()
        if row["plural"] in ("=", "-"):
            forms = plurals(noun, row["class"])[:1] if row["plural"] == "=" else []
        else:
            forms = row["plural"].lower().split("|")
        for form in forms:
            one, many = lemmatizer().lemmatize(noun), lemmatizer().lemmatize(form)
            homonym = form in lexicon().nouns or many.part == "function" or one.part == "function"
            if not homonym and not set(one.terms) & set(many.terms):
                apart.append((noun, form, one.terms, many.terms))
    assert apart == []


def test_every_agreeing_adjective_is_found_in_every_class():
    """Each form of each agreeing stem leads to the stem."""
    apart = [
        (form, lemmatizer().lemmatize(form).terms)
        for row in table("adjectives.tsv")
        if row["agrees"] == "yes"
        for form in agreeing_forms(row["stem"])
        if row["stem"] not in lemmatizer().lemmatize(form).terms
        and lemmatizer().lemmatize(form).rule in ("prefixes", "shape", "unchanged", "learnt")
    ]
    assert apart == []


# --- names, numbers, months, variants ---


def test_no_place_is_cut():
    """Every place of one word leads to itself, in whatever reading it has beside."""
    cut = {}
    for row in table("places.tsv"):
        if " " not in row["name"]:
            terms = [term for token in analyse(row["name"]) for term in token.terms]
            parts = row["name"].lower().replace("’", "'").split("-")
            if not all(part in terms for part in parts) and row["name"].lower() not in terms:
                cut[row["name"]] = terms
    assert cut == {}


def test_no_acronym_is_cut():
    """Every acronym leads to itself in small letters."""
    cut = {}
    for row in table("acronyms.tsv"):
        terms = [term for token in analyse(row["acronym"]) for term in token.terms]
        parts = re.split(r"[-/ &.]+", row["acronym"].lower())
        if row["acronym"].lower() not in terms and not set(parts) <= set(terms):
            cut[row["acronym"]] = terms
    assert cut == {}


def test_every_month_leads_to_its_name():
    """January is found however its name is spelt."""
    apart = {}
    for row in table("months.tsv"):
        assert 1 <= int(row["month"]) <= 12
        for form in (row["name"], *row["variants"].replace("-", "").split("|")):
            if form and stem(form) != row["name"]:
                apart[form] = stem(form)
    assert apart == {}


def test_every_number_word_is_a_number():
    """Number words are known as such, whatever they agree with."""
    apart = {}
    for row in table("numbers.tsv"):
        float(row["value"])
        (token,) = analyse(row["word"])
        if token.kind != "number" and row["word"] not in token.terms:
            apart[row["word"]] = token.terms
    assert apart == {}


def test_every_variant_leads_to_its_standard():
    """A word spelt otherwise is found as the word it is."""
    apart = {}
    for row in table("variants.tsv"):
        variant, standard = (
            lemmatizer().lemmatize(row["variant"].lower()),
            lemmatizer().lemmatize(row["standard"].lower()),
        )
        if variant.terms != standard.terms or standard.part in ("unknown", "foreign"):
            apart[row["variant"], row["standard"]] = (variant.terms, standard.terms, standard.part)
    assert apart == {}


def test_english_terms_are_answered_in_words_of_the_lexicon():
    """What an English query is turned into can be found in Swahili text."""
    unknown = defaultdict(list)
    for row in table("english_terms.tsv"):
        for word in re.split(r"[| ]", row["swahili"]):
            unread = word and lemmatizer().lemmatize(word.lower()).part == "unknown"
            if unread and not any(token.related for token in analyse(word)):
                unknown[row["english"]].append(word)
    assert dict(unknown) == {}


# --- every row of the grammar fires ---

SUBJECTS = [row for row in table("concords.tsv") if row["subject"] != "-"]


def read_as_verb(form: str) -> str:
    """Return the stem of a form that must be read as a verb."""
    reading = lemmatizer().lemmatize(form)
    assert reading.part == "verb", (form, reading)
    return reading.terms[0]


@pytest.mark.parametrize("row", SUBJECTS, ids=lambda row: row["class"])
def test_every_subject_is_understood(row):
    """Whoever the subject is: affirmative, negative, relative and indefinite forms are one verb."""
    assert read_as_verb(f"{row['subject']}nasaidia") == "saidia"
    assert read_as_verb(f"{row['negative']}tasaidia") == "saidia"
    assert read_as_verb(f"{row['subject']}na{row['relative']}saidia") == "saidia"
    assert read_as_verb(f"{row['a_tense']}onyesha") == "onyesha"
    assert row["example"].startswith(row["subject"])
    assert read_as_verb(row["example"]) in {"soma", "anguka", "faa"}


@pytest.mark.parametrize(
    ("prefix", "stem_of"),
    [
        (prefix, "ona" if prefix in ("mw", "mu", "kw") else "saidia")
        for row in table("concords.tsv")
        for prefix in row["object"].split("|")
        if prefix != "-"
    ],
)
def test_every_object_is_understood(prefix, stem_of):
    """Whoever is helped or seen, it is helping or seeing."""
    for form in (f"ku{prefix}{stem_of}", f"ali{prefix}{stem_of}", f"anaye{prefix}{stem_of}"):
        assert read_as_verb(form) == stem_of


@pytest.mark.parametrize("row", table("tenses.tsv"), ids=lambda row: row["example"])
def test_every_tense_is_understood(row):
    """The example of each tense is a form of its verb, read in that tense."""
    expected = "enda" if row["example"].endswith("kwenda") else "soma"
    assert read_as_verb(row["example"]) == expected
    reading = lemmatizer().lemmatize(row["example"])
    if reading.verb is not None:
        assert reading.verb.template.tense == row["name"]


@pytest.mark.parametrize("row", table("passives.tsv"), ids=lambda row: row["example"])
def test_every_passive_is_undone(row):
    """What was done is found by what was done to it."""
    passive, active = row["example"].split(" > ")
    assert passive.endswith(row["ending"])
    assert read_as_verb(f"wame{passive}") == active
    assert read_as_verb(f"aliye{passive}") == active


@pytest.mark.parametrize("row", table("noun_classes.tsv"), ids=lambda row: row["example"])
def test_every_class_of_nouns_has_an_example_that_is_read(row):
    """The plural of each row's example leads to its singular, by the rule of that row."""
    for example in row["example"].split(", "):
        one, many = example.split("/")
        assert one.startswith(row["singular"].strip("-"))
        assert many.startswith(row["plural"].strip("-"))
        assert many in plurals(one, row["class"])
        assert one in lemmatizer().lemmatize(many).terms


@pytest.mark.parametrize(
    "row", table("adjective_concords.tsv"), ids=lambda row: f"{row['class']}-{row['example']}"
)
def test_every_concord_of_adjectives_has_an_example_that_is_read(row):
    """The example of each row is a form of a listed stem with that row's prefix."""
    drops = row["drops"].strip("-")
    assert row["example"].startswith(row["prefix"])
    stem_of = drops + row["example"][len(row["prefix"]) :]
    assert stem_of in lexicon().adjectives
    assert stem_of in lemmatizer().lemmatize(row["example"]).terms


@pytest.mark.parametrize("row", table("pronominals.tsv"), ids=lambda row: row["stem"])
def test_every_family_of_pronouns_is_read(row):
    """The examples of each family and the forms its pattern does not give are words of grammar."""
    extra = [] if row["extra"] == "-" else row["extra"].split("|")
    examples = row["example"].split()
    for form in (*examples, *extra):
        if " " not in form and form not in lexicon().nouns:  # mlio: a cry, and "you who are"
            assert lemmatizer().lemmatize(form).part == "function", form
    assert any(row["stem"] in lemmatizer().lemmatize(form).terms for form in examples)


@pytest.mark.parametrize("row", table("pronominal_concords.tsv"), ids=lambda row: row["class"])
def test_every_class_of_pronouns_is_read(row):
    """Of, its, this, that and all are words of grammar in every class."""
    for form in (
        row["connective"],
        f"{row['possessive']}ake",
        row["near"],
        row["referred"],
        row["far"],
        f"{row['possessive']}ote",
        f"amba{row['relative']}",
    ):
        assert lemmatizer().lemmatize(form).part == "function", form


@pytest.mark.parametrize("row", table("irregular_verbs.tsv"), ids=lambda row: row["form"])
def test_every_irregular_form_leads_to_its_verb(row):
    """Forms no rule reaches are listed, and found."""
    if lemmatizer().lemmatize(row["form"]).part != "function":  # kuwa is "that" first
        assert lemmatizer().lemmatize(row["form"]).terms == (row["stem"],)
