"""The encoder as PyTorch sees it while it learns. Only training needs PyTorch."""

import math

from features.encoder.adapter import HEADS, LAYERS, WIDTH, matrix_names, vector_names
from features.encoder.extra import needed
from features.encoder.heads import FAR, LOOK_HEADS

# Width of what a mention looks for in its sentence.
LOOK = 96
# The heads’ inner layer.
INNER = 128


def start_parameters(model, *, rank, seed):
    """Make the parameters that learn: an adapter that changes nothing yet, and heads that know nothing yet.

    Parameters
    ----------
    model : dict of str to Tensor
        MiniLM’s tensors.
    rank : int
        Of the additions to the matrices.
    seed : int
        Of the random beginnings.

    Returns
    -------
    dict of str to Tensor
        Parameters by name.
    """
    torch = needed("torch")
    dice = torch.Generator().manual_seed(seed)

    def drawn(*shape):
        return torch.randn(*shape, generator=dice) / math.sqrt(shape[-1])

    made = {}
    for name in matrix_names():
        out, into = model[f"{name}.weight"].shape
        made[f"{name}.down"], made[f"{name}.up"] = drawn(rank, into), torch.zeros(out, rank)
    made |= {f"{name}.shift": torch.zeros(model[name].shape) for name in vector_names(model)}
    made |= {f"target.{name}": drawn(LOOK, WIDTH) for name in ("query", "key", "value")}
    made["target.distance"] = torch.zeros(LOOK_HEADS, 2 * FAR + 1)
    made |= {"topic.map": torch.eye(WIDTH), "topic.offset": torch.zeros(WIDTH)}
    for head, width in (("target", 3 * WIDTH + LOOK), ("valence", 2 * WIDTH)):
        made |= {f"{head}.inner": drawn(INNER, width), f"{head}.inner_bias": torch.zeros(INNER)}
        made |= {
            f"{head}.outer": drawn(3, INNER) * 0.1,
            f"{head}.direct": torch.zeros(3, width),
            f"{head}.bias": torch.zeros(3),
        }
    return {name: tensor.requires_grad_() for name, tensor in made.items()}


def encode(model, learned, pieces, mask, *, scale, drop=0.0):
    """Encode windows.

    Parameters
    ----------
    model, learned : dict of str to Tensor
        The frozen weights and the parameters.
    pieces : Tensor of shape (windows, length)
        Piece numbers.
    mask : Tensor of bool
        Which of them are there.
    scale : float
        Of the additions to the matrices.
    drop : float
        The share of numbers left out while learning.

    Returns
    -------
    Tensor of shape (windows, length, 384)
        The last layer.
    """
    functional = needed("torch").nn.functional

    def linear(name, x):
        addition = functional.linear(functional.linear(x, learned[f"{name}.down"]), learned[f"{name}.up"])
        return functional.linear(x, model[f"{name}.weight"], vector(f"{name}.bias")) + scale * addition

    def vector(name):
        return model[name] + learned[f"{name}.shift"]

    def normalised(name, x):
        return functional.layer_norm(x, (WIDTH,), vector(f"{name}.weight"), vector(f"{name}.bias"), 1e-12)

    many, length = pieces.shape
    x = model["embeddings.word_embeddings.weight"][pieces] + model["embeddings.position_embeddings.weight"][:length]
    x = x + model["embeddings.token_type_embeddings.weight"][0]
    gain, bias = model["embeddings.LayerNorm.weight"], model["embeddings.LayerNorm.bias"]
    x = functional.dropout(functional.layer_norm(x, (WIDTH,), gain, bias, 1e-12), drop, drop > 0)
    for layer in range(LAYERS):
        own = f"encoder.layer.{layer}."
        query, key, value = (
            linear(f"{own}attention.self.{one}", x).view(many, length, HEADS, -1).transpose(1, 2)
            for one in ("query", "key", "value")
        )
        seen = functional.scaled_dot_product_attention(query, key, value, mask[:, None, None, :])
        seen = linear(f"{own}attention.output.dense", seen.transpose(1, 2).reshape(many, length, WIDTH))
        x = normalised(f"{own}attention.output.LayerNorm", x + functional.dropout(seen, drop, drop > 0))
        inner = functional.gelu(linear(f"{own}intermediate.dense", x))
        inner = functional.dropout(linear(f"{own}output.dense", inner), drop, drop > 0)
        x = normalised(f"{own}output.LayerNorm", x + inner)
    return x


def sentence_means(states, mask):
    """Average the pieces of each window.

    Parameters
    ----------
    states : Tensor of shape (windows, length, 384)
        As from `encode`.
    mask : Tensor of bool
        Which pieces are there.

    Returns
    -------
    Tensor of shape (windows, 384)
        The means.
    """
    weight = mask.to(states.dtype).unsqueeze(2)
    return (states * weight).sum(1) / weight.sum(1)


def topic_embeddings(learned, states, mask):
    """Embed windows for topics.

    Parameters
    ----------
    learned : dict of str to Tensor
        The parameters.
    states, mask : Tensor
        As for `sentence_means`.

    Returns
    -------
    Tensor of shape (windows, 384)
        Of length 1.
    """
    functional = needed("torch").nn.functional
    means = functional.normalize(sentence_means(states, mask), dim=1)
    return functional.normalize(functional.linear(means, learned["topic.map"], learned["topic.offset"]), dim=1)


def valence_logits(learned, states, mask, *, drop=0.0):
    """Judge whole sentences.

    Parameters
    ----------
    learned : dict of str to Tensor
        The parameters.
    states, mask : Tensor
        As for `sentence_means`.
    drop : float
        The share of features left out while learning.

    Returns
    -------
    Tensor of shape (windows, 3)
        Logits: negative, neutral, positive.
    """
    return _judged(learned, "valence", needed("torch").cat([states[:, 0], sentence_means(states, mask)], 1), drop)


def target_logits(learned, states, mask, window, first, last, *, drop=0.0):
    """Judge the tone toward mentions.

    Parameters
    ----------
    learned : dict of str to Tensor
        The parameters.
    states, mask : Tensor
        As for `sentence_means`.
    window, first, last : Tensor of int
        The window of each mention, its first piece and one past its last.
    drop : float
        The share of features left out while learning.

    Returns
    -------
    Tensor of shape (mentions, 3)
        Logits: negative, neutral, positive.
    """
    torch = needed("torch")
    own, there = states[window], mask[window]
    places = torch.arange(states.shape[1], device=states.device)
    inside = (places >= first[:, None]) & (places < last[:, None])
    mention = sentence_means(own, inside)
    looked = _looked_at(learned, own, there, mention, (places - first[:, None]).clamp(-FAR, FAR) + FAR)
    return _judged(learned, "target", torch.cat([mention, own[:, 0], sentence_means(own, there), looked], 1), drop)


def _looked_at(learned, states, mask, mention, distance):
    functional = needed("torch").nn.functional
    many, length, _ = states.shape
    query = functional.linear(mention, learned["target.query"]).view(many, LOOK_HEADS, 1, -1)
    key, value = (
        functional.linear(states, learned[f"target.{one}"]).view(many, length, LOOK_HEADS, -1).transpose(1, 2)
        for one in ("key", "value")
    )
    scores = (query @ key.transpose(2, 3)).squeeze(2) / math.sqrt(LOOK // LOOK_HEADS)
    scores = scores + learned["target.distance"].T[distance].transpose(1, 2)
    weights = scores.masked_fill(~mask[:, None, :], float("-inf")).softmax(-1)
    return (weights.unsqueeze(2) @ value).reshape(many, LOOK)


def _judged(learned, head, features, drop):
    functional = needed("torch").nn.functional
    features = functional.dropout(features, drop, drop > 0)
    inner = functional.gelu(functional.linear(features, learned[f"{head}.inner"], learned[f"{head}.inner_bias"]))
    inner = functional.dropout(inner, drop, drop > 0)
    direct = functional.linear(features, learned[f"{head}.direct"], learned[f"{head}.bias"])
    return direct + functional.linear(inner, learned[f"{head}.outer"])
