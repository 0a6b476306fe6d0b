import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment.kinds import PRONOUN
from features.sentiment.named import count_between, find_named
from features.text.marks import CAPITAL, PARTED


def found(written, first, behind, begin=0):
    """Where names end in a sentence that is written as one letter a word: C capital, p pronoun, - anything else."""
    kind = np.array([PRONOUN if sign == "p" else 0 for sign in written], dtype=np.uint8)
    mark = np.array([CAPITAL | PARTED if sign == "C" else PARTED for sign in written], dtype=np.uint8)
    named = np.full(len(written) + 1, -7, dtype=np.int64)
    n = find_named(begin, len(written), (first, behind), kind, mark, named)
    assert (named[n:] == -7).all()
    return named[:n].tolist()


@pytest.mark.parametrize(
    ("written", "target", "expected"),
    [
        # The first word has a capital anyway; the target stands for itself; a run of capitals is one name, known by its last word.
        ("C-CC-C", (2, 4), [2, 5]),
        ("C-CC-C", (5, 6), [3, 5]),
        ("C-CC-C", (0, 1), [0, 3, 5]),
        # A name beside the target is another one.
        ("-CCC-", (2, 3), [1, 2, 3]),
        # Pronouns, and capitals behind them.
        ("-pCp", (1, 2), [1, 2, 3]),
        ("-p-", (2, 3), [1, 2]),
        # A target without a word is the word where it would stand.
        ("--C", (1, 1), [1, 2]),
    ],
)
def test_names_are_the_target_pronouns_and_runs_of_capitals(written, target, expected):
    assert found(written, *target) == expected


def test_words_of_earlier_sentences_are_not_looked_at():
    assert found("CCC-CC", 4, 5, begin=3) == [4, 5]


@given(st.text("Cp-", min_size=1, max_size=12), st.data())
def test_names_ascend_and_the_target_is_among_them_once(written, data):
    first = data.draw(st.integers(0, len(written) - 1))
    behind = data.draw(st.integers(first + 1, len(written)))
    names = found(written, first, behind)
    assert names == sorted(set(names))
    assert [name for name in names if first <= name < behind] == [first]


@pytest.mark.parametrize(("position", "expected"), [(0, 2), (2, 1), (3, 0), (8, 0), (9, 1), (10, 1), (11, 2), (13, 2)])
def test_those_between_a_target_and_a_word_are_counted_up_to_two(position, expected):
    # The target is the words 5 to 7; others end at 1, 3, 8, 10 and 12; what stands behind the sixth entry does not count.
    named = np.array([1, 3, 5, 8, 10, 12, 99])
    assert count_between(position, 5, 7, named, 6) == expected
