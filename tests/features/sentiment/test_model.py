import csv
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment.layout import N_CHANNELS, N_CONTEXTS, N_SENTENCE_BLOCKS, N_STRUCTURE, N_WORD_BLOCKS, find_pair
from features.sentiment.model import TARGET, Head, digest_of_weights, name_features, read_head, write_head

WORDS = st.lists(st.text("abcdefghijkl'-", min_size=1, max_size=8), unique=True, max_size=5).map(sorted)
HUNDREDTHS = st.integers(-500, 500).map(lambda number: number / 100)


def n_features(n_words, n_pairs, of_target):
    if of_target:
        return N_WORD_BLOCKS * n_words + N_CHANNELS * (1 + N_CONTEXTS) + N_STRUCTURE + n_pairs
    return N_SENTENCE_BLOCKS * n_words + N_CHANNELS + n_pairs


@st.composite
def heads(draw):
    of_target = draw(st.booleans())
    vocabulary = tuple(draw(WORDS))
    known = [*vocabulary, TARGET] if of_target else list(vocabulary)
    possible = [(one, other) for one in known for other in known if (one, other) != (TARGET, TARGET)]
    pairs = tuple(draw(st.lists(st.sampled_from(possible), unique=True, max_size=4))) if possible else ()
    n = n_features(len(vocabulary), len(pairs), of_target)
    weights = np.zeros((n, 2))
    for feature in draw(st.sets(st.integers(0, n - 1), max_size=6)):
        weights[feature] = draw(HUNDREDTHS), draw(HUNDREDTHS)
    # A word or a pair without any weight is not written.
    weights[: len(vocabulary), 0] = 0.07
    weights[n - len(pairs) :, 1] = -0.07
    return Head(vocabulary, pairs, weights, np.array([draw(HUNDREDTHS), draw(HUNDREDTHS)]), draw(HUNDREDTHS), of_target)


@given(heads())
def test_a_head_that_was_written_is_read_as_it_was(head):
    name = "target" if head.of_target else "sentence"
    with tempfile.TemporaryDirectory() as folder:
        write_head(head, Path(folder, f"{name}.csv"))
        written = Path(folder, f"{name}.csv").read_bytes()
        read = read_head(name, Path(folder))
        write_head(read, Path(folder, f"{name}.csv"))
        assert Path(folder, f"{name}.csv").read_bytes() == written
    assert (read.vocabulary, read.pairs, read.ceiling) == (head.vocabulary, head.pairs, head.ceiling)
    assert read.of_target == head.of_target
    np.testing.assert_array_equal(read.weights, head.weights)
    np.testing.assert_array_equal(read.start, head.start)


@given(heads())
def test_every_feature_has_a_name_of_its_own(head):
    names = name_features(head.vocabulary, head.pairs, of_target=head.of_target)
    assert len(names) == len(set(names)) == len(head.weights)


@given(heads())
def test_pairs_are_numbered_by_their_words_and_the_target(head):
    size = len(head.vocabulary)
    place = {word: number for number, word in enumerate(head.vocabulary)} | {TARGET: size}
    for number, (one, other) in enumerate(head.pairs):
        assert find_pair(head.layout, np.int64(place[one] * (size + 1) + place[other])) == number


def test_features_are_named_in_the_order_of_their_numbers():
    names = name_features(["a", "b"], [("a", "b"), ("a", TARGET)], of_target=True)
    assert names[0] == ("word", "a")
    assert names[2:4] == [("word before", "a"), ("word before", "b")]
    assert names[4] == ("word behind", "a")
    assert names[6] == ("word near before", "a")
    assert names[8] == ("word near behind", "a")
    assert names[10] == ("word next to target", "a")
    assert names[12] == ("word next to another", "a")
    of_channels, block = 14, 1 + N_CONTEXTS
    assert names[of_channels] == ("valence up", "")
    assert names[of_channels + 1] == ("valence up: 1 before", "")
    assert names[of_channels + block] == ("valence down", "")
    assert names[of_channels + 2 * block] == ("evaluation up", "")
    assert names[of_channels + 7 * block + 1 + 34] == ("stake down: reversed", "")
    assert names[of_channels + 8 * block] == ("target not quoted", "")
    assert names[-3:] == [("target with a capital", ""), ("pair", "a b"), ("pair", f"a {TARGET}")]


def test_weights_of_nothing_are_not_written(tmp_path):
    weights = np.zeros((n_features(2, 0, False), 2))
    weights[1] = 0.5, -0.25
    write_head(Head(("a", "b"), (), weights, np.zeros(2), 2.0, False), tmp_path / "sentence.csv")
    with open(tmp_path / "sentence.csv", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["kind", "words", "bad", "good"],
        ["start", "", "0.00", "0.00"],
        ["ceiling", "", "2.00", "2.00"],
        ["word", "b", "0.50", "-0.25"],
    ]
    assert read_head("sentence", tmp_path).vocabulary == ("b",)


@pytest.mark.parametrize("name", ["sentence", "target"])
def test_a_line_of_no_kind_that_is_known_is_refused_by_its_number(tmp_path, name):
    (tmp_path / f"{name}.csv").write_text("kind,words,bad,good\nstart,,0,0\nmood,,1,2\n")
    with pytest.raises(ValueError, match=rf"{name}.csv, line 3: no feature is called 'mood'; train anew"):
        read_head(name, tmp_path)


def test_what_belongs_to_a_target_is_no_feature_of_a_sentence(tmp_path):
    (tmp_path / "sentence.csv").write_text("kind,words,bad,good\nword before,blamed,1,2\n")
    with pytest.raises(ValueError, match="sentence.csv, line 2: no feature is called 'word before'"):
        read_head("sentence", tmp_path)


def test_weights_that_are_missing_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="sentence.csv"):
        read_head("sentence", tmp_path)


def test_a_head_is_read_once():
    assert read_head("target") is read_head("target")


def test_a_word_tells_by_itself_when_good_and_bad_are_a_tenth_apart():
    weights = np.zeros((n_features(3, 0, False), 2))
    weights[0], weights[1], weights[2] = (0.25, 0.5), (0.5, 0.55), (0.5, -0.5)
    head = Head(("a", "b", "c"), (), weights, np.zeros(2), 1.0, False)
    assert head.says_something.tolist() == [True, False, True, False]


def test_the_digest_is_of_both_files(tmp_path):
    digests = []
    for number, contents in enumerate([("a", "b"), ("a", "c"), ("c", "b")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, content in zip(("sentence", "target"), contents, strict=True):
            (folder / f"{name}.csv").write_text(content)
        digests.append(digest_of_weights(folder))
    assert len(set(digests)) == 3 and {len(digest) for digest in digests} == {16}


@pytest.mark.parametrize("name", ["sentence", "target"])
def test_the_weights_of_the_project_are_numbers_of_a_sensible_size(name):
    head = read_head(name)
    assert head.of_target == (name == "target")
    assert len(head.weights) == n_features(len(head.vocabulary), len(head.pairs), head.of_target)
    assert np.isfinite(head.weights).all() and np.abs(head.weights).max() < 10
    assert np.isfinite(head.start).all() and head.ceiling >= 1
    assert head.vocabulary == tuple(sorted(set(head.vocabulary)))
