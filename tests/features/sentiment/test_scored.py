import pandas as pd
import pytest

from features.sentiment.scored import Scored, find_foreign
from features.text import find_words

GERMAN = "Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt."
ENGLISH = "The council could not agree on the law and the rules of the house."


def stream_of(*articles):
    rows = [(f"a{row}", number, text) for row, texts in enumerate(articles) for number, text in enumerate(texts)]
    return find_words(pd.DataFrame(rows, columns=["article_id", "sentence_no", "text"]))


def test_all_sentences_of_an_article_in_another_language_are_foreign():
    words = stream_of([GERMAN, "OK!", GERMAN], [ENGLISH, "Na gut."], ["Rio."])
    assert find_foreign(words, "en").tolist() == [True, True, True, False, False, False]
    assert find_foreign(words, "de").tolist() == [False, False, False, True, True, False]


def test_who_reads_every_language_finds_none_foreign():
    assert find_foreign(stream_of([GERMAN], [ENGLISH]), None).tolist() == [False, False]


@pytest.mark.parametrize("language", ["en", None])
def test_no_sentences_are_not_foreign(language):
    assert find_foreign(stream_of(), language).tolist() == []
    assert find_foreign(stream_of([""]), language).tolist() == [False]


def test_a_scorer_without_chances_says_none():
    words = stream_of()
    assert Scored(words, *[[]] * 6).chances is None
