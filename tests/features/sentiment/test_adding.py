import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment import read_scorer
from features.sentiment.evidence import find_evidence
from features.sentiment.layout import N_CHANNELS, weigh_length
from features.sentiment.learning import damp
from features.sentiment.matrices import number_words, sentence_features
from features.sentiment.scoring import score_stream
from tests.features.sentiment.small_lists import SIGNS, stream

PIECES = st.sampled_from(
    "Sanctions eased not failed peace of talks collapsed war Duarte praised Ruiz under fire oil prices fell but if very he's".split()
    + SIGNS
)
TEXTS = st.lists(st.lists(PIECES, max_size=14).map(" ".join), min_size=1, max_size=4)


@given(TEXTS)
def test_sums_in_room_for_one_sentence_are_those_of_the_matrices_that_the_weights_were_fitted_to(texts):
    scorer, words = read_scorer(), stream(*texts)
    head, evidence = scorer.sentence, find_evidence(words, scorer.tone_words)
    features = sentence_features(evidence, number_words(words, head.known), head.layout, len(head.pairs))
    sums = features @ head.weights
    sums = sums * damp(sums, head.ceiling)[:, None] + head.start
    parts = np.exp(np.column_stack([sums[:, 0], np.zeros(len(sums)), sums[:, 1]]))
    scored = score_stream(words, scorer)
    some = scored.n_scored > 0
    assert weigh_length(words.per_sentence).shape == some.shape and features.shape[1] > N_CHANNELS
    np.testing.assert_allclose(scored.chances[some], (parts / parts.sum(axis=1)[:, None])[some], atol=1e-5)
    assert np.isnan(scored.score[~some]).all()


@given(TEXTS)
def test_parts_of_words_add_up_and_say_what_the_evidence_says(texts):
    scorer, words = read_scorer(), stream(*texts)
    evidence, scored = find_evidence(words, scorer.tone_words), score_stream(words, scorer)
    total = np.bincount(words.sentence[scored.position], scored.contribution, minlength=len(texts))
    np.testing.assert_allclose(total[scored.n_scored > 0], scored.score[scored.n_scored > 0], atol=1e-9)
    assert (np.diff(scored.position) > 0).all()
    valence = evidence.ratings[scored.position, 0]
    assert np.nan_to_num(scored.valence).tolist() == pytest.approx(valence.tolist())
    assert scored.factor.tolist() == pytest.approx(evidence.factor[scored.position].tolist())
