"""From places in sentences to words of a stream."""

import numpy as np


def locate_targets(words, sentence, start, end):
    """Find the words of targets that are given by their places in sentences.

    Parameters
    ----------
    words : Words
        The stream of a table of sentences, with places.
    sentence : ndarray of int64, one entry per target
        The row of its sentence.
    start, end : ndarray of int64, one entry per target
        Where it stands in the text of its sentence, in characters.

    Returns
    -------
    tuple of ndarray of int64
        The sentence; the first word; the word behind the last. A target that is no word is the next word.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["They praised Ana Duarte."]}))
    >>> [int(part[0]) for part in locate_targets(words, np.array([0]), np.array([13]), np.array([23]))]
    [0, 2, 4]
    """
    begin_of_word, end_of_word = words.places()
    row = words.sentence.astype(np.int64) << 32
    first = np.searchsorted(row + end_of_word, (sentence << 32) + start, side="right")
    behind = np.searchsorted(row + begin_of_word, (sentence << 32) + end, side="left")
    low, high = words.first[sentence], words.first[sentence + 1]
    first = np.clip(first, low, np.maximum(high - 1, low))
    return sentence, first, np.clip(behind, first, high)
