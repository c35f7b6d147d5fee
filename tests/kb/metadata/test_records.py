"""Front matter and sources.tsv: what a clerk writes, what is known from it, what is reported."""

from __future__ import annotations

import pytest

from kb.errors import DocumentUnreadable
from kb.messages import Message
from kb.metadata.records import Metadata, corpus_metadata, from_pairs, front_matter


def test_swahili_and_english_keys_say_the_same():
    """A clerk writes in either language."""
    swahili = [
        ("Kichwa", "Sera"), ("taasisi", "Wakala"), ("tarehe", "Julai 2012"),
        ("chanzo", "Gazeti"), ("lugha", "Kiswahili"), ("inabadilisha", "sera/ya-zamani.md"),
    ]  # fmt: skip
    english = [
        ("title", "Sera"), ("institution", "Wakala"), ("date", "2012-07"),
        ("source", "Gazeti"), ("language", "sw"), ("replaces", "sera/ya-zamani.md"),
    ]  # fmt: skip
    assert from_pairs(swahili, "") == from_pairs(english, "")
    assert from_pairs(english, "").language == "sw"


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("tarehe", "juzi")], "juzi"),
        ([("taasis", "Wakala")], "taasis"),
        ([("title", "A"), ("kichwa", "B")], "kichwa"),
        ([("lugha", "lugha ya taifa")], "lugha ya taifa"),
    ],
)
def test_what_cannot_be_read_is_reported(pairs, said):
    """A mistake is reported to the clerk, and nothing is guessed from it."""
    (warning,) = from_pairs(pairs, "sources.tsv:4").warnings
    assert str(warning).startswith("sources.tsv:4: ")
    assert said in str(warning)


def test_a_dash_means_unknown():
    """An empty cell and a dash leave a field unknown, without a warning."""
    assert from_pairs([("date", "-"), ("title", "")], "") == Metadata()


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("---\nkichwa: Sera\ntarehe: 2012\n---\n\nDira\n", "Sera", "Dira\n"),
        ("---\ntitle: 'Sera: toleo la pili'\n...\nDira\n", "Sera: toleo la pili", "Dira\n"),
        ("---\n# maelezo\ntitle: Sera\n\ndate: 2012\n---\nDira\n", "Sera", "Dira\n"),
        ("---\nDira yetu\n---\n", None, "---\nDira yetu\n---\n"),
        ("---\ntitle: Sera\nDira\n", None, "---\ntitle: Sera\nDira\n"),
        ("Dira\n---\ntitle: Sera\n---\n", None, "Dira\n---\ntitle: Sera\n---\n"),
        ("---\n\n---\nDira\n", None, "---\n\n---\nDira\n"),
        ('{"title": "Sera"}\nDira\n', "Sera", "\nDira\n"),
        ('{"title": "Sera"} ni mfano\n', None, '{"title": "Sera"} ni mfano\n'),
        ('{"title": \nDira\n', None, '{"title": \nDira\n'),
    ],
)
def test_front_matter_is_taken_only_where_it_is_front_matter(text, title, rest):
    """A rule across the page and a block that is not all keys stay text."""
    metadata, start = front_matter(text)
    assert (title, rest) == (metadata.title, text[start:])


def test_sources_tsv_speaks_of_any_file(tmp_path):
    """A file that cannot carry front matter is described in sources.tsv."""
    (tmp_path / "sources.tsv").write_text(
        "path\ttitle\tinstitution\tdate\tsource\tlanguage\treplaces\n"
        "# maelezo\n"
        "a.txt\tSera\tWakala\t17/12/2010\thttps://mfano.go.tz\tsw\t-\n"
        "b/c.html\t-\tWizara\tjuzi\t-\t\t-\n",
        encoding="utf-8",
    )
    found = corpus_metadata(tmp_path)
    assert found["a.txt"] == Metadata("Sera", "Wakala", "2010-12-17", "https://mfano.go.tz", "sw")
    assert found["b/c.html"].institution == "Wizara"
    assert found["b/c.html"].date is None
    assert "sources.tsv:4" in found["b/c.html"].warnings[0].facts["where"]


def test_a_corpus_without_sources_has_nothing_to_say(tmp_path):
    """sources.tsv is not needed."""
    assert corpus_metadata(tmp_path) == {}


@pytest.mark.parametrize("content", [b"", b"\n", b"# maelezo\n", b"\xef\xbb\xbf"])
def test_an_empty_sources_file_has_no_rows(tmp_path, content):
    """A file that was made and not filled in yet says nothing of any document."""
    (tmp_path / "sources.tsv").write_bytes(content)
    assert corpus_metadata(tmp_path) == {}


@pytest.mark.parametrize("content", [b"title\tdate\nSera\t2012\n", b"path\ttitle\na\t\xff\xfe\n"])
def test_a_sources_file_that_cannot_be_used_says_why(tmp_path, content):
    """A wrong first line or encoding is named, not passed over."""
    (tmp_path / "sources.tsv").write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=r"sources\.tsv"):
        corpus_metadata(tmp_path)


def test_the_file_goes_before_the_corpus():
    """The file has priority; the corpus adds what the file lacks."""
    own, corpus = (
        Metadata(title="Yake"),
        Metadata(title="Ya folda", date="2012", warnings=(Message("w"),)),
    )
    assert own.filled(corpus) == Metadata(title="Yake", date="2012", warnings=(Message("w"),))
