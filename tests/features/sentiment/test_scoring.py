import pickle
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.sentiment import Scorer, choose_scorer, read_scorer
from features.sentiment.locating import locate_targets
from features.sentiment.model import read_head
from features.sentiment.scoring import score_places, score_stream
from features.text import find_words
from tests.features.sentiment.small_scorers import (
    head_of,
    mentions_in,
    score_by_hand,
    scorer_of,
    sentences_of,
    tone_words_of,
)

STORM = {("word", "storm"): (1.0, -1.0), ("word", "calm"): (-0.5, 0.5)}
PIECES = st.sampled_from(
    "Sanctions were eased not failed peace talks collapsed war Duarte praised Ruiz oil prices fell but “ ” , he very".split()
)
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)
GERMAN = "Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt, und der Minister war nach dem Treffen good."


def score_texts(scorer, *texts):
    return score_stream(find_words(sentences_of(*texts)), scorer)


def score_mentions(scorer, sentences, mentions):
    words = find_words(sentences)
    row = pd.Index(sentences["article_id"]).get_indexer(mentions["article_id"]).astype(np.int64)
    places = (mentions[name].to_numpy(np.int64) for name in ("start", "end"))
    return score_places(words, locate_targets(words, row, *places), scorer)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_score_is_the_chance_of_good_minus_that_of_bad():
    # Four words count 2.5-fold (√(25 / 4)): 2.5 · (1, −1), and −0.5 to begin with.
    scored = score_texts(scorer_of(STORM), "A storm came by.")
    score, chances = score_by_hand(2.0, -3.0)
    assert scored.score[0] == pytest.approx(score)
    assert scored.chances[0].tolist() == pytest.approx(chances)
    assert (scored.n_scored.tolist(), scored.position.tolist()) == ([1], [1])


def test_parts_of_a_score_are_as_large_as_their_weights():
    # Good minus bad: −2 of the storm, 1 of the calm; together −1, which is the score.
    scored = score_texts(scorer_of(STORM), "The storm, the calm.")
    score, _ = score_by_hand(2.5 * 0.5 - 0.5, -2.5 * 0.5 - 0.5)
    assert scored.score[0] == pytest.approx(score)
    assert scored.contribution.tolist() == pytest.approx([2 * score, -score])
    assert np.isnan(scored.valence).all()
    assert scored.factor.tolist() == [1.0, 1.0]


def test_sums_level_off_at_the_ceiling():
    # 2.5 · (1.2, −1.6) = (3, −4), whose length is the ceiling: divided by √2.
    scorer = scorer_of({("word", "storm"): (1.2, -1.6)}, ceiling=5.0, start=(0.0, 0.0))
    score, _ = score_by_hand(3 / np.sqrt(2), -4 / np.sqrt(2))
    scored = score_texts(scorer, "A storm came by.")
    assert scored.score[0] == pytest.approx(score)
    assert scored.contribution.sum() == pytest.approx(score)


def test_what_the_lists_say_counts_by_the_weight_of_their_channel():
    lists = tone_words_of({"gift": 0.5})
    scorer = scorer_of({("valence up", ""): (-1.0, 1.0), ("valence down", ""): (4.0, -4.0)}, lists)
    scored = score_texts(scorer, "A gift came by.")
    assert scored.score[0] == pytest.approx(score_by_hand(-2.5 * 0.5 - 0.5, 2.5 * 0.5 - 0.5)[0])
    assert (scored.valence.tolist(), scored.factor.tolist(), scored.n_scored.tolist()) == ([0.5], [1.0], [1])


def test_words_that_tell_no_good_from_bad_are_no_evidence_and_shift_only_what_there_is():
    scorer = scorer_of({**STORM, ("word", "report"): (-1.0, -0.95)})
    scored = score_texts(scorer, "A report came by.", "A report of storm.", "Rain came.")
    assert scored.n_scored.tolist() == [0, 1, 0]
    assert np.isnan(scored.score[[0, 2]]).all()
    assert scored.score[1] == pytest.approx(score_by_hand(-0.5, 2.5 * -1.95 - 0.5)[0])
    assert np.isnan(scored.chances[[0, 2]]).all()


def test_your_own_words_go_before_the_lists_and_the_weights():
    weights = {("valence up", ""): (-1.0, 1.0), ("word", "storm"): (1.0, -1.0)}
    lists = tone_words_of({"storm": -0.9}, own={"storm": 0.5})
    scored = score_texts(scorer_of(weights, lists), "A storm came by.")
    assert scored.valence.tolist() == [0.5]
    assert scored.score[0] == pytest.approx(score_by_hand(-2.5 * 0.5 - 0.5, 2.5 * 0.5 - 0.5)[0])


def test_what_is_masked_says_nothing():
    scorer = scorer_of(STORM, tone_words_of(mask=["storm window"]))
    scored = score_texts(scorer, "A storm window broke.", "A storm broke a window.")
    assert np.isnan(scored.score).tolist() == [True, False]


def test_what_is_known_to_be_in_another_language_has_no_score():
    texts = [GERMAN, "The good Lord made them all, and it was a good day for all of us."]
    scores = {
        language: score_texts(scorer_of({("word", "good"): (-1, 1)}, tone_words_of(language=language)), *texts).score
        for language in ("en", None)
    }
    assert np.isnan(scores["en"]).tolist() == [True, False]
    assert not np.isnan(scores[None]).any()


def test_a_weight_for_words_before_counts_for_what_stands_behind_them():
    of_target = {("word before", "praised"): (-1.0, 1.0), ("word", "praised"): (0.0, 0.2)}
    sentences = sentences_of("Duarte praised Ruiz there.")
    mentions = mentions_in(sentences, (0, "Ruiz"), (0, "Duarte"))
    score, chances, n_scored, (start, offsets, parts) = score_mentions(
        scorer_of({}, of_target=of_target), sentences, mentions
    )
    of_ruiz, of_duarte = score_by_hand(-3.0, 2.5), score_by_hand(-0.5, 0.0)
    assert score.tolist() == pytest.approx([of_ruiz[0], of_duarte[0]])
    assert chances.tolist() == [pytest.approx(of_ruiz[1]), pytest.approx(of_duarte[1])]
    assert (n_scored.tolist(), start.tolist(), offsets.tolist()) == ([1, 1], [0.0, 0.0], [0, 5, 10])
    # Four words and the sentence as a whole.
    assert parts.tolist() == pytest.approx([0, of_ruiz[0], 0, 0, 0, 0, of_duarte[0], 0, 0, 0])


def test_the_words_of_a_target_say_nothing_of_it():
    of_target = {("word", "storm"): (1.0, -1.0)}
    sentences = sentences_of("Tropical Storm Ana passed.", "The storm passed Ana.")
    mentions = mentions_in(sentences, (0, "Tropical Storm Ana"), (1, "Ana"))
    score, *_ = score_mentions(scorer_of({}, of_target=of_target), sentences, mentions)
    assert np.isnan(score).tolist() == [True, False]


def test_no_sentences_and_no_targets_give_no_scores():
    nothing = sentences_of()
    assert len(score_texts(read_scorer()).score) == 0
    score, chances, n_scored, _ = score_mentions(
        read_scorer(), nothing, mentions_in(nothing).astype({"start": int, "end": int})
    )
    assert (len(score), chances.shape, len(n_scored)) == (0, (0, 3), 0)
    blank = sentences_of("…", "")
    assert np.isnan(score_mentions(read_scorer(), blank, mentions_in(blank, (0, "…")))[0]).all()


@settings(max_examples=25)
@given(st.lists(TEXTS, max_size=4))
def test_parts_add_up_to_the_score_and_chances_to_1(texts):
    scored = score_texts(read_scorer(), *texts)
    sums = np.bincount(scored.words.sentence[scored.position], weights=scored.contribution, minlength=len(scored.score))
    known = ~np.isnan(scored.score)
    assert known.tolist() == (scored.n_scored > 0).tolist()
    np.testing.assert_allclose(sums, np.where(known, scored.score, 0.0), atol=1e-9)
    np.testing.assert_allclose(scored.chances[known].sum(axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose((scored.chances[:, 2] - scored.chances[:, 0])[known], scored.score[known], atol=1e-12)
    assert (np.diff(scored.position) > 0).all()


@settings(max_examples=25)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_parts_of_the_tone_toward_a_target_add_up_to_it(texts, random):
    sentences = sentences_of(*texts)
    places = [(row, random.choice(text.split())) for row, text in enumerate(texts)]
    score, chances, n_scored, (start, offsets, parts) = score_mentions(
        read_scorer(), sentences, mentions_in(sentences, *places)
    )
    known = ~np.isnan(score)
    assert known.tolist() == (n_scored > 0).tolist()
    sums = start + np.add.reduceat(parts, offsets[:-1])
    np.testing.assert_allclose(sums, np.where(known, score, 0.0), atol=1e-9)
    np.testing.assert_allclose(chances[known].sum(axis=1), 1.0, atol=1e-12)


@settings(max_examples=25)
@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_no_text_is_refused(text, start, length):
    sentences = sentences_of(text, f"The war {text} failed")
    assert len(score_stream(find_words(sentences), read_scorer()).score) == 2
    start = min(start, len(sentences["text"][1]) - 1)
    mention = pd.DataFrame({"article_id": ["a1"], "sentence_no": [0], "start": [start], "end": [start + length]})
    [score] = score_mentions(read_scorer(), sentences, mention)[0]
    assert np.isnan(score) or -1 <= score <= 1


@pytest.mark.parametrize("unit", ["not ", "failed ", "war he ", "the good Ana war ", "fell, but ", 'war " '])
def test_a_sentence_of_100_000_words_is_scored_soon_and_in_little_memory(unit):
    scorer = read_scorer()
    score_mentions(scorer, sentences_of("Ana won."), mentions_in(sentences_of("Ana won."), (0, "Ana")))
    long = sentences_of(unit * (100_000 // len(unit.replace('"', "").split())))
    tracemalloc.start()
    before = time.perf_counter()
    scored = score_stream(find_words(long), scorer)
    toward, *_ = score_mentions(scorer, long, mentions_in(long, (0, unit.split()[0])))
    seconds, (_, peak) = time.perf_counter() - before, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(scored.words) == 100_000
    assert seconds < 10
    assert peak < 250e6
    assert np.isnan(scored.score[0]) or abs(scored.score[0]) <= 1
    assert np.isnan(toward[0]) or abs(toward[0]) <= 1


OWN = "term,weight,domain\ntariff,-0.5,\nrate cut,0.75,markets\n"


def test_a_scorer_with_your_words_survives_the_way_to_another_process(tmp_path):
    scorer = read_scorer(
        write(tmp_path / "own.csv", OWN), write(tmp_path / "mask.csv", "phrase\nwar room\n"), domains=["markets"]
    )
    words = find_words(sentences_of("The tariff stays.", "A rate cut helps.", "They sat in the war room.", "War came."))
    written = pickle.dumps(scorer)
    # The lists and the weights of the project are there already.
    assert len(written) < 1_000
    again = pickle.loads(written)
    assert again.digest == scorer.digest != read_scorer().digest
    np.testing.assert_array_equal(score_stream(words, again).score, score_stream(words, scorer).score)
    assert pickle.loads(written) is again


def test_a_scorer_with_weights_of_its_own_takes_them_along():
    scorer = scorer_of(STORM, of_target={("word", "storm"): (1.0, -1.0)})
    again = pickle.loads(pickle.dumps(scorer))
    assert again.digest == scorer.digest
    words = find_words(sentences_of("A storm came by."))
    assert score_stream(words, again).score.tolist() == score_stream(words, scorer).score.tolist()


def test_the_digest_tells_words_masks_domains_and_weights_apart(tmp_path):
    own, mask = write(tmp_path / "own.csv", OWN), write(tmp_path / "mask.csv", "phrase\nwar room\n")
    lists, other = tone_words_of({"war": -0.5}), scorer_of(STORM).sentence
    scorers = [
        read_scorer(),
        read_scorer(own),
        read_scorer(own, domains=["markets"]),
        read_scorer(mask=mask),
        Scorer(lists),
        Scorer(lists, sentence=other),
        Scorer(lists, target=head_of({}, of_target=True)),
        Scorer(lists, sentence=head_of({**STORM, ("word", "calm"): (-0.5, 0.51)})),
    ]
    assert len({scorer.digest for scorer in scorers}) == len(scorers)
    assert read_scorer().digest == choose_scorer().digest == Scorer().digest
    assert Scorer(lists, sentence=head_of(STORM)).digest == Scorer(lists, sentence=other).digest


def test_a_scorer_reads_the_heads_and_the_language_of_the_project():
    scorer = read_scorer()
    assert scorer.language == "en"
    assert scorer.sentence is read_head("sentence") and scorer.target is read_head("target")
