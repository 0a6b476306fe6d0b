import numpy as np
import pandas as pd
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.text import find_words
from features.text.columns import encode, encode_ids, tabulate_sentences

TWO = pd.DataFrame({"article_id": ["a", "b"], "text": ["Öl fiel. Gas rose.\n\nWhy?", "Snow."]})


def test_sentences_have_their_article_number_paragraph_and_place_in_characters():
    rows = [
        ("a", 0, 0, 0, "Öl fiel."),
        ("a", 1, 0, 9, "Gas rose."),
        ("a", 2, 1, 20, "Why?"),
        ("b", 0, 0, 0, "Snow."),
    ]
    table = tabulate_sentences(find_words(TWO))
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    assert [tuple(row) for row in tables.check(table, tables.SENTENCES).itertuples(index=False)] == rows


def test_no_articles_make_a_whole_table_without_rows():
    table = tabulate_sentences(find_words(TWO.iloc[:0]))
    assert len(tables.check(table, tables.SENTENCES)) == 0


def test_an_identity_is_written_once_and_only_where_it_is_wanted():
    encoded = encode_ids(find_words(TWO), np.array([1, 1, 1], dtype=np.int32))
    assert encoded.to_pylist() == ["b", "b", "b"]
    assert encoded.dictionary.to_pylist() == ["b"]


@given(st.lists(st.integers(0, 9), max_size=30))
@settings(max_examples=60)
def test_what_is_encoded_reads_as_what_was_named_in_the_order_of_its_first_places(numbers):
    names = pa.array([f"word {number}" for number in range(10)])
    encoded = encode(np.array(numbers, dtype=np.int32), lambda met: names.take(pa.array(met, pa.int64())))
    assert encoded.type == pa.dictionary(pa.int32(), pa.string())
    assert encoded.to_pylist() == [f"word {number}" for number in numbers]
    assert encoded.dictionary.to_pylist() == [f"word {number}" for number in dict.fromkeys(numbers)]
