"""The order of analysis is a table: each step decides words of its own, and says which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kb.swahili
from kb.swahili import explain, spoken, steps, verb_step
from kb.swahili.lemmatizer import STEPS, Lemmatizer, lemmatizer
from kb.swahili.lexicon_tables import Lexicon, parse_lexicon

PACKAGE = Path(kb.swahili.__file__).parent

DECIDED = {
    "variant": "ofisa",
    "listed": "wakurugenzi",
    "joined": "ku-update",
    "too short": "ab",
    "mixed": "nimedownload",
    "foreign": "government",
    "locative": "serikalini",
    "respelt": "mwungano",
    "doubled": "yaleyale",
    "how": "utawezaje",
    "being at": "alikuwepo",
    "manner": "kitanzania",
    "agreeing": "visafi",
    "spoken": "anaetaka",
    "verb": "walioteuliwa",
    "state": "kinyanyufu",
    "shape": "vitinyanyu",
    "unchanged": "tanganyu",
}


def learnt() -> str:
    """Return a form whose noun was learnt: the tables of what is learnt may be made anew."""
    source = lemmatizer()
    return next(form for form in source.lexicon.pairs if source.step(form).name == "learnt")


def test_every_step_has_a_word_that_it_decides():
    """No step of the order is without use, and the table names them all."""
    decided = {**DECIDED, "learnt": learnt()}
    assert set(decided) == {step.name for step in STEPS}
    assert {name: lemmatizer().step(word).name for name, word in decided.items()} == {
        name: name for name in decided
    }


@pytest.mark.parametrize(("name", "word"), DECIDED.items(), ids=DECIDED)
def test_an_explanation_names_the_step_that_decided(name, word):
    """A reader who doubts an analysis learns where to look."""
    assert explain(word).step == name
    assert explain(word).terms == lemmatizer().lemmatize(word).terms


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_says_what_it_tries_and_why_there(step):
    """The table can be read without the code."""
    assert step.tries
    assert step.reason
    assert step.analyse.__doc__


def test_the_table_has_every_step_that_is_written():
    """A step that is in no order would never be tried."""
    written = {*steps.__all__, *spoken.__all__, *verb_step.__all__}
    no_steps = {"standard_word"}  # says what a spoken word is a writing of
    assert {step.analyse.__name__ for step in STEPS} == written - no_steps


def test_a_step_that_is_left_out_leaves_its_words_to_the_next():
    """The order is data: without the step for verbs, a verb is what its shape suggests."""
    order = [step for step in STEPS if step.name != "verb"]
    without = Lemmatizer(parse_lexicon(), order=order)
    assert without.lemmatize("walioteuliwa").part != "verb"
    assert without.lemmatize("wakurugenzi") == lemmatizer().lemmatize("wakurugenzi")


def test_a_lexicon_without_words_answers_for_every_word():
    """The grammar alone is enough for a verb, and what nothing knows is left as it is."""
    bare = Lemmatizer(Lexicon())
    assert bare.lemmatize("wanaokopisha").part == "verb"
    assert bare.lemmatize("tanganyu").terms == ("tanganyu",)
    with pytest.raises(AttributeError):
        _ = bare.lexicon.no_such_table


# --- the package ---


def module_of(path: Path) -> str:
    """Return the dotted name of a module of the package."""
    parts = ("kb", "swahili", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(module: str) -> set[str]:
    """Return the modules of ours that *module* imports while it is loaded itself."""
    found = set()
    body = ast.parse(MODULES[module].read_text(encoding="utf-8")).body
    for node in body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES.keys() or {str(node.module)}
    return {name for name in found if name.partition(".")[0] == "kb"}


def test_the_package_imports_nothing_else_of_ours():
    """The analyser can be used alone."""
    assert len(MODULES) > 20
    others = {name for module in MODULES for name in imported(module)} - MODULES.keys()
    assert others == set()


def test_no_module_of_the_package_imports_itself_by_a_detour():
    """Without circles, a module can be understood from those it imports."""
    left = {module: imported(module) for module in MODULES if module != "kb.swahili"}
    left = {module: names - {"kb.swahili"} for module, names in left.items()}
    while free := {module for module, names in left.items() if not names & left.keys()}:
        left = {module: names for module, names in left.items() if module not in free}
    assert left == {}
