"""How well, and how fast, reports of one occurrence find each other.

The figure is B-cubed F1 (Bagga and Baldwin, 1998): of every article, how much of its event is of its gold event and the other way
round, averaged over the articles. Gold are the 23 events in the folder --gold, of many real outlets, and those that the sample's
writers noted; an article of the sample without an event counts as one of its own. Half of the gold events, told by a hash of their
names, were looked at while the finder was made ("dev"), the others were not. The peer is scikit-learn's TfidfVectorizer on headlines
and texts with average-link clustering. It sees all articles at once and knows no dates, and is given the threshold that suits each
gold best, which ours is not.
"""

import csv
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.corpus import PROJECT, SAMPLE, choose_paths, read_corpus
from benchmarks.measuring import make_row, one_core, time_in_turn
from benchmarks.ours import OURS, find_words_of
from features.events import describe_articles, find_events, join_events
from features.reading import read_articles

GOLD = PROJECT.parent / "shared" / "benchmarks" / "events"
PEER = "tf-idf, average link"
THRESHOLDS = tuple(np.arange(0.5, 1.0, 0.025).round(3).tolist())


def describe():
    """One line for the list of benchmarks."""
    return "how well and how fast reports of one event find each other"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--gold", type=Path, default=GOLD, metavar="DIR", help="folder of events.jsonl.gz (default: that in ../shared)"
    )
    parser.add_argument(
        "--articles",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="files or folders to time on (default: real articles in ../shared, else the sample)",
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="how often to time (default: 3)")


def measure(options):
    """Compare events with the gold, and time them.

    Parameters
    ----------
    options : argparse.Namespace
        `gold`, `articles` and `repeats`, as `add_options` adds them.

    Returns
    -------
    list of dict
        Rows: B-cubed F1, precision and recall on each gold; articles a second once their words are found.

    Raises
    ------
    FileNotFoundError
        If the gold events are not there.
    """
    rows = []
    with one_core():
        for part, (articles, gold) in read_parts(options.gold).items():
            rows += _compare(part, articles, gold)
        paths, said = choose_paths(options.articles)
        print(f"timed on   {said}")
        with read_corpus(paths) as (articles, _):
            rows += _time(articles, options.repeats)
    return rows


def draw(rows, folder):
    """No figure: the table says it."""
    return []


def read_parts(folder):
    """The gold: name of the part → articles, and the event of each.

    Parameters
    ----------
    folder : Path
        Where `events.jsonl.gz` lies.

    Returns
    -------
    dict of str to tuple
        Both halves and the whole of these, and the sample.
    """
    path = Path(folder) / "events.jsonl.gz"
    if not path.is_file():
        raise FileNotFoundError(f"no gold events at {path}; name their folder with --gold")
    articles, rejected = read_articles([path])
    if len(rejected):
        raise ValueError(f"{len(rejected)} gold articles could not be read, first {rejected['reason'].iloc[0]}")
    events = pd.read_json(path, lines=True)["event"]
    # "line 7" is the seventh.
    gold = events.iloc[articles["place"].str.removeprefix("line ").astype(int) - 1].to_numpy()
    is_dev = np.array([is_developed_on(name) for name in gold])
    whole = articles.reset_index(drop=True)
    return {
        "gold dev": (whole[is_dev], gold[is_dev]),
        "gold test": (whole[~is_dev], gold[~is_dev]),
        "gold": (whole, gold),
        "sample": read_sample(),
    }


def read_sample():
    """The sample, and the events that its writers noted: articles, and the event of each."""
    articles, _ = read_articles([SAMPLE])
    with open(SAMPLE.parent / "events.csv", encoding="utf-8", newline="") as lines:
        noted = {(row["file"], row["place"]): row["event"] for row in csv.DictReader(lines)}
    places = zip(articles["file"], articles["place"], strict=True)
    return articles, np.array([noted.get(place, "/".join(place)) for place in places])


def is_developed_on(event):
    """Whether an event is of the half that was looked at: whose name has an even SHA-256.

    Examples
    --------
    >>> is_developed_on("Bitcoin_drops"), is_developed_on("hack_equifax_breach")
    (True, False)
    """
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % 2 == 0


def score_clusters(gold, found):
    """B-cubed precision, recall and F1.

    Parameters
    ----------
    gold, found : sequence, one entry per article
        The names of its events.

    Returns
    -------
    precision, recall, f1 : float
        Means over the articles, and the harmonic mean of these.

    Examples
    --------
    >>> [round(value, 3) for value in score_clusters("aaab", "xxyy")]   # (1 + 1 + 1/2 + 1/2) / 4, (2/3 + 2/3 + 1/3 + 1) / 4
    [0.75, 0.667, 0.706]
    """
    one, other = pd.factorize(np.asarray(list(gold)))[0], pd.factorize(np.asarray(list(found)))[0]
    both = pd.Series(one).groupby([one, other]).transform("size").to_numpy()
    precision = float((both / np.bincount(other)[other]).mean())
    recall = float((both / np.bincount(one)[one]).mean())
    return precision, recall, 2 * precision * recall / (precision + recall)


def _compare(part, articles, gold):
    rows, measured = [], f"events of the {part}"
    # What is compiled at the first call is not what finding costs.
    find_events(articles.head(2))
    timings = time_in_turn({OURS: lambda: find_events(articles)}, 1)
    ways = {OURS: (score_clusters(gold, find_events(articles)["event_id"]), timings[OURS].seconds)}
    timings = time_in_turn({PEER: lambda: cluster(articles, THRESHOLDS[:1])}, 1)
    best = max((score_clusters(gold, found) for found in cluster(articles, THRESHOLDS)), key=lambda values: values[2])
    ways[PEER] = best, timings[PEER].seconds
    for name, ((precision, recall, f1), seconds) in ways.items():
        values = {"B3 F1": f1, "B3 precision": precision, "B3 recall": recall}
        rows += [make_row(name, measured, value, unit, len(articles), seconds) for unit, value in values.items()]
    return rows


def cluster(articles, thresholds):
    """The peer: clusters of articles at each threshold of the cosine distance."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = articles["title"].fillna("") + "\n" + articles["text"]
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    distances = np.clip(1 - (weights @ weights.T).toarray(), 0, None)
    return [
        AgglomerativeClustering(
            n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold
        ).fit_predict(distances)
        for threshold in thresholds
    ]


def _time(articles, repeats):
    words = find_words_of(articles)
    described = describe_articles(articles, words)
    join_events(described, articles["article_id"], articles["published"])
    ways = {
        "articles described": lambda: describe_articles(articles, words),
        "described articles joined": lambda: join_events(described, articles["article_id"], articles["published"]),
        "events found, words given": lambda: find_events(articles, words),
    }
    return [
        make_row(OURS, name, len(articles) / timing.seconds, "articles/s", len(articles), timing.seconds)
        for name, timing in time_in_turn(ways, repeats).items()
    ]
