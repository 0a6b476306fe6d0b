"""The words that describe an article."""

import numpy as np
import pandas as pd
import pytest

from features import find_words
from features.events import Descriptions, describe_articles, join_descriptions
from features.events.describing import N_TERMS


def table(*rows):
    """Articles of (title, text), named a, b, c, …"""
    return pd.DataFrame(
        {
            "article_id": [chr(97 + number) for number in range(len(rows))],
            "title": [title for title, _ in rows],
            "text": [text for _, text in rows],
        }
    )


def weights(title, text):
    """The weights of an article, largest first, without the empty places."""
    found = describe_articles(table((title, text))).weight[0]
    return sorted(found[found > 0].tolist(), reverse=True)


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("word", "weight", "rarity"))


# Words that no background knows, so that what they weigh is all that decides.
FAR = " ".join(f"qq{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(400))


def test_a_word_weighs_one_plus_the_logarithm_of_its_number():
    # Behind the lead of 50 words: 8 for one, 8 (1 + log 2) = 13.5 for two, 8 (1 + log 3) = 16.8 for three.
    lead = "the " * 50
    assert weights(None, lead + "zalp brimo brimo kelv kelv kelv") == [17, 14, 8]


def test_the_lead_counts_half_as_much_again_and_the_headline_three_times():
    # In the lead 8 · 3/2; in the headline alone 8 · 3; in both 8 · 3 · 3/2.
    assert weights("Kelv zalp", "zalp brimo") == [36, 24, 12]


def test_words_that_come_first_behind_the_300th_are_left_out_but_others_are_counted_to_the_end():
    text = "zalp " + "the " * 299 + "brimo zalp zalp"
    assert weights(None, text) == [17 * 3 // 2]


def test_possessives_and_capitals_are_no_other_words():
    assert weights("ZALP’s", "zalp’s Zalp") == [14 * 6 * 3 // 4]


def test_the_48_words_with_the_largest_product_of_weight_and_rarity_are_kept():
    described = describe_articles(table(("Zalp", FAR)))
    assert described.weight.shape == (1, N_TERMS) and (described.weight > 0).all()
    # The headline first, then of the 50 words of the lead the first in the alphabet.
    assert described.weight[0].tolist() == [24] + [12] * 47
    expected = describe_articles(table(*((None, word) for word in FAR.split()[:47]))).word[:, 0]
    assert described.word[0, 1:].tolist() == expected.tolist()


def test_an_article_without_words_is_described_by_nothing():
    described = describe_articles(table((None, ""), ("", "The a of."), ("Zalp", "")))
    assert (described.weight > 0).sum(axis=1).tolist() == [0, 0, 1]
    assert not described.word[:2].any() and not described.rarity[:2].any()


def test_no_article_has_no_description():
    assert len(describe_articles(table())) == 0


def test_other_articles_make_no_difference():
    articles = table(("Ferry sinks", "A ferry sank off Zalp."), (None, FAR), ("Zalp’s mayor quits", "He quit."))
    together = describe_articles(articles)
    apart = [describe_articles(articles.iloc[[number]]) for number in range(3)]
    assert same(together, join_descriptions(apart))


def test_the_words_may_be_given_in_any_form_of_the_stream():
    articles = table(("Ferry sinks", "A ferry sank off Zalp. It was old."), (None, "Rain."))
    assert same(describe_articles(articles), describe_articles(articles, find_words(articles)))


def test_words_of_other_articles_are_refused():
    articles = table(("Ferry sinks", "A ferry sank."), (None, "Rain."))
    with pytest.raises(ValueError, match=r"not those of these articles.*find_words"):
        describe_articles(articles, find_words(articles.iloc[::-1]))


def test_descriptions_come_back_from_bytes_as_they_were():
    described = describe_articles(table(("Ferry sinks", "A ferry sank off Zalp."), (None, FAR)))
    content = described.to_bytes()
    assert len(content) == 2 * 288
    assert same(Descriptions.from_bytes(content), described)


def test_bytes_that_were_cut_are_refused():
    with pytest.raises(ValueError, match="288 bytes an article, got 300"):
        Descriptions.from_bytes(bytes(300))


def test_the_hash_of_a_word_is_the_same_on_every_machine():
    # SipHash-2-4 of the word with pandas' key, its upper half: stored shards are read elsewhere.
    described = describe_articles(table(("ferry", "")))
    assert described.word[0, 0] == pd.util.hash_array(np.array(["ferry"], dtype=object))[0] >> 32
