import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment.model import TARGET
from tests.features.sentiment.emitted import (
    ROOM_BESIDE,
    ROOM_OF_SENTENCE,
    ROOM_OF_TARGET,
    emit,
    emitted,
    head_of,
)
from tests.features.sentiment.small_lists import SIGNS, VOCABULARY, evidence_of

T = -0.74


def in_sentence(text, vocabulary=(), pairs=(), **more):
    return emitted(evidence_of(text, **more), head_of(vocabulary, pairs, of_target=False))


def at_target(text, target, vocabulary=(), pairs=(), **more):
    return emitted(evidence_of(text, **more), head_of(vocabulary, pairs, of_target=True), target)


def tones(found):
    """Without what is known of the sentence as a whole."""
    return {key[:2]: value for key, value in found.items() if key[2] >= 0}


def whole(found):
    return {kind for kind, _, word in found if word < 0}


def test_of_a_sentence_words_tones_what_acts_and_pairs_are_written():
    found = in_sentence("Talks collapsed", ["talks", "collapsed"], [("talks", "collapsed")])
    assert found == pytest.approx(
        {
            ("word", "talks", 0): T,
            ("stake down", "", 0): -T,
            ("word acting to bad", "collapsed", 1): 1,
            ("pair", "talks collapsed", 1): 1,
        }
    )


def test_a_word_counts_by_what_the_rules_make_of_it():
    assert in_sentence("Not good", ["good", "not"]) == pytest.approx(
        {
            ("word", "not", 0): 1,
            ("word acting to bad", "not", 0): 1,
            ("word", "good", 1): T,
            ("valence down", "", 1): 0.5 * 0.74,
            ("evaluation down", "", 1): 0.25 * 0.74,
        }
    )
    assert in_sentence("They eased sanctions", ["eased", "sanctions"]) == pytest.approx(
        {("word acting to good", "eased", 1): 1, ("word", "sanctions", 2): T, ("valence up", "", 2): 0.5 * 0.74}
    )


def test_what_is_at_stake_counts_only_where_something_happens_to_it():
    assert in_sentence("The talks and prices") == {}
    assert in_sentence("Prices rose") == pytest.approx({("stake down", "", 0): 1.15})


def test_nothing_is_learned_of_names_masked_words_and_words_of_a_phrase():
    assert in_sentence("they met him at Good Talks", ["good", "talks"]) == {}
    assert in_sentence("a good day", ["good", "day"], mask=["good"]) == {("word", "day", 2): 1}
    assert in_sentence("still under fire", ["under", "fire"], [("under", "fire")]) == {("valence down", "", 2): 0.5}
    assert in_sentence("new tariffs", ["tariffs"], own={"tariffs": -0.25}) == {("valence down", "", 1): 0.25}


def test_of_a_target_words_are_written_by_their_side_their_distance_and_who_is_next():
    found = at_target("He praised Duarte", (2, 3), ["he", "praised"], [("praised", TARGET), ("he", TARGET)])
    by_word = {(kind.removeprefix("word"), words) for kind, words, _ in found if kind.startswith("word")}
    blocks = ("", " before", " near before", " next to target")
    assert by_word == {(block, word) for block in blocks for word in ("he", "praised")}
    assert found["pair", f"praised {TARGET}", 2] == 1
    assert not any(words == f"he {TARGET}" for _, words, _ in found)
    assert whole(found) == {
        "target not quoted", "0 others named", "target 2 behind the first word", "0 words and more", "target with a capital",
    }  # fmt: skip


def test_near_is_four_words_and_a_word_next_to_another_is_not_next_to_the_target():
    found = at_target("it met a b c d e f Duarte Ruiz g", (8, 9), ["b", "d", "e", "g"])
    kinds = {word: {kind for kind, words, _ in found if words == word} for word in "bdeg"}
    assert kinds["b"] == {"word", "word before", "word next to target"}
    assert kinds["d"] == kinds["e"] == {"word", "word before", "word near before", "word next to target"}
    assert kinds["g"] == {"word", "word behind", "word near behind", "word next to another"}


def test_tones_are_written_in_each_of_their_contexts():
    found = at_target("He praised Duarte", (2, 3))
    contexts = ["1 before", "next to target, same clause, before", "0 between, before", "not quoted, target not"]
    expected = {}
    for channel, size in (("valence", 0.5), ("evaluation", 0.25), ("object", 0.75)):
        expected[f"{channel} up", ""] = size
        expected |= {(f"{channel} up: {context}", ""): size for context in contexts}
    assert tones(found) == expected


def test_negation_passive_voice_names_between_and_clauses_are_contexts():
    found = at_target("Duarte, Ruiz and Lima were not praised", (0, 1))
    contexts = [
        "5-7 behind", "next to another, other clause, behind", "2+ between, behind", "not quoted, target not",
        "passive, next to another, behind",
    ]  # fmt: skip
    expected = {}
    for channel, size in (("valence", 0.5), ("evaluation", 0.25), ("object", 0.75)):
        expected[f"{channel} down", ""] = size * 0.74
        expected |= {(f"{channel} down: {context}", ""): size * 0.74 for context in contexts}
    assert tones(found) == pytest.approx(expected)
    assert whole(found) == {
        "target not quoted", "2 others named", "target first word", "0 words and more", "target with a capital",
    }  # fmt: skip


def test_what_the_rules_did_is_a_context_and_only_negations_turn_a_tone():
    found = tones(at_target("If sanctions eased, Duarte left", (3, 4)))
    assert found["valence down", ""] == 0.5
    assert found["valence down: reversed", ""] == found["valence down: possible", ""] == 0.5
    assert found["valence up: acting", ""] == 0.25
    assert not any("valence up: reversed" in kind for kind, _ in found)


def test_quotations_of_the_word_and_of_the_target_are_contexts():
    found = tones(at_target("Duarte said “a bad day”", (0, 1)))
    assert found["valence down: is quoted, target not", ""] == 0.5
    found = at_target("a bad day, said “Duarte then”", (4, 5))
    assert tones(found)["valence down: not quoted, target is", ""] == 0.5
    assert "target quoted" in whole(found)


def test_a_target_may_be_a_pronoun_and_may_be_no_word():
    assert "target a pronoun" in whole(at_target("they said she left", (2, 3)))
    found = at_target("a bad day", (1, 1))
    # The word where it would stand is taken for it.
    assert tones(found) == {}
    assert whole(found) == {"target not quoted", "0 others named", "target 1 behind the first word", "0 words and more"}


@pytest.mark.parametrize(("n_words", "step"), [(1, "0"), (7, "0"), (8, "8"), (55, "48"), (56, "56"), (90, "56")])
def test_sentences_are_known_by_their_length(n_words, step):
    assert f"{step} words and more" in whole(at_target(" ".join(["a"] * n_words), (0, 1)))


TEXTS = st.lists(
    st.sampled_from([*VOCABULARY, "Duarte", "She", "Good"]) | st.sampled_from(SIGNS), min_size=1, max_size=12
)
OF_SENTENCE = head_of(VOCABULARY, list(itertools.product(VOCABULARY, VOCABULARY)), of_target=False)
OF_TARGET = head_of(
    VOCABULARY,
    [pair for pair in itertools.product([*VOCABULARY, TARGET], [*VOCABULARY, TARGET]) if pair != (TARGET, TARGET)],
    of_target=True,
)


@given(TEXTS)
def test_a_sentence_needs_no_more_room_than_is_announced(words):
    evidence = evidence_of(" ".join(words))
    n_words = len(evidence.words)
    feature, word, value = emit(evidence, OF_SENTENCE)
    assert len(feature) <= ROOM_OF_SENTENCE * n_words
    assert ((feature >= 0) & (feature < len(OF_SENTENCE.weights))).all()
    assert ((word >= 0) & (word < n_words)).all() and (np.diff(word) >= 0).all()
    assert np.isfinite(value).all() and (value != 0).all()


@given(TEXTS, st.data())
def test_a_target_needs_no_more_room_than_is_announced(words, data):
    evidence = evidence_of(" ".join(words))
    n_words = len(evidence.words)
    if not n_words:
        return
    first = data.draw(st.integers(0, n_words - 1))
    behind = data.draw(st.integers(first, n_words))
    feature, word, value = emit(evidence, OF_TARGET, (first, behind))
    assert len(feature) <= ROOM_OF_TARGET * n_words + ROOM_BESIDE
    assert ((feature >= 0) & (feature < len(OF_TARGET.weights))).all()
    assert ((word >= -1) & (word < n_words)).all()
    assert np.isfinite(value).all() and (value != 0).all()
    # No word of the target says anything but in pairs.
    inside = (word >= first) & (word < max(behind, first + 1))
    of_pairs = len(OF_TARGET.weights) - len(OF_TARGET.pairs)
    assert (feature[inside] >= of_pairs).all()
