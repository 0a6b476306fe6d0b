from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.text.buffers import as_bytes, as_strings, count_characters, renumber, sort_texts, take_slices

TEXTS = st.lists(st.text(max_size=5), max_size=6)


def array_of(texts):
    return pa.array(texts, type=pa.large_string())


@settings(deadline=None)
@given(TEXTS, st.data())
def test_texts_become_bytes_and_texts_again_also_from_the_middle_of_an_array(texts, data):
    begin = data.draw(st.integers(0, len(texts)))
    end = data.draw(st.integers(begin, len(texts)))
    written, offsets = as_bytes(array_of(texts)[begin:end])
    pieces = [bytes(written[one:other]).decode() for one, other in pairwise(offsets)]
    assert pieces == texts[begin:end]
    assert as_strings(written, offsets).to_pylist() == texts[begin:end]


@pytest.mark.parametrize("texts", [[], [""], [None], [None, "", "é", None]], ids=repr)
def test_a_missing_text_has_no_bytes(texts):
    data, offsets = as_bytes(array_of(texts))
    assert [bytes(data[begin:end]).decode() for begin, end in pairwise(offsets)] == [text or "" for text in texts]


@settings(deadline=None)
@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6))
def test_slices_of_bytes_are_the_slices_of_the_text(text, slices):
    slices = [tuple(sorted(min(place, len(text)) for place in both)) for both in slices]
    places = np.array([[len(text[:place].encode()) for place in both] for both in slices], dtype=np.int64).reshape(
        -1, 2
    )
    found = take_slices(np.frombuffer(text.encode(), dtype=np.uint8), places[:, 0], places[:, 1])
    assert found.to_pylist() == [text[begin:end] for begin, end in slices]


@settings(deadline=None)
@given(TEXTS, st.data())
def test_places_in_bytes_become_places_in_characters(texts, data):
    places = [sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4))) for text in texts]
    row = np.array([row for row, of_text in enumerate(places) for _ in of_text], dtype=np.int64)
    characters = [place for of_text in places for place in of_text]
    in_bytes = np.array(
        [len(texts[r][:place].encode()) for r, place in zip(row, characters, strict=True)], dtype=np.int64
    )
    # Some array from whose middle the texts are.
    written = as_bytes(array_of(["öä", *texts, "é"])[1:-1])
    assert count_characters(*written, row, in_bytes).tolist() == characters


@settings(deadline=None)
@given(TEXTS)
def test_texts_are_sorted_as_python_sorts_them(texts):
    texts = list(dict.fromkeys(texts))
    found, rank = sort_texts(array_of(texts))
    assert found.to_pylist() == sorted(texts)
    assert [found[int(place)].as_py() for place in rank] == texts
    assert rank.dtype == np.int32


SORTED = st.lists(
    st.tuples(st.sampled_from(["", "abcdefgh", "äöü"]), st.text("ab\0é\uffff😀", max_size=12)).map("".join), max_size=30
)


@settings(deadline=None)
@given(SORTED, st.integers(0, 2))
def test_texts_are_sorted_as_python_sorts_their_bytes_and_the_same_ones_stay_in_their_order(texts, times):
    # Often enough for very many to begin alike.
    texts = texts * (1, 2, 40)[times]
    found, rank = sort_texts(pa.array(["z", *texts], type=pa.large_string()).slice(1))
    order = sorted(range(len(texts)), key=lambda place: texts[place].encode())
    assert found.to_pylist() == [texts[place] for place in order]
    assert [int(rank[place]) for place in order] == list(range(len(texts)))


def test_the_place_that_a_word_had_is_looked_up_for_each_word_of_the_stream():
    assert renumber(np.array([2, 0, 0], dtype=np.int32), np.array([4, 9, 1], dtype=np.int32)).tolist() == [1, 4, 4]
