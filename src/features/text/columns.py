"""Columns of tables of sentences and words as Arrow holds them: for who writes them to files, without a detour by pandas."""

import numpy as np
import pandas as pd
import pyarrow as pa

from features.text.buffers import as_bytes, count_characters, take_slices


def tabulate_sentences(words):
    """The sentences of a stream, not checked yet.

    Parameters
    ----------
    words : Words
        The stream, of texts of articles.

    Returns
    -------
    pyarrow.Table
        Table SENTENCES.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> one = pd.DataFrame({"article_id": ["a"], "text": ["It fell. Oil rose."]})
    >>> tabulate_sentences(find_words(one))["text"].to_pylist()
    ['It fell.', 'Oil rose.']
    """
    data, offsets = as_bytes(words.texts)
    begin, end = offsets[words.row] + words.sentence_begin, offsets[words.row] + words.sentence_end
    columns = {
        "article_id": encode_ids(words, words.article_of_sentence),
        "sentence_no": words.sentence_no,
        "paragraph_no": words.paragraph,
        "start": count_characters(data, offsets, words.row, words.sentence_begin),
        "text": take_slices(data, begin, end),
    }
    return pa.table(columns)


def encode_ids(words, articles):
    """The identities of articles, each written once.

    Parameters
    ----------
    words : Words
        The stream.
    articles : ndarray of int
        Places in `words.article_ids`, one entry per row wanted.

    Returns
    -------
    DictionaryArray of string
        One entry per row; the identities in the order in which they are met.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a", "b"], "text": ["Oil.", "Gas and oil."]}))
    >>> encode_ids(words, words.article[1:]).dictionary.to_pylist()
    ['b']
    """
    return encode(articles, lambda met: pa.array(words.article_ids[met].tolist(), pa.string()))


def encode(numbers, name):
    """Texts that are given by numbers, each written once.

    Parameters
    ----------
    numbers : ndarray of int
        One entry per row.
    name : function
        From the distinct numbers, in the order in which they are met, to an array of their texts.

    Returns
    -------
    DictionaryArray of string
        One entry per row.

    Examples
    --------
    >>> encode(np.array([7, 3, 7]), lambda met: pa.array([f"no. {number}" for number in met])).to_pylist()
    ['no. 7', 'no. 3', 'no. 7']
    """
    code, met = pd.factorize(numbers)
    return pa.DictionaryArray.from_arrays(code.astype(np.int32), name(met))
