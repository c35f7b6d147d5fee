"""A client that asks too often has to wait; the others do not."""

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


def test_each_client_has_a_bucket():
    """One client's requests never make another wait."""
    buckets = Buckets(per_minute=60, burst=1)
    assert [buckets.take("192.0.2.1", 0.0), buckets.take("192.0.2.1", 0.0)] == [0.0, 1.0]
    assert buckets.take("192.0.2.2", 0.0) == 0.0


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 600), st.integers(1, 20))
def test_no_client_gets_more_than_the_rate_and_one_burst(pauses, per_minute, burst):
    """For any timing and any period, the requests are at most one burst and the rate."""
    buckets = Buckets(per_minute, burst)
    now, granted = 0.0, 0
    for pause in pauses:
        now += pause
        granted += buckets.take("192.0.2.1", now) == 0.0
    assert granted <= burst + now * per_minute / 60 + 1e-6


def test_the_returned_wait_is_enough():
    """After the returned seconds the next request is accepted."""
    buckets = Buckets(per_minute=7, burst=1)
    buckets.take("192.0.2.1", 0.0)
    wait = buckets.take("192.0.2.1", 0.0)
    assert buckets.take("192.0.2.1", wait + 1e-9) == 0.0


def test_many_clients_do_not_fill_the_memory(monkeypatch):
    """The least recently used bucket is dropped first."""
    monkeypatch.setattr(limiter, "MAX_CLIENTS", 3)
    buckets = Buckets(per_minute=1, burst=1)
    for client in ("a", "b", "c", "a", "d"):
        buckets.take(client, 0.0)
    assert buckets.take("a", 0.0) > 0
    assert buckets.take("b", 0.0) == 0.0
