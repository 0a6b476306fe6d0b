"""Tone of an article from the tone of its sentences."""

import pandas as pd

from features import tables
from features.intervals import half_interval


def summarise_articles(sentence_sentiment):
    """Mean of the scored sentences of each article, with its interval.

    Parameters
    ----------
    sentence_sentiment : DataFrame, one row per sentence
        Table SENTENCE_SENTIMENT.

    Returns
    -------
    DataFrame, one row per article that has sentences
        Table ARTICLE_SENTIMENT, in the order of first appearance. The score lies in [−1, 1], up is good. The interval is Student’s,
        mean ± t(0.975, n − 1) s/√n over the n scored sentences; it treats them as independent, which sentences of one article are
        not quite, and so is rather too narrow than too wide.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import summarise_articles
    >>> two = pd.DataFrame({"article_id": ["a", "a"], "sentence_no": [0, 1], "score": [0.2, 0.4], "n_words": [4, 6],
    ...                     "n_scored_words": [1, 1], "coverage": [0.25, 1 / 6]})
    >>> row = summarise_articles(two).iloc[0]
    >>> float(row.score.round(3)), float(row.score_low.round(3)), float(row.coverage)  # t(0.975, 1) = 12.706; s/√2 = 0.1
    (0.3, -0.971, 0.2)
    """
    # Grouped by numbers: the identities are compared once instead of in every sum.
    numbers, article_ids = pd.factorize(sentence_sentiment["article_id"])
    by_article = sentence_sentiment[["score", "n_words", "n_scored_words"]].groupby(numbers)
    mean = by_article["score"].mean()
    n_scored = by_article["score"].count()
    n_words = by_article["n_words"].sum()
    half = half_interval(by_article["score"].std(), n_scored)
    table = pd.DataFrame(
        {
            "article_id": article_ids,
            "score": mean,
            "score_low": (mean - half).clip(lower=-1),
            "score_high": (mean + half).clip(upper=1),
            "n_sentences": by_article.size(),
            "n_scored_sentences": n_scored,
            "n_words": n_words,
            "coverage": (by_article["n_scored_words"].sum() / n_words.where(n_words > 0)),
        }
    )
    return tables.check(table, tables.ARTICLE_SENTIMENT)
