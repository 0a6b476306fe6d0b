"""Which scorer: by its name, or one that was opened before."""

from functools import lru_cache

from features.sentiment.lexicon import Lexicon, read_lexicon
from features.sentiment.scoring import Scorer, read_scorer

SCORERS = ("default", "lexicon", "encoder")


def choose_scorer(scorer="default", lexicon=None, mask=None, *, domains=()):
    """Open a scorer.

    Parameters
    ----------
    scorer : {"default", "lexicon", "encoder"}, Scorer, Lexicon or Encoder
        Its name; one that was opened before is given back.
    lexicon, mask : str or Path, optional
        Your own words: of the default scorer as in `read_scorer`, of the plain one as in `read_lexicon`.
    domains : sequence of str
        As in `read_scorer`.

    Returns
    -------
    Scorer, Lexicon or Encoder
        What `score_words`, `score_sentences` and `score_targets` take.

    Raises
    ------
    ValueError
        If there is no such scorer, or it takes no words or domains; or a file is wrong, as `read_scorer` and `read_lexicon` say.
    FileNotFoundError
        If a file is missing, or the weights of the encoder are.
    ImportError
        If the encoder is asked for and its extra is not installed.

    Examples
    --------
    >>> choose_scorer("lexicon").language
    'en'
    >>> choose_scorer("vader")
    Traceback (most recent call last):
    ...
    ValueError: there is no scorer 'vader'; choose one of default, lexicon, encoder
    """
    if not isinstance(scorer, str):
        return scorer
    if scorer not in SCORERS:
        raise ValueError(f"there is no scorer {scorer!r}; choose one of {', '.join(SCORERS)}")
    if scorer == "encoder" and (lexicon or mask):
        raise ValueError("the encoder takes no lexicon and no mask; use the scorer 'default' or 'lexicon' with them")
    if domains and scorer != "default":
        raise ValueError(f"the scorer {scorer!r} knows no domains; leave them out or use 'default'")
    if domains and lexicon is None:
        raise ValueError("domains choose among your own words; give a lexicon with them")
    if lexicon is None and mask is None:
        return _open(scorer)
    return read_lexicon(lexicon, mask) if scorer == "lexicon" else read_scorer(lexicon, mask, domains=domains)


@lru_cache(maxsize=3)
def _open(name) -> Scorer | Lexicon:
    if name == "default":
        return read_scorer()
    if name == "lexicon":
        return read_lexicon()
    from features.encoder import read_encoder

    return read_encoder()
