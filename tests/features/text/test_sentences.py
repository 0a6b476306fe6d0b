import re
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.text import split_sentences


def articles_of(*texts):
    return pd.DataFrame({"article_id": [f"a{row}" for row in range(len(texts))], "text": texts}, dtype="str")


def sentences_of(text):
    return split_sentences(articles_of(text))["text"].tolist()


# Pieces that meet every rule of the splitter, and white space of several kinds.
PIECES = [
    "Mr.",
    "U.S.",
    "Inc.",
    "No.",
    "p.m.",
    "The",
    "oil",
    "3.5",
    "J.",
    "“",
    "”",
    "(",
    ")",
    "…",
    "...",
    "?!",
    ".",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    " \n \t\n",
    "\xa0",
    "\x1d",
    "\u2028",
    "–",
    "Ölpreis",
    "油",
    "😀",
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=40))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell! Did it? It did…", ["It rose.", "It fell!", "Did it?", "It did…"]),
        ("Really?! Yes... Well.", ["Really?!", "Yes...", "Well."]),
        ("Prices rose 3.5 percent. Then they fell 0.7.", ["Prices rose 3.5 percent.", "Then they fell 0.7."]),
        ("It closed in 2010. 40 men left.", ["It closed in 2010.", "40 men left."]),
        ("Read tidings.example or go.Now.", ["Read tidings.example or go.Now."]),
        ("Öl fiel. Über Nacht stieg es.", ["Öl fiel.", "Über Nacht stieg es."]),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_inside_a_number_or_an_address(text, expected):
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Ruiz and Dr. Vance met Gov. Hale.",
        "Judge J. R. Holm heard it.",
        "John F. Kennedy spoke.",
        "Smith vs. Jones, cf. Holm and e.g. Ruiz.",
        "On Sept. 11 and Jan. 3 it rained.",
        "It is No. 5 in Fig. 2.",
        "The U.S. Treasury sold bonds.",
        "The treasury of the United States (U.S.) Treasury bonds, that is, fell.",
        "Rep. Hale (D-Calif.) Monday asked Lt.-Gov. Vance.",
        "Acme Inc. Chairman Ruiz left at 5 p.m. Monday.",
        "They live in St. Louis and Ft. Worth.",
        "Mr.\nRuiz left.",
        "Lt. Col.\nRuiz left.",
    ],
)
def test_an_abbreviation_before_a_name_or_a_number_ends_no_sentence(text):
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He works at Acme Inc. The firm is old.", ["He works at Acme Inc.", "The firm is old."]),
        ("He left at 5 p.m. She stayed.", ["He left at 5 p.m.", "She stayed."]),
        ("She moved to the U.S. In May she left.", ["She moved to the U.S.", "In May she left."]),
        ("Did he? No. He did not.", ["Did he?", "No.", "He did not."]),
        (
            "They like modern art. The show ended in Sept. It rained.",
            ["They like modern art.", "The show ended in Sept.", "It rained."],
        ),
        ("So do I. The rest do not.", ["So do I.", "The rest do not."]),
    ],
)
def test_after_an_abbreviation_that_may_close_a_sentence_the_next_word_decides(text, expected):
    assert sentences_of(text) == expected


def test_a_full_stop_at_the_end_of_a_line_ends_a_sentence_unless_a_title_stands_before_it():
    assert sentences_of("He sold to Acme Inc.\nRuiz left.") == ["He sold to Acme Inc.", "Ruiz left."]
    assert sentences_of("He met Mr.\nRuiz.") == ["He met Mr.\nRuiz."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He was “glad.” So was she.", ["He was “glad.”", "So was she."]),
        ('"Go." He went.', ['"Go."', "He went."]),
        ("“Will it rain?” she asked.", ["“Will it rain?” she asked."]),
        ("(It rained.) “Stay,” he said.", ["(It rained.)", "“Stay,” he said."]),
        ("He saw the “U.S.” “We did,” she said.", ["He saw the “U.S.”", "“We did,” she said."]),
    ],
)
def test_closing_quotes_stay_with_the_sentence_that_they_close(text, expected):
    assert sentences_of(text) == expected


def test_the_end_of_a_paragraph_ends_a_sentence_and_the_end_of_a_line_does_not():
    text = "A headline\n\nThe ship\nleft port. It rained\r\n \r\nThe end"
    assert sentences_of(text) == ["A headline", "The ship\nleft port.", "It rained", "The end"]


def test_sentences_carry_their_number_their_paragraph_and_their_offset():
    table = split_sentences(articles_of("One. Two.\n\nThree.\n\n\n\nfour", "\n\n Five."))
    assert table.to_dict("list") == {
        "article_id": ["a0", "a0", "a0", "a0", "a1"],
        "sentence_no": [0, 1, 2, 3, 0],
        "paragraph_no": [0, 0, 1, 2, 0],
        "start": [0, 5, 11, 21, 3],
        "text": ["One.", "Two.", "Three.", "four", "Five."],
    }


@settings(deadline=None)
@given(TEXTS)
def test_every_sentence_is_found_at_its_offset_and_only_white_space_lies_between(text):
    end = 0
    for row in split_sentences(articles_of(text)).itertuples():
        assert text[row.start : row.start + len(row.text)] == row.text
        assert row.text == row.text.strip() != ""
        assert not text[end : row.start].strip()
        end = row.start + len(row.text)
    assert not text[end:].strip()


@settings(deadline=None)
@given(TEXTS)
def test_a_sentence_lies_in_one_paragraph_and_paragraphs_are_counted_from_0(text):
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    by_paragraph = split_sentences(articles_of(text)).groupby("paragraph_no")["text"].agg("".join)
    assert by_paragraph.index.tolist() == list(range(len(blocks)))
    assert ["".join(found.split()) for found in by_paragraph] == ["".join(block.split()) for block in blocks]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_an_article_is_split_alike_alone_and_among_others(texts):
    together = split_sentences(articles_of(*texts))
    alone = [split_sentences(articles_of(*texts)[row : row + 1]) for row in range(len(texts))]
    pd.testing.assert_frame_equal(together, pd.concat([tables.empty(tables.SENTENCES), *alone], ignore_index=True))


@pytest.mark.parametrize("texts", [[], [""], [" \n\n\t "]], ids=["no article", "empty text", "white space"])
def test_without_words_there_are_no_sentences_but_a_whole_table(texts):
    pd.testing.assert_frame_equal(split_sentences(articles_of(*texts)), tables.empty(tables.SENTENCES))


def test_a_text_without_any_letter_is_a_sentence_too():
    assert sentences_of("😀😀 🎉") == ["😀😀 🎉"]
    assert sentences_of("--- 123") == ["--- 123"]


@pytest.mark.parametrize("piece", [".", " ", "!", "\n", "'", ". ", ".)", "\n ", "“", "word ", "Mr. ", "-"])
def test_the_time_grows_with_the_length_of_a_text_and_not_with_its_square(piece):
    text = "a" + piece * 60_000 + "b"
    before = time.perf_counter()
    split_sentences(articles_of(text))
    assert time.perf_counter() - before < 3  # the square of the length took over 30 s for "."
