"""Articles to sentences, each found again at its offset."""

from features.text.finding import find_words


def split_sentences(articles):
    """Split the articles’ texts into sentences.

    A paragraph’s end is a sentence’s end. A full stop after a title or an initial or inside a number is not; after
    “U.S.”, “Inc.”, “Sept.”, “No.” or “p.m.” the next word decides.

    Parameters
    ----------
    articles : DataFrame, one row per article
        Columns `article_id` and `text`, as in table ARTICLES.

    Returns
    -------
    DataFrame, one row per sentence
        Table SENTENCES, in the order of `articles` and of the text. An article without text has no rows.

    Notes
    -----
    Where the words are wanted too, `find_words(articles)` reads each text once for both.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import split_sentences
    >>> article = pd.DataFrame({"article_id": ["a"], "text": ["Mr. Ruiz left at 5 p.m. He was “glad.” So was she."]})
    >>> split_sentences(article).text.tolist()
    ['Mr. Ruiz left at 5 p.m.', 'He was “glad.”', 'So was she.']
    """
    return find_words(articles[["article_id", "text"]], places=False).sentences
