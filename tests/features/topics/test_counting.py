from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

from features.text import find_words
from features.topics import count_words
from tests.features.text.slow_reading import read_slowly


@dataclass
class Numbered:
    """As much of a stream of words as counting asks for: more distinct words than anyone would write into a test."""

    term: np.ndarray
    first_of_article: np.ndarray
    n_terms: int

    def __len__(self):
        return len(self.term)

    @property
    def article_ids(self):
        return np.arange(len(self.first_of_article) - 1)


def drawn_words(seed):
    """From 40 to 300 words out of some 2,600, so that their numbers take more than eleven bits."""
    random = np.random.default_rng(seed)
    return [f"{chr(97 + k % 26)}{chr(0x4E00 + k // 26)}" for k in random.integers(0, 2_600, random.integers(40, 300))]


def assert_canonical(counts):
    """What scipy is told of the matrix, found out again from its numbers."""
    assert counts.has_canonical_format
    copy = csr_array((counts.data.copy(), counts.indices.copy(), counts.indptr.copy()), shape=counts.shape)
    assert copy.has_sorted_indices
    copy.sum_duplicates()
    assert copy.nnz == counts.nnz == len(counts.data) == len(counts.indices)
    assert (counts.data > 0).all()


def count(*texts):
    ids = [f"a{row}" for row in range(len(texts))]
    words = find_words(pd.DataFrame({"article_id": ids, "text": texts}, dtype="str"))
    return count_words(words), words


def test_every_word_of_every_article_is_counted_over_all_its_sentences():
    counts, words = count("Oil rose. Oil fell.", "Gold rose.\n\nGold, gold!")
    assert words.vocabulary.tolist() == ["fell", "gold", "oil", "rose"]
    assert counts.toarray().tolist() == [[1, 0, 2, 1], [0, 3, 0, 1]]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["oil", "Gold", "zinc", "ore.", "The"]), min_size=1), min_size=1))
def test_plain_words_are_counted_as_scikit_learn_counts_them(texts):
    texts = [" ".join(words) for words in texts]
    counts, words = count(*texts)
    peer = CountVectorizer(token_pattern="[a-z]+")
    expected = peer.fit_transform(texts).toarray()
    assert words.vocabulary.tolist() == peer.get_feature_names_out().tolist()
    np.testing.assert_array_equal(counts.toarray(), expected)


def test_counts_are_stored_once_and_in_order():
    counts, _ = count("b a b c a b", "c b")
    assert_canonical(counts)
    assert counts.nnz == 5
    assert counts.dtype == np.int32
    assert counts.indices.dtype == np.int32
    assert counts.indptr.dtype == np.int32


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.lists(st.sampled_from(["oil", "Gold", "zinc", "ore’s", "the.", "7", "油"]), max_size=8)
        | st.integers(0, 2**32).map(drawn_words),
        max_size=4,
    )
)
@example([["oil"] * 63, ["oil"] * 64, ["gold", "oil"] * 32])
def test_words_are_counted_as_a_counter_counts_them(texts):
    counts, words = count(*map(" ".join, texts))
    assert counts.shape == (len(texts), words.n_terms)
    assert_canonical(counts)
    read = [Counter(word for word, _, _ in read_slowly(" ".join(text))) for text in texts]
    for row, expected in enumerate(read):
        begin, end = counts.indptr[row : row + 2]
        found = zip(words.vocabulary[counts.indices[begin:end]], counts.data[begin:end].tolist(), strict=True)
        assert list(found) == sorted(expected.items())


# Whether the words of an article are sorted in two rounds or in three, and where the last bits of their numbers lie.
@pytest.mark.parametrize("n_terms", [1, 2, 3, 2**11 - 1, 2**11, 2**11 + 1, 2**12 + 1, 2**16 + 1, 2**22 + 1])
def test_words_of_any_number_are_counted_and_every_count_has_its_place(n_terms):
    random = np.random.default_rng(n_terms)
    # Few words, many, and the last ones; every article is also as long as the choice between the ways of sorting.
    numbers = [
        random.integers(0, n_terms, size=size) if size else np.array([n_terms - 1, 0] * 40)
        for size in (5, 63, 64, 65, 1_000, 0)
    ]
    first = np.cumsum([0, *map(len, numbers)])
    counts = count_words(Numbered(np.concatenate(numbers).astype(np.int32), first, n_terms))
    assert_canonical(counts)
    assert counts.shape == (6, n_terms)
    for row, of_article in enumerate(numbers):
        begin, end = counts.indptr[row : row + 2]
        found = zip(counts.indices[begin:end].tolist(), counts.data[begin:end].tolist(), strict=True)
        assert list(found) == sorted(Counter(of_article.tolist()).items())


@pytest.mark.parametrize(("texts", "shape"), [([], (0, 0)), (["😀"], (1, 0)), (["…", "oil"], (2, 1))])
def test_an_article_without_words_keeps_its_row(texts, shape):
    counts, _ = count(*texts)
    assert counts.shape == shape
    assert counts.sum() == shape[1]


def test_one_word_300_000_times_is_one_number():
    counts, _ = count("oil " * 300_000)
    assert counts.toarray().tolist() == [[300_000]]
