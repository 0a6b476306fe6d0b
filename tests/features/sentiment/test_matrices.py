import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment.layout import weigh_length
from features.sentiment.matrices import number_words, sentence_features, target_features
from features.sentiment.model import TARGET
from features.text.known import know_words
from tests.features.sentiment.emitted import emit, head_of
from tests.features.sentiment.small_lists import SIGNS, VOCABULARY, evidence_of, stream

WORDS = ["good", "sanctions", "eased", "talks", "not"]
OF_SENTENCE = head_of(WORDS, [("sanctions", "eased"), ("not", "good")], of_target=False)
OF_TARGET = head_of(WORDS, [("eased", TARGET), (TARGET, "eased"), ("not", "good")], of_target=True)
TEXTS = st.lists(
    st.lists(st.sampled_from([*VOCABULARY, *WORDS, "Duarte"]) | st.sampled_from(SIGNS), max_size=10).map(" ".join),
    min_size=1,
    max_size=4,
)


def of_sentences(evidence):
    number = number_words(evidence.words, OF_SENTENCE.known)
    return sentence_features(evidence, number, OF_SENTENCE.layout, len(OF_SENTENCE.pairs))


def of_targets(evidence, targets):
    number = number_words(evidence.words, OF_TARGET.known)
    return target_features(evidence, targets, number, OF_TARGET.layout, len(OF_TARGET.pairs))


def added(triples, n_features, n_words):
    """The values of each feature, added up and weighed by the length of the sentence."""
    row = np.zeros(n_features)
    np.add.at(row, triples[0], triples[2].astype(float))
    return row * weigh_length(n_words)


def test_words_are_numbered_and_others_are_minus_one():
    words = stream("Rebels’ talks", "the rebel's Talks")
    known = know_words(["rebel", "talks"])
    assert number_words(words, known).tolist() == [-1, 1, -1, 0, 1]


@given(TEXTS)
def test_a_row_of_a_sentence_holds_what_is_written_of_it(texts):
    evidence = evidence_of(*texts)
    rows = of_sentences(evidence).toarray()
    assert rows.shape == (len(texts), len(OF_SENTENCE.weights))
    for sentence, n_words in enumerate(evidence.words.per_sentence):
        expected = added(emit(evidence, OF_SENTENCE, sentence=sentence), rows.shape[1], n_words)
        np.testing.assert_allclose(rows[sentence], expected, rtol=1e-5, atol=1e-6)


@given(TEXTS, st.data())
def test_a_row_of_a_target_holds_what_is_written_of_it(texts, data):
    evidence = evidence_of(*texts)
    first = evidence.words.first
    full = np.flatnonzero(np.diff(first)).tolist()
    chosen = data.draw(st.lists(st.sampled_from(full), max_size=4)) if full else []
    targets = [(one, data.draw(st.integers(int(first[one]), int(first[one + 1]) - 1))) for one in chosen]
    behind = [data.draw(st.integers(place, int(first[one + 1]))) for one, place in targets]
    columns = [chosen, [place for _, place in targets], behind]
    rows = of_targets(evidence, tuple(np.array(column, dtype=np.int64) for column in columns)).toarray()
    assert rows.shape == (len(chosen), len(OF_TARGET.weights))
    for row, (sentence, place, end) in enumerate(zip(*columns, strict=True)):
        triples = emit(evidence, OF_TARGET, (place, end), sentence=sentence)
        expected = added(triples, rows.shape[1], evidence.words.per_sentence[sentence])
        np.testing.assert_allclose(rows[row], expected, rtol=1e-5, atol=1e-6)


@given(TEXTS, st.randoms())
def test_the_order_of_articles_makes_no_difference_but_to_the_order_of_rows(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    rows = of_sentences(evidence_of(*texts)).toarray()
    shuffled = of_sentences(evidence_of(*(texts[place] for place in order))).toarray()
    np.testing.assert_array_equal(shuffled, rows[order])


def test_a_target_in_a_sentence_without_words_has_no_features():
    targets = np.array([1]), np.array([1]), np.array([1])
    assert of_targets(evidence_of("Good", "…"), targets).nnz == 0


def test_without_sentences_there_are_no_rows():
    evidence = evidence_of()
    assert of_sentences(evidence).shape == (0, len(OF_SENTENCE.weights))
    empty = np.zeros(0, np.int64)
    assert of_targets(evidence, (empty, empty, empty)).shape == (0, len(OF_TARGET.weights))
