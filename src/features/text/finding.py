"""Texts to one stream of words: every text is read here, once, and nowhere else."""

import numpy as np
import pandas as pd
import pyarrow as pa

from features.text.buffers import as_bytes, as_strings, renumber, sort_texts
from features.text.scanner import scan
from features.text.words import Words


def fold(text):
    """Text as words are compared: case folded, with a plain apostrophe and a plain hyphen.

    Parameters
    ----------
    text : str
        A word, a phrase or a whole text.

    Returns
    -------
    str
        Folded as Unicode defines it (`str.casefold`), which may change the length: “ß” becomes “ss”.

    Examples
    --------
    >>> from features.text import fold
    >>> fold("L’Été")
    "l'été"
    """
    return text.casefold().replace("’", "'").replace("‐", "-")


def find_words(table, *, places=True):
    """Find the words of every article or sentence, and of articles the sentences in the same pass.

    Words are case folded; a typographic apostrophe counts as a plain one. A compiled loop reads each byte once; no Python runs
    per word.

    Parameters
    ----------
    table : DataFrame, one row per article or per sentence
        Columns `article_id` and `text`, as in table ARTICLES. With a column `sentence_no`, as in table SENTENCES, each row is a
        sentence, and an article’s sentences stand together.
    places : bool
        Whether to keep where each word stands, for `Words.places`; without, a third of the memory is enough.

    Returns
    -------
    Words
        Acronyms with full stops, words of letters with apostrophes and hyphens inside, and numbers, in the order of the text.

    Raises
    ------
    ValueError
        If sentences of one article stand apart.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["The U.S. won’t sell 1,000 barrels."]})
    >>> words = find_words(one)
    >>> words.vocabulary[words.term].tolist()
    ['the', 'u.s.', "won't", 'sell', '1,000', 'barrels']
    """
    texts = _texts(table["text"])
    of_sentences = "sentence_no" in table
    found = scan(*as_bytes(texts), split=not of_sentences, places=places)
    article_of_row, article_ids = _articles(table, of_sentences)
    terms, rank = sort_texts(as_strings(found.spelled, found.spelled_at))
    return Words(
        terms,
        renumber(found.term, rank, into=found.term),
        found.begin,
        found.end,
        found.mark,
        found.first,
        found.row,
        found.paragraph,
        found.sentence_begin,
        found.sentence_end,
        article_ids,
        article_of_row,
        texts,
        table if of_sentences else None,
    )


def _articles(table, of_sentences):
    if not of_sentences:
        return np.arange(len(table), dtype=np.int32), table["article_id"].to_numpy(dtype=object)
    article_of_row, article_ids = pd.factorize(table["article_id"])
    article_ids = article_ids.to_numpy(dtype=object)
    apart = np.flatnonzero(np.diff(article_of_row) < 0)
    if len(apart):
        raise ValueError(
            f"an article’s sentences stand together, but a sentence of {article_ids[article_of_row[apart[0] + 1]]!r} stands in row "
            f"{apart[0] + 1} behind another article’s; sort the table by article and sentence_no"
        )
    return article_of_row.astype(np.int32), article_ids


def _texts(column):
    texts = pa.array(column, type=pa.large_string(), from_pandas=True)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return texts.fill_null("") if texts.null_count else texts
