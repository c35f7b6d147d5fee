"""Measure how well questions are answered, against judgements made by people.

A judged set is documents, questions and judgements, for developers:

    records    a judged set, and its figures
    beir       judged documents: corpus.jsonl, queries.jsonl, qrels.tsv
    sectioned  judged sections of real files: documents.tsv, queries.tsv, judgements.tsv
    rankings   the three rankings that are compared
    bootstrap  confidence intervals of the figures
    measuring  index a judged set and run its questions
    averaging  answers ─► figures, through ir-measures, an extra of this project
    printing   figures ─► tables for a terminal

An agency's own list of questions asks the index that is in use:

    question_list    corpus/maswali.tsv: a question, the document and section that answer
    listed_outcomes  ask them: at which place is the answer?
    outcome_history  the places before the last update: which questions got worse?
    listed_printing  outcomes ─► a table, a line, JSON

A judged set is indexed twice in a temporary folder: with our analyser and with plain
lower-cased words. Every judged question runs through the code of a normal search and,
for comparison, through the engine's own BM25 over each index.
"""

from kb.evaluation.averaging import mean
from kb.evaluation.listed_outcomes import Outcome, ask_listed
from kb.evaluation.listed_printing import listed_json, listed_line, listed_text
from kb.evaluation.measuring import evaluate, load_judged_set, measure
from kb.evaluation.outcome_history import ListedRun, Moved, changed_places, load_runs, save_run
from kb.evaluation.printing import figures_json, figures_rows, figures_text
from kb.evaluation.question_list import ListedQuestion, load_questions
from kb.evaluation.records import MEASURES, SYSTEMS, Figures, Interval, JudgedSet

__all__ = [
    "MEASURES",
    "SYSTEMS",
    "Figures",
    "Interval",
    "JudgedSet",
    "ListedQuestion",
    "ListedRun",
    "Moved",
    "Outcome",
    "ask_listed",
    "changed_places",
    "evaluate",
    "figures_json",
    "figures_rows",
    "figures_text",
    "listed_json",
    "listed_line",
    "listed_text",
    "load_judged_set",
    "load_questions",
    "load_runs",
    "mean",
    "measure",
    "save_run",
]
