"""Which articles were met before: eight bytes for each, so that a million take eight megabytes."""

import numpy as np


class Identities:
    """Identities of articles, and in which partition each was met first.

    Notes
    -----
    Sorted runs that are merged when they have grown alike, as in a log-structured merge tree (O’Neil, Cheng, Gawlick and O’Neil
    1996): n additions cost n log n, each look-up a few binary searches.

    Examples
    --------
    >>> met = Identities()
    >>> met.add(np.array([7, 3], dtype=np.uint64), 0)
    >>> met.find(np.array([3, 4], dtype=np.uint64)).tolist(), len(met)
    ([0, -1], 2)
    """

    def __init__(self):
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def __len__(self) -> int:
        return sum(len(identities) for identities, _ in self._runs)

    def find(self, identities):
        """In which partition each was met.

        Parameters
        ----------
        identities : ndarray of uint64
            In any order.

        Returns
        -------
        ndarray of int32
            Number of the partition; −1 for what was not met.
        """
        found = np.full(len(identities), -1, dtype=np.int32)
        for known, partitions in self._runs:
            places = np.searchsorted(known, identities).clip(max=len(known) - 1)
            same = known[places] == identities
            found[same] = partitions[places[same]]
        return found

    def add(self, identities, partition):
        """Remember what was met for the first time.

        Parameters
        ----------
        identities : ndarray of uint64
            None of them met before, each once.
        partition : int
            Number of the partition.
        """
        if not len(identities):
            return
        run = np.sort(identities), np.full(len(identities), partition, dtype=np.int32)
        while self._runs and len(self._runs[-1][0]) <= 2 * len(run[0]):
            known = self._runs.pop()
            both = np.concatenate([known[0], run[0]])
            order = np.argsort(both, kind="stable")
            run = both[order], np.concatenate([known[1], run[1]])[order]
        self._runs.append(run)

    def sorted(self):
        """All of them.

        Returns
        -------
        ndarray of uint64
            Ascending.
        """
        return np.sort(np.concatenate([run for run, _ in self._runs])) if self._runs else np.empty(0, dtype=np.uint64)
