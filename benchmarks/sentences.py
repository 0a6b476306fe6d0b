"""How well sentence ends are found: ours, pySBD, NLTK's Punkt and spaCy's sentencizer on the gold sentences of GUM.

The figure is F1 over the ends of sentences, the end of each text left out, in news, interviews and speeches. Each
peer is asked twice: with the text as it is, and paragraph by paragraph, which spares it the headings that only a
blank line sets off. No one learns from these texts. Punkt is NLTK's program with NLTK's English model, which a
package carries.
"""

import gzip
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from benchmarks.corpus import PROJECT
from benchmarks.measuring import make_row, one_core
from benchmarks.ours import OURS, split_texts

GOLD = PROJECT.parent / "shared" / "benchmarks" / "voices"
PARTS = ("dev", "train")
_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)


@dataclass(frozen=True)
class Splitter:
    """A system: `make()` gives a function from a text to the offsets of sentence ends; it needs the modules."""

    name: str
    make: Callable[[], Callable[[str], list[int]]]
    modules: tuple[str, ...] = ()


def describe():
    """One line for the list of benchmarks."""
    return "how well sentence ends are found, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--gold", type=Path, default=GOLD, metavar="DIR", help="folder of gum-*.jsonl.gz (default: that in ../shared)"
    )


def measure(options):
    """Compare every splitter with the gold sentences.

    Parameters
    ----------
    options : argparse.Namespace
        `gold`, as `add_options` adds it.

    Returns
    -------
    list of dict
        Rows: F1, precision and recall of each splitter on each part; n is the number of gold ends.

    Raises
    ------
    FileNotFoundError
        If the gold sentences are not there.
    """
    rows = []
    with one_core():
        for part in PARTS:
            documents = read_gold(options.gold / f"gum-{part}.jsonl.gz")
            for splitter in SPLITTERS:
                missing = [name for name in splitter.modules if find_spec(name) is None]
                if missing:
                    print(f"missing    {splitter.name}: no module {', '.join(missing)}")
                    continue
                find_ends = splitter.make()
                # What is loaded or compiled at the first call is not what splitting costs.
                find_ends("It rained. It stopped.")
                ways = {splitter.name: find_ends}
                if splitter.name != OURS:
                    ways[f"{splitter.name}, by paragraph"] = by_paragraph(find_ends)
                for name, way in ways.items():
                    rows += _rows(name, part, documents, way)
    return rows


def draw(rows, folder):
    """No figure: the table says it."""
    return []


def read_gold(path):
    """The documents of a file of gold sentences: dictionaries with `text` and `sentences` as spans."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def count_ends(documents, find_ends):
    """Compare ends with the gold.

    Parameters
    ----------
    documents : list of dict
        With `text` and `sentences`.
    find_ends : function
        From a text to the offsets of its sentence ends.

    Returns
    -------
    both, found, gold : int
        Ends that were found and are gold, were found, are gold; the end of each text left out.

    Examples
    --------
    >>> count_ends([{"text": "A b. C? D.", "sentences": [[0, 4], [5, 7], [8, 10]]}], lambda text: [4, 10])
    (1, 1, 2)
    """
    both = found = gold = 0
    for document in documents:
        last = len(document["text"].rstrip())
        expected = {end for _, end in document["sentences"]} - {last}
        actual = set(find_ends(document["text"])) - {last}
        both, found, gold = both + len(expected & actual), found + len(actual), gold + len(expected)
    return both, found, gold


def by_paragraph(find_ends):
    """The same, asked for each paragraph alone; a paragraph's end is a sentence's end.

    Examples
    --------
    >>> by_paragraph(lambda text: [len(text)])("A heading\\n\\nIt rained. ")
    [9, 21]
    """

    def find(text):
        return [
            paragraph.start() + end
            for paragraph in _PARAGRAPH.finditer(text)
            for end in sorted({*find_ends(paragraph[0]), len(paragraph[0])})
        ]

    return find


def locate_ends(text, sentences):
    """Offsets of the ends of sentences that a splitter gave as strings, blanks around them left out.

    Examples
    --------
    >>> locate_ends("A b.  C.", ["A b.  ", "C."])
    [4, 8]
    """
    ends, place = [], 0
    for sentence in map(str.strip, sentences):
        begin = text.find(sentence, place)
        # A splitter may change what it gives back; an end that cannot be found again is no end found.
        if sentence and begin >= 0:
            place = begin + len(sentence)
            ends.append(place)
    return ends


def _rows(name, part, documents, find_ends):
    began = time.perf_counter()
    both, found, gold = count_ends(documents, find_ends)
    seconds = time.perf_counter() - began
    values = {"F1": 2 * both / (found + gold), "precision": both / max(found, 1), "recall": both / gold}
    return [
        make_row(name, f"sentence ends of GUM {part}", value, measure, gold, seconds)
        for measure, value in values.items()
    ]


def _make_ours():
    def find(text):
        table = split_texts(pd.DataFrame({"article_id": ["a"], "text": [text]}))
        return (table["start"] + table["text"].str.len()).tolist()

    return find


def _make_pysbd():
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False)
    return lambda text: locate_ends(text, segmenter.segment(text))


def _make_punkt():
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
    from punkt.data import english

    learned = PunktParameters()
    learned.abbrev_types.update(english.ABBREV_TYPES)
    learned.collocations.update(english.COLLOCATIONS)
    learned.sent_starters.update(english.SENT_STARTERS)
    learned.ortho_context.update(english.ORTHO_CONTEXT)
    tokenizer = PunktSentenceTokenizer(learned)
    return lambda text: [end for _, end in tokenizer.span_tokenize(text)]


def _make_spacy():
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: locate_ends(text, [sentence.text for sentence in pipeline(text).sents])


SPLITTERS = (
    Splitter(OURS, _make_ours),
    Splitter("pySBD", _make_pysbd, ("pysbd",)),
    Splitter("Punkt (NLTK)", _make_punkt, ("nltk", "punkt")),
    Splitter("spaCy sentencizer", _make_spacy, ("spacy",)),
)
