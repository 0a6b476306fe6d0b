"""The list of function words is that of the library, wherever it is found in it."""

import runpy

import pytest
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from features.text.function_words import read_function_words


@pytest.fixture
def read_anew():
    read_function_words.cache_clear()
    yield read_function_words
    read_function_words.cache_clear()


def test_the_list_is_that_which_the_library_gives(read_anew):
    assert read_anew() == ENGLISH_STOP_WORDS


@pytest.mark.parametrize("error", [FileNotFoundError, KeyError])
def test_a_version_that_keeps_it_elsewhere_is_asked_by_its_public_name(read_anew, monkeypatch, error):
    def fail(path):
        raise error(path)

    monkeypatch.setattr(runpy, "run_path", fail)
    assert read_anew() is ENGLISH_STOP_WORDS
