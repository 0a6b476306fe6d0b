"""The encoder as PyTorch sees it: held to the plain numbers that are used afterwards."""

import numpy as np
import pytest

from features.encoder.adapter import merge
from features.encoder.forward import encode_plainly
from features.encoder.heads import judge_windows
from features.encoder.network import encode, sentence_means, start_parameters, target_logits, valence_logits

torch = pytest.importorskip("torch")

PIECES = np.array([[101, 4, 9, 33, 8, 102], [101, 5, 102, 0, 0, 0]])
MASK = torch.tensor([[True] * 6, [True] * 3 + [False] * 3])


@pytest.fixture(scope="module")
def frozen(model):
    return {name: torch.from_numpy(tensor.copy()) for name, tensor in model.items()}


@pytest.fixture(scope="module")
def learned(frozen):
    """Parameters after some learning: nothing is zero any more."""
    dice = torch.Generator().manual_seed(3)
    made = start_parameters(frozen, rank=2, seed=1)
    return {name: tensor.detach() + 0.05 * torch.randn(tensor.shape, generator=dice) for name, tensor in made.items()}


def test_a_new_adapter_changes_nothing(model, frozen):
    states = encode(frozen, start_parameters(frozen, rank=2, seed=1), torch.from_numpy(PIECES), MASK, scale=2.0)
    assert np.allclose(states[0].detach().numpy(), encode_plainly(model, PIECES[0]), atol=1e-3)


def test_what_is_learned_is_what_is_merged_and_filling_up_is_not_seen(model, frozen, learned):
    states = encode(frozen, learned, torch.from_numpy(PIECES), MASK, scale=2.0).numpy()
    arrays = {name: tensor.numpy() * (2 if name.endswith(".up") else 1) for name, tensor in learned.items()}
    merged = merge(model, arrays)
    assert not np.allclose(states[0], encode_plainly(model, PIECES[0]), atol=0.1)
    assert np.allclose(states[0], encode_plainly(merged, PIECES[0]), atol=1e-2)
    assert np.allclose(states[1, :3], encode_plainly(merged, PIECES[1, :3]), atol=1e-2)


def test_heads_say_in_plain_numbers_what_they_learned(heads, frozen, learned):
    states = torch.randn(2, 6, 384, generator=torch.Generator().manual_seed(0))
    window, first, last = torch.tensor([[0, 1, 3], [0, 4, 5], [1, 1, 2]]).T
    targets = target_logits(learned, states, MASK, window, first, last).softmax(1).numpy()
    valence = valence_logits(learned, states, MASK).softmax(1).numpy()
    adapter = heads | {name: tensor.numpy() for name, tensor in learned.items()}
    for no, length in enumerate((6, 3)):
        places = np.stack([window, first, last], 1)[window.numpy() == no]
        places[:, 0] = 0
        plain_valence, plain_targets, _ = judge_windows(adapter, states[no : no + 1, :length].numpy(), places)
        assert np.allclose(valence[no], plain_valence[0], atol=1e-4)
        assert np.allclose(targets[window.numpy() == no], plain_targets, atol=1e-4)


def test_means_are_of_the_pieces_that_are_there():
    states = torch.tensor([[[1.0], [3.0], [100.0]]])
    assert sentence_means(states, torch.tensor([[True, True, False]])).tolist() == [[2.0]]


def test_the_same_seed_begins_alike_and_another_does_not(frozen):
    name = "target.query"
    one, same, other = (start_parameters(frozen, rank=2, seed=seed)[name] for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
