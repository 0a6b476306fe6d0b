"""The default scorer: evidence times learned weights, sentence by sentence and target by target, in compiled loops."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from features.compiled import compiled
from features.sentiment.emission import emit_sentence, emit_target
from features.sentiment.evidence import find_evidence
from features.sentiment.layout import N_CHANNELS, N_CONTEXTS, N_SENTENCE_BLOCKS, N_WORD_BLOCKS, weigh_length
from features.sentiment.learning import damp
from features.sentiment.matrices import PER_TARGET, PER_WORD_OF_SENTENCE, PER_WORD_OF_TARGET, number_words
from features.sentiment.model import Head, digest_of_weights, read_head
from features.sentiment.scored import Scored, find_foreign
from features.sentiment.tone_words import ToneWords, open_tone_words, read_tone_words


@dataclass(frozen=True)
class Scorer:
    """Lists of words and learned weights.

    Attributes
    ----------
    tone_words : ToneWords
        The project’s words, and yours.
    sentence, target : Head
        Weights for good or bad news, and for tone toward a target.
    """

    tone_words: ToneWords = field(default_factory=read_tone_words)
    sentence: Head = field(default_factory=lambda: read_head("sentence"))
    target: Head = field(default_factory=lambda: read_head("target"))

    @property
    def language(self) -> str | None:
        """ISO 639-1 of the language that it reads."""
        return self.tone_words.language

    def __reduce__(self):
        # To other processes goes what is yours; the rest is there.
        if not self._has_weights_of_the_project:
            return super().__reduce__()
        own = self.tone_words.own
        return _reopen, (tuple(own.index), tuple(own), self.tone_words.given_mask)

    @cached_property
    def digest(self) -> str:
        """Digests of the lists and of the weights, for provenance.

        Examples
        --------
        >>> [len(part) for part in read_scorer().digest.split("-")]
        [16, 16]
        """
        return f"{self.tone_words.digest}-{self._digest_of_weights()}"

    def _digest_of_weights(self):
        if self._has_weights_of_the_project:
            return digest_of_weights()
        written = hashlib.sha256()
        for head in (self.sentence, self.target):
            written.update(repr((head.vocabulary, head.pairs, head.ceiling)).encode())
            written.update(head.weights.tobytes() + head.start.tobytes())
        return written.hexdigest()[:16]

    @property
    def _has_weights_of_the_project(self):
        return self.sentence is read_head("sentence") and self.target is read_head("target")


def read_scorer(lexicon=None, mask=None, *, domains=()):
    """Read the default scorer with your own words.

    Parameters
    ----------
    lexicon, mask : str or Path, optional
        As in `read_tone_words`.
    domains : sequence of str
        As in `read_tone_words`.

    Returns
    -------
    Scorer

    Raises
    ------
    FileNotFoundError, ValueError
        As `read_tone_words` does.

    Examples
    --------
    >>> read_scorer().language
    'en'
    """
    return Scorer(read_tone_words(lexicon, mask, domains=domains))


@lru_cache(maxsize=4)
def _reopen(terms, weights, mask):
    own = pd.Series(weights, index=pd.Index(terms, dtype="str"), dtype=float)
    return Scorer(open_tone_words(own, mask))


def score_stream(words, scorer):
    """Score the sentences of a stream.

    Parameters
    ----------
    words : Words
        As `features.text.find_words` gives them.
    scorer : Scorer
        As `read_scorer` gives it.

    Returns
    -------
    Scored
        With chances. A score is the chance of good minus the chance of bad news; the contribution of a word is its part of the sum
        of weights for good minus bad, on the scale of the score, so that contributions add up to it.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> two = pd.DataFrame({"article_id": ["a", "b"], "text": ["Peace talks collapsed.", "The town lies on a river."]})
    >>> scored = score_stream(find_words(two), read_scorer())
    >>> bool(scored.score[0] < 0), bool(np.isnan(scored.score[1]))
    (True, True)
    """
    evidence, head = find_evidence(words, scorer.tone_words), scorer.sentence
    number = number_words(words, head.known)
    n_sentences, longest = len(words.row), int(words.per_sentence.max(initial=0))
    sums, apart = np.zeros((n_sentences, 2)), np.zeros(len(words))
    n_scored = np.zeros(n_sentences, dtype=np.int32)
    room = PER_WORD_OF_SENTENCE * longest + 1
    out = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.float32)
    arrays = (
        evidence.ratings,
        evidence.stake,
        evidence.silent,
        evidence.inside,
        evidence.factor,
        evidence.state,
        evidence.root,
    )
    weights, tones = head.weights, np.empty(4, np.float32)
    says = head.says_something
    _score_sentences(words.first, number, arrays, head.layout, weights, says, tones, out, sums, apart, n_scored)
    n_scored[find_foreign(words, scorer.language, _familiar(evidence, number))] = 0
    weight = weigh_length(words.per_sentence)
    weight *= damp(sums * weight[:, None], head.ceiling)
    score, chances, scale = _from_sums(sums * weight[:, None] + head.start, n_scored > 0)
    scale *= weight
    sentence = words.sentence
    position = np.flatnonzero((apart != 0) & (n_scored > 0)[sentence])
    valence = evidence.ratings[position, 0].astype(np.float64)
    valence[valence == 0] = np.nan
    contribution = apart[position] * scale[sentence[position]]
    factor = evidence.factor[position].astype(np.float64)
    return Scored(words, position, valence, factor, contribution, n_scored, score, chances)


def score_places(words, targets, scorer):
    """Score targets in the sentences of a stream.

    Parameters
    ----------
    words : Words
        The stream.
    targets : tuple of ndarray of int64, one entry per target
        Its sentence; its first word in the stream; the word behind its last.
    scorer : Scorer
        As `read_scorer` gives it.

    Returns
    -------
    score : ndarray of float, one entry per target
        In [−1, 1], up is good; NaN where no other word of the sentence says anything, or it is in another language.
    chances : ndarray of float, targets × 3
        Of a bad, a neutral and a good tone.
    n_scored : ndarray of int32, one entry per target
        How many words of its sentence say something.
    parts : tuple
        start (what the score would be without a word, on its scale), one entry per target; offsets into the contributions, one
        more than targets; contributions, one per word of the sentence, and behind them that of the sentence as a whole. With the
        start they add up to the score.

    Examples
    --------
    >>> import pandas as pd
    >>> from features import find_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "sentence_no": [0], "text": ["Duarte praised Ruiz."]}))
    >>> ruiz = np.array([0]), np.array([2]), np.array([3])
    >>> score, chances, n_scored, (start, offsets, parts) = score_places(words, ruiz, read_scorer())
    >>> bool(score[0] > 0), len(parts), bool(abs(start[0] + parts.sum() - score[0]) < 1e-9)
    (True, 4, True)
    """
    evidence, head = find_evidence(words, scorer.tone_words), scorer.target
    number = number_words(words, head.known)
    n_targets = len(targets[0])
    lengths = words.per_sentence[targets[0]]
    longest = int(lengths.max(initial=0))
    sums, n_scored = np.zeros((n_targets, 2)), np.zeros(n_targets, dtype=np.int32)
    # A part for each word, and one for the sentence as a whole.
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
    apart = np.zeros(int(offsets[-1]))
    room = PER_WORD_OF_TARGET * longest + PER_TARGET
    out = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.float32)
    _score_targets(
        words.first,
        targets,
        number,
        (
            evidence.ratings,
            evidence.stake,
            evidence.silent,
            evidence.inside,
            evidence.factor,
            evidence.state,
            evidence.root,
        ),
        (evidence.kind, evidence.clause, evidence.quoted, words.mark),
        head.layout,
        head.weights,
        head.says_something,
        (np.empty(4, np.float32), np.empty(longest + 1, np.int64)),
        out,
        offsets,
        sums,
        apart,
        n_scored,
    )
    n_scored[find_foreign(words, scorer.language, _familiar(evidence, number))[targets[0]]] = 0
    weight = weigh_length(lengths)
    weight *= damp(sums * weight[:, None], head.ceiling)
    score, chances, scale = _from_sums(sums * weight[:, None] + head.start, n_scored > 0)
    start = (head.start[1] - head.start[0]) * scale
    return score, chances, n_scored, (start, offsets, apart * np.repeat(scale * weight, lengths + 1))


def _familiar(evidence, number):
    """Whether each word of the vocabulary is one that the lists or the weights know."""
    familiar = evidence.known.copy()
    familiar[evidence.words.term[number >= 0]] = True
    return familiar


def _from_sums(sums, some):
    """Scores, chances, and what a unit of (good minus bad) is worth in each sentence.

    With l and m the sums for bad and good, the score is P(good) − P(bad) = (e^m − e^l) / (1 + e^l + e^m), which has the sign of
    m − l; divided by m − l it is a smooth function that is never 0, so that the parts of m − l can be put on the scale of the score.
    """
    top = np.maximum(sums.max(axis=1, initial=0.0), 0.0)
    bad, good, neutral = np.exp(sums[:, 0] - top), np.exp(sums[:, 1] - top), np.exp(-top)
    total = bad + good + neutral
    score = np.where(some, (good - bad) / total, np.nan)
    chances = np.where(some[:, None], np.column_stack([bad, neutral, good]) / total[:, None], np.nan)
    apart = sums[:, 1] - sums[:, 0]
    close = np.abs(apart) < 1e-9
    scale = np.where(close, bad / total, score / np.where(close, 1.0, apart))
    return score, chances, np.where(some, scale, 0.0)


@compiled
def _score_sentences(first, number, evidence, layout, weights, says, tones, out, sums, apart, n_scored):
    for sentence in range(len(first) - 1):
        begin, end = first[sentence], first[sentence + 1]
        n = emit_sentence(begin, end, number, evidence, layout, tones, out)
        last, of_channels = np.int64(-1), N_SENTENCE_BLOCKS * layout.n_words
        for place in range(n):
            feature, position, value = out[0][place], out[1][place], out[2][place]
            bad, good = weights[feature, 0] * value, weights[feature, 1] * value
            sums[sentence, 0] += bad
            sums[sentence, 1] += good
            at = position
            # What “of peace” says is said by “peace”, and so it is in “peace of”.
            if feature >= of_channels + N_CHANNELS and not says[number[position]] and says[number[position - 1]]:
                at = position - 1
            apart[at] += good - bad
            # A tone, or a word that tells by itself; each word once.
            tells = of_channels <= feature < of_channels + N_CHANNELS or says[min(feature, layout.n_words)]
            if tells and position != last:
                n_scored[sentence] += 1
                last = position


@compiled
def _score_targets(
    first, targets, number, evidence, context, layout, weights, says, working, out, offsets, sums, apart, n_scored
):
    for row in range(len(targets[0])):
        sentence, target = targets[0][row], (targets[1][row], targets[2][row])
        begin, end = first[sentence], first[sentence + 1]
        if begin == end:
            continue
        n = emit_target(begin, end, target, number, evidence, context, layout, working, out)
        last, of_channels = np.int64(-1), N_WORD_BLOCKS * layout.n_words
        for place in range(n):
            feature, position, value = out[0][place], out[1][place], out[2][place]
            bad, good = weights[feature, 0] * value, weights[feature, 1] * value
            sums[row, 0] += bad
            sums[row, 1] += good
            at = offsets[row + 1] - 1 if position < 0 else offsets[row] + position - begin
            apart[at] += good - bad
            tells = says[min(feature, layout.n_words)] or of_channels <= feature < of_channels + N_CHANNELS * (
                N_CONTEXTS + 1
            )
            if tells and position >= 0 and position != last:
                n_scored[row] += 1
                last = position
