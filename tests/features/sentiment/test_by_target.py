import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.sentiment import Lexicon, read_lexicon, score_targets
from features.sentiment.by_sentence import CHANCES
from features.text import find_words
from tests.features.sentiment.small_scorers import (
    EncoderOfWords,
    mentions_in,
    score_by_hand,
    scorer_of,
    sentences_of,
)

PRAISED = scorer_of({}, of_target={("word before", "praised"): (-1.0, 1.0), ("word", "praised"): (0.0, 0.2)})
GERMAN = "Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt, und Ana Ruiz war im Krieg."


def test_what_is_said_of_who_does_it_and_of_whom_it_is_done_to_differs():
    sentences = sentences_of("Duarte praised Ruiz there.")
    table = score_targets(sentences, mentions_in(sentences, (0, "Ruiz"), (0, "Duarte")), scorer=PRAISED)
    # Four words count 2.5-fold; the sums begin with −0.5.
    of_ruiz, of_duarte = score_by_hand(-3.0, 2.5), score_by_hand(-0.5, 0.0)
    assert table["score"].tolist() == pytest.approx([of_ruiz[0], of_duarte[0]])
    assert table.loc[0, list(CHANCES)].tolist() == pytest.approx(of_ruiz[1])
    assert table[["start", "end", "n_words", "n_scored_words"]].to_numpy().tolist() == [[15, 19, 4, 1], [0, 6, 4, 1]]


def test_the_default_scorer_tells_subject_from_object():
    sentences = sentences_of("Duarte praised Ruiz.", "The police accused Duarte of fraud.")
    table = score_targets(sentences, mentions_in(sentences, (0, "Duarte"), (0, "Ruiz"), (1, "Duarte")))
    of_duarte, of_ruiz, accused = table["score"]
    assert of_ruiz > 0 > accused
    assert abs(of_ruiz - of_duarte) > 0.05


def test_mentions_come_back_in_their_order_whatever_index_they_have():
    sentences = sentences_of("Rain fell on Ruiz.", "Duarte praised Ruiz there.")
    mentions = mentions_in(sentences, (1, "Ruiz"), (0, "Ruiz"), (1, "Duarte")).set_index(pd.Index([7, 7, 1]))
    table = score_targets(sentences.iloc[::-1], mentions, scorer=PRAISED)
    assert table.index.tolist() == [0, 1, 2]
    assert table[["article_id", "start"]].to_numpy().tolist() == mentions[["article_id", "start"]].to_numpy().tolist()
    assert table["score"].isna().tolist() == [False, True, False]
    assert table.columns.tolist() == tables.TARGET_SENTIMENT.names


def test_a_stream_that_was_found_before_gives_the_same():
    sentences = sentences_of("Duarte praised Ruiz there.", "Ruiz praised nobody.")
    mentions = mentions_in(sentences, (0, "Ruiz"), (1, "Ruiz"))
    words = find_words(sentences)
    pd.testing.assert_frame_equal(score_targets(sentences, mentions), score_targets(sentences, mentions, words=words))


@pytest.mark.parametrize(
    ("text", "written"),
    [("Ruiz.", "Ruiz"), ("…", "…"), ("😀 In May.", "😀"), (GERMAN, "Ana Ruiz")],
    ids=lambda text: text[:8],
)
def test_without_evidence_the_tone_toward_a_mention_is_missing_and_not_0(text, written):
    sentences = sentences_of(text)
    table = score_targets(sentences, mentions_in(sentences, (0, written)))
    assert table[["score", *CHANCES]].isna().all(axis=None)
    assert table["n_scored_words"].tolist() == [0]


def test_no_mentions_make_an_empty_whole_table():
    nothing = mentions_in(sentences_of()).astype({"sentence_no": int, "start": int, "end": int})
    for sentences in (sentences_of(), sentences_of("War came.")):
        for scorer in ("default", EncoderOfWords()):
            table = score_targets(sentences, nothing, scorer=scorer)
            pd.testing.assert_frame_equal(table, tables.empty(tables.TARGET_SENTIMENT))


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 12), (11, 12)])
def test_a_mention_outside_its_sentence_is_refused_with_its_place(start, end):
    sentences = sentences_of("War.", "Ruiz spoke.")
    mentions = pd.DataFrame({"article_id": ["a0", "a1"], "sentence_no": 0, "start": [0, start], "end": [3, end]})
    message = (
        f"row 1: expected 0 <= start < end <= 11, the length of the sentence, got start {start} and end {end}; "
        "places are in characters of the sentence's text"
    )
    with pytest.raises(ValueError, match=message):
        score_targets(sentences, mentions)


@pytest.mark.parametrize(("article", "number"), [("b", 0), ("a0", 1)])
def test_a_mention_in_a_sentence_that_is_not_there_is_refused_by_its_name(article, number):
    mentions = pd.DataFrame({"article_id": ["a0", article], "sentence_no": [0, number], "start": [0, 0], "end": [3, 3]})
    message = f"there is no sentence {number} of article '{article}'; give the sentences of all targets"
    with pytest.raises(ValueError, match=message):
        score_targets(sentences_of("War."), mentions)


def test_a_mention_that_is_given_twice_is_refused():
    sentences = sentences_of("Duarte praised Ruiz.")
    with pytest.raises(tables.TableError, match=r"TARGET_SENTIMENT .* is repeated \(1 such rows\)"):
        score_targets(sentences, mentions_in(sentences, (0, "Ruiz"), (0, "Ruiz")))


@pytest.mark.parametrize("scorer", ["lexicon", read_lexicon(), Lexicon(pd.Series({"good": 0.5}))])
def test_a_plain_lexicon_is_refused(scorer):
    sentences = sentences_of("Ruiz spoke.")
    with pytest.raises(ValueError, match="a plain lexicon knows no targets; use the scorer 'default' or 'encoder'"):
        score_targets(sentences, mentions_in(sentences, (0, "Ruiz")), scorer=scorer)


def test_the_encoder_reads_each_sentence_once_and_none_in_another_language():
    encoder = EncoderOfWords()
    sentences = sentences_of("Nobody.", GERMAN, "Ruiz + Duarte.", "Ruiz fell.")
    mentions = mentions_in(sentences, (3, "Ruiz"), (2, "Duarte"), (2, "Ruiz"), (1, "Ruiz"))
    table = score_targets(sentences, mentions, scorer=encoder)
    assert table["score"].tolist() == pytest.approx([-0.5, 0.25, 0.25, np.nan], nan_ok=True)
    assert table["n_scored_words"].tolist() == [2, 2, 2, 0]
    [(texts, asked)] = encoder.asked
    for row, mention in enumerate(asked.itertuples()):
        assert texts[mention.text_no][mention.start : mention.end] == ["Ruiz", "Duarte", "Ruiz", "Ruiz"][row]
    assert "Nobody." not in texts
    assert len(texts) == len(set(texts))


WORDS = "Duarte praised Ruiz war killed was not saved accused “ ” he of fraud".split()


@settings(max_examples=20)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=4), st.data()
)
def test_neither_the_order_nor_the_company_of_mentions_makes_a_difference(texts, data):
    sentences = sentences_of(*texts)
    places = [(row, data.draw(st.sampled_from(text.split()))) for row, text in enumerate(texts)]
    mentions = mentions_in(sentences, *places)
    there = score_targets(sentences, mentions)
    each = [score_targets(sentences.iloc[[row]], mentions.iloc[[row]]) for row in range(len(texts))]
    pd.testing.assert_frame_equal(there, pd.concat(each, ignore_index=True), check_exact=True)
    known = there[there["score"].notna()]
    np.testing.assert_allclose(known[list(CHANCES)].sum(axis=1), 1.0, atol=1e-12)
    assert known["score"].between(-1, 1).all()
