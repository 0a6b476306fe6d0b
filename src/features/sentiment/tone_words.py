"""The words that carry tone in news, what changes it, and what carries none: lists that people can read and edit."""

import hashlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from features.sentiment import kinds
from features.sentiment.lexicon import read_columns
from features.sentiment.of_terms import CHANNELS, Lists, put_together
from features.text import fold
from features.text.function_words import read_function_words
from features.text.known import find_known

LEXICONS = Path(__file__).parent / "lexicons"


@dataclass(frozen=True)
class ToneWords:
    """Lists of words, as the default scorer uses them.

    Attributes
    ----------
    ratings : DataFrame
        Case-folded word or phrase (index); `valence`, `evaluation` and `object`, each in [−1, 1], up is good: whether it is good or
        bad news, what it says of who does it or is it, and of whom it is done to; `stake`: −1, 0 or 1, what its growth would be.
    kind : Series of int
        Case-folded word or phrase to what it does to others, as in `kinds`.
    degree : Series of float
        Case-folded word to what it adds to the size of a tone after it, in [−1, 1].
    mask : tuple of str
        Case-folded words and phrases that carry no tone.
    own : Series of float
        Your own words and phrases to their tone in [−1, 1], which goes before all else.
    language : str or None
        ISO 639-1 of the language they are of; articles known to be in another one have no score.
    given_mask : tuple of str, optional
        The mask, where it is yours.
    """

    ratings: pd.DataFrame
    kind: pd.Series
    degree: pd.Series
    mask: tuple[str, ...] = ()
    own: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    language: str | None = "en"
    given_mask: tuple[str, ...] | None = None

    @cached_property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of all lists, for provenance; their order makes no difference."""
        lists = [self.ratings, self.kind, self.degree, self.own]
        written = "".join(each.sort_index().to_csv(header=False) for each in lists) + "\n".join(sorted(self.mask))
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    @cached_property
    def single(self) -> pd.DataFrame:
        """Single words and function words, and what is known of each: all of it in one look-up."""
        parts = [self.ratings, self.kind.rename("kind"), self.degree.rename("degree"), self.own.rename("own")]
        masked = pd.Series(True, index=list(self.mask), name="is_masked", dtype=bool)
        table = pd.concat([*parts, masked], axis=1)
        table = table[~table.index.str.contains(" ")]
        table = table.reindex(pd.Index(sorted({*table.index, *read_function_words()}), dtype=object))
        return table.fillna({name: 0.0 for name in table.columns if name != "own"}).astype(float)

    @cached_property
    def lists(self) -> Lists:
        """Single words and the parts of phrases, ready for look-ups."""
        return put_together(self.single, self.written_phrases)

    @cached_property
    def phrases(self) -> pd.DataFrame:
        """Phrases of two words and more, one row each: what is known of them, the mask first, then your own."""
        parts = [
            pd.DataFrame({"is_masked": True}, index=[term for term in self.mask if " " in term]),
            pd.DataFrame({"own": self.own[self.own.index.str.contains(" ")]}),
            self.ratings[self.ratings.index.str.contains(" ")],
            pd.DataFrame({"kind": self.kind[self.kind.index.str.contains(" ")]}),
        ]
        names = ["is_masked", "own", *CHANNELS, "stake", "kind"]
        table = pd.concat([part.reindex(columns=names) for part in parts])
        # A phrase may act on others and have a tone of its own; where two lists say the same thing of it the first one decides.
        table = table.groupby(level=0, sort=True).first()
        table["n_words"] = table.index.str.count(" ") + 1
        filled = table.astype(float).fillna(dict.fromkeys([*CHANNELS, "stake", "kind", "is_masked"], 0.0))
        return filled.sort_values("n_words", ascending=False, kind="stable")

    @cached_property
    def written_phrases(self) -> tuple[str, ...]:
        """The phrases themselves, in the order of `phrases`."""
        return tuple(self.phrases.index)

    @cached_property
    def known_phrases(self) -> np.ndarray:
        """What is known of them as numbers: own, the three ratings, stake, kind, whether masked, number of words."""
        names = ["own", *CHANNELS, "stake", "kind", "is_masked", "n_words"]
        return self.phrases[names].to_numpy(dtype=np.float64)


def read_tone_words(lexicon=None, mask=None, *, domains=()):
    """Read the project’s lists, and yours.

    Parameters
    ----------
    lexicon : str or Path, optional
        Your own words: a CSV with the columns `term` (a word or a phrase), `weight` in [−1, 1] (up is good) and, if you like,
        `domain`. They are added to the project’s, and go before them.
    mask : str or Path, optional
        Words without tone instead of the project’s: a CSV with a column `phrase`.
    domains : sequence of str
        Which of your words to take beside those without a domain.

    Returns
    -------
    ToneWords
        Terms case folded.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a file misses a column, has a row twice, or a weight is no number in [−1, 1].

    Examples
    --------
    >>> words = read_tone_words()
    >>> float(words.ratings.loc["ceasefire", "valence"]) > 0, "justice department" in words.mask
    (True, True)
    """
    given = mask and tuple(dict.fromkeys(read_columns(mask, ["phrase"])["phrase"].map(fold)))
    return open_tone_words(_read_own(lexicon, domains) if lexicon else None, given)


def open_tone_words(own=None, mask=None):
    """Put your words, read before, beside the project’s lists.

    Parameters
    ----------
    own : Series of float, optional
        Case-folded word or phrase to its tone in [−1, 1].
    mask : tuple of str, optional
        Case-folded words and phrases without tone instead of the project’s.

    Returns
    -------
    ToneWords

    Examples
    --------
    >>> float(open_tone_words(pd.Series({"tariff": -0.5})).own["tariff"])
    -0.5
    """
    ratings, kind, degree, masked = _read_lists()
    if mask is None:
        # Shares and prices have no tone of their own, but it matters what happens to them.
        at_stake = set(ratings.index[ratings["stake"] != 0])
        stakes = sorted(term for term in masked if " " not in term and term in at_stake)
        ratings = ratings.copy()
        ratings.loc[stakes, list(CHANNELS)] = 0.0
        masked = tuple(term for term in masked if term not in at_stake or " " in term)
    own = pd.Series(dtype=float, index=pd.Index([], dtype="str")) if own is None else own
    return ToneWords(ratings, kind, degree, masked if mask is None else mask, own, given_mask=mask)


@cache
def _read_lists():
    """The project’s ratings, kinds, degrees and mask."""
    ratings = _read("ratings.csv", "term", CHANNELS)
    # What nobody of the project has rated has VADER's rating.
    vader = _read("vader.csv", "term", ["valence"])
    ratings = pd.concat([ratings, vader[~vader.index.isin(ratings.index)]])
    ratings = ratings.join(_read("stakes.csv", "term", ["stake"]), how="outer").fillna(0.0)
    phrases = _read("phrases.csv", "term", ["valence"])
    ratings = pd.concat([ratings, phrases[~phrases.index.isin(ratings.index)]]).fillna(0.0).sort_index()
    kind = pd.Series(_read_kinds(ratings)).sort_index()
    degree = _read("degree.csv", "term", ["change"])["change"]
    masked = tuple(dict.fromkeys(read_columns(LEXICONS / "mask.csv", ["phrase"])["phrase"].map(fold)))
    return ratings, kind, degree, masked


def _read(name, key, columns):
    rows = read_columns(LEXICONS / name, [key, *columns])
    return rows.set_index(rows[key].map(fold))[list(columns)].astype(float)


def _read_kinds(ratings):
    """What each word does to others; of a word in several lists, what the last of them says."""
    shifters = read_columns(LEXICONS / "shifters.csv", ["term", "kind", "acts_on"])
    numbers = shifters["kind"].map(kinds.OF_SHIFTERS) + kinds.ON_SUBJECT * (shifters["acts_on"] == "subject")
    terms = shifters["term"].map(fold)
    numbers += kinds.VERB * (terms.str.endswith(("ed", "ing")) | terms.isin(kinds.PASTS))
    kind = dict(zip(terms, numbers, strict=True))
    # What is at stake is a noun: “charges” and “protection” are done something to. Their participles act.
    stakes = ratings.index[ratings["stake"] != 0]
    kind = {term: number for term, number in kind.items() if term.endswith(("ed", "ing")) or term not in stakes}
    clauses = read_columns(LEXICONS / "contrast.csv", ["term", "kind"])
    kind |= dict(zip(clauses["term"].map(fold), clauses["kind"].map(kinds.OF_CLAUSES), strict=True))
    for number, terms in (
        (kinds.ADJUNCT, kinds.ADJUNCTS),
        (kinds.BEING, kinds.FORMS_OF_BE),
        (kinds.PRONOUN, kinds.PRONOUNS),
        (kinds.JOINT, kinds.JOINTS),
        (kinds.WITH, kinds.CIRCUMSTANCES),
        (kinds.SUBJECT, kinds.SUBJECTS),
        (kinds.NEGATION, kinds.NEGATIONS),
        (kinds.UP, ["up"]),
        (kinds.DOWN, ["down"]),
    ):
        kind |= dict.fromkeys(sorted(terms), number)
    return kind | {term: kinds.ADVERB for term in ratings.index if kinds.is_adverb(term) and term not in kind}


def _read_own(path, domains):
    name = Path(path).name
    rows = read_columns(path, ["term", "weight"], optional=["domain"])
    if not len(rows):
        raise ValueError(
            f"{name} has no row below its first line; leave the lexicon out to use the project's words alone"
        )
    unknown = sorted(set(domains) - set(rows["domain"]))
    if unknown:
        raise ValueError(f"{name} has no row of the domain {unknown[0]!r}; it has {sorted(set(rows['domain']) - {''})}")
    rows = rows[rows["domain"].isin(["", *domains])]
    weight = pd.to_numeric(rows["weight"], errors="coerce")
    wrong = rows[~weight.between(-1, 1)]
    if len(wrong):
        term, written = wrong.iloc[0][["term", "weight"]]
        raise ValueError(f"{name}: the weight of {term!r} should be a number in [-1, 1], got {written!r}")
    own = pd.Series(weight.to_numpy(dtype=float), index=pd.Index(rows["term"].map(fold), dtype="str"))
    if not own.index.is_unique:
        raise ValueError(f"{name}: {own.index[own.index.duplicated()][0]!r} stands there twice; keep one row of it")
    return own


def look_up(words, known):
    """Find the words of a vocabulary among those that are known; a possessive that is not known itself, by its noun.

    Parameters
    ----------
    words : Words
        The stream.
    known : Known
        The words that are known, as `know_words` makes them ready.

    Returns
    -------
    ndarray of int32, one entry per word of the vocabulary
        Its place in `known`, or −1.

    Examples
    --------
    >>> from features import find_words
    >>> from features.text.known import know_words
    >>> words = find_words(pd.DataFrame({"article_id": ["a"], "text": ["Oil, oil's, gas"]}))
    >>> look_up(words, know_words(["oil"])).tolist()   # gas, oil, oil's
    [-1, 0, 0]
    """
    as_written, as_noun = find_known(words.terms, known)
    return np.where(as_written < 0, as_noun, as_written)
