"""Making the shipped adapter from the data folder: learn, fix ranges, calibrate on what was held out."""

import hashlib
import json
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from features.encoder.adapter import WIDTH, merge, pack, unpack
from features.encoder.calibration import fit_calibration, measure_calibration_error, measure_f1
from features.encoder.corpora import NO_LABEL, Corpus, cut_corpus, fill_batch
from features.encoder.encoder import Encoder, make_graph
from features.encoder.extra import needed
from features.encoder.forward import encode_plainly
from features.encoder.labelled import RATED, TARGETED, Labelled, articles_of, gather, read_rows
from features.encoder.learning import Recipe, learn
from features.encoder.network import encode, start_parameters, topic_embeddings
from features.encoder.pieces import read_tokenizer
from features.encoder.sources import find_model, read_tensors, write_tensors

# Sentences from which the ranges of the integers are taken, and those from which the map to MiniLM’s own embeddings is fitted.
_FOR_RANGES, _FOR_TOPICS = 300, 4000
# Of the ridge regression; embeddings have length 1, so that their numbers are about 0.05.
_RIDGE = 1e-2


def train_encoder(data, out, *, seed=0, epochs=2.5, device="cpu", progress=False, folder=None, recipe=None):
    """Train an adapter.

    Parameters
    ----------
    data : str or Path
        The folder with the labelled sets: newsmtsc.jsonl, sentfin.jsonl, finentity.jsonl, vader_tweets.jsonl, vader_amazon.jsonl and
        vader_movie.jsonl.
    out : str or Path
        The file that is written; beside it, in `<out>.json`, what was measured on the eighth that was held out.
    seed : int
        Decides beginnings, order and what is left out.
    epochs : float
        Passes over NewsMTSC.
    device : str
        PyTorch’s name of where it computes.
    progress : bool
        Whether a bar is shown.
    folder : str or Path, optional
        Holds all-MiniLM-L6-v2, as for `read_encoder`.
    recipe : Recipe, optional
        How it is learned.

    Returns
    -------
    dict
        What was measured, per set.
    """
    recipe, sets, place = recipe or Recipe(), read_sets(data), find_model(folder)
    tokenizer, model = read_tokenizer(place), read_tensors(place / "model.safetensors")
    with _one_thread():
        corpora = {name: cut_corpus(tokenizer, gather(rest), recipe.most_pieces) for name, (rest, _) in sets.items()}
        for name in TARGETED:
            corpora[name] = corpora[name]._replace(plain=plain_embeddings(model, corpora[name].windows))
        learned = learn(model, corpora, recipe=recipe, epochs=epochs, seed=seed, device=device, progress=progress)
        gathered = {name: (gather(rest), gather(held)) for name, (rest, held) in sets.items()}
        adapter, measured = finish(learned, model, tokenizer, gathered)
    write_tensors(out, adapter)
    Path(f"{out}.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return measured


def finish(learned, model, tokenizer, sets):
    """Make an adapter of what was learned.

    Parameters
    ----------
    learned : dict of str to array
        As from `learn`.
    model : dict of str to array
        MiniLM’s tensors.
    tokenizer : tokenizers.Tokenizer
        As from `read_tokenizer`.
    sets : dict of str to (Labelled, Labelled)
        Per set, what was learned from and what was held out.

    Returns
    -------
    adapter : dict of str to array
        Packed, to be written.
    measured : dict
        Per set, on what was held out, with the integers that will be used.
    """
    adapter = unpack(pack({name: array for name, array in learned.items() if not name.startswith("topic.")}))
    adapter |= {f"{head}.calibration": np.array([1.0, 0, 0, 0]) for head in ("target", "valence")}
    # A map of its own was learned on the way; that which fits the integers is fitted anew.
    adapter |= {"topic.map": np.eye(WIDTH), "topic.offset": np.zeros(WIDTH)}
    some = [text for name in ("newsmtsc", "sentfin", "vader") for text in sets[name][0].texts[: _FOR_TOPICS // 3]]
    windows = [*cut_corpus(tokenizer, _unlabelled(some), 64).windows]
    adapter |= measure_ranges(merge(model, adapter), windows[:: max(len(windows) // _FOR_RANGES, 1)])
    encoder = Encoder(tokenizer, make_graph(model, adapter), adapter, "unfinished")
    adapter |= fit_topics(encoder.read(some).embeddings, plain_embeddings(model, windows[: len(some)]))
    said = {name: encoder.read(held.texts, _mentions(held)) for name, (_, held) in sets.items()}
    news = sets["newsmtsc"][1]
    adapter["target.calibration"] = fit_calibration(_logits(said["newsmtsc"].targets), news.target + 1)
    known = {name: held.valence != NO_LABEL for name, (_, held) in sets.items()}
    adapter["valence.calibration"] = fit_calibration(
        _logits(np.concatenate([said[name].valence[known[name]] for name in sets])),
        np.concatenate([held.valence[known[name]] + 1 for name, (_, held) in sets.items()]),
    )
    packed = pack(adapter)
    encoder = Encoder(tokenizer, make_graph(model, unpack(packed)), unpack(packed), "finished")
    return packed, {name: measure(encoder, held) for name, (_, held) in sets.items()}


def measure(encoder, labelled):
    """Measure an encoder on labelled sentences.

    Parameters
    ----------
    encoder : Encoder
        Is asked.
    labelled : Labelled
        What is right.

    Returns
    -------
    dict
        Per head, where the set has labels for it: number of rows, macro-F1, share right, calibration error.
    """
    said, known = encoder.read(labelled.texts, _mentions(labelled)), labelled.valence != NO_LABEL
    found = {}
    for head, chances, right in (
        ("target", said.targets, labelled.target + 1),
        ("valence", said.valence[known], labelled.valence[known] + 1),
    ):
        if len(right):
            guessed = chances.argmax(axis=1)
            found[head] = {
                "n": len(right),
                "macro_f1": round(measure_f1(right, guessed), 4),
                "accuracy": round(float((guessed == right).mean()), 4),
                "calibration_error": round(measure_calibration_error(chances, right), 4),
            }
    return found


def measure_ranges(merged, windows):
    """Measure how large the numbers become that come into each matrix.

    Parameters
    ----------
    merged : dict of str to array
        The weights with the adapter.
    windows : list of array
        What is encoded.

    Returns
    -------
    dict of str to array
        `<matrix>.range`; of the three matrices that read the same numbers, only the first is named.
    """
    seen: dict[str, np.ndarray] = {}
    for window in windows:
        encode_plainly(merged, window, seen)
    return {f"{name}.range": array for name, array in seen.items() if not name.endswith((".key", ".value"))}


def fit_topics(embeddings, plain):
    """Fit the linear map that brings embeddings back to those of MiniLM without the adapter.

    Parameters
    ----------
    embeddings : array of shape (n, 384)
        With the adapter, of length 1.
    plain : array of shape (n, 384)
        Without, of length 1.

    Returns
    -------
    dict of str to array
        `topic.map` and `topic.offset`, by ridge regression.
    """
    middle, aim = embeddings.mean(axis=0, dtype=np.float64), plain.mean(axis=0, dtype=np.float64)
    x, y = embeddings - middle, plain - aim
    matrix = np.linalg.solve(x.T @ x + _RIDGE * np.eye(x.shape[1]), x.T @ y).T
    return {"topic.map": matrix, "topic.offset": aim - matrix @ middle}


def plain_embeddings(model, windows):
    """Embed windows by MiniLM without the adapter: the mean of the last layer, of length 1.

    Parameters
    ----------
    model : dict of str to array
        MiniLM’s tensors.
    windows : list of array
        As from `cut_windows`.

    Returns
    -------
    array of shape (n, 384)
        32-bit floats.
    """
    torch = needed("torch")
    frozen = {name: torch.from_numpy(np.array(tensor)) for name, tensor in model.items()}
    nothing = {name: tensor.detach() for name, tensor in start_parameters(frozen, rank=1, seed=0).items()}
    corpus = Corpus(windows, [np.zeros((0, 4), np.int64)] * len(windows), np.full(len(windows), NO_LABEL))
    found = np.zeros((len(windows), WIDTH), np.float32)
    order = np.argsort([len(window) for window in windows], kind="stable")
    with torch.no_grad():
        for chosen in np.array_split(order, max(len(order) // 32, 1)):
            batch = fill_batch(corpus, chosen)
            states = encode(frozen, nothing, batch.pieces, batch.mask, scale=0.0)
            # The map of topics is still that which changes nothing.
            found[chosen] = topic_embeddings(nothing, states, batch.mask).numpy()
    return found


def split_held_out(rows):
    """Hold out an eighth of the rows, whole articles (or, in sets that do not name them, texts) at a time.

    Parameters
    ----------
    rows : list of dict
        As from `read_rows`.

    Returns
    -------
    rest, held : list of dict
        In their order. Which they are hangs on the name of the article alone.
    """
    held: list[dict] = []
    rest: list[dict] = []
    for row, article in zip(rows, articles_of(rows), strict=True):
        name = article if article != row["id"] else row["text"]
        (held if hashlib.sha256(name.encode()).digest()[0] % 8 == 0 else rest).append(row)
    return rest, held


def read_sets(data):
    """Read what may be learned from.

    Parameters
    ----------
    data : str or Path
        The folder with the labelled sets.

    Returns
    -------
    dict of str to (list of dict, list of dict)
        Per set, the rows to learn from and those held out; VADER’s three sets are one.
    """
    folder = Path(data)
    sets = {name: split_held_out(read_rows(folder / f"{name}.jsonl", split)) for name, split in TARGETED.items()}
    rated = [row for name, split in RATED.items() for row in read_rows(folder / f"{name}.jsonl", split)]
    return sets | {"vader": split_held_out(rated)}


@contextmanager
def _one_thread():
    """The number of threads decides the order in which sums are taken, and so their last bits."""
    torch = needed("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(threads)


def _logits(chances):
    """Up to a number per row, which makes no difference."""
    return np.log(np.maximum(chances, 1e-12))


def _mentions(labelled):
    return {"text_no": labelled.text_no, "start": labelled.start, "end": labelled.end}


def _unlabelled(texts):
    nothing = np.zeros(0, np.int64)
    return Labelled(list(texts), nothing, nothing, nothing, nothing, np.full(len(texts), NO_LABEL))
