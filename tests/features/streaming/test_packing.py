"""What is packed is unpacked again, to the last bit."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features.streaming.packing import (
    COUNTS,
    FIT,
    TERMS,
    TOPIC_PHRASES,
    WORDS,
    pack_counts,
    pack_topics,
    select_counts,
    unpack_counts,
    unpack_topics,
)
from features.topics import Topics, fit_topics


@st.composite
def counted(draw, n_most=6):
    """Articles, some of them without words, and how often each word stands in each."""
    n_words, n_articles = draw(st.integers(0, n_most)), draw(st.integers(0, n_most))
    dense = [[draw(st.sampled_from([0, 0, 1, 2, 70_000])) for _ in range(n_words)] for _ in range(n_articles)]
    words = sorted(
        draw(st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=n_words, max_size=n_words))
    )
    return np.array(dense, dtype=np.int32).reshape(n_articles, n_words), words


def pack(dense, words):
    packed = pack_counts(csr_array(dense), pa.array(words, type=pa.large_string()))
    assert set(packed) == {COUNTS, WORDS}
    return packed[COUNTS], packed[WORDS]


@given(counted())
@settings(deadline=None)
def test_counted_words_come_back(corpus):
    dense, words = corpus
    counts, terms = unpack_counts(*pack(dense, words))
    assert counts.dtype == np.int32 and counts.has_canonical_format
    np.testing.assert_array_equal(counts.toarray(), dense)
    assert terms.type == pa.large_string() and terms.to_pylist() == words


@given(counted(), st.data())
@settings(deadline=None)
def test_selected_are_the_wanted_articles_in_their_order_with_only_the_words_that_occur_in_them(corpus, data):
    dense, words = corpus
    identities = np.array(data.draw(st.permutations(range(len(dense)))), dtype=np.uint64)
    wanted = data.draw(st.lists(st.integers(0, 8), unique=True))
    found, counts, terms = select_counts(*pack(dense, words), identities, np.array(wanted, dtype=np.uint64))
    rows = [row for row, identity in enumerate(identities.tolist()) if identity in wanted]
    assert found.tolist() == identities[rows].tolist()
    occurs = [column for column in range(len(words)) if dense[rows, column].any()]
    np.testing.assert_array_equal(counts.toarray(), dense[rows][:, occurs])
    assert terms.to_pylist() == [words[column] for column in occurs]


def test_the_same_counts_are_packed_into_the_same_bytes():
    dense = np.array([[3, 0, 1], [0, 0, 0]], dtype=np.int32)
    words = ["gas", "gold", "oil"]
    assert pack(dense, words) == pack(dense.copy(), list(words))
    assert pack(dense, words) != pack(dense * 2, words)


def pack_and_unpack(fit):
    packed = pack_topics(fit)
    assert set(packed) == {FIT, TERMS, TOPIC_PHRASES}
    return unpack_topics(packed[FIT], packed[TERMS], packed[TOPIC_PHRASES])


TEXTS = [f"{kind} {extra}" for kind in ("bank money", "club goal") for extra in "rain snow wind heat cold hail".split()]


@pytest.mark.parametrize("n_topics", [2, 3])
def test_a_fit_that_was_packed_scores_as_before_to_the_last_bit(n_topics):
    ids = [f"a{row:02}" for row in range(len(TEXTS))]
    articles = pd.DataFrame({"article_id": ids, "text": TEXTS}, dtype="str")
    fit = fit_topics(articles, n_topics)
    again = pack_and_unpack(fit)
    assert again.vocabulary.tolist() == fit.vocabulary.tolist()
    assert (
        again.evidence.shape == (n_topics, len(fit.vocabulary)) and again.evidence.tobytes() == fit.evidence.tobytes()
    )
    assert again.labels == fit.labels and again.numbers.tolist() == fit.numbers.tolist() and again.note == ""
    pd.testing.assert_frame_equal(again.terms, fit.terms, check_exact=True)
    pd.testing.assert_frame_equal(again.phrases, fit.phrases, check_exact=True)
    pd.testing.assert_frame_equal(again.score_articles(articles), fit.score_articles(articles), check_exact=True)
    assert again.topics.empty and again.shares.empty
    assert pack_topics(again) == pack_topics(fit)


@given(
    st.sets(st.integers(0, 300), min_size=1, max_size=4),
    st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5),
    st.integers(0, 2**32 - 1),
)
def test_topics_of_any_numbers_words_and_labels_come_back(numbers, words, seed):
    shape = len(numbers), len(words)
    fit = Topics(
        vocabulary=np.array(sorted(words), dtype=object),
        evidence=np.random.default_rng(seed).normal(size=shape),
        labels=tuple(f"{min(words)} “{number}”, é" for number in numbers),
        # In any order: topics that were kept stand where they stood.
        numbers=np.random.default_rng(seed).permutation(sorted(numbers)).astype(np.int32),
    )
    again = pack_and_unpack(fit)
    assert again.vocabulary.tolist() == fit.vocabulary.tolist() and again.labels == fit.labels
    assert again.evidence.tobytes() == fit.evidence.tobytes() and again.evidence.shape == shape
    assert again.numbers.tolist() == fit.numbers.tolist() and again.numbers.dtype == np.int32


def test_no_topics_and_the_reason_come_back():
    again = pack_and_unpack(Topics(note="topics need at least 10 articles; here are 3 “articles”"))
    assert again.note == "topics need at least 10 articles; here are 3 “articles”"
    assert again.evidence.shape == (0, 0) and len(again.vocabulary) == len(again.numbers) == len(again.labels) == 0
    assert again.terms.empty
    assert again.score_counts(csr_array((2, 0), dtype=np.int32), []).shape == (2, 0)
