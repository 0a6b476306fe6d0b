"""Phrases as single articles show them, held to a slow reading."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text import find_words
from features.text.function_words import read_function_words
from features.topics import count_phrases
from features.topics.phrases import FIRST_WORDS


def words_of(*texts, **how):
    ids = [f"a{row}" for row in range(len(texts))]
    return find_words(pd.DataFrame({"article_id": ids, "text": texts}, dtype="str"), **how)


def found(*texts):
    """What stands how often in each article."""
    counts, forms = count_phrases(words_of(*texts))
    assert counts.shape == (len(texts), len(forms)) and counts.dtype == np.int32
    assert forms.to_pylist() == sorted(forms.to_pylist()) and (counts.data > 0).all()
    return [{form: n for form, n in zip(forms.to_pylist(), row, strict=True) if n} for row in counts.toarray().tolist()]


def phrases_of(text):
    """Those of more than one word."""
    return {form: n for form, n in found(text)[0].items() if " " in form}


def test_words_in_small_letters_are_a_phrase_when_they_stand_together_twice():
    assert found("He sold crude oil here. They want crude oil.", "He sold crude oil here.") == [{"crude oil": 2}, {}]


def test_words_with_capitals_inside_a_sentence_are_a_name_and_a_phrase_at_once():
    assert found("They met Juan Guaidó there.") == [{"Juan": 1, "Guaidó": 1, "Juan Guaidó": 1}]


def test_a_capital_at_the_beginning_of_a_sentence_says_nothing():
    assert found("Crude oil fell. Juan Guaidó spoke.") == [{"Guaidó": 1}]


def test_capitals_say_nothing_in_a_headline():
    assert found("Oil Prices Fall As Demand Drops\n\nThey fell.") == [{}]
    assert phrases_of("Our man says Oil Prices Fall") == {"Oil Prices": 1, "Prices Fall": 1, "Oil Prices Fall": 1}


def test_a_word_that_also_stands_in_small_letters_is_no_name():
    assert found("Rain is in the Bank. A bank is it.", "It is in the Bank and rain.") == [{}, {"Bank": 1}]


@pytest.mark.parametrize(
    "between", [", ", "; ", " – ", " (", " “", "/", "  ", ". ", " and ", " 7 ", " said ", " x "], ids=repr
)
def test_a_phrase_has_nothing_but_a_blank_between_its_words_and_no_word_that_says_nothing(between):
    assert phrases_of(2 * f"It is of Juan{between}Guaidó and rain. ") == {}


def test_a_possessive_ends_a_phrase_and_is_written_without_its_ending():
    assert phrases_of("Rain is in New York’s port. Rain is in New York's port.") == {"New York": 2}
    assert found("They left Élan’s port.") == [{"Élan": 1}]


def test_three_words_are_a_phrase_of_three_and_two_of_two():
    assert phrases_of("They met Edmundo González Urrutia there.") == {
        "Edmundo González": 1,
        "González Urrutia": 1,
        "Edmundo González Urrutia": 1,
    }
    assert phrases_of("They feel global climate change. We feel global climate change.") == {
        "global climate": 2,
        "climate change": 2,
        "global climate change": 2,
        "feel global": 2,
        "feel global climate": 2,
    }


def test_words_of_reporting_are_part_of_a_phrase_where_they_are_part_of_a_name():
    assert phrases_of("They met Theresa May near New York there.") == {"Theresa May": 1, "New York": 1}
    assert phrases_of("They took new york roads. We took new york roads.") == {"york roads": 2}


def test_kept_is_the_form_of_a_name_or_else_one_inside_a_sentence():
    assert phrases_of("White house fell. A white house fell.") == {
        "white house": 2,
        "house fell": 2,
        "white house fell": 2,
    }
    assert phrases_of("A white house fell. They love the White House here.") == {"White House": 2}


def test_only_the_first_words_are_read_to_the_end_of_their_sentence():
    begins_last = "it " * (FIRST_WORDS - 2) + "is. So they met Juan Guaidó there."
    assert "Juan Guaidó" in found(begins_last)[0]
    assert found("it " * (FIRST_WORDS - 1) + "is. So they met Juan Guaidó there.") == [{}]


def test_articles_are_read_in_the_order_that_is_asked_for():
    words = words_of("They met Ana Lira.", "They saw it.", "They met Otto Brandt.")
    counts, forms = count_phrases(words, np.array([2, 0]))
    assert forms.to_pylist() == ["Ana", "Ana Lira", "Brandt", "Lira", "Otto", "Otto Brandt"]
    assert counts.toarray().tolist() == [[0, 0, 1, 0, 1, 1], [1, 1, 0, 1, 0, 0]]


@pytest.mark.parametrize("texts", [[], [""], ["", "…"]])
def test_nothing_has_no_phrases(texts):
    assert found(*texts) == [{} for _ in texts]


def test_words_without_places_are_refused():
    with pytest.raises(ValueError, match="find them with places=True"):
        count_phrases(words_of("Oil.", places=False))


def read_slowly(sentences):
    """The same by the rules as they are written down, of sentences that are lists of words; a comma may follow a word."""
    stop, as_names = read_function_words() | {"said", "new"}, {"new", "may"}
    times, names, best, small, singles = Counter(), set(), {}, set(), set()
    for sentence in sentences:
        plain = [word.strip(",") for word in sentence]
        nouns = [word.removesuffix("’s") for word in plain]
        counts = [
            (noun.lower() not in stop and len(noun) > 1) or (noun.lower() in as_names and noun[0].isupper())
            for noun in nouns
        ]
        tells = any(counts[i] and noun[0].islower() for i, noun in enumerate(nouns))
        small |= {word for word in plain if word[0].islower()}
        for i, noun in enumerate(nouns):
            if counts[i] and i and tells and noun[0].isupper():
                singles.add((plain[i].lower(), noun))
            for n in (2, 3):
                run = list(range(i, i + n))
                if i + n > len(nouns) or not all(counts[j] for j in run):
                    continue
                if any("," in sentence[j] or "’s" in plain[j] for j in run[:-1]):
                    continue
                # Inside one article words are told apart as they are, with their possessives.
                key = tuple(plain[j].lower() for j in run)
                form = 2 if tells and i and all(nouns[j][0].isupper() for j in run) else int(i > 0)
                times[key] += 1
                if form == 2:
                    names.add(key)
                if form > best.get(key, (-1, ""))[0]:
                    best[key] = form, " ".join(nouns[j] for j in run)
    expected = Counter()
    for key, n in times.items():
        if n > 1 or key in names:
            expected[best[key][1]] += n
    return dict(expected) | {noun: 1 for word, noun in singles if word not in small}


WORD = st.sampled_from("oil Oil port York New new the The said Juan Guaidó Guaidó’s juan, oil, York, may May".split())


@given(st.lists(st.lists(st.lists(WORD, min_size=1, max_size=7), max_size=4), max_size=3))
def test_articles_are_read_as_by_hand_whatever_stands_beside_them(articles):
    # Behind a capital and a word of small letters a full stop ends a sentence; the last word of each is the same.
    articles = [[[*sentence, "x"] for sentence in sentences] for sentences in articles]
    texts = ["\n\n".join(" ".join(sentence) + "." for sentence in sentences) for sentences in articles]
    assert found(*texts) == [read_slowly(sentences) for sentences in articles]
