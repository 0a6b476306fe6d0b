"""Why a sentence has its score: what each word contributes, as a table and as a picture in a notebook."""

import html
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.sentiment.by_sentence import score_words
from features.sentiment.choosing import choose_scorer
from features.sentiment.locating import locate_targets
from features.sentiment.scoring import Scorer, score_places
from features.text import find_words

# Blue is good and orange is bad, as in the figures: the first two colours of Okabe and Ito (2008), safe for colour-blind readers.
_GOOD, _BAD = "0, 114, 178", "213, 94, 0"
_START, _WHOLE = "(without words)", "(sentence as a whole)"


@dataclass(frozen=True)
class Explanation:
    """A sentence with its score and what made it.

    Attributes
    ----------
    text : str
        The sentence.
    score : float
        In [−1, 1], up is good; NaN where no word says anything about tone.
    table : DataFrame, one row per word
        word (as written), start, end (in characters; missing for what belongs to no word), contribution. The contributions add up
        to the score.
    chances : dict of str to float, or None
        Of negative, neutral and positive.
    target : tuple of int or None
        Where the target stands.
    """

    text: str
    score: float
    table: pd.DataFrame
    chances: dict | None = None
    target: tuple | None = None

    def _repr_html_(self) -> str:
        """The sentence with its words coloured; everything from the text is escaped."""
        most = max(self.table["contribution"].abs().max(), 1e-9) if len(self.table) else 1.0
        pieces, place = [], 0
        for row in self.table.dropna(subset=["start"]).itertuples():
            start, end = int(row.start), int(row.end)
            pieces.append(html.escape(self.text[place:start]))
            colour, strength = (_GOOD if row.contribution > 0 else _BAD), abs(row.contribution) / most
            is_target = self.target and self.target[0] <= start < self.target[1]
            style = f"background: rgba({colour}, {0.65 * strength:.2f}); border-radius: 3px; padding: 0 1px"
            style += "; outline: 1.5px solid currentColor" if is_target else ""
            title = f"{row.contribution:+.3f}"
            pieces.append(f'<span style="{style}" title="{title}">{html.escape(self.text[start:end])}</span>')
            place = end
        pieces.append(html.escape(self.text[place:]))
        said = "no score: no word says anything about tone" if np.isnan(self.score) else f"score {self.score:+.2f}"
        if self.chances and not np.isnan(self.score):
            said += " · " + ", ".join(f"{name} {chance:.0%}" for name, chance in self.chances.items())
        return (
            f'<div style="line-height: 1.9; margin: 12px 0"><p style="margin: 0">{"".join(pieces)}</p>'
            f'<p style="margin: 0; font-size: 85%; opacity: 0.75">{said}</p></div>'
        )


def explain(sentence, target=None, *, scorer="default"):
    """Say what each word of a sentence contributes to its score.

    Parameters
    ----------
    sentence : str
        One sentence; a longer text is taken as one.
    target : str or (int, int), optional
        The mention toward which the tone is meant: as written (its first occurrence), or its place in characters. Default: whether
        the sentence is good or bad news.
    scorer : {"default", "lexicon"} or Scorer or Lexicon
        As in `score_words`.

    Returns
    -------
    Explanation
        Shown in a notebook as the sentence with coloured words.

    Raises
    ------
    ValueError
        If the target does not occur in the sentence, or the scorer cannot say what words contribute.

    Examples
    --------
    >>> why = explain("Sanctions were eased after the talks.")
    >>> bool(abs(why.table["contribution"].sum() - why.score) < 1e-9), bool(why.score > 0)
    (True, True)
    """
    scorer = choose_scorer(scorer)
    if not isinstance(scorer, Scorer) and (target is not None or not hasattr(scorer, "valences")):
        raise ValueError("this scorer cannot say what each word contributes here; use 'default'")
    words = find_words(pd.DataFrame({"article_id": ["0"], "sentence_no": [0], "text": [sentence]}))
    start, end = words.places()
    table = pd.DataFrame({"word": [sentence[a:b] for a, b in zip(start, end, strict=True)], "start": start, "end": end})
    if target is None:
        scored = score_words(words, scorer)
        contribution = np.zeros(len(table))
        contribution[scored.position] = scored.contribution
        chances = None if scored.chances is None else _name_chances(scored.chances[0])
        return Explanation(sentence, float(scored.score[0]), table.assign(contribution=contribution), chances)
    place = _find_target(sentence, target)
    targets = locate_targets(words, np.zeros(1, np.int64), np.array([place[0]]), np.array([place[1]]))
    score, chances, _, (begins, _, parts) = score_places(words, targets, scorer)
    table = table.assign(contribution=parts[:-1])
    whole = pd.DataFrame({"word": [_WHOLE, _START], "contribution": [parts[-1], begins[0]]})
    table = pd.concat([table, whole], ignore_index=True)
    return Explanation(sentence, float(score[0]), table, _name_chances(chances[0]), place)


def _find_target(sentence, target):
    if not isinstance(target, str):
        start, end = target
        if not 0 <= start < end <= len(sentence):
            raise ValueError(
                f"expected 0 <= start < end <= {len(sentence)}, the length of the sentence, got {target!r}"
            )
        return int(start), int(end)
    start = sentence.find(target)
    if start < 0 or not target:
        raise ValueError(f"{target!r} does not occur in the sentence {sentence!r:.80}; write it as it stands there")
    return start, start + len(target)


def _name_chances(chances):
    return dict(zip(("negative", "neutral", "positive"), map(float, chances), strict=True))
