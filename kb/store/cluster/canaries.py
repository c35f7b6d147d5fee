"""What is compared before the alias moves: the questions of the old build, asked of the new one.

The canaries are the most frequent words of the old build. Documents that did not change still
have their words, so each word must match in the new build at least as many passages as before,
less all passages of documents that changed or went. Where the recipe is another one, words and
passages are cut otherwise, and each word must match at all.
"""

from __future__ import annotations

from kb.engines.base import AnyOf, Clause, Engine, SearchRequest
from kb.messages import Message
from kb.store.base import IndexReader
from kb.store.sources import Sources

__all__ = ["differences"]

_QUESTIONS = 20
_FIELD = "surface"


def differences(
    old: IndexReader, before: Sources, new: Engine, recipe: str, after: Sources
) -> list[Message]:
    """Return what a new build fails to answer that the old one answers.

    Args:
        old: the generation that answers now.
        before: what it was made from.
        new: the build.
        recipe: of the build.
        after: what the build was made from.
    """
    if not before.files:
        return []  # documents that came from no corpus: nothing says which of them remain
    changed = sum(
        source.passages
        for id, source in before.files.items()
        if id not in after.files
        or (source.sha256, source.metadata) != (after.files[id].sha256, after.files[id].metadata)
        or after.files[id].failed
    )
    same_recipe = old.manifest.recipe == recipe
    wrong = []
    for word, frequency in old.engine.terms(_FIELD, limit=_QUESTIONS):
        expected = frequency - changed
        if expected > 0 and not same_recipe:
            expected = 1
        clause = Clause(AnyOf(_FIELD, (word,)))
        total = new.search(SearchRequest((clause,), limit=0)).total
        if total < expected:
            wrong.append(
                Message(
                    "{word} matches {count} passages, not {expected} or more as before",
                    word=repr(word),
                    count=f"{total:,}",
                    expected=f"{expected:,}",
                )
            )
    return wrong
