"""Words on figures: short, printable, and honest about what is not there."""

import unicodedata
from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font


@cache
def _glyphs():
    return frozenset(FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap())


def shorten(text, width=30):
    """One line of at most `width` characters, of letters that the font has; a longer text ends with "…".

    Control characters, marks of writing direction and zero-width characters are dropped, since they could make a label read
    differently from the data; a letter that the font lacks becomes "□".

    Examples
    --------
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
    """`shorten` for several labels that must stay different: the second of two equal ones gets " (2)".

    Examples
    --------
    >>> shorten_all(["The same beginning, A", "The same beginning, B"], width=12)
    ['The same be…', 'The same be… (2)']
    """
    met: dict[str, int] = {}
    labels = []
    for text in texts:
        label = shorten(text, width) or "(blank)"
        met[label] = met.get(label, 0) + 1
        labels.append(label if met[label] == 1 else f"{label} ({met[label]})")
    return labels


def say_nothing_to_draw(axes, reason):
    """Write on empty axes why they are empty, and make their figure a strip."""
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
    """Name the rows of a drawing from the top, with a number each when given, and take away the axis that they make superfluous."""
    named = labels if numbers is None else [f"{label}  {n:,}" for label, n in zip(labels, numbers, strict=True)]
    axes.set_yticks(range(len(named)), named, **style)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def count(number, noun):
    """'1 article', '2 articles', '10,004 articles'.

    Examples
    --------
    >>> count(1, "article"), count(10004, "article"), count(2, "story")
    ('1 article', '10,004 articles', '2 stories')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
