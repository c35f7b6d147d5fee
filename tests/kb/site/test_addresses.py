"""An address has one writing, leads to the web only, and lies in one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import SettingInvalid
from kb.site.addresses import public_addresses, read_address, resolve_link


@pytest.mark.parametrize(
    "text",
    ["ftp://a.example/", "https://", "https://siri:neno@a.example/", "javascript:x", "maji",
     "http://a b/", "http://a.example:99999/", "http://[::1"],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_refused(text):
    """Only http and https are fetched, and no password is written into a source."""
    with pytest.raises(SettingInvalid):
        read_address(text)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "::1", "fd00::1",
     "0.0.0.0", "100.64.0.1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_addresses_inside_a_network_are_private(number):
    """Routers, printers and the machine's own services are not pages of the web."""
    assert public_addresses(number, 80, allow_private=False) == []
    assert public_addresses(number, 80, allow_private=True)


@given(st.text(max_size=30), st.text(max_size=20))
def test_every_link_lies_inside_the_folder_of_its_site(path, query):
    """Whatever a page links to, nothing is written elsewhere, hidden, or under a name too long."""
    address = resolve_link(read_address("https://maji.example/a/"), f"/{path}?{query}")
    if address is None:
        return
    assert resolve_link(address, str(address)) == address
    name = Path(address.name(".html"))
    assert name.suffix == ".html"
    assert not name.is_absolute()
    assert not any(part.startswith(".") or len(part.encode()) > 100 for part in name.parts)
    assert Path(address.folder).name == address.folder
