"""Counted words of articles of which it is known what they are about."""

import numpy as np
from scipy.sparse import csr_array


def about(sizes, *, n_scattered=0, seed=0, words_each=12):
    """Articles of as many themes as there are sizes, then scattered ones that share next to nothing; counts, words, themes.

    An article has 8 words drawn from those of its theme; a scattered one (theme −1) 8 of 300 words that are in no theme.
    """
    random = np.random.default_rng(seed)
    theme = random.permutation(np.repeat([*range(len(sizes)), -1], [*sizes, n_scattered]))
    n_themed = len(sizes) * words_each
    counts = np.zeros((len(theme), n_themed + 300), dtype=np.int32)
    for row, one in enumerate(theme):
        first, number = (one * words_each, words_each) if one >= 0 else (n_themed, 300)
        np.add.at(counts[row], first + random.integers(0, number, 8), 1)
    words = np.array([f"word{column:04}" for column in range(counts.shape[1])], dtype=object)
    return csr_array(counts), words, theme
