import numpy as np
import pytest

from features.sentiment import kinds
from features.sentiment.of_terms import look_up_terms, put_together
from tests.features.sentiment.small_lists import lists, stream


def looked_up(text, vocabulary=(), **more):
    """What is known of each word of a text, by the word."""
    words, of = stream(text), lists(**more)
    found = look_up_terms(words, put_together(of.single, of.written_phrases, vocabulary))
    names = words.vocabulary.tolist()
    return {name: dict(zip(names, getattr(found, name), strict=True)) for name in found._fields}


def test_a_word_has_its_ratings_its_kind_and_its_degree():
    found = looked_up("Very good, fell")
    assert found["numbers"]["good"].tolist() == [0.5, 0.25, 0, 0, 0]
    assert found["numbers"]["very"].tolist() == [0, 0, 0, 0, 0.125]
    assert found["kind"]["fell"] == kinds.DECREASE | kinds.ON_SUBJECT
    assert not found["silent"]["good"]


def test_a_word_that_nobody_lists_says_nothing():
    found = looked_up("Zebras")
    assert found["numbers"]["zebras"].tolist() == [0] * 5
    assert [found[name]["zebras"] for name in ("is_known", "kind", "silent", "part", "number")] == [
        False,
        0,
        False,
        -1,
        -1,
    ]


def test_what_is_masked_or_your_own_is_silent_and_your_own_keeps_its_tone():
    found = looked_up("Good, bad talks", mask=["good"], own={"talks": -0.25})
    assert found["numbers"]["good"].tolist() == [0] * 5
    assert found["numbers"]["talks"].tolist() == [-0.25, 0, 0, 0, 0]
    assert [bool(found["silent"][word]) for word in ("good", "talks", "bad")] == [True, True, False]


def test_a_possessive_is_looked_up_by_itself_in_each_list_before_its_noun():
    found = looked_up(
        "The war’s, rebels’, crime’s, end’s", ["crime", "crime's", "war"], ratings={"war's": (1, 0, 0, 0)}
    )
    assert found["numbers"]["war's"][0] == 1
    assert found["numbers"]["crime's"][0] == pytest.approx(-0.75)
    assert (found["number"]["war's"], found["number"]["crime's"]) == (2, 1)
    # “Put an end to” is a phrase; “end” stands in no list.
    assert found["part"]["end's"] >= 0 and not found["is_known"]["end's"]


def test_words_that_have_weights_only_are_numbered_and_not_known():
    found = looked_up("A zebra", ["a", "zebra"])
    assert found["number"]["zebra"] == 1
    assert not found["is_known"]["zebra"]


def test_the_last_row_is_for_words_that_are_not_listed():
    of = put_together(lists().single, ())
    assert not np.any(of.numbers[-1]) and of.kind[-1] == 0 and not of.silent[-1]
    assert of.row[-1] == of.part[-1] == of.number[-1] == -1
