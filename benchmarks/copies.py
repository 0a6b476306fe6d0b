"""How well near-copies are told from reports, and how fast: ours, rensa and datasketch.

Recall is measured on real articles that are edited by chance, with words and leads of others: of each way of editing, the share of
copies that join the story of their original among as many other articles. Precision is measured on reports of one event by several
outlets (gold, which no one here wrote): the share of pairs of different reports that are kept apart; reprints among them were told
by eye. The peers are sketches by MinHash of the same shingles, joined above a resemblance of their own estimate.
"""

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from tqdm.auto import tqdm

from benchmarks.corpus import PROJECT, choose_paths, read_corpus, take_evenly
from benchmarks.editing import Editor, ways
from benchmarks.measuring import make_row, one_core, time_in_turn
from benchmarks.ours import OURS, find_copies, find_words_of
from features.copies.hashing import SHINGLE, hash_shingles, hash_terms

GOLD = PROJECT.parent / "shared" / "benchmarks" / "events" / "events.jsonl.gz"
# Rows of the gold that are one agency’s report, reprinted, cut or edited: told by eye, from the words that each pair has in common.
REPRINTS = (
    {14, 63}, {5, 22}, {6, 39, 54}, {43, 56}, {17, 55, 109}, {66, 67, 83}, {35, 93, 117}, {77, 115},
)  # fmt: skip
SHORTEST = 120
PERMUTATIONS, SEED = 128, 42


@dataclass(frozen=True)
class Finder:
    """A system: `make()` gives a function from articles and their words to the story of each; it needs the modules."""

    name: str
    make: Callable[[], Callable[[pd.DataFrame, object], np.ndarray]]
    modules: tuple[str, ...] = ()


def describe():
    """One line for the list of benchmarks."""
    return "how well near-copies are told from reports, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--gold", type=Path, default=GOLD, metavar="FILE", help="reports of events (default: those in ../shared)"
    )
    parser.add_argument(
        "--articles",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="articles to edit (default: those in ../shared, else the sample)",
    )
    parser.add_argument(
        "--edited", type=int, default=500, metavar="N", help="how many of them are edited (default: 500)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the edits (default: 0)")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="rounds of timing (default: 3)")


def measure(options):
    """Compare every finder on edited articles, on reports of events, and in time.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_options` adds them.

    Returns
    -------
    list of dict
        Rows: recall for each way of editing (n: copies), precision (n: pairs of different reports), articles a second.

    Raises
    ------
    FileNotFoundError
        If the gold is not there.
    """
    paths, said = choose_paths(options.articles)
    print(f"articles   {said}")
    finders = {}
    for finder in FINDERS:
        missing = [name for name in finder.modules if find_spec(name) is None]
        if missing:
            print(f"missing    {finder.name}: no module {', '.join(missing)}")
        else:
            finders[finder.name] = finder.make()
    gold = read_gold(options.gold)
    with read_corpus(paths) as (articles, _), one_core():
        rows = []
        for way, corpus in tqdm(list(edit_articles(articles, options.edited, options.seed)), delay=2, disable=None):
            rows += _measure_recall(finders, way, corpus)
        return rows + _measure_precision(finders, gold) + _measure_speed(finders, articles, options.repeats)


def draw(rows, folder):
    """No figure: the table says it."""
    return []


def read_gold(path):
    """The reports of events as articles, with the column `event`; their order is that of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        table = pd.DataFrame([json.loads(line) for line in lines])
    return _as_articles(table["text"]).assign(event=table["event"])


def edit_articles(articles, n, seed):
    """Articles with a copy of each, edited in one way; for each way.

    Parameters
    ----------
    articles : DataFrame
        Table ARTICLES.
    n : int
        How many are edited, evenly spaced among those of 120 words or more; words and leads are taken from the others.
    seed : int
        Of the edits.

    Yields
    ------
    way : str
        What was done.
    corpus : DataFrame
        The n articles, and their copies in the same order, a day later.
    """
    texts = articles["text"][articles["text"].str.split().str.len() >= SHORTEST].drop_duplicates().tolist()
    edited = take_evenly(texts, min(n, len(texts) // 2))
    others = sorted(set(texts) - set(edited))
    leads = take_evenly(others, 2000)
    words = np.array(" ".join(take_evenly(others, 200)).split())
    editor = Editor(np.random.default_rng(seed), words, leads)
    for way, change in ways(editor).items():
        corpus = _as_articles([*edited, *map(change, edited)])
        corpus.loc[len(edited) :, "published"] += pd.Timedelta(days=1)
        yield way, corpus


def count_apart(story, events, reprints):
    """Pairs of different reports of one event, and those in different stories; pairs of reprints, and those in one.

    Examples
    --------
    >>> count_apart(np.array([0, 0, 2, 2, 4]), ["fire"] * 4 + ["vote"], [{0, 1}])
    ((5, 4), (1, 1))
    """
    pairs = [pair for pair in combinations(range(len(events)), 2) if events[pair[0]] == events[pair[1]]]
    same = [pair for pair in pairs if any(set(pair) <= group for group in reprints)]
    different = [pair for pair in pairs if pair not in set(same)]
    apart = sum(bool(story[one] != story[other]) for one, other in different)
    return (len(different), apart), (len(same), sum(bool(story[one] == story[other]) for one, other in same))


def _as_articles(texts):
    table = pd.DataFrame({"text": pd.array(list(texts), dtype="str")})
    table.insert(0, "article_id", [f"{number:06d}" for number in range(len(table))])
    return table.assign(published=pd.Timestamp("2026-03-06T12:00", tz="UTC"), precision="moment", title="")


def _measure_recall(finders, way, corpus):
    words, n = find_words_of(corpus), len(corpus) // 2
    rows = []
    for name, find in finders.items():
        story, seconds = _time_once(find, corpus, words)
        rows.append(make_row(name, f"copies found: {way}", np.mean(story[:n] == story[n:]), "recall", n, seconds))
        n_reports = pd.Series(np.arange(2 * n) % n).groupby(story).nunique()
        rows.append(make_row(name, f"stories of several articles: {way}", (n_reports > 1).mean(), "share", n, seconds))
    return rows


def _time_once(find, articles, words):
    began = time.perf_counter()
    story = find(articles, words)
    return story, time.perf_counter() - began


def _measure_precision(finders, gold):
    words, rows = find_words_of(gold), []
    for name, find in finders.items():
        story, seconds = _time_once(find, gold, words)
        (n, apart), (n_same, joined) = count_apart(story, gold["event"].tolist(), REPRINTS)
        rows.append(make_row(name, "different reports of one event kept apart", apart / n, "precision", n, seconds))
        rows.append(make_row(name, "reprints among them found", joined / n_same, "recall", n_same, seconds))
    return rows


def _measure_speed(finders, articles, repeats):
    words = find_words_of(articles)
    timings = time_in_turn({name: lambda find=find: find(articles, words) for name, find in finders.items()}, repeats)
    return [
        make_row(
            name,
            "stories found, words given",
            len(articles) / taken.seconds,
            "articles/s",
            len(articles),
            taken.seconds,
        )
        for name, taken in timings.items()
    ]


def _make_ours():
    return lambda articles, words: find_copies(articles, words)["story_id"].to_numpy()


def _shingle(words):
    """Hashes of the shingles of all articles, and where each article’s begin."""
    shingles, first = hash_shingles(hash_terms(words.terms), words.term), words.first_of_article
    inside = np.arange(len(shingles)) + SHINGLE <= np.repeat(first[1:], np.diff(first))
    return shingles[inside], np.append(0, np.cumsum(inside))[first]


def _connect(one, other, n):
    return connected_components(coo_array((np.ones(len(one)), (one, other)), shape=(n, n)), directed=False)[1]


def _make_rensa(threshold, rows):
    from rensa import RMinHash

    def find(articles, words):
        shingles, first = _shingle(words)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, first.astype(np.uint64), PERMUTATIONS, SEED)
        digests = np.asarray(matrix.to_rows(), dtype=np.uint32)
        pairs = set()
        for begin in range(0, PERMUTATIONS, rows):
            band = np.ascontiguousarray(digests[:, begin : begin + rows]).view(f"V{4 * rows}").ravel()
            groups = pd.Series(np.arange(len(band))).groupby(pd.factorize(band)[0]).agg(list)
            for group in groups[groups.str.len() > 1]:
                pairs.update(combinations(group, 2))
        pairs = np.array(sorted(pairs)).reshape(-1, 2)
        alike = [(digests[one] == digests[other]).mean() >= threshold for one, other in pairs]
        return _connect(*pairs[np.array(alike, dtype=bool)].T, len(articles))

    return find


def _make_datasketch(threshold):
    from datasketch import MinHash, MinHashLSH

    def find(articles, words):
        shingles, first = _shingle(words)
        index, pairs = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), []
        for place, (begin, end) in enumerate(pairwise(first)):
            sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED, hashfunc=int)
            sketch.update_batch((shingles[begin:end] >> np.uint64(32)).tolist())
            pairs += [(near, place) for near in index.query(sketch)]
            index.insert(place, sketch)
        return _connect(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T, len(articles))

    return find


# Above a resemblance of 0.4 lie no different reports of the gold, and few copies that are cut; above 0.2 more of both.
FINDERS = (
    Finder(OURS, _make_ours),
    Finder("rensa, above 0.4", lambda: _make_rensa(0.4, 4), ("rensa",)),
    Finder("rensa, above 0.2", lambda: _make_rensa(0.2, 2), ("rensa",)),
    Finder("datasketch, above 0.4", lambda: _make_datasketch(0.4), ("datasketch",)),
    Finder("datasketch, above 0.2", lambda: _make_datasketch(0.2), ("datasketch",)),
)
