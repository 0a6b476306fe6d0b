"""Who else is named in a sentence: the names between a target and a word, and the one that stands nearest to it."""

from features.compiled import compiled
from features.sentiment.kinds import PRONOUN
from features.text.marks import CAPITAL


@compiled
def find_named(begin, end, target, kind, mark, named):
    """Find where somebody or something is named: the target, runs of capitalised words behind the first word, pronouns.

    Parameters
    ----------
    begin, end : int
        Words of the sentence in the stream.
    target : tuple of int
        The words of the target: its first, and behind its last.
    kind, mark : ndarray of uint8, one entry per word
        As in `Evidence` and `Words`.
    named : ndarray of int64
        Filled with the last word of each name but the target, whose first word stands for it; ascending.

    Returns
    -------
    int
        How many there are.

    Examples
    --------
    “Prosecutors accused Ana Duarte”: the target, “Prosecutors”, and one other.

    >>> import numpy as np
    >>> kind, mark, named = np.zeros(4, np.uint8), np.array([1, 0, 1, 1], np.uint8), np.zeros(5, np.int64)
    >>> n = find_named(0, 4, (0, 1), kind, mark, named)
    >>> named[:n].tolist()
    [0, 3]
    """
    n, last = 0, -2
    for position in range(begin, end):
        if target[0] <= position < max(target[1], target[0] + 1):
            if position == target[0]:
                named[n] = position
                n += 1
            last = -2
        elif kind[position] == PRONOUN:
            named[n] = position
            n, last = n + 1, -2
        elif mark[position] & CAPITAL and position > begin:
            if last == position - 1:
                named[n - 1] = position
            else:
                named[n] = position
                n += 1
            last = position
    return n


@compiled
def count_between(position, first, last, named, n_named):
    """Count who is named between a target and a word.

    Parameters
    ----------
    position : int
        The word.
    first, last : int
        First and last word of the target.
    named : ndarray of int64
        As `find_named` fills it.
    n_named : int
        How many of its entries count.

    Returns
    -------
    int
        2 for two and more.

    Examples
    --------
    >>> import numpy as np
    >>> count_between(5, 0, 0, np.array([0, 2, 6]), 3)
    1
    """
    between = 0
    for other in range(n_named):
        place = named[other]
        between += (last < place < position) if position > last else (position < place < first)
    return min(between, 2)
