"""What editors do to a report that is not theirs, done by chance: words edited, ends cut, leads changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+")
# At most so many words in a row are replaced at once.
_LONGEST_RUN = 8


@dataclass(frozen=True)
class Editor:
    """Chance, and the words and leads of other articles that are put in.

    Attributes
    ----------
    chance : numpy.random.Generator
        Of every choice.
    words : ndarray of str
        Words of other articles, as often as they occur there.
    leads : list of str
        Texts whose first sentences are put before others.
    """

    chance: np.random.Generator
    words: np.ndarray
    leads: list

    def edit(self, text, share, kinds=("replace", "delete", "insert", "swap", "run")):
        """Edit a share of the words: replace, delete or insert one, swap two neighbours, or replace a run of a few.

        Parameters
        ----------
        text : str
            Its breaks of lines become blanks.
        share : float
            Of the words; a swap counts as two, and a run as its length.
        kinds : sequence of str
            What is done, each as often.

        Returns
        -------
        str

        Examples
        --------
        >>> editor = Editor(np.random.default_rng(1), np.array(["snow"]), [])
        >>> editor.edit("one two three four five", 0.2, ["replace"]).split().count("snow")
        1
        >>> len(editor.edit("one two three four five", 0.4, ["delete"]).split())
        3
        """
        words = text.split()
        left, edited = round(share * len(words)), set()
        for place in self.chance.permutation(len(words)).tolist():
            kind = kinds[self.chance.integers(len(kinds))]
            n = {"swap": 2, "run": min(int(self.chance.integers(2, _LONGEST_RUN + 1)), max(left, 1))}.get(kind, 1)
            places = range(place, place + n)
            if n > left or places[-1] >= len(words) or edited & set(places):
                continue
            edited |= set(places)
            left -= n
            self._change(words, place, n, kind)
        return " ".join(word for word in words if word)

    def _change(self, words, place, n, kind):
        if kind == "delete":
            words[place] = ""
        elif kind == "insert":
            words[place] += f" {self.chance.choice(self.words)}"
        elif kind == "swap":
            words[place], words[place + 1] = words[place + 1], words[place]
        else:
            words[place : place + n] = self.chance.choice(self.words, n).tolist()

    def replace_piece(self, text, share):
        """Replace a share of the words in one piece by the beginning of another text."""
        words = text.split()
        n = int(share * len(words))
        begin = int(self.chance.integers(len(words) - n + 1))
        others = self._other().split()
        words[begin : begin + n] = (others * (n // len(others) + 1))[:n]
        return " ".join(words)

    def change_lead(self, text, n_sentences, n_dropped=None):
        """Put the first sentences of another text where those of the text were; `n_dropped=0` keeps these behind."""
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        n_dropped = n_sentences if n_dropped is None else n_dropped
        begin = ends[n_dropped - 1] if 0 < n_dropped < len(ends) else 0
        return f"{self._first_sentences(n_sentences)}\n\n{text[begin:]}"

    def add_end(self, text, n_sentences):
        """Put the first sentences of another text behind the text."""
        return f"{text}\n\n{self._first_sentences(n_sentences)}"

    def _first_sentences(self, n):
        return "".join(_SENTENCE_END.sub(r"\g<0>\n", self._other().replace("\n", " "), count=n).split("\n")[:n]).strip()

    def _other(self):
        return self.leads[self.chance.integers(len(self.leads))]


def cut(text, share):
    """The first words of a text.

    Examples
    --------
    >>> cut("one two three four", 0.5)
    'one two'
    """
    words = text.split()
    return " ".join(words[: max(int(len(words) * share), 1)])


def ways(editor) -> dict[str, Callable[[str], str]]:
    """What is done to the texts: name → function from a text to a copy of it.

    Parameters
    ----------
    editor : Editor
        Who does it.

    Returns
    -------
    dict of str to function
    """
    edit, lead = editor.edit, editor.change_lead
    each = {
        f"20 % of words, {kind} only": partial(edit, share=0.2, kinds=(kind,))
        for kind in ("replace", "delete", "insert", "swap")
    }
    return {
        "the same": str,
        **{f"{share:.0%} of words".replace("%", " %"): partial(edit, share=share) for share in (0.05, 0.1, 0.2)},
        **each,
        "20 % of words in one piece": partial(editor.replace_piece, share=0.2),
        "20 % of words, twice": lambda text: edit(edit(text, 0.2), 0.2),
        "cut to a half": partial(cut, share=0.5),
        "cut to a quarter": partial(cut, share=0.25),
        "cut to a quarter, 20 % of words": lambda text: edit(cut(text, 0.25), 0.2),
        "two sentences before": lambda text: lead(text, 2, 0),
        "lead of two sentences changed": lambda text: lead(text, 2),
        "lead of two sentences changed, 20 % of words": lambda text: edit(lead(text, 2), 0.2),
        "lead of one sentence changed, cut to a half, 10 % of words": lambda text: edit(cut(lead(text, 1), 0.5), 0.1),
        "cut to a half, two sentences behind": lambda text: editor.add_end(cut(text, 0.5), 2),
    }
