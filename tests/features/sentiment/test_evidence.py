import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment import kinds
from features.sentiment.evidence import find_evidence
from features.sentiment.tone_words import read_tone_words
from tests.features.sentiment.small_lists import RATINGS, by_word, evidence_of, stream

NOTHING = [0, 0, 0]


def ratings_of(text, **more):
    evidence = evidence_of(text, **more)
    return by_word(evidence, evidence.ratings)


def tones_of(text, **more):
    return {word: ratings[0] for word, ratings in ratings_of(text, **more).items()}


def silent_in(text, **more):
    evidence = evidence_of(text, **more)
    return [word for word, silent in by_word(evidence, evidence.silent).items() if silent]


def test_every_word_has_what_the_lists_say_of_it():
    evidence = evidence_of("They praised very bad talks")
    assert by_word(evidence, evidence.ratings) == {
        "they": NOTHING,
        "praised": [0.5, 0.25, 0.75],
        "very": NOTHING,
        "bad": [-0.5, 0, -0.25],
        "talks": NOTHING,
    }
    assert by_word(evidence, evidence.stake) == {"they": 0, "praised": 0, "very": 0, "bad": 0, "talks": 1}
    assert not evidence.silent.any() and not evidence.inside.any()


def test_every_word_is_of_the_kind_that_the_lists_say():
    evidence = evidence_of("She said prices were not up")
    expected = [kinds.PRONOUN, kinds.SPEECH, 0, kinds.BEING, kinds.NEGATION, kinds.UP]
    assert evidence.kind.tolist() == expected


def test_a_possessive_counts_as_its_noun():
    evidence = evidence_of("the disaster’s talks", "The disaster’s end")
    assert evidence.ratings[:, 0].tolist() == [0, -0.75, 0, 0, -0.75, 0]


def test_names_say_nothing():
    assert tones_of("The firm Good Talks praised it") == {
        "the": 0, "firm": 0, "good": 0, "talks": 0, "praised": 0.5, "it": 0,
    }  # fmt: skip
    assert silent_in("The firm Good Talks praised it") == ["good", "talks"]


def test_the_first_word_of_a_sentence_and_headlines_in_capitals_are_no_names():
    assert tones_of("Good for them")["good"] == 0.5
    assert tones_of("Good Talks Collapsed Here") == {"good": 0.5, "talks": 0, "collapsed": -0.75, "here": 0}
    assert silent_in("Good Talks Collapsed Here") == []


def test_a_name_that_reads_like_a_shifter_acts_on_nothing():
    evidence = evidence_of("they praised Cut sanctions")
    assert by_word(evidence, evidence.kind)["cut"] == kinds.NONE
    assert evidence.factor.tolist() == [1, 1, 1, 1]
    # Written small, it does.
    assert by_word(small := evidence_of("they praised cut sanctions"), small.factor)["sanctions"] == pytest.approx(
        -0.74
    )


def test_what_only_says_what_a_noun_is_about_says_nothing():
    assert tones_of("new crime statistics") == {"new": 0, "crime": 0, "statistics": 0}
    assert silent_in("new crime statistics") == ["crime"]
    assert tones_of("statistics of crime")["crime"] == -0.75
    # What a thing is like is another matter.
    assert tones_of("bad statistics")["bad"] == -0.5


def test_masked_words_and_phrases_say_nothing_and_nothing_is_learned_of_them():
    mask = ["good", "bad deaths", "crime"]
    text = "a good crime and bad sanctions after bad deaths"
    evidence = evidence_of(text, mask=mask)
    assert evidence.ratings[:, 0].tolist() == [0, 0, 0, 0, -0.5, -0.5, 0, 0, 0]
    assert evidence.silent.tolist() == [False, True, True, False, False, False, False, True, True]
    assert evidence.stake.tolist() == [0, 0, 0, 0, 0, -1, 0, 0, 0]


def test_a_masked_phrase_acts_on_nothing():
    evidence = evidence_of("they put an end to sanctions", mask=["put an end to"])
    assert evidence.factor.tolist() == [1] * 6
    assert evidence.kind.tolist() == [0] * 6


def test_a_phrase_speaks_for_its_words_and_at_the_last_of_them():
    evidence = evidence_of("good talks under fire")
    assert evidence.ratings[:, 0].tolist() == [0.5, 0, 0, -0.5]
    assert evidence.inside.tolist() == [False, False, True, True]
    assert not evidence.silent.any()
    evidence = evidence_of("bad news for them", ratings={"bad news": (0.25, 0, 0, 0)})
    assert evidence.ratings[:, 0].tolist() == [0, 0.25, 0, 0]


def test_a_phrase_that_acts_does_so_from_its_last_word():
    evidence = evidence_of("they put an end to sanctions")
    assert evidence.kind.tolist() == [0, 0, 0, 0, kinds.END, 0]
    assert evidence.root.tolist() == [-1, -1, -1, -1, 5, -1]
    assert not evidence.inside.any()


def test_of_phrases_that_begin_at_one_word_the_longest_counts_and_then_the_first():
    more = {"bad news": (-1, 0, 0, 0), "bad news day": (0.25, 0, 0, 0), "news day ahead": (-0.25, 0, 0, 0)}
    assert tones_of("bad news day ahead", ratings=more) == {"bad": 0, "news": 0, "day": 0.25, "ahead": 0}
    assert tones_of("bad news ahead", ratings=more) == {"bad": 0, "news": -1, "ahead": 0}
    assert tones_of("a news day ahead", ratings=more) == {"a": 0, "news": 0, "day": 0, "ahead": -0.25}


def test_phrases_are_known_with_a_possessive_too():
    more = {"people's choice": (0.5, 0, 0, 0)}
    assert tones_of("the people’s choice", ratings=more)["choice"] == 0.5
    assert silent_in("the justice department’s talks", mask=["justice department"]) == ["justice", "department's"]


def test_your_own_words_go_before_all_others():
    own = {"praised": -0.25, "crime": 0.5, "bad deaths": 0.75, "under fire": 1.0}
    assert ratings_of("they praised crime", own=own) == {
        "they": NOTHING,
        "praised": [-0.25, 0, 0],
        "crime": [0.5, 0, 0],
    }
    assert tones_of("bad deaths", own=own) == {"bad": 0, "deaths": 0.75}
    assert tones_of("they were under fire", own=own)["fire"] == 1
    assert silent_in("they praised crime", own=own) == ["praised", "crime"]


def test_your_own_words_go_before_the_mask():
    own = {"crime": 0.5, "bad deaths": 0.75}
    assert tones_of("crime and bad deaths", own=own, mask=["crime", "bad deaths"]) == {
        "crime": 0.5, "and": 0, "bad": 0, "deaths": 0.75,
    }  # fmt: skip


def test_your_own_words_are_turned_like_any_others():
    evidence = evidence_of("not tariffs", own={"tariffs": -0.5})
    assert evidence.factor.tolist() == pytest.approx([1, -0.74])


WORDS = st.sampled_from(
    [*(word for term in RATINGS for word in term.split()), "Good", "Talks", "the", "statistics", "news"]
)


@given(st.lists(WORDS, max_size=12), st.sets(WORDS.map(str.casefold), max_size=4))
def test_what_is_masked_is_as_silent_as_if_it_were_not_there_in_the_lists(words, mask):
    evidence = evidence_of(" ".join(words), mask=sorted(mask))
    masked = np.array([word.casefold() in mask for word in words], dtype=bool)
    # The phrase has a tone of its own, whose words are masked one by one in vain.
    masked &= ~evidence.inside
    assert evidence.silent[masked].all()
    assert (evidence.ratings[masked] == 0).all() and (evidence.stake[masked] == 0).all()


def test_of_the_projects_lists_the_same_holds():
    texts = [
        "Sanctions eased.",
        "New crime statistics.",
        "He failed to prevent a disaster.",
        "Talks with rebels collapsed.",
    ]
    evidence = find_evidence(stream(*texts), read_tone_words())
    words = evidence.words.vocabulary[evidence.words.term].tolist()
    at = {word: place for place, word in enumerate(words)}
    assert evidence.factor[at["sanctions"]] == pytest.approx(-0.74)
    assert evidence.ratings[at["crime"]].tolist() == NOTHING
    assert evidence.factor[at["disaster"]] == pytest.approx(0.5476)
    assert evidence.root[at["collapsed"]] == at["talks"]


def test_without_words_there_is_nothing():
    evidence = evidence_of()
    assert len(evidence.factor) == len(evidence.ratings) == 0
    assert len(evidence_of("", "…").root) == 0
