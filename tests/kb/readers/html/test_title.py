"""The name of a page and the name of its site, told from each other."""

from __future__ import annotations

import pytest

from kb.readers.html import parse

SITE = "Manispaa ya Mfano"
BODY = "<p>Leseni hutolewa na ofisi ya biashara kila siku ya kazi.</p>"


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        (f"Leseni | {SITE}", "", "Leseni", None),
        (f"Leseni » {SITE}", f"<footer>© 2024 {SITE}</footer>", "Leseni", SITE),
        (f"{SITE} | Leseni", "<h1>Leseni</h1>", "Leseni", None),
        (f"{SITE} | Leseni", f"<h1>Leseni</h1><footer>{SITE}</footer>", "Leseni", SITE),
        (f"{SITE} - Leseni", f"<header><a href=/>{SITE}</a></header>", "Leseni", SITE),
        (f"Leseni - {SITE}", f"<div class=navbar-brand>{SITE}</div>", "Leseni", SITE),
        (f"Leseni - {SITE}", "<meta property=og:site_name content='Manispaa ya Mfano'>", "Leseni", SITE),
        ("MNF | Leseni", "", "Leseni", None),
        (f"MNF | {SITE}", "<ol class=breadcrumb><li>Mwanzo<li class=active>MNF</ol>", "MNF", None),
        (f"Nyumbani | {SITE}", "", SITE, None),
        (f"Home - {SITE}", "", SITE, None),
        ("Sheria ya Ardhi - Sura ya 4", "", "Sheria ya Ardhi - Sura ya 4", None),
        ("Ada - Leseni | Manispaa", "", "Ada - Leseni", None),
        ("Untitled Document", "<h1>Leseni</h1>", "Leseni", None),
        ("Untitled Document", "", None, None),
        (SITE, f"<meta property=og:site_name content='{SITE}'><h1>Leseni</h1>", "Leseni", SITE),
        ("", "<meta property=og:title content='Leseni za Biashara'>", "Leseni za Biashara", None),
        ("", "<h1><img alt='Responsive image'></h1>", None, None),
        (f"{SITE} (MNF)", "", f"{SITE} (MNF)", None),
    ],
)  # fmt: skip
def test_the_title_is_the_page_and_not_the_site(head, body, title, publisher):
    """Headings, breadcrumb, logo, copyright or og:site_name tell which part of <title> is which."""
    parsed = parse(f"<title>{head}</title><body>{body}{BODY}".encode())
    assert (parsed.title, parsed.publisher) == (title, publisher)


def test_a_title_after_noscript_is_still_the_title():
    """A counter for browsers without scripts does not end the head of a page."""
    page = "<head><noscript><p>x</p></noscript><title>Leseni</title></head><body><p>neno</p></body>"
    parsed = parse(page.encode())
    assert (parsed.title, parsed.text) == ("Leseni", "neno\n")
