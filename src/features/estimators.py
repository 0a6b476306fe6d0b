"""The same features behind scikit-learn's face: articles in, columns out."""

import hashlib
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from features.sentiment import choose_scorer, score_sentences, summarise_articles
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
        Your own words: CSV files as `features.sentiment.choose_scorer` takes them.
    scorer : {"default", "lexicon", "encoder"}
        As `features.sentiment.choose_scorer` takes it.

    Attributes
    ----------
    scorer_ : Scorer, Lexicon or Encoder
        What was opened.

    Notes
    -----
    Takes a sequence of texts, or a DataFrame with a column `text`. One row per article, in order; the columns are those of table
    FEATURES. A tone that is not known is missing, not 0: put a `SimpleImputer` between this and a classifier that takes no
    missing values.

    Examples
    --------
    >>> from features import SentimentFeatures
    >>> table = SentimentFeatures().set_output(transform="pandas").fit_transform(["A great success.", "In May."])
    >>> bool(table.tone[0] > 0), table.tone.isna().tolist()
    (True, [False, True])
    """

    def __init__(self, lexicon=None, mask=None, scorer="default"):
        self.scorer = scorer
        self.lexicon = lexicon
        self.mask = mask

    def fit(self, X, y=None):
        """Check the articles and open the scorer; nothing is learned.

        Parameters
        ----------
        X : sequence of str, or DataFrame with a column `text`
            One text per article.
        y : ignored
            As scikit-learn passes it.

        Returns
        -------
        SentimentFeatures
            Itself.

        Raises
        ------
        ValueError
            If `X` is a single text, holds what is no text, or has no column `text`; or a file is wrong, as `choose_scorer` says.

        Examples
        --------
        >>> from features import SentimentFeatures
        >>> SentimentFeatures().fit("Peace.")
        Traceback (most recent call last):
        ...
        ValueError: expected a sequence of texts, got 'Peace.'; put a single text in a list
        """
        _articles(X)
        self.scorer_ = choose_scorer(self.scorer, self.lexicon, self.mask)
        return self

    def transform(self, X):
        """Tone of each article, and what it rests on.

        Parameters
        ----------
        X : sequence of str, or DataFrame with a column `text`
            One text per article.

        Returns
        -------
        ndarray of float, articles × columns
            A DataFrame when `set_output` asked for it. Units and ranges as in table FEATURES: tone in [−1, 1], up is good.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If `fit` was not called.
        ValueError
            If `X` is a single text, holds what is no text, or has no column `text`.

        Examples
        --------
        >>> from features import SentimentFeatures
        >>> table = SentimentFeatures().fit(["Peace."]).transform(["Peace.", "In May."])
        >>> table.shape, np.isnan(table[:, 0]).tolist(), bool(table[0, 0] > 0)
        ((2, 7), [False, True], True)
        """
        check_is_fitted(self)
        articles = _articles(X)
        sentences = split_sentences(articles)
        scores = score_sentences(sentences, scorer=self.scorer_)
        no_topics = pd.DataFrame({"article_id": [], "topic_no": [], "share": []})
        table = join_features(summarise_articles(scores), scores, no_topics, articles["article_id"])
        return table[_SENTIMENT_COLUMNS].to_numpy(dtype=float)

    def get_feature_names_out(self, input_features=None):
        """Names of the columns, as in table FEATURES.

        Parameters
        ----------
        input_features : ignored
            As scikit-learn passes it.

        Returns
        -------
        ndarray of str
            In the order of the columns that `transform` gives.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If `fit` was not called.

        Examples
        --------
        >>> from features import SentimentFeatures
        >>> SentimentFeatures().fit(["Peace."]).get_feature_names_out()[:2].tolist()
        ['tone', 'tone_spread']
        """
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
    >>> from features import TopicFeatures
    >>> kinds = ["bank money rates loans"] * 7 + ["club match goal fans"] * 5 + ["sunshine"] * 3
    >>> extra = ["rain", "snow", "wind", "heat", "cold", "hail"]
    >>> texts = [f"{kind} {extra[i % 6]}" for i, kind in enumerate(kinds)]
    >>> features = TopicFeatures(n_topics=2).set_output(transform="pandas").fit(texts)
    >>> features.transform(["goal of the club", "no word of it"]).round(1).values.tolist()
    [[0.1, 0.9], [nan, nan]]
    >>> features.get_feature_names_out().tolist()
    ['topic_00', 'topic_01']
    """

    def __init__(self, n_topics=None, seed=0):
        self.n_topics = n_topics
        self.seed = seed

    def fit(self, X, y=None):
        """Fit the topics.

        Parameters
        ----------
        X : sequence of str, or DataFrame with a column `text`
            One text per article. Their order makes no difference.
        y : ignored
            As scikit-learn passes it.

        Returns
        -------
        TopicFeatures
            Itself.

        Raises
        ------
        ValueError
            If there are too few articles for topics, `n_topics` does not fit them, or `X` is a single text, holds what is no text, or
            has no column `text`.

        Examples
        --------
        >>> from features import TopicFeatures
        >>> TopicFeatures().fit(["rain", "snow"])
        Traceback (most recent call last):
        ...
        ValueError: topics need at least 10 articles that differ in words which at least two of them use; here are 2
        """
        topics = fit_topics(_articles(X), self.n_topics, seed=self.seed)
        if topics.note:
            raise ValueError(topics.note)
        self.topics_ = topics
        return self

    def transform(self, X):
        """Shares of the fitted topics in each article; an example is at the class.

        Parameters
        ----------
        X : sequence of str, or DataFrame with a column `text`
            One text per article, whether it was in the fit or not.

        Returns
        -------
        ndarray of float, articles × topics
            A DataFrame when `set_output` asked for it. Shares in [0, 1] that sum to 1 per row; a row is missing where the article has
            no word that the fit counted.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If `fit` was not called.
        ValueError
            If `X` is a single text, holds what is no text, or has no column `text`.
        """
        check_is_fitted(self)
        articles = _articles(X)
        shares = self.topics_.score_articles(articles)
        wide = shares.pivot(index="article_id", columns="topic_no", values="share")
        return wide.reindex(index=articles["article_id"], columns=self.topics_.topics["topic_no"]).to_numpy(dtype=float)

    def get_feature_names_out(self, input_features=None):
        """Names of the columns; an example is at the class.

        Parameters
        ----------
        input_features : ignored
            As scikit-learn passes it.

        Returns
        -------
        ndarray of str
            topic_00, topic_01, …, in the order of the columns that `transform` gives.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If `fit` was not called.
        """
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
