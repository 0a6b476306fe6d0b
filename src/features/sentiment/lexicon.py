"""Words and their valences, and the mask of what carries no feeling."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

_FOLDER = Path(__file__).parent / "lexicons"


@dataclass(frozen=True)
class Lexicon:
    """Valences of words, and phrases that carry no feeling.

    Attributes
    ----------
    valences : Series of float
        Case-folded word to valence in [-1, 1]; up is good.
    mask : tuple of str
        Case-folded words and phrases whose words are not scored.
    digest : str
        First 16 hexadecimal digits of the SHA-256 of both, for provenance.
    """

    valences: pd.Series
    mask: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        outside = self.valences[~self.valences.between(-1, 1)]
        if len(outside):
            raise ValueError(
                f"valences lie in [-1, 1], got {outside.iloc[0]} for {outside.index[0]!r}; "
                "divide them by the end of their scale"
            )
        if not self.valences.index.is_unique:
            raise ValueError(
                f"{self.valences.index[self.valences.index.duplicated()][0]!r} stands in the lexicon twice"
            )

    @property
    def digest(self) -> str:
        written = self.valences.sort_index().to_csv() + "\n".join(sorted(self.mask))
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def read_lexicon(lexicon=None, mask=None):
    """Read a lexicon (CSV: term, valence) and a mask (CSV: phrase, why).

    Parameters
    ----------
    lexicon, mask : str or Path, optional
        Default: the files that come with the project, VADER's words and a mask for news of politics and oil.

    Returns
    -------
    Lexicon

    Raises
    ------
    ValueError
        If a column is missing, a valence is no number or outside [-1, 1], or a term is repeated.

    Examples
    --------
    >>> float(read_lexicon().valences["peace"])
    0.625
    """
    terms = _read_columns(lexicon or _FOLDER / "vader.csv", ["term", "valence"])
    phrases = _read_columns(mask or _FOLDER / "mask.csv", ["phrase", "why"])
    valences = pd.to_numeric(terms["valence"], errors="coerce")
    if valences.isna().any():
        row = terms[valences.isna()].iloc[0]
        raise ValueError(f"the valence of {row['term']!r} should be a number in [-1, 1], got {row['valence']!r}")
    return Lexicon(
        pd.Series(valences.to_numpy(), index=terms["term"].str.strip().str.casefold()),
        tuple(phrases["phrase"].str.strip().str.casefold()),
    )


def _read_columns(path, names):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise ValueError(f"{Path(path).name} needs the columns {names}, it has {list(table.columns)}")
    return table
