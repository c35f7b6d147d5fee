"""The features of what has a noun class: nouns, and adjectives, pronouns and numerals that agree.

A form and its lemma come in, class and number go out; a locative in -ni is a case. A form that
several classes share has the values of all: *ndege* is one bird, class 9, and several, class 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb.swahili.explanation.noun_morphemes import agreeing_classes, concord_classes
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.nouns import locative_base, singulars
from kb.swahili.universal.features import all_values, class_features, grammar_rows

__all__ = ["adjective_features", "kin_features", "noun_features", "pronominal_features"]

_SHARED: Mapping[str, tuple[str, ...]] = {
    "1": ("1", "3", "11"),
    "9": ("9", "10"),
    "15": ("15", "17"),
}
"""Classes that the table of adjective concords gives one row."""

_SHARED_PRONOMINAL: Mapping[str, tuple[str, ...]] = {
    "3": ("3", "11"),
    "4": ("4", "9"),
    "15": ("15", "17"),
}
"""The same for pronouns."""

_OWNERS: Mapping[str, str] = {"my": "1", "our": "1", "your": "2"}


def noun_features(form: str, noun: str, words: Lexicon) -> dict[str, str]:
    """Return the features of a noun form.

    >>> from kb.swahili.lexicon import lexicon
    >>> noun_features("majukumuni", "jukumu", lexicon())
    {'NounClass': 'Bantu6', 'Number': 'Plur', 'Case': 'Loc'}
    """
    found = _number(form, noun, words)
    base = locative_base(form)
    if found is None and base is not None:
        base = base.removesuffix("'").removesuffix("-")
        found = _number(words.variants.get(base, base), noun, words) or {}
        if found or noun in words.nouns or noun in words.names:
            return found | {"Case": "Loc"}
    return found or {}


def _number(form: str, noun: str, words: Lexicon) -> dict[str, str] | None:
    one, _, many = words.nouns.get(noun, "").partition("/")
    plural = noun in words.plurals.get(form, ())
    if form == noun:
        numbers = [one, many] if plural or (one, many) == ("9", "10") else [one]
        return all_values(class_features(number) for number in numbers if number) or None
    if plural and many:
        return class_features("10" if many == "10" else many)
    shapes = [classes for single, classes in singulars(form) if single == noun]
    if shapes:
        return class_features(shapes[0].partition("/")[2])
    if form == f"ma{noun}":
        return class_features("6")
    return None


def kin_features(gloss: str, form: str) -> dict[str, str]:
    """Return whose kin a fused word names: mumewe, her husband.

    >>> kin_features("your companion", "mwenzenu")
    {'Number[psor]': 'Plur', 'Person[psor]': '2'}
    """
    owner = gloss.partition(" ")[0]
    several = owner in ("our", "their") or form.endswith("enu")
    return {
        "Number[psor]": "Plur" if several else "Sing",
        "Person[psor]": _OWNERS.get(owner, "3"),
    }


def adjective_features(form: str, stem: str) -> dict[str, str]:
    """Return the classes that an agreeing adjective or numeral can agree with.

    >>> adjective_features("kizuri", "zuri"), adjective_features("mengi", "ingi")["NounClass"]
    ({'NounClass': 'Bantu7', 'Number': 'Sing'}, 'Bantu6')
    """
    classes = concord_classes(form, stem)
    if form == stem and not classes:
        classes = ["5", "9"]  # kubwa: no concord before these letters
    return _agreement(classes, _SHARED)


def pronominal_features(form: str, stem: str) -> dict[str, str]:
    """Return the classes that a word such as *yake*, *hizi* or *lililo* can agree with.

    >>> pronominal_features("zake", "ake"), pronominal_features("hiki", "hii")
    ({'NounClass': 'Bantu10', 'Number': 'Plur'}, {'NounClass': 'Bantu7', 'Number': 'Sing'})
    """
    classes = [
        number
        for row in grammar_rows("pronominals.tsv")
        if row["stem"] == stem
        for number in agreeing_classes(form, stem, row["pattern"])
    ]
    return _agreement(dict.fromkeys(classes), _SHARED_PRONOMINAL)


def _agreement(classes: Iterable[str], shared: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    numbers = [one for number in classes for one in shared.get(number, (number,))]
    return all_values(class_features(number) for number in dict.fromkeys(numbers))
