"""How good, how steady and how costly topics are: ours, LDA and NMF of scikit-learn, LDA of tomotopy, BERTopic. The parts:

  quality  on labelled articles (JSON Lines, also .gz: text, label, and where there is one title), for each system:
           NPMI        coherence of ten words a topic, as gensim's c_npmi (windows of 10 words of the scoring vocabulary);
                       also of topics of one half of the articles, counted on the other half
           TD          share of distinct words among all topics' ten
           NMI, purity each article's largest topic against its label; those without a topic are a group
           ARI         adjusted Rand index of two fits, one for each half of the articles, both assigning ALL articles: the
                       mean of several splits, with the middle 95 % when splits and articles are drawn again
           CPU-s       of the whole way on one core, texts to topics of all articles, embeddings included; imports, loading
                       and what is compiled once on a machine are left out
           MB          the most memory held, embedding included
  months   topics over 99 made-up months: ours and BERTopic's topics_over_time, the fit left out
  scale    a large corpus (--corpus): fit and shares after the one pass, and whether order and threads change anything

The scoring vocabulary: lower-case words of three letters or more, without stop words, in 5 articles or more and at most half of them
(from 5,000 articles on: 10, and 0.3). Ours finds its own words; of each topic the first ten that the scoring vocabulary has are
scored, so that phrases are passed over. Peers count in the scoring vocabulary, which they get for nothing. All get title and text.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from benchmarks import topic_figures
from benchmarks.measuring import MEGABYTE, make_row
from benchmarks.ours import OURS
from benchmarks.topic_figures import TOPICS
from benchmarks.topic_months import measure_months
from benchmarks.topic_reading import FEWEST_WORDS, SAMPLE, choose_files, find_words, read_collection
from benchmarks.topic_runs import find_embeddings, prepare_texts, run_halves, run_whole, split_articles
from benchmarks.topic_scale import measure_scale
from benchmarks.topic_scores import (
    WORDS,
    find_agreement,
    find_coherence,
    find_diversity,
    find_purity,
    find_stability,
)
from benchmarks.topic_systems import BERTOPIC, choose_systems

PARTS = ("quality", "months", "scale")


def describe():
    """One line for the list of benchmarks."""
    return "how good, how steady and how costly topics are, beside peers"


def add_options(parser):
    """Add the options of this benchmark to an argument parser."""
    parser.add_argument(
        "--data", type=Path, nargs="+", metavar="FILE", help="labelled articles (default: those in ../shared)"
    )
    parser.add_argument(
        "--topics", type=_above_1, metavar="K", help="how many topics (default: as many as labels, at least 10)"
    )
    parser.add_argument(
        "--sample", type=_above_1, default=SAMPLE, metavar="N", help=f"at most N articles a file (default: {SAMPLE:,})"
    )
    parser.add_argument(
        "--fewest-words",
        type=int,
        default=FEWEST_WORDS,
        metavar="N",
        help=f"leave out shorter texts (default: {FEWEST_WORDS})",
    )
    parser.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="measure peers too (default: yes)"
    )
    parser.add_argument("--systems", nargs="+", metavar="NAME", help="only systems whose names begin so")
    parser.add_argument("--splits", type=int, default=5, metavar="N", help="cuts into halves, 0 for none (default: 5)")
    parser.add_argument(
        "--embeddings",
        type=Path,
        metavar="DIR",
        help="folder where embeddings, and what they cost, are kept for later runs",
    )
    parser.add_argument(
        "--corpus", type=Path, metavar="PATH", help="articles for the part scale, which is left out without"
    )
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART", help="only these (default: all)"
    )


# An SVG and a PNG, where the rows allow.
draw = topic_figures.draw_figures


def measure(options):
    """Measure the parts asked for.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_options` adds them.

    Returns
    -------
    list of dict
        The rows of all parts, in the order of `PARTS`.

    Raises
    ------
    FileNotFoundError
        If there are no labelled articles.
    ValueError
        If a file is not of the form, or no system has such a name.
    """
    systems, missing = _choose(options)
    rows = missing if {"quality", "months"} & {*options.parts} else []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        kept = options.embeddings or scratch / "embeddings"
        if {"quality", "months"} & {*options.parts}:
            files = choose_files(options.data)
            collections = [read_collection(path, options.sample, options.fewest_words) for path in files]
            print("\n".join(f"articles   {collection.said}" for collection in collections))
        if "quality" in options.parts:
            for collection in collections:
                n_topics = options.topics or collection.n_topics
                rows += measure_collection(collection, n_topics, systems, kept, scratch, options.splits)
        if "months" in options.parts:
            largest = max(collections, key=lambda collection: len(collection.articles))
            rows += measure_months(largest, options.topics or largest.n_topics, systems, kept)
        if "scale" in options.parts and options.corpus is not None:
            rows += measure_scale(options.corpus, scratch)
    return rows


def _choose(options):
    """The systems that can run, and a row for each that cannot."""
    wanted = [
        system
        for system in choose_systems(options.peers)
        if not options.systems or system.name.startswith(tuple(options.systems))
    ]
    if not wanted:
        names = ", ".join(system.name for system in choose_systems())
        raise ValueError(f"expected with --systems beginnings of {names}; got {', '.join(options.systems)}")
    rows = [
        make_row(system.name, f"left out: no module {', '.join(system.missing)}", len(system.missing), "missing", 0, 0)
        for system in wanted
        if system.missing
    ]
    return [system for system in wanted if not system.missing], rows


def measure_collection(collection, n_topics, systems, kept, scratch, n_splits):
    """How good, steady and costly the topics of each system are on one collection.

    Parameters
    ----------
    collection : benchmarks.topic_reading.Collection
    n_topics : int
    systems : list of benchmarks.topic_systems.System
    kept : Path
        Folder of embeddings.
    scratch : Path
        Folder for what goes to and from the processes.
    n_splits : int
        How many times the articles are cut into halves.

    Returns
    -------
    list of dict
        Rows.
    """
    stream = find_words(collection.articles["text"].tolist())
    texts = prepare_texts(collection, stream)
    labels = collection.articles["label"].to_numpy()
    measured, rows, bar = f"{TOPICS}{collection.name}, K = {n_topics}", [], tqdm(systems, unit="system", disable=None)
    for system in bar:
        bar.set_description(f"{collection.name}: {system.name}")
        given, cost = texts, None
        if system.embeds:
            given, cost = _embed(collection.name, texts, kept)
        try:
            found, usage = run_whole(system, given, n_topics, scratch)
            values = judge(found, labels, stream) | _find_cost(usage, cost)
            if n_splits:
                values |= judge_halves(run_halves(system, given, n_topics, n_splits, scratch), stream)
        except RuntimeError:
            if system.name.startswith(OURS):
                raise
            rows.append(
                make_row(system.name, f"{measured}: failed, its error stands above", 1, "failed", len(labels), 0)
            )
            continue
        # A coherence is missing where no topic has two words that can be scored.
        known = {unit: value for unit, value in values.items() if np.isfinite(value)}
        # A run with peers takes long: what is there is said at once, and is not lost with the rest.
        said = ", ".join(f"{unit} {value:.3g}" for unit, value in known.items() if unit in topic_figures.PANELS)
        print(f"measured   {collection.name}, {system.name}: {said}", flush=True)
        rows += [
            make_row(system.name, measured, value, unit, len(labels), usage.seconds) for unit, value in known.items()
        ]
    return rows + _compare_cost(rows, measured)


def _embed(name, texts, kept):
    embeddings, cost = find_embeddings(name, texts.texts, kept)
    return texts.with_embeddings(embeddings), cost


def _find_cost(usage, cost):
    seconds, peaks = usage.processor_seconds, [usage.peak_bytes]
    if cost is not None:
        seconds, peaks = seconds + cost["processor_seconds"], [*peaks, cost["peak_bytes"]]
    memory = max((peak for peak in peaks if peak), default=None)
    return {"CPU-s": seconds} | ({} if memory is None else {"MB": memory / MEGABYTE})


def _compare_cost(rows, measured):
    """How many times as much of the processor BERTopic takes as ours."""
    spent = {row["system"]: row for row in rows if (row["measure"], row["unit"]) == (measured, "CPU-s")}
    if BERTOPIC not in spent:
        return []
    return [
        make_row(
            name,
            f"CPU-s of {BERTOPIC} to one, {measured.removeprefix(TOPICS)}",
            spent[BERTOPIC]["value"] / max(row["value"], 1e-9),
            "times",
            row["n"],
            row["seconds"],
        )
        for name, row in spent.items()
        if name.startswith(OURS)
    ]


def judge(found, labels, stream):
    """The figures of a fit of all articles.

    Parameters
    ----------
    found : dict
        topics and groups, as `benchmarks.topic_runs.run_whole` gives them.
    labels : ndarray of str
        Of each article.
    stream : benchmarks.topic_reading.Stream

    Returns
    -------
    dict of str to float
        Unit → value.
    """
    groups, words = np.array(found["groups"]), choose_words(found["topics"], stream)
    firsts = [word for topic in found["topics"] for word in topic[:WORDS]]
    return {
        "NPMI": _average(find_coherence(words, stream)),
        "TD": find_diversity(words),
        "NMI": find_agreement(labels, groups),
        "purity": find_purity(labels, groups),
        "topics": len(words),
        "share without topic": float((groups < 0).mean()),
        "share of words not scored": float((~np.isin(firsts, stream.vocabulary.astype(str))).mean()),
    }


def choose_words(topics, stream):
    """Of each topic the first ten words that the scoring vocabulary has."""
    known = set(stream.vocabulary)
    return [[word for word in topic if word in known][:WORDS] for topic in topics]


def judge_halves(splits, stream):
    """The figures of fits of halves.

    Parameters
    ----------
    splits : list of list of dict
        As `benchmarks.topic_runs.run_halves` gives them.
    stream : benchmarks.topic_reading.Stream
        Of all articles.

    Returns
    -------
    dict of str to float
        Unit → value.
    """
    own, other = [], []
    for split, fits in enumerate(splits):
        halves = [stream.take(half) for half in split_articles(len(stream), split)]
        for place, fit in enumerate(fits):
            words = choose_words(fit["topics"], stream)
            own.append(_average(find_coherence(words, halves[place])))
            other.append(_average(find_coherence(words, halves[1 - place])))
    mean, low, high = find_stability([[fit["groups"] for fit in fits] for fits in splits])
    return {
        "NPMI, own half": _average(own),
        "NPMI, unseen half": _average(other),
        "ARI": mean,
        "ARI, low": low,
        "ARI, high": high,
    }


def _average(values):
    """Of those that are there."""
    return float(pd.Series(values, dtype=float).mean())


def _above_1(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 2:
        raise argparse.ArgumentTypeError(f"expected a whole number from 2 on, got {text!r}")
    return number
