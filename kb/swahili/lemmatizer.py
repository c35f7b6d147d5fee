"""Choose the analysis of a word: an ordered table of steps; the first that answers decides.

A word in normal writing comes in, an ``Analysis`` goes out. STEPS is the whole order: the
name of each step, what it tries, and why it is at its place. The order follows how often each
step was right on running text; docs/swahili.md has the counts. A form that has two readings
(waratibu: "co-ordinators" and "let them co-ordinate") keeps both terms, the noun's first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from kb.swahili import steps
from kb.swahili.analysis import Analysis, KnownWords
from kb.swahili.lexicon import lexicon, shipped_forms, shipped_templates
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.listed_forms import ListedForms, listed_forms
from kb.swahili.morphology.derivation import WordFamilies
from kb.swahili.morphology.templates import Templates, prefixes
from kb.swahili.morphology.verbs import Verbs
from kb.swahili.spoken import mixed, spoken
from kb.swahili.verb_step import verb

__all__ = ["STEPS", "Lemmatizer", "Step", "is_swahili_word", "lemmatizer"]

MAX_REMEMBERED = 200_000
"""Words whose analysis is kept; few words make most of a text."""

_GUESSED = frozenset({"prefixes", "shape", "state", "too short", "unchanged", "enclitic"})


_TELLING = 4  # letters of prefixes that are no name's by chance: wanao-, alipo-


class Step(NamedTuple):
    """One step of the order."""

    name: str
    tries: str
    reason: str  # why it is at its place
    analyse: Callable[[KnownWords, str], Analysis | None]


# fmt: off
# One row a step: name and function, what it tries, why here.
STEPS = tuple(Step(name, tries, reason, analyse) for name, analyse, tries, reason in (
    ("variant", steps.variant,
     "the standard spelling of a listed variant: ofisa as afisa",
     "first: a variant is analysed as its standard, whatever step that needs"),
    ("listed", steps.listed_form,
     "a form listed whole: words of grammar, numbers, names, nouns, plurals, adjectives, English words",
     "a form that people listed is right more often than any rule"),
    ("joined", steps.joined_word,
     "what is written on to a foreign word: ku-update, ma-CEO, TEHAMA'ni; an apostrophe too many: mama'ke",
     "before the shape of the word, which would take the whole for a foreign word"),
    ("too short", steps.too_short,
     "one or two letters, figures and codes, as they are",
     "in two letters any rule would fit by chance"),
    ("mixed", mixed,
     "an English verb under Swahili prefixes: nimedownload, kushare",
     "before the shape of the word, which would take the whole for a foreign word"),
    ("foreign", steps.foreign,
     "a word that ends in a consonant: a loan without its last vowel, else its English stem",
     "no rule of Swahili may touch what cannot be Swahili"),
    ("locative", steps.locative,
     "a listed noun or name with -ni: serikalini",
     "the noun is certain; before verbs, which also end in -ni"),
    ("respelt", steps.respelt,
     "another spelling of the sounds of a listed word: mwungano as muungano",
     "the word is listed; before verbs, whose templates would fit it by chance"),
    ("doubled", steps.doubled,
     "a listed word written twice: fupifupi, yaleyale",
     "both halves are listed; before verbs"),
    ("how", steps.how,
     "a verb with -je behind it: utawezaje",
     "before verbs, which would take -je for the end of a stem"),
    ("being at", steps.being_at,
     "a form of kuwa with a place behind it: alikuwepo",
     "before verbs, which would take the place for the end of a stem"),
    ("manner", steps.manner,
     "ki- before a noun or a name, an adverb: kitaifa",
     "before verbs, where ki- is a tense"),
    ("agreeing", steps.agreeing,
     "a concord before an adjective that takes none as a rule: visafi",
     "the adjective is listed; before verbs, whose templates would fit it by chance"),
    ("spoken", spoken,
     "spoken and informal writing of a listed word: ntafanya, anaetaka, chukuwa, kafika, tuliowengi",
     "only where no listed stem fits the word as it is; before stems that are guessed"),
    ("verb", verb,
     "a verb, along every template: inayoongoza, wameteuliwa",
     "after all that is listed; a known stem is surer than a noun learnt from text"),
    ("learnt", steps.learnt_noun,
     "a form whose noun was learnt from text",
     "after verbs: learnt pairs are right less often than known stems"),
    ("state", steps.state,
     "a concord before an adjective of state that no list has: kizingatifu",
     "after verbs, which may end in -fu too: sanifu; before shapes, which know only plurals"),
    ("shape", steps.plural_shape,
     "a plural prefix before a word that nothing knows: vi-, mi-, ma-, wa-",
     "the weakest rule: only the prefix supports it"),
    ("unchanged", steps.unchanged,
     "the word itself; its English stem where it cannot be Swahili",
     "last: it answers for every word"),
))
# fmt: on
"""The order of analysis. Exactly one step decides each word."""


class Lemmatizer:
    """Analyses words against one lexicon; a word is analysed once and remembered."""

    def __init__(
        self,
        words: Lexicon,
        forms: ListedForms | None = None,
        templates: Templates | None = None,
        order: Sequence[Step] = STEPS,
    ) -> None:
        """Take a lexicon, and what is derived from it where that is laid out already.

        Args:
            words: the lexicon.
            forms: the forms that are looked up whole; made from the lexicon if not given.
            templates: the runs of verb prefixes; made from the grammar if not given.
            order: the steps; the last one answers for every word.
        """
        self.lexicon = words
        self.families = WordFamilies(words)
        self._forms = listed_forms(words) if forms is None else forms
        self._templates = templates
        self._order = tuple(order)
        self._tries = tuple(step.analyse for step in order)
        self._analyses: dict[str, Analysis] = {}

    @cached_property
    def verbs(self) -> Verbs:
        """What analyses verb forms; made when a first word is not listed whole."""
        return Verbs(self.lexicon, prefixes() if self._templates is None else self._templates)

    def lemmatize(self, word: str) -> Analysis:
        """Return the analysis of a word in normal writing.

        >>> lemmatizer().lemmatize("wakurugenzi")[:3]
        (('mkurugenzi',), 'noun', 'plural')
        """
        found = self._analyses.get(word)
        if found is None:
            if len(self._analyses) >= MAX_REMEMBERED:
                self._analyses.clear()
            for analyse in self._tries:
                found = analyse(self, word)
                if found is not None:
                    if self.is_guess(found) and word not in found.terms:
                        found = found._replace(terms=(*found.terms, word))
                    self._analyses[word] = found
                    return found
            raise AssertionError("the last step answers for every word")
        return found

    def is_guess(self, analysis: Analysis) -> bool:
        """Tell whether only the shape of a word supports its analysis: it may be a name.

        Such a word keeps its own term too, so that makunduchi finds Makunduchi.
        """
        _, part, rule, form = analysis
        if rule == "state":
            return True
        if part == "noun":
            return rule == "shape"
        if form is None:
            return False
        if rule == "spoken":
            return form.template.prefix == "aka"  # Kaze, Katunguka
        if rule == "prefixes":
            return len(form.template.prefix) < _TELLING and form.template.prefix != "ku"
        if form.stem in self.lexicon.verbs or form.term in self.lexicon.verbs:
            return False
        return form.template.strength != "strong"

    def written(self, surface: str, word: str) -> Analysis:
        """Return the analysis of a word as it is written: no rule of shape touches a capital.

        Args:
            surface: the word in the text.
            word: the same in normal writing.

        >>> lemmatizer().written("Makunduchi", "makunduchi").terms
        ('makunduchi',)
        """
        found = self.lemmatize(word)
        if surface[:1].isupper() and not surface.isupper() and self.is_guess(found):
            return Analysis((word,), "unknown", "capital")
        return found

    def step(self, word: str) -> Step:
        """Return the step that decides a word in normal writing.

        >>> lemmatizer().step("wakurugenzi").name, lemmatizer().step("inaongozwa").name
        ('listed', 'verb')
        """
        return next(step for step in self._order if step.analyse(self, word) is not None)

    def listed(self, word: str) -> Analysis | None:
        """Return the analysis of a word that is listed in this very form."""
        entry = self._forms.get(word)
        return None if entry is None else Analysis(*entry)

    def whole(self, word: str) -> Analysis | None:
        """Return the analysis of a word that is listed, or is the locative of one."""
        return self.listed(word) or steps.locative(self, word)

    def related(self, analysis: Analysis) -> tuple[str, ...]:
        """Return the word family of an analysis: weaker terms, the nearest first."""
        terms = analysis.terms
        found = dict.fromkeys(weaker for t in terms for weaker in self.families.related(t))
        return tuple(weaker for weaker in found if weaker not in terms)


@cache
def lemmatizer() -> Lemmatizer:
    """Return the lemmatizer of the shipped lexicon, made once."""
    return Lemmatizer(lexicon(), shipped_forms(), shipped_templates())


def is_swahili_word(word: str) -> bool:
    """Tell whether the lexicon or the grammar knows a normalized word; names count.

    >>> is_swahili_word("wakurugenzi"), is_swahili_word("vision"), is_swahili_word("mkurungezi")
    (True, False, False)
    """
    if not word[:1].isalpha():
        return True
    analysis = lemmatizer().lemmatize(word)
    return analysis.part not in ("foreign", "unknown") and analysis.rule not in _GUESSED
