"""How often each word occurs in each article, read from the one stream."""

import numpy as np
from scipy.sparse import coo_array, csr_array


def count_words(words):
    """Count the words of the stream.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.

    Returns
    -------
    csr_array of float64, articles × vocabulary
        Rows as in `words.article_ids`, columns as in `words.vocabulary`; indices sorted.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.topics import count_words
    >>> two = pd.DataFrame({"article_id": ["a", "b"], "sentence_no": [0, 0], "text": ["oil and oil", "gold"]})
    >>> count_words(find_words(two)).toarray().tolist()   # and, gold, oil
    [[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]]
    """
    shape = (len(words.article_ids), len(words.vocabulary))
    counts = csr_array(coo_array((np.ones(len(words), dtype=np.float64), (words.article, words.term)), shape=shape))
    counts.sum_duplicates()
    return counts
