"""The learned weights: two small files that people can read, line by line."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from features.sentiment.layout import (
    N_CHANNELS,
    N_CONTEXTS,
    N_STEPS,
    N_STRUCTURE,
    N_WORD_BLOCKS,
    Layout,
    lay_out,
)
from features.text.known import Known, know_words

WEIGHTS = Path(__file__).parent / "weights"
# The word of a pair that stands for the target; words are case folded, so none is written like it.
TARGET = "TARGET"
_WORD_BLOCKS = ("", " before", " behind", " near before", " near behind", " next to target", " next to another")
_SENTENCE_BLOCKS = ("", " acting to good", " acting to bad")
_CHANNELS = tuple(f"{name} {way}" for name in ("valence", "evaluation", "object", "stake") for way in ("up", "down"))
_STEPS = ("1", "2", "3-4", "5-7", "8-12", "13+")
_STATES = ("reversed", "grown", "acting", "less", "more", "possible")
_START, _CEILING = "start", "ceiling"


def _name_contexts():
    sides = ("before", "behind")
    return (
        *(f"{step} {side}" for side in sides for step in _STEPS),
        *(
            f"next to {who}, {which} clause, {side}"
            for who in ("another", "target")
            for which in ("other", "same")
            for side in sides
        ),
        *(f"{n} between, {side}" for n in ("0", "1", "2+") for side in sides),
        *(f"{word} quoted, target {target}" for word in ("not", "is") for target in ("not", "is")),
        *(f"passive, next to {who}, {side}" for who in ("another", "target") for side in sides),
        *_STATES,
    )


_CONTEXTS = _name_contexts()
_STRUCTURE = (
    "target not quoted",
    "target quoted",
    *(f"{n} others named" for n in ("0", "1", "2", "3", "4+")),
    "target first word",
    *(f"target {step} behind the first word" for step in _STEPS),
    *(f"{8 * n} words and more" for n in range(8)),
    "target a pronoun",
    "target with a capital",
)
assert len(_CONTEXTS) == N_CONTEXTS and len(_STRUCTURE) == N_STRUCTURE and len(_STEPS) == N_STEPS
assert len(_WORD_BLOCKS) == N_WORD_BLOCKS and len(_CHANNELS) == N_CHANNELS


@dataclass(frozen=True)
class Head:
    """Weights for one question: good or bad news, or tone toward a target.

    Attributes
    ----------
    vocabulary : tuple of str
        Case-folded words that have weights, sorted.
    pairs : tuple of (str, str)
        Pairs of neighbours that have weights; TARGET stands for the target.
    weights : ndarray of float64, features × 2
        For bad and for good rather than neutral; numbered as in `emission`.
    start : ndarray of float64, 2
        What the sums begin with.
    ceiling : float
        Where they level off, as in `learning.damp`.
    of_target : bool
        Whether features are those of `emit_target`.
    """

    vocabulary: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    weights: np.ndarray
    start: np.ndarray
    ceiling: float
    of_target: bool

    @cached_property
    def known(self) -> Known:
        """The vocabulary, for look-ups."""
        return know_words(self.vocabulary)

    @cached_property
    def layout(self) -> Layout:
        """How its features are numbered."""
        number = {word: place for place, word in enumerate(self.vocabulary)} | {TARGET: len(self.vocabulary)}
        keys = [number[one] * (len(self.vocabulary) + 1) + number[other] for one, other in self.pairs]
        return lay_out(len(self.vocabulary), np.array(keys, dtype=np.int64))

    @cached_property
    def short_layout(self) -> Layout:
        """The same for scoring a sentence: words that count only in pairs, or when they act on others, are left out by themselves."""
        return self.layout._replace(counts=np.any(self.weights[: len(self.vocabulary)] != 0.0, axis=1))

    @cached_property
    def says_something(self) -> np.ndarray:
        """Whether each word of the vocabulary, and at the end any other, tells good from bad by itself."""
        apart = self.weights[: len(self.vocabulary)]
        return np.append(np.abs(apart[:, 1] - apart[:, 0]) >= 0.1, False)


def name_features(vocabulary, pairs, *, of_target):
    """Name the features of a head, in the order of their numbers.

    Parameters
    ----------
    vocabulary : sequence of str
        Its words.
    pairs : sequence of (str, str)
        Its pairs.
    of_target : bool
        Whether they are those of a target.

    Returns
    -------
    list of (str, str)
        Kind of the feature, and the word or words: ("word before", "blamed"), ("valence up: 2 before", "").

    Examples
    --------
    >>> names = name_features(["good"], [("very", "good")], of_target=False)
    >>> names[0], names[1], names[3], names[-1]
    (('word', 'good'), ('word acting to good', 'good'), ('valence up', ''), ('pair', 'very good'))
    """
    last = [("pair", f"{one} {other}") for one, other in pairs]
    if not of_target:
        names = [(f"word{block}", word) for block in _SENTENCE_BLOCKS for word in vocabulary]
        return names + [(channel, "") for channel in _CHANNELS] + last
    names = [(f"word{block}", word) for block in _WORD_BLOCKS for word in vocabulary]
    for channel in _CHANNELS:
        names += [(channel, ""), *((f"{channel}: {context}", "") for context in _CONTEXTS)]
    return names + [(structure, "") for structure in _STRUCTURE] + last


def write_head(head, path):
    """Write the weights of a head as CSV, those of 0 left out.

    Parameters
    ----------
    head : Head
        Weights rounded to hundredths.
    path : Path
        kind, words, bad, good: a line for each feature.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> one = Head(("good",), (), np.array([[-1.0, 0.5], *[[0.0, 0.0]] * 10]), np.array([-0.5, -0.5]), 3.0, False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_head(one, Path(folder, "sentence.csv"))
    ...     print(Path(folder, "sentence.csv").read_text().strip())
    kind,words,bad,good
    start,,-0.50,-0.50
    ceiling,,3.00,3.00
    word,good,-1.00,0.50
    """
    rows = [(_START, "", *head.start), (_CEILING, "", head.ceiling, head.ceiling)]
    names = name_features(head.vocabulary, head.pairs, of_target=head.of_target)
    kept = np.flatnonzero(np.abs(head.weights).sum(axis=1) > 0)
    rows += [(*names[feature], *head.weights[feature]) for feature in kept]
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["kind", "words", "bad", "good"])
        out.writerows((kind, words, f"{bad:.2f}", f"{good:.2f}") for kind, words, bad, good in rows)


@cache
def read_head(name, folder=WEIGHTS):
    """Read the weights of a head.

    Parameters
    ----------
    name : {"sentence", "target"}
        Which head.
    folder : Path
        Where the files are.

    Returns
    -------
    Head
        The same object each time.

    Raises
    ------
    FileNotFoundError
        If the files are missing.
    ValueError
        If a line is of no kind that is known.

    Examples
    --------
    >>> head = read_head("sentence")
    >>> head.of_target, len(head.weights) == 3 * len(head.vocabulary) + 8 + len(head.pairs)
    (False, True)
    """
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    of_target = name == "target"
    pairs = [tuple(words.split(" ")) for kind, words, *_ in rows if kind == "pair"]
    known = {words for kind, words, *_ in rows if kind.startswith("word")}
    known |= {word for pair in pairs for word in pair if word != TARGET}
    vocabulary = tuple(sorted(known))
    number = {name: place for place, name in enumerate(name_features(vocabulary, pairs, of_target=of_target))}
    weights, start, ceiling = np.zeros((len(number), 2)), np.zeros(2), 1.0
    for line, (kind, words, bad, good) in enumerate(rows, start=2):
        if kind == _START:
            start[:] = float(bad), float(good)
        elif kind == _CEILING:
            ceiling = float(bad)
        elif (kind, words) in number:
            weights[number[kind, words]] = float(bad), float(good)
        else:
            raise ValueError(f"{name}.csv, line {line}: no feature is called {kind!r}; train anew with this version")
    return Head(vocabulary, tuple((one, other) for one, other in pairs), weights, start, ceiling, of_target)


@cache
def digest_of_weights(folder=WEIGHTS):
    """First 16 hexadecimal digits of the SHA-256 of the weights, for provenance.

    Parameters
    ----------
    folder : Path
        Where the files are.

    Returns
    -------
    str

    Examples
    --------
    >>> len(digest_of_weights())
    16
    """
    files = (folder / "sentence.csv", folder / "target.csv")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
