"""A list of edits: what it does to a fit, that it can be made again, and what is refused."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.text import find_words
from features.topics import count_words, fit_counts, fit_topics
from features.topics.editing import Edit, EditError, edit_topics, propose_edits, read_edits

THEMES = {
    "bank": ["bank", "money", "rates", "loan", "credit", "fund"],
    "club": ["club", "match", "goal", "coach", "league", "cup"],
    "court": ["court", "judge", "trial", "jury", "appeal", "verdict"],
    "film": ["film", "actor", "scene", "oscar", "script", "studio"],
}
SIZES = {"bank": 40, "club": 32, "court": 24, "film": 16}


def articles_about(**sizes):
    texts = [
        " ".join([*np.delete(THEMES[theme], row % 6), ["rain", "snow", "wind"][row % 3]])
        for theme, n in sizes.items()
        for row in range(n)
    ]
    ids = [f"{theme}{row:02}" for theme, n in sizes.items() for row in range(n)]
    return pd.DataFrame({"article_id": ids, "text": texts})


ARTICLES = articles_about(**SIZES)
STREAM = find_words(ARTICLES).without_possessives()
COUNTS, WORDS = count_words(STREAM), STREAM.vocabulary
# Numbered from the largest: 0 bank, 1 club, 2 court, 3 film.
FIT = fit_counts(COUNTS, WORDS, 4)
KINDS = np.repeat(np.arange(4), list(SIZES.values()))
TERMS = [tuple(words[:3]) for words in THEMES.values()]


def merge(own, into, label=""):
    return Edit("merge", own, TERMS[own], into, TERMS[into], label, "edits.csv line 2")


def split(own, n, label=""):
    return Edit("split", own, TERMS[own], n, (), label, "edits.csv line 3")


def rename(own, label):
    return Edit("rename", own, TERMS[own], label=label, place="edits.csv line 4")


def edited(*edits, fit=FIT):
    return edit_topics(fit, edits, COUNTS, WORDS)


def largest(fit):
    return fit.numbers[fit.score_counts(COUNTS, WORDS).argmax(axis=1)]


def assert_same(one, other):
    assert one.evidence.tobytes() == other.evidence.tobytes()
    assert one.labels == other.labels and one.numbers.tolist() == other.numbers.tolist()
    pd.testing.assert_frame_equal(one.terms, other.terms)


def test_the_fit_that_is_edited_here_has_the_four_subjects():
    assert largest(FIT).tolist() == KINDS.tolist()


def test_a_merged_topic_has_the_articles_and_the_words_of_both_and_the_number_of_the_second():
    fit = edited(merge(3, 1))
    assert fit.numbers.tolist() == [0, 1, 2]
    assert largest(fit).tolist() == np.where(KINDS == 3, 1, KINDS).tolist()
    terms = fit.terms[fit.terms["topic_no"] == 1]
    assert {*terms["term"]} >= {*THEMES["club"], *THEMES["film"]}
    # 26 or 27 of the 32 articles on clubs have “club”, every sixth lacks it: rows 0, 6, … 30.
    assert terms.set_index("term")["share"]["club"] == pytest.approx((32 - 6) / (32 + 16))
    assert terms["rank"].tolist() == list(range(1, len(terms) + 1))


def test_what_is_not_merged_stays_to_the_last_bit():
    fit = edited(merge(3, 1))
    assert fit.evidence[[0, 2]].tobytes() == FIT.evidence[[0, 2]].tobytes()
    assert fit.labels[0] == FIT.labels[0] and fit.labels[2] == FIT.labels[2]
    for number in (0, 2):
        one, other = (some.terms[some.terms["topic_no"] == number].reset_index(drop=True) for some in (fit, FIT))
        pd.testing.assert_frame_equal(one, other)


def test_evidence_of_a_merged_topic_is_that_of_the_words_of_its_articles():
    fit = edited(merge(3, 1))
    columns = [WORDS.tolist().index(word) for word in FIT.vocabulary]
    # Each word stands once in an article: 1 + ln 1 = 1.
    counts = (COUNTS.toarray()[:, columns] > 0).astype(float)
    of_all = counts.sum(axis=0) + 1
    background = of_all / of_all.sum()
    mass = min(200, 0.1 * counts.sum() / 4)
    rarity = np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0))) + 1
    found = counts[np.isin(KINDS, [1, 3])].sum(axis=0) + mass * background
    expected = np.log(found / found.sum() / background) * rarity / rarity.mean() * FIT.certainty
    assert fit.evidence[1] == pytest.approx(expected)


def test_parts_of_a_split_topic_keep_its_number_or_get_numbers_of_their_own():
    both = edited(merge(3, 1), replace(split(1, 2), terms=(*TERMS[1], *TERMS[3])))
    # 1 was clubs and films: the larger part keeps the number, the other is the first part of topic 1.
    assert both.numbers.tolist() == [0, 1, 2, 1101]
    assert largest(both).tolist() == np.select([KINDS == 3], [1101], KINDS).tolist()
    assert {*both.terms.loc[both.terms["topic_no"] == 1101, "term"]} == {*THEMES["film"]}
    assert [*{*both.labels[3].split(", ")} - {*THEMES["film"]}] == []


def test_labels_are_set_by_any_action():
    fit = edited(merge(3, 1, "Leisure"), rename(0, "Money, mostly"))
    assert fit.labels == ("Money, mostly", "Leisure", FIT.labels[2])
    assert edited(split(0, 2, "Banks")).labels[0] == "Banks"


EDITS = st.lists(
    st.sampled_from(
        [merge(3, 2), merge(1, 0, "All"), split(0, 2), split(2, 3, "Law"), rename(0, "Money"), rename(2, "Law")]
    ),
    unique=True,
    max_size=4,
)


@settings(max_examples=20)
@given(EDITS)
def test_edits_made_again_change_nothing_and_an_edited_fit_is_in_order(edits):
    try:
        once = edited(*edits)
    except EditError:
        # A topic that was merged away cannot be split, whichever way it is asked for.
        with pytest.raises(EditError):
            edited(*edits, fit=edited(rename(1, "Sport")))
        return
    assert_same(edited(*edits, fit=once), once)
    assert_same(edit_topics(once, (), COUNTS, WORDS), FIT)
    assert sorted(once.numbers.tolist()) == once.numbers.tolist() and len(once.labels) == len(once.evidence)
    # A part of a topic whose articles are all alike may have no word that is typical of it.
    assert {*once.terms["topic_no"]} <= {*once.numbers.tolist()}
    tables.check(once.terms, tables.TOPIC_TERMS)
    assert once.score_counts(COUNTS, WORDS).sum(axis=1) == pytest.approx(1)


def test_another_order_of_articles_makes_no_difference():
    order = np.random.default_rng(0).permutation(len(KINDS))
    one, other = edited(merge(3, 1)), edit_topics(FIT, [merge(3, 1)], COUNTS[order], WORDS)
    assert other.evidence == pytest.approx(one.evidence) and other.labels == one.labels


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            replace(rename(0, "Law"), terms=TERMS[2]),
            "edits.csv line 4: expected topic 0 with at least half of the terms 'court, judge, trial', found ",
        ),
        (replace(rename(0, "Law"), terms=TERMS[2]), "; topic 2 has such terms; correct the line or take it away"),
        (replace(rename(0, "X"), terms=("zeppelin",)), "; no topic has such terms"),
        (replace(rename(0, "X"), topic_no=9), "found no topic of this number; topic 0 has such terms"),
        (replace(merge(3, 1), into=2), "expected topic 2 with at least half of the terms 'club, match, goal', found "),
        (split(3, 9), "edits.csv line 3: topic 3 is the largest in 16 of the fitted articles, too few to make 9 parts"),
    ],
)
def test_an_edit_that_no_longer_fits_its_topic_is_refused_with_what_was_found(edit, message):
    with pytest.raises(EditError, match=re.escape(message)):
        edited(edit)


def test_half_of_the_terms_are_enough():
    assert edited(replace(rename(0, "Money"), terms=("bank", "zeppelin"))).labels[0] == "Money"
    with pytest.raises(EditError):
        edited(replace(rename(0, "Money"), terms=("bank", "zeppelin", "balloon")))


def test_a_topic_is_split_once():
    with pytest.raises(EditError, match=r"topic 0 was split before, there is a topic 1001; split it once, into more"):
        edited(split(0, 2), split(0, 2))


def written(folder, text):
    path = folder / "topic_edits.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_line_by_line(tmp_path):
    path = written(
        tmp_path,
        "\ufeffaction,topic_no,terms,into,into_terms,label\n"
        'merge,3,"film, Actor,",1,"club, match",Leisure\n'
        "SPLIT,1,club,2,,\n"
        'rename,0,bank,,,"Money, banks"\n',
    )
    assert read_edits(path) == (
        Edit("merge", 3, ("film", "actor"), 1, ("club", "match"), "Leisure", "topic_edits.csv line 2"),
        Edit("split", 1, ("club",), 2, (), "", "topic_edits.csv line 3"),
        Edit("rename", 0, ("bank",), 0, (), "Money, banks", "topic_edits.csv line 4"),
    )
    assert read_edits(written(tmp_path, "action,topic_no,terms\n")) == ()


HEAD = "action,topic_no,terms,into,into_terms,label\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            "line 1: expected the columns action, topic_no, terms, into, into_terms, label; missing: ['action', 'terms', 'topic_no']",
        ),
        ("action,topic_no,terms,colour\n", "unknown: ['colour']"),
        (HEAD + "delete,3,film,,,\n", "line 2: action must be one of merge, split, rename, got 'delete'"),
        (HEAD + "rename,three,film,,,Films\n", "line 2: topic_no must be a whole number from 0, got 'three'"),
        (HEAD + "rename,-1,film,,,Films\n", "line 2: topic_no must be a whole number from 0, got '-1'"),
        (HEAD + "rename,4294967296,film,,,Films\n", "got '4294967296'"),
        (HEAD + "rename,٣,film,,,Films\n", "got '٣'"),
        (HEAD + "rename,3,film,,,\n", "line 2: rename needs a value in the column label"),
        (HEAD + "rename,3,,,,Films\n", "line 2: rename needs a value in the column terms"),
        (
            HEAD + "rename,3,film,2,,Films\n",
            "line 2: rename needs no value in the column into, got '2'; leave it empty",
        ),
        (HEAD + 'rename,3,", ,",,,Films\n', "line 2: terms must hold words, separated by commas, got ', ,'"),
        (HEAD + "merge,3,film,1,,\n", "line 2: merge needs a value in the column into_terms"),
        (HEAD + "merge,3,film,3,film,\n", "line 2: topic 3 cannot go into itself; into must be another topic"),
        (HEAD + "split,3,film,1,,\n", "line 2: into must be a number of parts from 2 to 99, got 1"),
        (HEAD + "split,3,film,100,,\n", "got 100"),
        (
            HEAD + "rename,3,film, actor,,,Films\n",
            "line 2: expected as many values as line 1 has columns; quote a value",
        ),
        (HEAD + "rename,3\n", "line 2: expected as many values as line 1 has columns"),
        (HEAD + 'rename,3,"film,,,Films\n', "expected comma-separated values: unexpected end of data"),
    ],
)
def test_a_line_that_says_nothing_is_refused_with_file_line_and_value(tmp_path, text, message):
    with pytest.raises(EditError, match=re.escape(message)) as refused:
        read_edits(written(tmp_path, text))
    assert str(refused.value).startswith("topic_edits.csv")


def test_another_encoding_is_refused_with_the_byte(tmp_path):
    path = tmp_path / "topic_edits.csv"
    path.write_bytes(HEAD.encode() + "rename,3,film,,,Café\n".encode("latin-1"))
    with pytest.raises(EditError, match=r"^topic_edits\.csv: expected UTF-8, found the byte 0xe9; save it as UTF-8$"):
        read_edits(path)


def test_the_list_proposed_can_be_read_and_made_and_changes_nothing(tmp_path):
    path = tmp_path / "topic_edits.csv"
    propose_edits(FIT).to_csv(path, index=False)
    edits = read_edits(path)
    assert [edit.topic_no for edit in edits] == [0, 1, 2, 3] and {edit.action for edit in edits} == {"rename"}
    assert all(len(edit.terms) == 3 for edit in edits)
    assert_same(edited(*edits), FIT)


def test_edits_survive_a_refit_with_more_articles_from_an_edited_fit(tmp_path):
    path = written(tmp_path, HEAD + 'merge,3,"film, actor",1,"club, goal",Leisure\nrename,0,"bank, money",,,Money\n')
    first = fit_topics(ARTICLES, 4, edits=path)
    assert first.labels[:2] == ("Money", "Leisure") and first.numbers.tolist() == [0, 1, 2]
    assert first.topics["n_articles"].tolist() == [40, 48, 24]
    more = articles_about(bank=40, club=34, court=27, film=17)
    second = fit_topics(more, before=first, edits=path)
    assert second.labels == first.labels and second.numbers.tolist() == [0, 1, 2]
    assert second.topics["n_articles"].tolist() == [40, 51, 27]
    # The fit itself still has the four topics, so that taking the line away undoes it.
    assert second.unedited.numbers.tolist() == [0, 1, 2, 3]
    assert fit_topics(more, before=second).numbers.tolist() == [0, 1, 2, 3]
