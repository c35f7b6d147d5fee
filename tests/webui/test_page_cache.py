"""The cache of pages is bounded, and gives what was made."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from webui.page_cache import BoundedCache


@given(st.lists(st.text(alphabet="abcdef", min_size=1, max_size=6), max_size=60))
def test_a_cache_never_holds_more_than_its_size(keys):
    """Whatever is asked for, the values are right and their sizes together stay in the bound."""
    cache: BoundedCache[str] = BoundedCache(12, len)
    for key in keys:
        assert cache.get(key, key.upper) == key.upper()
        kept = [one for one in set(keys) if one in cache]
        assert sum(map(len, kept)) <= 12


def test_a_value_is_made_once_and_the_oldest_is_dropped():
    """The least recently used value goes first."""
    made = []

    def make(key):
        made.append(key)
        return key

    cache: BoundedCache[str] = BoundedCache(2, len)
    for key in "abacab":
        cache.get(key, partial(make, key))
    assert made == ["a", "b", "c", "b"]
