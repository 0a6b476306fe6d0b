"""How usual words are in news."""

import csv
import math

import pyarrow as pa

from features.events import background
from features.events.background import rate_words, read_background


def rate(*words):
    return rate_words(pa.array(words, type=pa.large_string())).tolist()


def test_every_word_stands_there_once_folded_with_a_share_of_articles():
    words, shares = read_background()
    assert len(set(words.to_pylist())) == len(words) == len(shares) > 10_000
    assert all(word == word.casefold() and not word.endswith("'s") and len(word) > 1 for word in words.to_pylist())
    assert shares.min() > 0 and shares.max() <= 1


def test_it_holds_counts_of_single_words_and_no_text():
    with open(background._FILE, encoding="utf-8", newline="") as lines:
        said, *rows = csv.reader(lines)
    assert said[0].startswith("# Share of 10004 news articles")
    assert rows[0] == ["word", "share"]
    assert all(len(row) == 2 and " " not in row[0] for row in rows)


def test_rarity_is_the_logarithm_of_the_share_in_thirtieths():
    words, shares = read_background()
    share = float(shares[words.index("parliament").as_py()])
    assert rate("parliament") == [round(-30 * math.log(share + 0.0002))]


def test_words_that_it_does_not_know_are_the_rarest_and_single_letters_count_for_nothing():
    assert rate("zwickelbahn", "the", "é", "7") == [255, 0, 0, 0]


def test_no_words_have_no_rarity():
    assert rate() == []
