"""English words that hold a sentence together and say nothing by themselves: the list of scikit-learn."""

import importlib.util
import runpy
from functools import cache
from pathlib import Path


@cache
def read_function_words():
    """The words.

    Returns
    -------
    frozenset of str
        `sklearn.feature_extraction.text.ENGLISH_STOP_WORDS`.

    Notes
    -----
    To import the whole library takes half a second, which every process of a build would wait for; in it the list is a file of
    its own.

    Examples
    --------
    >>> "whereas" in read_function_words(), "peace" in read_function_words()
    (True, False)
    """
    # What is found is where the library lies; it is not imported.
    found = importlib.util.find_spec("sklearn")
    folder = Path(found.origin or "").parent if found else Path()
    try:
        return runpy.run_path(str(folder / "feature_extraction" / "_stop_words.py"))["ENGLISH_STOP_WORDS"]
    except (OSError, KeyError):
        # Another version keeps it elsewhere.
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return ENGLISH_STOP_WORDS
