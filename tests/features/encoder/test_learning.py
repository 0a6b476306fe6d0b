"""How it is learned."""

import numpy as np
import pytest

from features.encoder.corpora import Corpus
from features.encoder.learning import Recipe, learn, plan_course, rate_at

MENTION = np.array([[1, 2, 0, 0]])


def corpus(n, offset=0):
    """Sentences whose middle piece tells their class."""
    classes = (np.arange(n) + offset) % 3
    windows = [np.array([101, 10 + k, 5, 102]) for k in classes]
    return Corpus(windows, [np.array([[1, 2, k, no]]) for no, k in enumerate(classes)], classes)


def test_the_rate_rises_in_a_line_and_falls_along_a_cosine():
    # At half the course the cosine stands at its middle; it never falls to nothing.
    assert [rate_at(share, 0.2) for share in (0.0, 0.1, 0.5, 1.0)] == pytest.approx(
        [0, 0.5 * (1 + np.cos(0.1 * np.pi)) / 2, 0.5, 0.02]
    )


def test_each_set_is_read_as_often_as_the_recipe_says_and_when():
    recipe = Recipe(windows_a_step=5, course=(("early", 0.5, 0.0, 0.4), ("late", 1.0, 0.6, 1.0)))
    course = plan_course({"early": corpus(40), "late": corpus(20)}, recipe, 3.0, np.random.default_rng(0))
    names = [name for name, _ in course]
    # 1.5 passes of 8 batches, then 3 passes of 4.
    assert names == ["early"] * 12 + ["late"] * 12
    read = np.bincount(np.concatenate([batch for name, batch in course if name == "late"]))
    assert read.tolist() == [3] * 20


def test_the_same_seed_learns_the_same_numbers_and_leaves_the_dice_of_others_alone(model):
    torch = pytest.importorskip("torch")
    recipe = Recipe(rank=1, windows_a_step=6, course=(("news", 1.0, 0.0, 1.0),))
    before = torch.random.get_rng_state()
    one, same, other = (learn(model, {"news": corpus(12)}, recipe=recipe, epochs=1, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(before, torch.random.get_rng_state())
    assert all(one[name].tobytes() == same[name].tobytes() for name in one)
    assert one["target.query"].tobytes() != other["target.query"].tobytes()


def test_what_tells_the_classes_apart_is_learned(model):
    pytest.importorskip("torch")
    from features.encoder.adapter import merge
    from features.encoder.forward import encode_plainly
    from features.encoder.heads import judge_windows

    recipe = Recipe(
        rank=1,
        topic_shares=(0.0,),
        windows_a_step=12,
        drop=0.0,
        head_drop=0.0,
        rate=1e-3,
        course=(("news", 1.0, 0.0, 1.0),),
    )
    learned = learn(model, {"news": corpus(12)}, recipe=recipe, epochs=25, seed=0)
    topic = {"topic.map": np.eye(384), "topic.offset": np.zeros(384)}
    adapter = learned | topic | {f"{head}.calibration": np.array([1.0, 0, 0, 0]) for head in ("target", "valence")}
    merged = merge(model, learned)
    states = np.stack([encode_plainly(merged, window) for window in corpus(3).windows])
    valence, targets, _ = judge_windows(adapter, states, np.array([[0, 1, 2], [1, 1, 2], [2, 1, 2]]))
    assert targets.argmax(1).tolist() == valence.argmax(1).tolist() == [0, 1, 2]


def test_several_shares_give_the_mean_of_their_courses(model):
    pytest.importorskip("torch")
    plain = np.random.default_rng(0).normal(0, 1, (12, 384)).astype(np.float32)
    sets = {"news": corpus(12)._replace(plain=plain / np.linalg.norm(plain, axis=1, keepdims=True))}
    recipe = Recipe(rank=1, windows_a_step=6, course=(("news", 1.0, 0.0, 1.0),))
    without, alone, both = (
        learn(model, sets, recipe=recipe._replace(topic_shares=shares), epochs=1, seed=1)
        for shares in ((0.0,), (1.0,), (0.0, 1.0))
    )
    assert np.array_equal(without["topic.map"], np.eye(384))
    assert not np.array_equal(alone["topic.map"], np.eye(384))
    assert all(np.allclose(both[name], (without[name] + alone[name]) / 2, atol=1e-7) for name in both)
