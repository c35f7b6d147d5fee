"""The second stage of ranking: BM25F over the words stored with each candidate.

weights   what each feature counts for
cells     what is counted: a BoundQuestion ─► its cells
counts    what one passage has of it, zone by zone
scorer    counts and weights ─► scores, and the order of the candidates
explain   which features raised a hit
"""

from __future__ import annotations

__all__: list[str] = []
