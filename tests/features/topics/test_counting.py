import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from features.text import find_words, split_sentences
from features.topics import count_words


def count(*texts):
    ids = [f"a{row}" for row in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": texts}, dtype="str")
    words = find_words(split_sentences(articles))
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
    assert counts.has_canonical_format
    assert counts.nnz == 5
    assert counts.dtype == np.float64


@pytest.mark.parametrize(("texts", "shape"), [([], (0, 0)), (["😀"], (1, 0)), (["…", "oil"], (2, 1))])
def test_an_article_without_words_keeps_its_row(texts, shape):
    counts, _ = count(*texts)
    assert counts.shape == shape
    assert counts.sum() == shape[1]


def test_one_word_300_000_times_is_one_number():
    counts, _ = count("oil " * 300_000)
    assert counts.toarray().tolist() == [[300_000]]
