"""Which words count, by the definition read word by word; and what they weigh, as scikit-learn weighs them where it does the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfTransformer

from features.topics import weighting
from features.topics.weighting import REPORTING_WORDS, find_rarity, select_words, weigh_words

WORDS = np.array(["4th", "and", "gas", "it", "monday", "oil", "zinc", "öre"], dtype=object)


def of(dense):
    return csr_array(np.array(dense, dtype=np.int32))


@st.composite
def counted(draw):
    rows = st.lists(st.sampled_from([0, 0, 1, 2, 9]), min_size=len(WORDS), max_size=len(WORDS))
    return np.array(draw(st.lists(rows, max_size=7)), dtype=np.int32).reshape(-1, len(WORDS))


@given(counted())
def test_selected_are_words_of_content_in_two_articles_and_at_most_half_of_them(dense):
    wanted = []
    for column, word in enumerate(WORDS):
        n_articles = sum(1 for row in dense if row[column])
        if 2 <= n_articles <= max(len(dense) / 2, 2) and word in ("gas", "oil", "zinc", "öre"):
            wanted.append(column)
    counts, words = select_words(of(dense), WORDS)
    assert words.tolist() == WORDS[wanted].tolist()
    np.testing.assert_array_equal(counts.toarray(), dense[:, wanted])


@pytest.mark.parametrize(("n_articles", "fewest"), [(1_000, 2), (1_001, 5)])
def test_over_a_thousand_articles_a_word_stands_in_five_and_never_in_more_than_half(n_articles, fewest):
    frequency = [fewest - 1, fewest, n_articles // 2, n_articles // 2 + 1]
    dense = np.array([[int(row < n) for n in frequency] for row in range(n_articles)])
    names = np.array(["few", "fewest", "half", "more"], dtype=object)
    assert select_words(of(dense), names)[1].tolist() == ["fewest", "half"]


def test_of_too_many_words_the_most_frequent_stay_and_of_equal_ones_the_first(monkeypatch):
    monkeypatch.setattr(weighting, "MOST_TERMS", 2)
    dense = np.array([[row < 2, row < 3, row < 2, row < 1] for row in range(6)])
    names = np.array(["copper", "gold", "iron", "lead"], dtype=object)
    assert select_words(of(dense), names)[1].tolist() == ["copper", "gold"]


def test_words_of_reporting_do_not_count_and_are_added_to_scikit_learns():
    assert {"said", "according", "monday", "u.s."} <= REPORTING_WORDS
    assert "the" in ENGLISH_STOP_WORDS and "said" not in ENGLISH_STOP_WORDS
    names = np.array(sorted(["said", "the", "according", "striker"]), dtype=object)
    assert select_words(of([[1, 1, 1, 1]] * 2 + [[0, 0, 0, 0]] * 2), names)[1].tolist() == ["striker"]


@given(counted())
def test_rarity_is_the_smooth_inverse_document_frequency_of_scikit_learn(dense):
    if len(dense):
        assert find_rarity(of(dense)) == pytest.approx(TfidfTransformer(smooth_idf=True).fit(of(dense)).idf_)
    else:
        assert find_rarity(of(dense)).tolist() == [1.0] * len(WORDS)  # ln(1 / 1) + 1


@given(counted(), st.lists(st.floats(1, 9), min_size=len(WORDS), max_size=len(WORDS)))
def test_weights_are_one_plus_the_logarithm_times_rarity_to_the_power_of_a_half_more_than_one(dense, rarity):
    found = weigh_words(of(dense), np.array(rarity)).toarray()
    for row, weights in zip(dense, found, strict=True):
        wanted = [(1 + math.log(n)) * rare * math.sqrt(rare) if n else 0 for n, rare in zip(row, rarity, strict=True)]
        length = math.hypot(*wanted)
        assert weights.tolist() == pytest.approx([weight / length if length else 0 for weight in wanted])


def test_weights_worked_out_by_hand():
    # Rarity 4 to the power of 1.5 is 8; (1 + ln 1) · 8 beside (1 + ln 1) · 1, over √65.
    assert weigh_words(of([[1, 1]]), np.array([4.0, 1.0])).toarray()[0].tolist() == pytest.approx(
        [8 / 65**0.5, 1 / 65**0.5]
    )


@given(counted(), st.integers(2, 50))
def test_an_article_whose_words_all_stand_as_often_weighs_as_if_they_stood_once(dense, times):
    once, often = (weigh_words(of((dense > 0) * n), np.ones(len(WORDS))).toarray() for n in (1, times))
    np.testing.assert_allclose(often, once)


@given(counted(), st.randoms(use_true_random=False))
def test_an_article_weighs_alike_alone_and_among_others_in_any_order(dense, random):
    rarity = np.linspace(1, 3, len(WORDS))
    order = list(range(len(dense)))
    random.shuffle(order)
    together = weigh_words(of(dense[order]), rarity).toarray()
    for place, row in enumerate(order):
        np.testing.assert_array_equal(together[place], weigh_words(of(dense[row : row + 1]), rarity).toarray()[0])


def test_counts_are_left_as_they_were():
    counts = of([[3, 1]])
    weigh_words(counts, np.ones(2))
    assert counts.toarray().tolist() == [[3, 1]] and counts.dtype == np.int32
