"""Find what a sentence has from the sentences before it.

*Soko la Mfano lina vizimba 120. Meneja wa soko ni …*: the second says *soko* for *Soko la Mfano*.
*Bodi iliundwa 1999. Ina wajumbe tisa.*: the second has no subject of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kb.answers.read_passage import ReadPassage
from kb.answers.sentences import Sentence
from kb.answers.verb_forms import begins_with_subject, is_verb
from kb.document import Span
from kb.highlight import Mark

__all__ = ["carried_over"]

_OF = frozenset({"ya", "wa", "la", "za", "cha", "vya"})
_MODIFIES = 2  # tokens from a noun to the word that says which: soko la Mfano


def carried_over(
    passage: ReadPassage, sentence: Sentence, inside: AbstractSet[int]
) -> AbstractSet[int]:
    """Return the query terms that a sentence only refers to; they occur before it.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        inside: the query terms that occur in it.
    """
    columns, first = passage.stored.body, sentence.tokens[0]
    earlier = [mark for mark in passage.marked if mark.last < first]
    if not earlier or first >= len(columns):
        return frozenset()
    nouns = [mark for mark in passage.plain if mark.last < first]
    carried = _modifiers(nouns, earlier, _bare_nouns(passage, sentence) & inside)
    if begins_with_subject(columns.surfaces[first]):
        start, end = _subject(passage, sentence)
        carried |= {int(mark.label) for mark in earlier if start <= mark.first < end}
    return carried - inside


def _bare_nouns(passage: ReadPassage, sentence: Sentence) -> AbstractSet[int]:
    """Return the query terms of words that a sentence has without saying which: *soko*, not *soko la*."""
    first, last = sentence.tokens
    surfaces = passage.stored.body.surfaces
    return {
        int(mark.label)
        for mark in passage.marked
        if first <= mark.first < last
        and (mark.last + 1 >= last or surfaces[mark.last + 1] not in _OF)
    }


def _modifiers(nouns: Sequence[Mark], earlier: Sequence[Mark], bare: AbstractSet[int]) -> set[int]:
    """Return the terms that said before which of its nouns a sentence means.

    The noun is the same word there: after *biashara bila leseni*, *kuuza* says nothing of a licence.
    """
    return {
        int(mark.label)
        for noun in nouns
        for mark in earlier
        if int(noun.label) in bare
        and int(mark.label) == int(noun.label) + 1
        and 0 < mark.first - noun.last <= _MODIFIES
    }


def _subject(passage: ReadPassage, sentence: Sentence) -> Span:
    """Return the tokens before the verb of the last sentence that has a subject of its own."""
    text, columns = passage.stored.text, passage.stored.body
    after = sentence.start
    for start, end in reversed(passage.spans):
        if start >= sentence.start:
            continue
        if "\n\n" in text[start:after]:
            break  # another paragraph
        tokens = range(bisect_left(columns.starts, start), bisect_left(columns.starts, end))
        verbs = (i for i in tokens if is_verb(columns, i))
        verb = next(verbs, tokens.stop)
        if verb > tokens.start:
            return tokens.start, verb
        after = start
    return 0, 0
