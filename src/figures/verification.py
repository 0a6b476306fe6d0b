"""Is the committed report what the code makes? Compare two reports file by file, first their bytes, then their numbers."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

# Another processor may change last bits, and a sum of thousands of them the sixth digit: a number holds when it lies within this
# absolute or this relative distance.
ABSOLUTE_TOLERANCE = 1e-3
RELATIVE_TOLERANCE = 1e-3
_NUMBER = re.compile(r"[-−+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_IMAGE = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")
_PICTURE = re.compile(r'"image/png": "[^"]*"')
_COMPARED = ("reports", "notebooks")
# How long something took is not the same twice.
_NOT_COMPARED = ("reports/benchmarks/",)


@dataclass(frozen=True)
class Comparison:
    """What held when two reports were compared.

    Attributes
    ----------
    same_bytes : list of str
        Names of files with the same bytes.
    same_numbers : list of str
        Names of files with the same words, and numbers within the tolerance.
    different : dict of str to str
        Name of each other file to what differs.
    """

    same_bytes: list[str]
    same_numbers: list[str]
    different: dict[str, str]

    @property
    def holds(self) -> bool:
        """Whether no file differs; numbers within the tolerance hold.

        Examples
        --------
        >>> from figures.verification import Comparison
        >>> Comparison(["a.csv"], ["b.csv"], {}).holds, Comparison([], [], {"c.csv": "was made, but is not committed"}).holds
        (True, False)
        """
        return not self.different

    def __str__(self) -> str:
        n = len(self.same_bytes) + len(self.same_numbers) + len(self.different)
        if not self.same_numbers and not self.different:
            return f"The bytes held: all {n} files are the same."
        if not self.different:
            return (
                f"The numbers held, the bytes did not: {len(self.same_bytes)} of {n} files have the same bytes, "
                f"{len(self.same_numbers)} the same words, and numbers within {ABSOLUTE_TOLERANCE} or "
                f"{RELATIVE_TOLERANCE:.1%} (another processor may do that): {', '.join(self.same_numbers)}"
            )
        reasons = "\n".join(f"  {name}: {reason}" for name, reason in self.different.items())
        return f"Different: {len(self.different)} of {n} files.\n{reasons}"


def compare_reports(committed, rebuilt):
    """Compare `reports/` and `notebooks/` of two folders.

    Parameters
    ----------
    committed, rebuilt : str or Path
        The folders that hold the two. Times of benchmarks are not compared.

    Returns
    -------
    Comparison
        Names relative to the folders, in order.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from figures.verification import compare_reports
    >>> with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
    ...     for folder, written in ((one, "tone\\n0.12345"), (other, "tone\\n0.12346")):
    ...         Path(folder, "reports").mkdir()
    ...         _ = Path(folder, "reports", "tone.csv").write_text(written)
    ...     compare_reports(one, other).same_numbers
    ['reports/tone.csv']
    """
    one, other = _digests(Path(committed)), _digests(Path(rebuilt))
    same_bytes, same_numbers, different = [], [], {}
    for name in sorted(one.keys() | other.keys()):
        if name not in other:
            different[name] = "is committed, but was not made again"
        elif name not in one:
            different[name] = "was made, but is not committed"
        elif one[name] == other[name]:
            same_bytes.append(name)
        elif reason := _difference(Path(committed, name), Path(rebuilt, name)):
            different[name] = reason
        else:
            same_numbers.append(name)
    return Comparison(same_bytes, same_numbers, different)


def first_difference(one, other):
    """The first difference of two texts: words and whole numbers must be equal, other numbers within the tolerance.

    Parameters
    ----------
    one, other : str
        Pictures inside them are passed over. The tolerance is a thousandth, absolute or relative.

    Returns
    -------
    str
        What became what, and after which words; "" when there is no difference.

    Examples
    --------
    >>> from figures.verification import first_difference
    >>> first_difference("tone 0.12345, 3 articles", "tone 0.12346, 3 articles")
    ''
    >>> first_difference("tone 0.12", "tone 0.32")
    '0.12 became 0.32 after "tone "'
    """
    one, other = _IMAGE.sub("(image)", one), _IMAGE.sub("(image)", other)
    words, other_words = _NUMBER.split(one), _NUMBER.split(other)
    numbers, other_numbers = _NUMBER.findall(one), _NUMBER.findall(other)
    for place, (word, other_word) in enumerate(zip(words, other_words, strict=False)):
        if word != other_word:
            return f"{_end(word)!r} became {_end(other_word)!r}"
        if place < min(len(numbers), len(other_numbers)) and not _is_close(numbers[place], other_numbers[place]):
            return f'{numbers[place]} became {other_numbers[place]} after "{word[-40:]}"'
    return "" if len(words) == len(other_words) else f"{len(numbers)} numbers became {len(other_numbers)}"


def _difference(one, other):
    if one.suffix == ".png":
        # Its numbers are those of the drawing of the same name as SVG, which is compared; but then that one differs too.
        drawings = [path.with_suffix(".svg").read_bytes() for path in (one, other) if path.with_suffix(".svg").exists()]
        return "its bytes differ, though those of its SVG do not" if len(set(drawings)) < 2 else ""
    try:
        texts = one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "its bytes differ"
    if one.suffix == ".ipynb":
        texts = _PICTURE.sub("(image)", texts[0]), _PICTURE.sub("(image)", texts[1])
    return first_difference(*texts)


def _is_close(one, other):
    if one == other:
        return True
    if "." not in one and "." not in other:
        return False
    first, second = (float(number.replace("−", "-")) for number in (one, other))
    return abs(first - second) <= max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * max(abs(first), abs(second)))


def _end(word):
    return word if len(word) <= 60 else f"…{word[-60:]}"


def _digests(folder):
    found = {}
    for part in _COMPARED:
        for path in sorted((folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not name.startswith(_NOT_COMPARED) and ".ipynb_checkpoints" not in name:
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
