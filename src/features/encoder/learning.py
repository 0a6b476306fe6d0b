"""Teaching the encoder: a low-rank adapter and two heads, learned from labelled news."""

import math
from typing import NamedTuple

import numpy as np

from features.encoder.corpora import NO_LABEL, fill_batch, split_batches
from features.encoder.extra import needed
from features.encoder.network import encode, start_parameters, target_logits, topic_embeddings, valence_logits


class Recipe(NamedTuple):
    """How it is learned. What was tried was compared on articles of NewsMTSC’s training split that are held out."""

    rank: int = 16
    scale: float = 2.0  # of the low-rank additions
    rate: float = 6e-4  # AdamW’s, of the adapter
    head_rate: float = 1e-3
    decay: float = 0.01
    drop: float = 0.1  # share of numbers left out in the layers, as in BERT
    head_drop: float = 0.3
    smoothing: float = 0.1  # of labels
    windows_a_step: int = 24
    most_pieces: int = 64
    valence_share: float = 0.3  # of the loss of a sentence’s own label, where there are mentions too
    # Of the loss of embeddings that move away from MiniLM’s own: 1 − cosine. With several shares there are as many courses, and the
    # parameters are their mean: with 0 alone, a sentence keeps 36 % of its ten nearest neighbours; with 1 alone, half a point of F1
    # is lost; the mean of both keeps 56 % and the F1.
    topic_shares: tuple = (0.0, 1.0)
    warm: float = 0.06  # share of the steps in which the rate rises
    average_from: float = 0.85  # the parameters are the mean over the steps from here on
    # Per set: passes per pass over NewsMTSC, and where in the course they begin and end. Ratings come first, news last.
    course: tuple = (
        ("vader", 0.25, 0.0, 0.6),
        ("sentfin", 0.6, 0.0, 0.9),
        ("finentity", 0.8, 0.05, 0.95),
        ("newsmtsc", 1.0, 0.05, 1.0),
    )


def learn(model, corpora, *, recipe, epochs, seed, device="cpu", progress=False):
    """Learn the parameters.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors.
    corpora : dict of str to Corpus
        The sets of the recipe’s course, by name.
    recipe : Recipe
        How.
    epochs : float
        Passes over NewsMTSC; the others follow.
    seed : int
        Decides beginnings, order and what is left out.
    device : str
        PyTorch’s name of where it computes. On a CPU the same seed gives the same numbers, on one machine and with one number of
        threads.
    progress : bool
        Whether a bar is shown.

    Returns
    -------
    dict of str to array
        Parameters by name, the scale multiplied in.
    """
    courses = [
        _one_course(model, corpora, recipe, epochs, seed, device, progress, topic_share)
        for topic_share in recipe.topic_shares
    ]
    learned = {name: np.mean([one[name] for one in courses], axis=0) for name in courses[0]}
    return {name: array * recipe.scale if name.endswith(".up") else array for name, array in learned.items()}


def plan_course(corpora, recipe, epochs, dice):
    """Lay the batches of all sets on one line.

    Parameters
    ----------
    corpora : dict of str to Corpus
        The sets.
    recipe : Recipe
        Says how often each is read, and when.
    epochs : float
        Passes over NewsMTSC.
    dice : numpy.random.Generator
        Decides the order.

    Returns
    -------
    list of (str, array of int)
        The set and its windows, step by step.
    """
    placed = []
    for name, passes, begins, ends in recipe.course:
        whole, rest = divmod(passes * epochs, 1)
        batches = [
            batch for _ in range(int(whole)) for batch in split_batches(corpora[name], recipe.windows_a_step, dice)
        ]
        last = split_batches(corpora[name], recipe.windows_a_step, dice)
        batches += last[: round(rest * len(last))]
        at = begins + (ends - begins) * (np.arange(len(batches)) + dice.random(len(batches))) / max(len(batches), 1)
        placed += [(moment, name, batch) for moment, batch in zip(at, batches, strict=True)]
    return [(name, batch) for _, name, batch in sorted(placed, key=lambda one: one[0])]


def rate_at(share, warm):
    """Say how high the learning rate stands.

    Parameters
    ----------
    share : float
        Of the course that is done.
    warm : float
        The share in which it rises.

    Returns
    -------
    float
        Of the highest rate: rises to it in a line, falls along a half cosine, never to nothing.

    Examples
    --------
    >>> from features.encoder.learning import rate_at
    >>> [round(rate_at(share, 0.1), 2) for share in (0.05, 0.5, 1.0)]
    [0.5, 0.5, 0.02]
    """
    return min(share / warm, 1.0) * max((1 + math.cos(math.pi * share)) / 2, 0.02)


class _Mean:
    """The mean over steps of parameters; without any step, the parameters themselves."""

    def __init__(self, learned):
        self.sums, self.n_steps, self.learned = None, 0, learned

    def add(self, learned):
        self.n_steps += 1
        if self.sums is None:
            self.sums = {name: tensor.detach().clone() for name, tensor in learned.items()}
            return
        for name, tensor in learned.items():
            self.sums[name] += (tensor.detach() - self.sums[name]) / self.n_steps

    def arrays(self):
        return {name: tensor.detach().cpu().numpy() for name, tensor in (self.sums or self.learned).items()}


def _one_course(model, corpora, recipe, epochs, seed, device, progress, topic_share):
    torch = needed("torch")
    frozen = {name: torch.from_numpy(np.array(tensor)).to(device) for name, tensor in model.items()}
    # What is left out is drawn by PyTorch’s own generator, which is given back as it was.
    with torch.random.fork_rng(devices=[] if device == "cpu" else None):
        torch.manual_seed(seed)
        started = start_parameters(frozen, rank=recipe.rank, seed=seed)
        learned = {name: tensor.detach().to(device).requires_grad_() for name, tensor in started.items()}
        optimiser, mean = _optimiser(torch, learned, recipe), _Mean(learned)
        course = plan_course(corpora, recipe, epochs, np.random.default_rng(seed))
        rates = [group["lr"] for group in optimiser.param_groups]
        for step, (name, chosen) in enumerate(_shown(course, progress)):
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * rate_at(step / len(course), recipe.warm)
            optimiser.zero_grad()
            _loss(frozen, learned, fill_batch(corpora[name], chosen, device), recipe, topic_share).backward()
            torch.nn.utils.clip_grad_norm_(list(learned.values()), 1.0)
            optimiser.step()
            if step >= recipe.average_from * len(course):
                mean.add(learned)
    return mean.arrays()


def _loss(frozen, learned, batch, recipe, topic_share):
    functional = needed("torch").nn.functional
    states = encode(frozen, learned, batch.pieces, batch.mask, scale=recipe.scale, drop=recipe.drop)
    # A beginning that hangs on the parameters, for batches without any label.
    loss, share = states.sum() * 0.0, 1.0
    if len(batch.target):
        logits = target_logits(
            learned, states, batch.mask, batch.window, batch.first, batch.last, drop=recipe.head_drop
        )
        loss = loss + functional.cross_entropy(logits, batch.target, label_smoothing=recipe.smoothing)
        share = recipe.valence_share
    known = batch.valence != NO_LABEL
    if known.any():
        logits = valence_logits(learned, states[known], batch.mask[known], drop=recipe.head_drop)
        loss = loss + share * functional.cross_entropy(logits, batch.valence[known], label_smoothing=recipe.smoothing)
    if batch.plain is not None and topic_share:
        near = (topic_embeddings(learned, states, batch.mask) * batch.plain).sum(1).mean()
        loss = loss + topic_share * (1 - near)
    return loss


def _optimiser(torch, learned, recipe):
    groups: dict[str, list] = {"matrices": [], "vectors": [], "heads": []}
    for name, tensor in learned.items():
        kind = "heads" if not name.startswith("encoder.") else "vectors" if name.endswith(".shift") else "matrices"
        groups[kind].append(tensor)
    settings = {
        "matrices": dict(lr=recipe.rate, weight_decay=recipe.decay),
        "vectors": dict(lr=recipe.rate, weight_decay=0.0),
        "heads": dict(lr=recipe.head_rate, weight_decay=recipe.decay),
    }
    return torch.optim.AdamW([dict(params=groups[kind], **settings[kind]) for kind in groups], betas=(0.9, 0.98))


def _shown(course, progress):
    if not progress:
        return course
    return needed("tqdm").tqdm(course, desc="encoder", unit="step", mininterval=2)
