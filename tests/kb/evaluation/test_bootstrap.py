"""Intervals: they hold the mean, shrink as questions grow, and pair what is compared."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evaluation.bootstrap import RESAMPLES, difference, interval, resampled

figures = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=30)


@given(figures)
def test_an_interval_lies_within_what_was_measured(values):
    """No interval promises more than the best question gave."""
    low, high = interval(resampled({"a": values})["a"])
    assert min(values) <= low <= high <= max(values) + 1e-9


@pytest.mark.parametrize("success", [0.2, 0.5, 0.9])
def test_it_is_as_wide_as_the_normal_approximation_says(success):
    """Of 400 questions a share's interval is 1.96 standard errors to either side."""
    values = [1.0] * round(400 * success) + [0.0] * round(400 * (1 - success))
    low, high = interval(resampled({"a": values})["a"])
    error = 1.96 * (success * (1 - success) / 400) ** 0.5
    assert low == pytest.approx(fmean(values) - error, abs=0.01)
    assert high == pytest.approx(fmean(values) + error, abs=0.01)


def test_a_steady_gain_is_sure_however_much_questions_differ():
    """Two rankings are compared on the same questions: what is hard is hard for both."""
    ours = [0.1, 0.9, 0.3, 0.8, 0.2, 0.7]
    means = resampled({"ours": ours, "theirs": [value - 0.05 for value in ours]})
    low, high = difference(means["ours"], means["theirs"])
    assert low == pytest.approx(0.05)
    assert high == pytest.approx(0.05)
    assert interval(means["ours"]).low < fmean(ours) - 0.1


def test_whoever_measures_again_reads_the_same_interval():
    """A difference between two runs is never the dice."""
    values = {"a": [0.0, 0.5, 1.0, 1.0]}
    assert resampled(values) == resampled(values)
    assert len(resampled(values)["a"]) == RESAMPLES
