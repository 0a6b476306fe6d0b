"""Identities are met where a dictionary meets them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features.streaming.identities import Identities

# Few, so that many are met again, and the ends of the range.
NUMBERS = st.one_of(st.integers(0, 40), st.sampled_from([2**63 - 1, 2**63, 2**64 - 1]))


@given(st.lists(st.lists(NUMBERS, unique=True, max_size=12), max_size=12), st.lists(NUMBERS, max_size=10))
def test_each_is_found_in_the_partition_where_it_was_met_first(partitions, asked):
    met, first = Identities(), {}
    for partition, numbers in enumerate(partitions):
        identities = np.array(numbers, dtype="<u8")
        earlier = met.find(identities)
        assert earlier.tolist() == [first.get(number, -1) for number in numbers]
        met.add(identities[earlier < 0], partition)
        for number in numbers:
            first.setdefault(number, partition)
    assert met.find(np.array(asked, dtype=np.uint64)).tolist() == [first.get(number, -1) for number in asked]
    assert len(met) == len(first)
    assert met.sorted().tolist() == sorted(first)


def test_nothing_is_met_in_nothing():
    met, nothing = Identities(), np.empty(0, dtype=np.uint64)
    met.add(nothing, 0)
    assert met.find(nothing).tolist() == [] and met.find(np.array([3], dtype=np.uint64)).tolist() == [-1]
    assert len(met) == 0 and met.sorted().tolist() == []
    met.add(np.array([3], dtype=np.uint64), 1)
    assert met.find(nothing).tolist() == []


def test_a_hundred_thousand_in_many_small_partitions_are_all_found():
    random = np.random.default_rng(0)
    numbers = random.permutation(100_000).astype(np.uint64) * np.uint64(2**40)
    met = Identities()
    for partition, part in enumerate(np.split(numbers, 1_000)):
        met.add(part, partition)
    assert met.find(numbers).tolist() == np.repeat(np.arange(1_000), 100).tolist()
    assert met.find(numbers + np.uint64(1)).tolist() == [-1] * 100_000
