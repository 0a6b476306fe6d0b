"""All features of an article in one numeric row, for scikit-learn."""

import numpy as np
import pandas as pd

from features import tables


def join_features(article_sentiment, sentence_sentiment, article_topics, article_ids):
    """Join the tables of sentiment and topics to one wide row per article.

    Parameters
    ----------
    article_sentiment, sentence_sentiment, article_topics : DataFrame
        Tables ARTICLE_SENTIMENT, SENTENCE_SENTIMENT, ARTICLE_TOPICS.
    article_ids : sequence of str
        The articles wanted, in this order; one without sentences has counts of 0 and all else missing.

    Returns
    -------
    DataFrame, one row per article
        Table FEATURES with one column per topic number that occurs.

    Raises
    ------
    TableError
        If an article is wanted twice, or a value is out of its range.

    Examples
    --------
    >>> from features import join_features, tables
    >>> nothing = [tables.empty(tables.TABLES[name]) for name in ("ARTICLE_SENTIMENT", "SENTENCE_SENTIMENT", "ARTICLE_TOPICS")]
    >>> join_features(*nothing, ["a"])[["article_id", "tone", "n_words"]].values.tolist()
    [['a', nan, 0]]
    """
    topics = article_topics.pivot(index="article_id", columns="topic_no", values="share")
    topic_nos = [int(number) for number in topics.columns]
    topics = topics.rename(columns="topic_{:02d}".format)
    scored = sentence_sentiment[sentence_sentiment["score"].notna()]
    # Grouped by numbers: the identities are compared once instead of in every sum.
    numbers, scored_ids = pd.factorize(scored["article_id"])
    scored_ids = pd.Index(scored_ids).astype("str")
    ways = pd.DataFrame({"score": scored["score"], "up": scored["score"] > 0, "down": scored["score"] < 0})
    by_article = ways.groupby(numbers)
    spread, up, down = (
        column.set_axis(scored_ids)
        for column in (by_article["score"].std(), by_article["up"].mean(), by_article["down"].mean())
    )
    sentiment = article_sentiment.set_index("article_id")
    table = (
        pd.DataFrame(
            {
                "tone": sentiment["score"],
                "tone_spread": spread,
                "share_positive": up,
                "share_negative": down,
                "coverage": sentiment["coverage"],
                "n_words": sentiment["n_words"],
                "n_sentences": sentiment["n_sentences"],
            }
        )
        .join(topics, how="outer")
        .reindex(pd.Index(article_ids, name="article_id"))
    )
    table = table.fillna({"n_words": 0, "n_sentences": 0}).astype({"n_words": "int32", "n_sentences": "int32"})
    return tables.check(table.reset_index(), tables.features_table(topic_nos))


def add_topics(features, shares):
    """Add columns of topic shares to features.

    Parameters
    ----------
    features : DataFrame, one row per article
        Table FEATURES without topics.
    shares : ndarray of float, articles × topics
        Rows sum to 1, or are all 0 where an article has no share of any.

    Returns
    -------
    DataFrame, one row per article
        Table FEATURES; where an article has no shares, they are missing.

    Examples
    --------
    >>> import numpy as np
    >>> from features import join_features, tables
    >>> from features.wide import add_topics
    >>> nothing = [tables.empty(tables.TABLES[name]) for name in ("ARTICLE_SENTIMENT", "SENTENCE_SENTIMENT", "ARTICLE_TOPICS")]
    >>> add_topics(join_features(*nothing, ["a", "b"]), np.array([[1.0], [0.0]])).topic_00.tolist()
    [1.0, nan]
    """
    n_topics = shares.shape[1]
    known = np.where(shares.sum(axis=1, keepdims=True) > 0, shares.clip(0, 1), np.nan)
    topics = pd.DataFrame(known, columns=[f"topic_{topic:02d}" for topic in range(n_topics)], index=features.index)
    return tables.check(pd.concat([features, topics], axis=1), tables.features_table(n_topics))
