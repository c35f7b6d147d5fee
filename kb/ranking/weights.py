"""The weight of each feature of the ranking; chosen on three judged sets (docs/ranking.md)."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["WEIGHTS", "Weights"]


class Weights(NamedTuple):
    """The weight of each feature; ``k1`` and ``b`` shape the others."""

    k1: float = 1.2  # how soon more of the same word stops helping
    b: float = 0.75  # how much a long zone is discounted
    title: float = 5.0  # the four zones
    path: float = 5.0
    heading: float = 6.0
    body: float = 1.0
    surface: float = 0.3  # the form that was typed
    family: float = 0.3  # a word of the same family
    pair: float = 0.3  # two neighbours of the question that are neighbours in the text
    context: float = 1.2  # a word that is only around the passage: in its file's name
    kind: float = 1.0  # the section is of the kind that a word names: simu, saa za kazi
    named: float = 0.1  # the question names its institution word for word
    cover: float = 0.4  # the share of the heading's words that match
    complete: float = 0.6  # how much less that counts where words of the question are missing
    section: float = 0.5  # the section's share in the value of a passage
    opening: float = 2.0  # the first words of a section, where the question names a topic
    date: float = 0.15  # the question says lini, and a date is near one of its words
    number: float = 0.2  # the question says ngapi, and a number is beside the noun or its unit
    definition: float = 0.1  # the question says ni nini, and the text defines it


WEIGHTS = Weights()
