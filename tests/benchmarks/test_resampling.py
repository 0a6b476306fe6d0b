"""Articles made of the sentences of others."""

import hashlib
from collections import Counter
from itertools import chain

import pandas as pd
import pyarrow.parquet as pq
import pytest

from benchmarks import resampling
from benchmarks.resampling import Pool, make_pool, make_portions, read_texts, write_corpus
from features.reading import read_articles
from features.text import split_sentences

# Of fifty made articles: other draws would make other corpora of the same seed than those that were measured.
DIGEST = "c595bc0c0eac4f12"
TEXTS = ["One won. Two lost.\n\nThree drew. Four ran.", "Five sat.", "", "Six hid. Seven sang."]


@pytest.fixture
def pool():
    return make_pool(
        pd.DataFrame(
            {
                "article_id": list("abcd"),
                "outlet": ["Wire", "Courier", "Wire", "Herald"],
                "title": ["A", None, "C", "D"],
                "published": pd.to_datetime(["2026-03-06", None, "2026-03-07", "2026-03-08"], utc=True),
                "text": TEXTS,
            }
        )
    )


def _texts(pool, n, **more):
    return [text for portion in make_portions(pool, n, **more) for text in portion.column("text").to_pylist()]


def test_the_pool_holds_every_sentence_with_what_stands_after_it(pool):
    assert pool.sentences.tolist() == [
        "One won.", "Two lost.", "Three drew.", "Four ran.", "Five sat.", "Six hid.", "Seven sang."
    ]  # fmt: skip
    assert pool.gaps.tolist() == [" ", "\n\n", " ", "", "", " ", ""]
    assert pool.first.tolist() == [0, 4, 5, 7]
    # The article without sentences frames nothing.
    assert pool.outlets == ["Wire", "Courier", "Herald"]
    assert pool.titles == ["A", "Untitled", "D"]
    assert pool.moments[1] is None


def test_the_real_texts_would_come_back_if_each_sentence_were_drawn_once_in_order(pool):
    pieces = pool.sentences + pool.gaps
    joined = ["".join(pieces[begin:end]) for begin, end in zip(pool.first, pool.first[1:], strict=False)]
    assert joined == [text for text in TEXTS if text]


def test_made_articles_have_the_lengths_of_real_ones_and_their_sentences(pool):
    texts = _texts(pool, 600)
    table = split_sentences(pd.DataFrame({"article_id": [str(n) for n in range(600)], "text": texts}))
    assert set(table["text"]) == set(pool.sentences)
    lengths = Counter(table.groupby("article_id").size())
    # Each of three articles frames a third; five standard deviations are about 58.
    assert set(lengths) == {4, 1, 2}
    assert all(abs(number - 200) < 58 for number in lengths.values())


def test_the_seed_alone_decides(pool):
    assert _texts(pool, 50) == _texts(pool, 50, seed=0)
    assert _texts(pool, 50) != _texts(pool, 50, seed=1)
    digest = hashlib.sha256("\0".join(_texts(pool, 50)).encode()).hexdigest()
    assert digest.startswith(DIGEST)


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one(pool, monkeypatch):
    monkeypatch.setattr(resampling, "PORTION", 20)
    assert _texts(pool, 45)[:33] == _texts(pool, 33)


def test_files_are_filled_in_order_and_read_back(pool, tmp_path, monkeypatch):
    monkeypatch.setattr(resampling, "PORTION", 20)
    monkeypatch.setattr(resampling, "ARTICLES_PER_FILE", 40)
    paths = write_corpus(pool, 90, tmp_path / "made")
    assert [pq.read_metadata(path).num_rows for path in paths] == [40, 40, 10]
    assert pq.read_metadata(paths[0]).num_row_groups == 2
    assert list(chain.from_iterable(read_texts(paths))) == _texts(pool, 90)


def test_every_made_article_is_read_and_none_is_taken_for_a_copy(pool, tmp_path):
    articles, rejected = read_articles(write_corpus(pool, 120, tmp_path))
    assert (len(articles), len(rejected)) == (120, 0)
    assert articles["title"].nunique() == articles["url"].nunique() == 120
    assert set(articles["outlet"]) == {"Wire", "Courier", "Herald"}
    assert set(articles["published"].dt.day.dropna()) == {6, 8}


def test_articles_without_a_sentence_are_refused():
    empty = pd.DataFrame({"article_id": ["a"], "outlet": ["W"], "title": ["T"], "published": [pd.NaT], "text": [""]})
    with pytest.raises(ValueError, match="no sentence"):
        make_pool(empty)


def test_a_pool_is_what_it_says(pool):
    assert isinstance(pool, Pool)
    assert len(pool.sentences) == len(pool.gaps) == pool.first[-1]
