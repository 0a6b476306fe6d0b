"""Words on figures: short, printable, and honest about what is not there."""

import unicodedata
from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font


@cache
def _glyphs():
    return frozenset(FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap())


def shorten(text, width=30):
    """One line of at most `width` characters, of letters that the font has; a longer text ends with “…”.

    Control characters, marks of writing direction and zero-width characters are dropped, since they could make a label read
    differently from the data; a letter that the font lacks becomes “□”.

    Parameters
    ----------
    text : str
        Any text from the data.
    width : int
        The most characters, from 1; of the text no more than ten times as many are looked at.

    Returns
    -------
    str
        Blanks and newlines become single blanks. "" when nothing printable is left.

    Examples
    --------
    >>> from figures.labels import shorten
    >>> shorten("Kestrel\\u202e & Quill\\nWire", width=12)
    'Kestrel & Q…'
    """
    kept = [
        letter
        for letter in text[: 10 * width]
        if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    ]
    line = " ".join("".join(kept).split())
    line = "".join(letter if ord(letter) in _glyphs() else "□" for letter in line)
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def shorten_all(texts, width=30):
    """`shorten` for several labels that must stay different: the second of two equal ones gets “ (2)”.

    Parameters
    ----------
    texts : iterable of str
        Any texts from the data.
    width : int
        The most characters of each, before a number is added.

    Returns
    -------
    list of str
        One label per text, in the same order; “(blank)” for a text without anything printable.

    Examples
    --------
    >>> from figures.labels import shorten_all
    >>> shorten_all(["The same beginning, A", "The same beginning, B"], width=12)
    ['The same be…', 'The same be… (2)']
    """
    labels: list[str] = []
    for text in texts:
        label = first = shorten(text, width) or "(blank)"
        number = 1
        while label in labels:
            number += 1
            label = f"{first} ({number})"
        labels.append(label)
    return labels


def say_nothing_to_draw(axes, reason):
    """Write on empty axes why they are empty, and make their figure a strip.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Alone in its figure, which becomes 8 × 1.2 inches.
    reason : str
        What is missing, in a few words.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from figures.labels import say_nothing_to_draw
    >>> figure, axes = plt.subplots()
    >>> say_nothing_to_draw(axes, "there are no topics")
    >>> axes.texts[0].get_text()
    'Nothing to draw: there are no topics'
    >>> plt.close(figure)
    """
    axes.figure.set_size_inches(8, 1.2)
    axes.set_axis_off()
    axes.text(
        0.5,
        0.5,
        shorten(f"Nothing to draw: {reason}", 90),
        ha="center",
        va="center",
        transform=axes.transAxes,
        color="0.4",
    )


def name_rows(axes, labels, numbers=None, **style):
    """Name the rows of a drawing from the top, with a number each when given, and take away the axis that they make superfluous.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Its first row is drawn at y = 0, the next at 1; turning the axis, so that the first stands on top, is the caller’s.
    labels : list of str
        One name per row, short enough already.
    numbers : sequence of int, optional
        One per row, written behind its name.
    **style
        As `matplotlib.axes.Axes.set_yticks` takes it for its labels.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from figures.labels import name_rows
    >>> figure, axes = plt.subplots()
    >>> name_rows(axes, ["Wire", "Courier"], [1200, 7])
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['Wire  1,200', 'Courier  7']
    >>> plt.close(figure)
    """
    named = labels if numbers is None else [f"{label}  {n:,}" for label, n in zip(labels, numbers, strict=True)]
    axes.set_yticks(range(len(named)), named, **style)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def count(number, noun):
    """A number with its noun, in the singular or the plural.

    Parameters
    ----------
    number : int
        How many, from 0.
    noun : str
        In the singular, with a regular plural.

    Returns
    -------
    str
        With commas between thousands.

    Examples
    --------
    >>> from figures.labels import count
    >>> count(1, "article"), count(10004, "article"), count(2, "story")
    ('1 article', '10,004 articles', '2 stories')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
