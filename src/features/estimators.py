"""The same features behind scikit-learn's face: articles in, columns out."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from features.sentiment import read_lexicon, score_sentences, summarise_articles
from features.text import split_sentences
from features.topics import fit_topics
from features.wide import join_features

_SENTIMENT_COLUMNS = ["tone", "tone_spread", "share_positive", "share_negative", "coverage", "n_words", "n_sentences"]


class _ArticleTransformer(TransformerMixin, BaseEstimator):
    """What both have in common: articles as input, named columns as output."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = True
        return tags


class SentimentFeatures(_ArticleTransformer):
    """Tone of articles as columns.

    Parameters
    ----------
    lexicon, mask : str or Path, optional
        CSV files as `features.sentiment.read_lexicon` takes them. Default: the project's own.

    Notes
    -----
    Takes a sequence of texts, or a DataFrame with a column `text`. One row per article, in order; the columns are those of table
    FEATURES. A tone that is not known is missing, not 0: put a `SimpleImputer` between this and a classifier that takes no
    missing values.

    Examples
    --------
    >>> table = SentimentFeatures().set_output(transform="pandas").fit_transform(["A great success.", "Oil."])
    >>> table.tone.round(3).tolist()   # VADER rates "great" 3.1 and "success" 2.7 on a scale that ends at 4
    [0.725, nan]
    """

    def __init__(self, lexicon=None, mask=None):
        self.lexicon = lexicon
        self.mask = mask

    def fit(self, X, y=None):
        """Check the articles and read the lexicon; nothing is learned."""
        _articles(X)
        self.lexicon_ = read_lexicon(self.lexicon, self.mask)
        return self

    def transform(self, X):
        """Tone of each article: float array, articles × columns."""
        check_is_fitted(self)
        articles = _articles(X)
        sentences = split_sentences(articles)
        scores = score_sentences(sentences, lexicon=self.lexicon_)
        no_topics = pd.DataFrame({"article_id": [], "topic_no": [], "share": []})
        table = join_features(summarise_articles(scores), scores, no_topics, articles["article_id"])
        return table[_SENTIMENT_COLUMNS].to_numpy(dtype=float)

    def get_feature_names_out(self, input_features=None):
        """Names of the columns."""
        check_is_fitted(self)
        return np.array(_SENTIMENT_COLUMNS, dtype=object)


class TopicFeatures(_ArticleTransformer):
    """Shares of topics in articles as columns.

    Parameters
    ----------
    n_topics : int, optional
        Default: as `features.topics.fit_topics` chooses.
    seed : int
        The same seed gives the same topics.

    Attributes
    ----------
    topics_ : features.topics.Topics
        The fit, with its tables.

    Notes
    -----
    Takes a sequence of texts, or a DataFrame with a column `text`. Shares of an article sum to 1; they are missing where it has no
    counted word.

    Examples
    --------
    >>> kinds, extra = ["bank money rates loans", "club match goal fans"], ["rain", "snow", "wind", "heat", "cold", "hail"]
    >>> texts = [f"{kinds[i % 2]} {extra[i // 2]}" for i in range(12)]
    >>> features = TopicFeatures(n_topics=2).set_output(transform="pandas").fit(texts)
    >>> features.transform(["goal of the club", "no word of it"]).round(1).values.tolist()
    [[0.0, 1.0], [nan, nan]]
    """

    def __init__(self, n_topics=None, seed=0):
        self.n_topics = n_topics
        self.seed = seed

    def fit(self, X, y=None):
        """Fit the topics; raise ValueError when there are too few articles."""
        topics = fit_topics(_articles(X), self.n_topics, seed=self.seed)
        if topics.note:
            raise ValueError(topics.note)
        self.topics_ = topics
        return self

    def transform(self, X):
        """Shares of the fitted topics: float array, articles × topics."""
        check_is_fitted(self)
        articles = _articles(X)
        shares = self.topics_.score_articles(articles)
        wide = shares.pivot(index="article_id", columns="topic_no", values="share")
        return wide.reindex(index=articles["article_id"], columns=self.topics_.topics["topic_no"]).to_numpy(dtype=float)

    def get_feature_names_out(self, input_features=None):
        """Names of the columns: topic_00, topic_01, …"""
        check_is_fitted(self)
        return np.array([f"topic_{number:02d}" for number in self.topics_.topics["topic_no"]], dtype=object)


def _articles(texts):
    """A table of articles with identities made of their texts, so that their order makes no difference."""
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise ValueError(f"expected a sequence of texts, got {texts!r:.60}; put a single text in a list")
    if isinstance(texts, pd.DataFrame):
        if "text" not in texts.columns:
            raise ValueError(f"expected a column 'text', the table has {list(texts.columns)}")
        texts = texts["text"]
    texts = list(texts)
    for text in texts:
        if not isinstance(text, str):
            raise ValueError(
                f"expected texts, got {type(text).__name__}: {str(text)[:60]}; pass strings, or a "
                "DataFrame with a column 'text'"
            )
    met: Counter[str] = Counter()
    identities = []
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        identities.append(f"{digest}-{met[digest]}")
        met[digest] += 1
    return pd.DataFrame({"article_id": pd.Series(identities, dtype="str"), "text": pd.Series(texts, dtype="str")})
