import numpy as np
import pandas as pd
import pytest

from features.sentiment import Lexicon, read_lexicon
from features.text import find_words


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def words_in(texts):
    words = find_words(pd.DataFrame({"article_id": range(len(texts)), "sentence_no": 0, "text": list(texts)}))
    return [found.tolist() for found in np.split(words.vocabulary[words.term], words.first[1:-1])]


@pytest.mark.parametrize(
    ("word", "rating"),
    [
        ("okay", 0.9),
        ("good", 1.9),
        ("great", 3.1),
        ("horrible", -2.5),
        ("sucks", -1.5),
    ],
)
def test_the_projects_lexicon_holds_the_ratings_that_its_authors_printed(word, rating):
    # Hutto and Gilbert 2014, section 3.1; their scale ends at 4.
    assert read_lexicon().valences[word] == pytest.approx(rating / 4)


def test_every_word_of_the_lexicon_and_every_phrase_of_the_mask_can_be_found_in_a_text():
    lexicon = read_lexicon()
    assert words_in(lexicon.valences.index) == [[word] for word in lexicon.valences.index]
    assert words_in(lexicon.degrees.index) == [[word] for word in lexicon.degrees.index]
    assert words_in(lexicon.mask) == [phrase.split() for phrase in lexicon.mask]


def test_a_lexicon_and_a_mask_of_ones_own_are_read_case_folded_and_stripped(tmp_path):
    lexicon = read_lexicon(
        write(tmp_path / "words.csv", "term,valence,note\n Good ,0.5,x\nNA,-1,x\n"),
        write(tmp_path / "mask.csv", "phrase,why\n Crude Oil,a good\n"),
    )
    assert lexicon.valences.to_dict() == {"good": 0.5, "na": -1}
    assert lexicon.mask == ("crude oil",)


def test_the_projects_words_of_degree_add_or_take_what_their_authors_measured():
    # Hutto and Gilbert 2014, section 3.3: 0.293 on a scale that ends at 4.
    degrees = read_lexicon().degrees
    assert degrees["very"] == degrees["extremely"] == pytest.approx(0.293 / 4)
    assert degrees["slightly"] == degrees["somewhat"] == pytest.approx(-0.293 / 4)
    assert set(degrees.abs().round(6)) == {0.07325}


def test_words_of_degree_of_ones_own_are_read_case_folded_and_stripped(tmp_path):
    lexicon = read_lexicon(degree=write(tmp_path / "degree.csv", "term,why,change\n Jolly ,x,0.25\nNA,x,-1\n"))
    assert lexicon.degrees.to_dict() == {"jolly": 0.25, "na": -1}
    assert lexicon.valences.equals(read_lexicon().valences)
    assert lexicon.mask == read_lexicon().mask


def test_a_file_without_words_of_degree_means_that_there_are_none(tmp_path):
    assert len(read_lexicon(degree=write(tmp_path / "degree.csv", "term,change\n")).degrees) == 0
    assert len(Lexicon(pd.Series({"good": 0.5})).degrees) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("term,valence\nvery,1\n", r"degree.csv needs the columns \['term', 'change'\], it has \['term', 'valence'\]"),
        ("term,change\nvery,much\n", r"the change of 'very' should be a number in \[-1, 1\], got 'much'"),
        ("term,change\nvery,1.5\n", r"degrees lie in \[-1, 1\], got 1.5 for 'very'; divide them"),
        ("term,change\nhardly,-1.5\n", r"degrees lie in \[-1, 1\], got -1.5 for 'hardly'"),
        ("term,change\nvery,0.5\nVery,0.5\n", "'very' stands in the lexicon twice"),
        ("term,change\nvery much,0.5\n", "a term of a lexicon is one word, got 'very much'"),
        ("term,change\nvery\n", "degree.csv, line 2: expected 2 values as in the first line"),
    ],
)
def test_words_of_degree_that_cannot_be_right_are_refused_with_their_offender(tmp_path, content, message):
    with pytest.raises(ValueError, match=message):
        read_lexicon(degree=write(tmp_path / "degree.csv", content))


def test_a_file_that_was_edited_is_read_anew(tmp_path):
    path = write(tmp_path / "words.csv", "term,valence\ngood,0.5\n")
    assert read_lexicon(path).valences["good"] == 0.5
    write(path, "term,valence\ngood,0.25\n")
    assert read_lexicon(path).valences["good"] == 0.25


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("word,valence\ngood,1\n", r"words.csv needs the columns \['term', 'valence'\], it has \['word', 'valence'\]"),
        ("term,valence\ngood,high\n", r"the valence of 'good' should be a number in \[-1, 1\], got 'high'"),
        ("term,valence\ngood,\n", r"the valence of 'good' should be a number in \[-1, 1\], got ''"),
        ("term,valence\ngood,1.9\n", r"valences lie in \[-1, 1\], got 1.9 for 'good'; divide them"),
        ("term,valence\nbad,-1.1\n", r"valences lie in \[-1, 1\], got -1.1 for 'bad'"),
        ("term,valence\nbad,-inf\n", r"valences lie in \[-1, 1\], got -inf for 'bad'"),
        ("term,valence\ngood,1\nGOOD,0.5\n", "'good' stands in the lexicon twice"),
        ("term,valence\ngood,0.5,1\n", "words.csv, line 2: expected 2 values as in the first line"),
        ("term,valence\ngood\n", "words.csv, line 2: expected 2 values as in the first line"),
        ("term,valence\n", "words.csv has no row below its first line"),
        ("", r"words.csv needs the columns \['term', 'valence'\], it has \[\]"),
        (
            "term,valence\nvery good,1\n",
            "a term of a lexicon is one word, got 'very good'; phrases belong into the mask",
        ),
        ("term,valence\n,1\n", "a term of a lexicon is one word, got ''"),
        ('term,valence\n"good,1\n', "words.csv is no CSV file in UTF-8: unexpected end of data"),
    ],
)
def test_a_lexicon_that_cannot_be_right_is_refused_with_its_offender(tmp_path, content, message):
    with pytest.raises(ValueError, match=message):
        read_lexicon(write(tmp_path / "words.csv", content))


def test_a_mask_needs_no_reasons_and_keeps_phrases_with_typographic_apostrophes(tmp_path):
    mask = read_lexicon(mask=write(tmp_path / "mask.csv", "phrase\nCrude oil\npeople’s party\n")).mask
    assert mask == ("crude oil", "people's party")


def test_a_file_that_is_no_text_is_refused_by_its_name(tmp_path):
    (tmp_path / "words.csv").write_bytes(b"term,valence\ngr\xfc\xdfe,1\n")
    with pytest.raises(ValueError, match="words.csv is no CSV file in UTF-8: .*0xfc"):
        read_lexicon(tmp_path / "words.csv")


def test_a_missing_valence_is_refused():
    with pytest.raises(ValueError, match="got nan for 'good'"):
        Lexicon(pd.Series({"good": float("nan")}))


def test_the_digest_tells_lexicons_apart_and_pays_no_heed_to_their_order():
    one = Lexicon(pd.Series({"good": 0.5, "bad": -0.5}), ("crude oil", "gross"))
    assert one.digest == Lexicon(pd.Series({"bad": -0.5, "good": 0.5}), ("gross", "crude oil")).digest
    assert len(one.digest) == 16
    others = [
        Lexicon(pd.Series({"good": 0.5, "bad": -0.25}), one.mask),
        Lexicon(one.valences, ("gross",)),
        Lexicon(pd.Series({"good": 0.5}), one.mask),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 4


def test_the_digest_tells_words_of_degree_apart_and_from_words_of_feeling():
    good, very, more = ({"good": 0.5}, {"very": 0.25}, {"more": 0.25})
    lexicons = [
        Lexicon(pd.Series(valences), (), pd.Series(degrees, dtype=float))
        for valences, degrees in (
            (good, {}),
            (good, very),
            (good, more),
            (good, {"very": -0.25}),
            (good, very | more),
            (good | very, more),
            (very, good),
        )
    ]
    assert len({lexicon.digest for lexicon in lexicons}) == len(lexicons)
    assert Lexicon(pd.Series(good), (), pd.Series(more | very)).digest == lexicons[4].digest
