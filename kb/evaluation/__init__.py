"""Measure how well questions are answered, against judgements made by people.

    records    a judged set, and its figures
    beir       judged documents: corpus.jsonl, queries.jsonl, qrels.tsv
    sectioned  judged sections of real files: documents.tsv, queries.tsv, judgements.tsv
    rankings   the three rankings that are compared
    bootstrap  confidence intervals of the figures
    measuring  index a judged set and run its questions
    averaging  answers ─► figures, through ir-measures, an extra of this project
    printing   figures ─► tables for a terminal

A set is indexed twice in a temporary folder: with our analyser and with plain
lower-cased words. Every judged question runs through the code of a normal search and,
for comparison, through the engine's own BM25 over each index.
"""

from kb.evaluation.averaging import mean
from kb.evaluation.measuring import evaluate, load_judged_set, measure
from kb.evaluation.printing import figures_json, figures_rows, figures_text
from kb.evaluation.records import MEASURES, SYSTEMS, Figures, Interval, JudgedSet

__all__ = [
    "MEASURES",
    "SYSTEMS",
    "Figures",
    "Interval",
    "JudgedSet",
    "evaluate",
    "figures_json",
    "figures_rows",
    "figures_text",
    "load_judged_set",
    "mean",
    "measure",
]
