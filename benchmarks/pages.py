"""How well pages of the web are read: body, day, instant and authors, ours and its peers, on pages with known truth.

The pages of the article extraction benchmark of Scrapinghub (html_aeb, bodies only) and of Fundus' tests (html_news60).
The body's figure is that benchmark's own: words as \\w+, shingles of four words, true, false and missed ones of a page
divided by their sum, precision and recall averaged over the pages, and F1 of the two averages. The truth of html_news60
is its field `text`: summary, headings and paragraphs. An instant is right within 60 seconds; where the truth has no
offset from UTC, the clock is compared. Authors are right if they are the same set of names. Pages a second are those of
one core, by processor time, which other work on the machine disturbs little.
"""

import gzip
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.corpus import PROJECT
from benchmarks.measuring import make_row, one_core, time_in_turn
from benchmarks.ours import OURS, read_page

CORPORA = PROJECT.parent / "shared" / "corpora"
SETS = ("html_aeb", "html_news60")
# Words of one shingle, and how near an instant must be; the first is that of the benchmark's evaluate.py.
SHINGLE, NEAR = 4, timedelta(seconds=60)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Reader:
    """A system: `make()` gives a function from a page's bytes to what it found; it needs the modules.

    What is found is a dict with `text`, and `written` (ISO 8601) and `authors` where the system has them.
    """

    name: str
    make: Callable[[], Callable[[bytes], dict]]
    modules: tuple[str, ...] = ()


def describe():
    """One line for the list of benchmarks."""
    return "how well pages of the web are read, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--pages", type=Path, default=CORPORA, metavar="DIR", help="folder of html_* (default: that in ../shared)"
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="rounds of timing (default: 3)")


def measure(options):
    """Read every page with every system and compare with the truth.

    Parameters
    ----------
    options : argparse.Namespace
        `pages` and `repeats`, as `add_options` adds them.

    Returns
    -------
    list of dict
        Rows: F1, precision, recall and pages a second of each system on each set; shares of days, instants and
        authors that are right, where the truth has them.

    Raises
    ------
    FileNotFoundError
        If the pages are not there.
    """
    readers = {}
    for reader in READERS:
        missing = [name for name in reader.modules if find_spec(name) is None]
        if missing:
            print(f"missing    {reader.name}: no module {', '.join(missing)}")
        else:
            readers[reader.name] = reader.make()
    rows = []
    with one_core():
        for name in SETS:
            truths, pages = read_pages(options.pages / name)
            # What is loaded at the first page is not what reading costs.
            found = {system: [read(page) for page in pages] for system, read in readers.items()}
            calls = {system: _call(read, pages) for system, read in readers.items()}
            taken = time_in_turn(calls, options.repeats)
            for system in readers:
                rows += _rows(system, name, truths, found[system], taken[system].processor_seconds)
    return rows


def draw(rows, folder):
    """No figure: the table says it."""
    return []


def read_pages(folder):
    """The truths and the pages of a set, in one order.

    Parameters
    ----------
    folder : Path
        With ground-truth.json and html/*.html.gz.

    Returns
    -------
    truths : list of dict
        With `text`, and `publishing_date` and `authors` where known.
    pages : list of bytes
        As they were fetched.
    """
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    paths = [folder / "html" / f"{name.removesuffix('.html.gz')}.html.gz" for name in truths]
    known = [truth | {"text": truth.get("articleBody", truth.get("text"))} for truth in truths.values()]
    return known, [gzip.decompress(path.read_bytes()) for path in paths]


def compare_texts(true, found):
    """Precision and recall of the shingles of one text; None where there is nothing to divide by.

    Examples
    --------
    >>> compare_texts("a b c d e", "x a b c d e")
    (0.6666666666666666, 1.0)
    >>> compare_texts("a b c d", "")
    (None, 0.0)
    """
    ours, theirs = _count_shingles(found), _count_shingles(true)
    both, all_found, all_true = (ours & theirs).total(), ours.total(), theirs.total()
    return (both / all_found if all_found else None, both / all_true if all_true else None)


def _count_shingles(text):
    words = _WORD.findall(text or "")
    last = max(1, len(words) - SHINGLE + 1) if words else 0
    return Counter(tuple(words[place : place + SHINGLE]) for place in range(last))


def compare_moments(true, written):
    """Whether the day and the instant are right.

    Parameters
    ----------
    true, written : str
        As ISO 8601; the second may be a day alone, or None.

    Returns
    -------
    day, instant : bool
        The day is right as the page's calendar or as UTC has it.

    Examples
    --------
    >>> compare_moments("2026-03-06 19:42:00+04:00", "2026-03-06T15:42:30Z")
    (True, True)
    >>> compare_moments("2026-03-06 19:42:00", "2026-03-06"), compare_moments("2026-03-06 19:42:00", None)
    ((True, False), (False, False))
    """
    if written is None:
        return False, False
    gold, moment = datetime.fromisoformat(true), datetime.fromisoformat(written)
    days = {(moment.date(), gold.date())}
    if gold.tzinfo and moment.tzinfo:
        days.add((moment.astimezone(UTC).date(), gold.astimezone(UTC).date()))
    else:
        gold, moment = gold.replace(tzinfo=None), moment.replace(tzinfo=None)
    exact = len(written) > len("2026-03-06") and abs(gold - moment) <= NEAR
    return any(one == other for one, other in days), exact


def _call(read, pages):
    return lambda: [read(page) for page in pages]


def _rows(system, name, truths, found, seconds):
    pairs = [compare_texts(truth["text"], page["text"]) for truth, page in zip(truths, found, strict=True)]
    precision, recall = (
        statistics.mean(value for value in values if value is not None) if any(values) else 0.0
        for values in zip(*pairs, strict=True)
    )
    values = {
        "F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "precision": precision,
        "recall": recall,
        "pages/s": len(found) / seconds,
    }
    rows = [make_row(system, f"body of {name}", value, unit, len(found), seconds) for unit, value in values.items()]
    if "publishing_date" in truths[0] and "written" in found[0]:
        moments = [
            compare_moments(truth["publishing_date"], page["written"])
            for truth, page in zip(truths, found, strict=True)
        ]
        same = [set(truth["authors"] or ()) == set(page["authors"]) for truth, page in zip(truths, found, strict=True)]
        shares = dict(
            zip(("day", "instant", "authors"), map(statistics.mean, [*zip(*moments, strict=True), same]), strict=True)
        )
        rows += [
            make_row(system, f"{what} of {name}", value, "right", len(found), seconds) for what, value in shares.items()
        ]
    return rows


def _make_trafilatura(**options):
    def make():
        from trafilatura import bare_extraction

        def read(page):
            found: Any = bare_extraction(page, **options)
            if not options.get("with_metadata"):
                return {"text": found.text if found else ""}
            if found is None:
                return {"text": "", "written": None, "authors": ()}
            return {"text": found.text, "written": found.date, "authors": (found.author or "").split("; ")}

        return read

    return make


def _make_resiliparse():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding

    def read(page):
        text = page.decode(detect_encoding(page), errors="replace")
        return {"text": extract_plain_text(text, main_content=True)}

    return read


READERS = (
    Reader(OURS, lambda: read_page),
    Reader("trafilatura", _make_trafilatura(with_metadata=True), ("trafilatura",)),
    Reader("trafilatura, body only", _make_trafilatura(include_comments=False), ("trafilatura",)),
    Reader("trafilatura, fast", _make_trafilatura(include_comments=False, fast=True), ("trafilatura",)),
    Reader("trafilatura, precise", _make_trafilatura(include_comments=False, favor_precision=True), ("trafilatura",)),
    Reader("resiliparse", _make_resiliparse, ("resiliparse",)),
)
