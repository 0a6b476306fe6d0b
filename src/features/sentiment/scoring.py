"""The default scorer: evidence times learned weights, sentence by sentence and target by target, in compiled loops."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from features.sentiment.adding import add_sentences, add_targets
from features.sentiment.evidence import find_evidence, room_for
from features.sentiment.layout import weigh_length
from features.sentiment.learning import damp
from features.sentiment.matrices import PER_TARGET, PER_WORD_OF_SENTENCE, PER_WORD_OF_TARGET, number_words
from features.sentiment.model import Head, digest_of_weights, read_head
from features.sentiment.of_terms import Lists, look_up_terms, put_together
from features.sentiment.scored import Scored, find_foreign
from features.sentiment.tone_words import ToneWords, open_tone_words, read_tone_words
from features.text.phrases import locate_phrases


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
    def lists(self) -> Lists:
        """All words that the lists or the weights for sentences know, in one look-up."""
        return put_together(self.tone_words.single, self.tone_words.written_phrases, self.sentence.vocabulary)

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
    lists, head = scorer.lists, scorer.sentence
    of_terms = look_up_terms(words, lists)
    n_sentences, longest = len(words.row), int(words.per_sentence.max(initial=0))
    sums, counts = np.empty((n_sentences, 2)), np.empty((n_sentences, 3), dtype=np.int32)
    n_room = PER_WORD_OF_SENTENCE * longest + 1
    position, numbers = np.empty(len(words), dtype=np.int64), np.empty((3, len(words)))
    n = add_sentences(
        (words.term, words.first, words.mark),
        (of_terms.numbers, of_terms.kind, of_terms.silent),
        (of_terms.number, of_terms.is_known | (of_terms.number >= 0)),
        (*locate_phrases(lists.phrases, of_terms.part, words.term, words.first), scorer.tone_words.known_phrases),
        (head.short_layout, head.weights, head.says_something),
        (room_for(longest), np.empty(longest, np.int32), np.empty(longest)),
        (np.empty(n_room, np.int32), np.empty(n_room, np.int64), np.empty(n_room, np.float32)),
        (sums, counts, position, numbers),
    )
    n_scored, n_found = counts[:, 0].copy(), counts[:, 1]
    foreign = find_foreign(words, scorer.language, counts[:, 2])
    n_scored[foreign] = 0
    weight = weigh_length(words.per_sentence)
    weight *= damp(sums * weight[:, None], head.ceiling)
    score, chances, scale = _from_sums(sums * weight[:, None] + head.start, n_scored > 0)
    kept = np.repeat(~foreign, n_found) if foreign.any() else slice(n)
    valence, factor, apart = numbers[:, :n]
    contribution = apart * np.repeat(scale * weight, n_found)
    return Scored(words, position[:n][kept], valence[kept], factor[kept], contribution[kept], n_scored, score, chances)


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
    add_targets(
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
    n_scored[find_foreign(words, scorer.language, _count_familiar(evidence, number))[targets[0]]] = 0
    weight = weigh_length(lengths)
    weight *= damp(sums * weight[:, None], head.ceiling)
    score, chances, scale = _from_sums(sums * weight[:, None] + head.start, n_scored > 0)
    start = (head.start[1] - head.start[0]) * scale
    return score, chances, n_scored, (start, offsets, apart * np.repeat(scale * weight, lengths + 1))


def _count_familiar(evidence, number):
    """How many words of each sentence the lists or the weights know."""
    words = evidence.words
    is_familiar = evidence.known[words.term] | (number >= 0)
    return np.diff(np.append(0, np.cumsum(is_familiar))[words.first])


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
