"""How often each word occurs in each article, read from the one stream."""

import numpy as np
from scipy.sparse import csr_array

from features.compiled import compiled

# So many bits of a word’s number are sorted by at once: 2,048 buckets of eight bytes fit the first cache of any processor.
MOST_BITS = 11
# Fewer words are sorted sooner by inserting one after the other.
FEW_WORDS = 64


def count_words(words):
    """Count the words of the stream.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.

    Returns
    -------
    csr_array of int32, articles × vocabulary
        Rows as in `words.article_ids`, columns as in `words.vocabulary`; canonical: indices sorted, each once.

    Notes
    -----
    Linear in the number of words: an article’s words are sorted digit by digit (radix sort; Knuth, The Art of Computer Programming,
    volume 3, section 5.2.5), and then stand in runs.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> from features.topics import count_words
    >>> two = pd.DataFrame({"article_id": ["a", "b"], "sentence_no": [0, 0], "text": ["oil and oil", "gold"]})
    >>> count_words(find_words(two)).toarray().tolist()   # and, gold, oil
    [[1, 0, 2], [0, 1, 0]]
    """
    shape = len(words.article_ids), words.n_terms
    first = words.first_of_article
    longest = int(np.diff(first).max(initial=0))
    n_bits = max(int(shape[1] - 1).bit_length(), 1) if shape[1] else 1
    n_bits = -(-n_bits // 2) if n_bits <= 2 * MOST_BITS else -(-n_bits // 3)
    indices, data = np.empty(len(words), dtype=np.int32), np.empty(len(words), dtype=np.int32)
    indptr = np.zeros(shape[0] + 1, dtype=np.int64)
    scratch = np.empty((2, longest), dtype=np.int32)
    _count(words.term, first, shape[1], n_bits, scratch, np.empty(1 << n_bits, dtype=np.int64), indices, data, indptr)
    n_entries = indptr[-1]
    narrow = np.int32 if n_entries < 2**31 else np.int64
    matrix = csr_array((data[:n_entries], indices[:n_entries], indptr.astype(narrow)), shape=shape)
    matrix.has_canonical_format = True
    return matrix


@compiled
def _count(term, first, n_terms, n_bits, scratch, bucket, indices, data, indptr):
    """Sort each article’s words by their numbers and count the runs."""
    n = 0
    for article in range(len(first) - 1):
        n_words = first[article + 1] - first[article]
        one, other = scratch[0], scratch[1]
        for place in range(n_words):
            one[place] = term[first[article] + place]
        if n_words < FEW_WORDS:
            for place in range(1, n_words):
                number, before = one[place], place
                while before > 0 and one[before - 1] > number:
                    one[before] = one[before - 1]
                    before -= 1
                one[before] = number
        else:
            shift = 0
            while n_terms > 1 << shift:
                bucket[:] = 0
                for place in range(n_words):
                    bucket[(one[place] >> shift) & ((1 << n_bits) - 1)] += 1
                total = 0
                for digit in range(1 << n_bits):
                    count = bucket[digit]
                    bucket[digit] = total
                    total += count
                for place in range(n_words):
                    digit = (one[place] >> shift) & ((1 << n_bits) - 1)
                    other[bucket[digit]] = one[place]
                    bucket[digit] += 1
                one, other = other, one
                shift += n_bits
        for place in range(n_words):
            if place and one[place] == one[place - 1]:
                data[n - 1] += 1
            else:
                indices[n], data[n] = one[place], 1
                n += 1
        indptr[article + 1] = n
