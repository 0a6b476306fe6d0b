"""Words and their valences, and the mask of what carries no feeling."""

import csv
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from features.sentiment.kinds import NEGATIONS
from features.text import fold
from features.text.known import Known, know_words
from features.text.phrases import Phrases, prepare_phrases

_FOLDER = Path(__file__).parent / "lexicons"


class Listed(NamedTuple):
    """What a lexicon says of words, ready for look-ups; the last entry of each array is for words that it does not have.

    Attributes
    ----------
    known : Known
        The words.
    valence, degree : ndarray of float64, one entry per word and one more
        NaN: it has none.
    is_negation : ndarray of bool, one entry per word and one more
        Whether it turns what follows.
    part : ndarray of int32, one entry per word and one more
        Which of the parts of the mask it is, or −1.
    mask : Phrases
        The mask, ready to be found.
    """

    known: Known
    valence: np.ndarray
    degree: np.ndarray
    is_negation: np.ndarray
    part: np.ndarray
    mask: Phrases


@dataclass(frozen=True)
class Lexicon:
    """Valences of words, and phrases that carry no feeling.

    Attributes
    ----------
    valences : Series of float
        Case-folded word to valence in [−1, 1]; up is good.
    mask : tuple of str
        Case-folded words and phrases whose words are not scored.
    degrees : Series of float
        Case-folded word of degree to what it adds to the size of a valence after it, in [−1, 1]; up is stronger.
    language : str or None
        ISO 639-1 of its language, as "en": articles that are clearly in another one are not scored. None: all are.
    digest : str
        First 16 hexadecimal digits of the SHA-256 of the first three, for provenance.

    Raises
    ------
    ValueError
        If a valence or a degree lies outside [−1, 1], or a word stands in the lexicon twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.sentiment import Lexicon
    >>> float(Lexicon(pd.Series({"good": 0.5, "bad": -0.5})).valences["bad"])
    -0.5
    """

    valences: pd.Series
    mask: tuple[str, ...] = ()
    degrees: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    language: str | None = None

    def __post_init__(self) -> None:
        for name, of_word in (("valences", self.valences), ("degrees", self.degrees)):
            outside = of_word[~of_word.between(-1, 1)]
            if len(outside):
                raise ValueError(
                    f"{name} lie in [-1, 1], got {outside.iloc[0]} for {outside.index[0]!r}; "
                    "divide them by the end of their scale"
                )
            if not of_word.index.is_unique:
                raise ValueError(f"{of_word.index[of_word.index.duplicated()][0]!r} stands in the lexicon twice")

    @cached_property
    def listed(self) -> Listed:
        """The words of feeling and of degree, the negations and the parts of the mask, in one look-up.

        Examples
        --------
        >>> import pandas as pd
        >>> from features.sentiment import Lexicon
        >>> listed = Lexicon(pd.Series({"good": 0.5}), mask=("good friday",)).listed
        >>> len(listed.mask.parts), float(np.nanmax(listed.valence))
        (2, 0.5)
        """
        mask = prepare_phrases(tuple(self.mask), possessives=True)
        parts, negations = mask.parts.to_pylist(), [word for word in NEGATIONS if " " not in word]
        words = sorted({*self.valences.index, *self.degrees.index, *negations, *parts})
        valence, degree = (
            np.append(of.reindex(words).to_numpy(dtype=float), np.nan) for of in (self.valences, self.degrees)
        )
        part = np.append(pd.Index(parts, dtype=object).get_indexer(words), -1).astype(np.int32)
        return Listed(know_words(words), valence, degree, np.append(np.isin(words, negations), False), part, mask)

    @cached_property
    def digest(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of valences, mask and degrees, for provenance; their order makes no difference.

        Examples
        --------
        >>> import pandas as pd
        >>> from features.sentiment import Lexicon
        >>> one, other = pd.Series({"good": 0.5, "bad": -0.5}), pd.Series({"bad": -0.5, "good": 0.5})
        >>> Lexicon(one).digest == Lexicon(other).digest, len(Lexicon(one).digest)
        (True, 16)
        """
        written = (
            self.valences.sort_index().to_csv() + "\n".join(sorted(self.mask)) + self.degrees.sort_index().to_csv()
        )
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def read_lexicon(lexicon=None, mask=None, degree=None):
    """Read a lexicon (CSV: term, valence), a mask (CSV: phrase; other columns, such as why, are for people) and words of degree
    (CSV: term, change).

    Parameters
    ----------
    lexicon, mask, degree : str or Path, optional
        In UTF-8. Default: the files that come with the project, VADER’s words (Hutto and Gilbert 2014; their scale from −4 to 4
        divided by 4), a mask for news of politics and oil, and English words of degree.

    Returns
    -------
    Lexicon
        Terms and phrases case folded; valences in [−1, 1], up is good. Its language is English when its words are the project’s own,
        and not known when they are yours.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the lexicon has no rows, a file misses a column or is no CSV, a term is no single word or repeated, or a valence is no
        number in [−1, 1].

    Examples
    --------
    >>> from features import read_lexicon
    >>> float(read_lexicon().valences["peace"])   # VADER rates it 2.5
    0.625
    """
    valences = _read_numbers(lexicon or _FOLDER / "vader.csv", "valence")
    if not len(valences):
        raise ValueError(f"{Path(lexicon).name} has no row below its first line, so that nothing would have a tone")
    phrases = read_columns(mask or _FOLDER / "mask.csv", ["phrase"])
    degrees = _read_numbers(degree or _FOLDER / "degree.csv", "change")
    return Lexicon(valences, tuple(phrases["phrase"].map(fold)), degrees, None if lexicon else "en")


def _read_numbers(path, name):
    """A number for each word of a CSV with the columns `term` and `name`."""
    rows = read_columns(path, ["term", name])
    numbers = pd.to_numeric(rows[name], errors="coerce")
    if numbers.isna().any():
        row = rows[numbers.isna()].iloc[0]
        raise ValueError(f"the {name} of {row['term']!r} should be a number in [-1, 1], got {row[name]!r}")
    several = next((term for term in rows["term"] if len(term.split()) != 1), None)
    if several is not None:
        raise ValueError(f"a term of a lexicon is one word, got {several!r}; phrases belong into the mask")
    return pd.Series(numbers.to_numpy(dtype=float), index=rows["term"].map(fold))


def read_columns(path, names, *, optional=()):
    """Read the rows of a CSV.

    Parameters
    ----------
    path : str or Path
        In UTF-8.
    names : list of str
        Columns that it needs.
    optional : list of str
        Columns that are empty where it has none of them.

    Returns
    -------
    DataFrame of str, one row per line
        These columns, their cells stripped.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a column is missing, or the file is no CSV; a row that is not one is refused by its line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "own.csv").write_text("term,weight\\npeace , 1")
    ...     read_columns(Path(folder, "own.csv"), ["term"], optional=["domain"]).to_dict("list")
    {'term': ['peace'], 'domain': ['']}
    """
    name = Path(path).name
    try:
        with open(path, encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            found = list(rows.fieldnames or [])
            if any(column not in found for column in names):
                raise ValueError(f"{name} needs the columns {names}, it has {found}")
            table = []
            for row in rows:
                if None in row or None in row.values():
                    raise ValueError(f"{name}, line {rows.line_num}: expected {len(found)} values as in the first line")
                table.append({column: row.get(column, "").strip() for column in [*names, *optional]})
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{name} is no CSV file in UTF-8: {error}") from error
    return pd.DataFrame(table, columns=[*names, *optional], dtype="str")
