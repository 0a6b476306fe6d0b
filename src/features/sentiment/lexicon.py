"""Words and their valences, and the mask of what carries no feeling."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from features.text import fold

_FOLDER = Path(__file__).parent / "lexicons"


@dataclass(frozen=True)
class Lexicon:
    """Valences of words, and phrases that carry no feeling.

    Attributes
    ----------
    valences : Series of float
        Case-folded word to valence in [−1, 1]; up is good.
    mask : tuple of str
        Case-folded words and phrases whose words are not scored.
    digest : str
        First 16 hexadecimal digits of the SHA-256 of both, for provenance.

    Raises
    ------
    ValueError
        If a valence lies outside [−1, 1], or a word stands in the lexicon twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from features.sentiment import Lexicon
    >>> float(Lexicon(pd.Series({"good": 0.5, "bad": -0.5})).valences["bad"])
    -0.5
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
        """First 16 hexadecimal digits of the SHA-256 of valences and mask, for provenance; their order makes no difference.

        Examples
        --------
        >>> import pandas as pd
        >>> from features.sentiment import Lexicon
        >>> one, other = pd.Series({"good": 0.5, "bad": -0.5}), pd.Series({"bad": -0.5, "good": 0.5})
        >>> Lexicon(one).digest == Lexicon(other).digest, len(Lexicon(one).digest)
        (True, 16)
        """
        written = self.valences.sort_index().to_csv() + "\n".join(sorted(self.mask))
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def read_lexicon(lexicon=None, mask=None):
    """Read a lexicon (CSV: term, valence) and a mask (CSV: phrase; other columns, such as why, are for people).

    Parameters
    ----------
    lexicon, mask : str or Path, optional
        In UTF-8. Default: the files that come with the project, VADER’s words (Hutto and Gilbert 2014; their scale from −4 to 4
        divided by 4) and a mask for news of politics and oil.

    Returns
    -------
    Lexicon
        Terms and phrases case folded; valences in [−1, 1], up is good.

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
    terms = _read_columns(lexicon or _FOLDER / "vader.csv", ["term", "valence"])
    phrases = _read_columns(mask or _FOLDER / "mask.csv", ["phrase"])
    if not len(terms):
        raise ValueError(f"{Path(lexicon).name} has no row below its first line, so that nothing would have a tone")
    valences = pd.to_numeric(terms["valence"], errors="coerce")
    if valences.isna().any():
        row = terms[valences.isna()].iloc[0]
        raise ValueError(f"the valence of {row['term']!r} should be a number in [-1, 1], got {row['valence']!r}")
    several = next((term for term in terms["term"] if len(term.split()) != 1), None)
    if several is not None:
        raise ValueError(f"a term of a lexicon is one word, got {several!r}; phrases belong into the mask")
    return Lexicon(pd.Series(valences.to_numpy(), index=terms["term"].map(fold)), tuple(phrases["phrase"].map(fold)))


def _read_columns(path, names):
    """The rows of a CSV with at least the columns `names`, their cells stripped; a row that is not one is refused by its line."""
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
                table.append({column: row[column].strip() for column in names})
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{name} is no CSV file in UTF-8: {error}") from error
    return pd.DataFrame(table, columns=names, dtype="str")
