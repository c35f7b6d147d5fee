"""Read words from the standard input and write how each is analysed.

    $ printf 'walioteuliwa\\nutekelezaji\\n' | python -m kb.swahili
    walioteuliwa <TAB> teua <TAB>
    utekelezaji <TAB> utekelezaji <TAB> tekeleza

One line comes in, one line goes out, in order, so millions of words need little memory.
Bytes that are not UTF-8 go out as they came in. ``--lay-out`` reads nothing: it prepares
the lexicon's file (kb.swahili.layout).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from kb.swahili import analyse

_DESCRIPTION = """\
Analyse Swahili words: the word, its term, and its family, parted by tabs."""

_EPILOG = """\
examples:
  python -m kb.swahili < maneno.txt
  echo walioteuliwa | python -m kb.swahili --explain --lugha en
  python -m kb.swahili --export opensearch < msamiati.txt > settings.json"""

_EXPORT_HELP = """\
write rules for other engines: opensearch is a whole JSON body, rules are 'form => term',
stopwords the function words"""
_WAITING = "Write one word a line; end with Ctrl-D.\n"
_NO_PLACE = """\
kb.swahili: the lexicon is not laid out, because no folder can be written:
"""
MAX_REMEMBERED = 50_000
"""Lines whose output is kept; few words make most of a text."""

_EXPORTS = ("opensearch", "rules", "stopwords")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the standard input as the options say.

    Returns:
        0; 1 where whatever reads the output went away, or no place can be written.
    """
    options = _parser().parse_args(arguments)
    if options.lay_out:
        return _lay_out()
    if sys.stdin.isatty() and options.export != "stopwords":
        sys.stderr.write(_WAITING)
    lines = _lines()
    try:
        if options.export:
            _write(_exported(options.export, lines))
        elif options.explain:
            _write(_each(lines, _explainer(options.lugha)))
        else:
            _write(_each(lines, _terms))
    except BrokenPipeError:  # head has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kb.swahili",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    options = parser.add_argument_group("options")
    options.add_argument("-h", "--help", "--msaada", action="help", help="show this help")
    what = options.add_mutually_exclusive_group()
    what.add_argument(
        "--explain",
        "--eleza",
        action="store_true",
        help="explain the parts of each word",
    )
    what.add_argument(
        "--lay-out",
        "--panga",
        action="store_true",
        help="lay the lexicon out, so that it loads fast",
    )
    what.add_argument("--export", "--hamisha", choices=_EXPORTS, help=_EXPORT_HELP)
    options.add_argument(
        "--lugha",
        "--language",
        choices=("sw", "en"),
        default="sw",
        help="language of the explanations (sw)",
    )
    return parser


def _lay_out() -> int:
    """Lay the lexicon out, and write where it is."""
    from kb.swahili.layout import layout_places
    from kb.swahili.lexicon import lay_out_lexicon

    path = lay_out_lexicon()
    if path is None:
        tried = "".join(f"  {place}\n" for place in layout_places())
        sys.stderr.write(_NO_PLACE + tried)
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


def _lines() -> Iterator[str]:
    """Yield the lines of the standard input that are not blank, whatever bytes they contain."""
    for line in sys.stdin.buffer:
        text = " ".join(line.decode("utf-8", "surrogateescape").split())
        if text:
            yield text


def _each(lines: Iterable[str], describe: Callable[[str], str]) -> Iterator[str]:
    """Yield for each line the line, a tab, and its description."""
    for line in lines:
        yield f"{line}\t{describe(line)}\n"


@lru_cache(maxsize=MAX_REMEMBERED)
def _terms(line: str) -> str:
    """Return terms and family of a line: alternatives by "|", several words by blanks."""
    tokens = analyse(line)
    terms = " ".join("|".join(token.terms) for token in tokens)
    related = dict.fromkeys(term for token in tokens for term in token.related)
    return f"{terms}\t{'|'.join(related)}"


def _explainer(language: str) -> Callable[[str], str]:
    """Return a function that explains a line in one language."""
    from kb.swahili import explain

    @lru_cache(maxsize=MAX_REMEMBERED)
    def explained(line: str) -> str:
        found = (explain(token.surface) for token in analyse(line))
        return "; ".join(one.en if language == "en" else one.sw for one in found)

    return explained


def _exported(what: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of a table for another engine."""
    from kb.swahili.tools import export

    if what == "opensearch":
        return export.opensearch_settings(lines)
    if what == "rules":
        return (f"{rule}\n" for rule in export.stemmer_rules(lines))
    return (f"{word}\n" for word in export.stop_words())


def _write(pieces: Iterable[str]) -> None:
    """Write pieces as UTF-8, and bytes that were not UTF-8 as they came."""
    out = sys.stdout.buffer
    at_once = sys.stdin.isatty()
    for piece in pieces:
        out.write(piece.encode("utf-8", "surrogateescape"))
        if at_once:
            out.flush()
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
