"""A client that asks too often waits; the others do not notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui import limiter
from webui.limiter import Buckets, client_key


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1::"),
        ("2001:db8:1:ffff::1", "2001:db8:1::"),
        ("2001:db8:2::1", "2001:db8:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_customer_has_one_bucket(address, key):
    """An IPv6 customer cannot take a new address for each request."""
    assert client_key(address) == key


def test_one_clients_haste_is_not_anothers_wait():
    """Buckets are apart."""
    buckets = Buckets(per_minute=60, burst=1)
    assert [buckets.take("192.0.2.1", 0.0), buckets.take("192.0.2.1", 0.0)] == [0.0, 1.0]
    assert buckets.take("192.0.2.2", 0.0) == 0.0


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 600), st.integers(1, 20))
def test_nobody_gets_more_than_the_rate_and_one_burst(pauses, per_minute, burst):
    """However requests are timed, over any while they stay below the line."""
    buckets = Buckets(per_minute, burst)
    now, granted = 0.0, 0
    for pause in pauses:
        now += pause
        granted += buckets.take("192.0.2.1", now) == 0.0
    assert granted <= burst + now * per_minute / 60 + 1e-6


def test_waiting_as_told_is_enough():
    """Retry-After is no lie."""
    buckets = Buckets(per_minute=7, burst=1)
    buckets.take("192.0.2.1", 0.0)
    wait = buckets.take("192.0.2.1", 0.0)
    assert buckets.take("192.0.2.1", wait + 1e-9) == 0.0


def test_many_clients_do_not_fill_the_memory(monkeypatch):
    """The bucket that was unused for longest is given up first."""
    monkeypatch.setattr(limiter, "MAX_CLIENTS", 3)
    buckets = Buckets(per_minute=1, burst=1)
    for client in ("a", "b", "c", "a", "d"):
        buckets.take(client, 0.0)
    assert buckets.take("a", 0.0) > 0
    assert buckets.take("b", 0.0) == 0.0
