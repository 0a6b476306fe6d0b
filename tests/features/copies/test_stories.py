import csv
import gzip
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features import find_words, tables
from features.copies import find_stories, join_stories, measure_overlap, pair_sketches, sketch_articles
from features.copies import stories as module
from features.reading import read_articles
from tests.features.copies.reports import WORDS, edit, tabulate, write_words

PROJECT = Path(__file__).resolve().parents[3]
REPORT = write_words(400, 1)
NOON = pd.Timestamp("2026-03-06T12:00", tz="UTC")


def hours(*numbers):
    return [NOON + pd.Timedelta(hours=number) for number in numbers]


def stories_of(texts, **columns):
    return find_stories(tabulate(texts, **columns))


def groups(table):
    """The stories of more than one article, each as the set of its articles’ places."""
    places = table.groupby("story_id").indices.values()
    return sorted(tuple(sorted(one.tolist())) for one in places if len(one) > 1)


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        " ".join(REPORT).upper() + "!",
        edit(REPORT, 0.05, 1),
        edit(REPORT, 0.2, 2),
        REPORT[:300],
        REPORT[:100],
        edit(REPORT[:100], 0.2, 3),
        write_words(50, 2) + REPORT[30:],
        edit(write_words(50, 2) + REPORT[30:250], 0.15, 4),
        write_words(60, 3) + REPORT,
        REPORT + write_words(60, 3),
        REPORT[:200] + write_words(40, 4),
        REPORT[:100] + write_words(80, 5) + REPORT[180:],
    ],
    ids="same|capitals|5 %|20 %|cut|quarter|quarter and 20 %|new lead|lead, cut, 15 %|more before|more behind|cut, end|piece".split(
        "|"
    ),
)
def test_a_copy_joins_the_story_of_its_original_and_no_other(copy):
    texts = [write_words(400, 6), REPORT, write_words(90, 7), copy, write_words(500, 8)]
    assert groups(stories_of(texts)) == [(1, 3)]


@pytest.mark.parametrize("n_quoted", [0, 60, 120])
def test_two_reports_of_one_event_that_quote_the_same_words_stay_apart(n_quoted):
    quoted = write_words(n_quoted, 10)
    texts = [
        write_words(100, 11) + quoted[:40] + write_words(60, 12) + quoted[40:] + write_words(80, 13),
        write_words(50, 14) + quoted[:40] + write_words(90, 15) + quoted[40:] + write_words(60, 16),
    ]
    assert groups(stories_of(texts)) == []


def test_a_copy_of_a_copy_joins_the_first():
    texts = [REPORT, edit(REPORT, 0.15, 1), edit(edit(REPORT, 0.15, 1), 0.15, 2)]
    assert stories_of(texts, published=hours(0, 1, 2))["story_id"].tolist() == ["a0000"] * 3


def test_reports_do_not_become_one_story_by_a_text_that_holds_both():
    one, other = write_words(300, 1), write_words(300, 2)
    texts = [one, other, one + other]
    # The text of both belongs to the earlier one; the other stays alone.
    assert groups(stories_of(texts, published=hours(0, 1, 2))) == [(0, 2)]
    chain = [WORDS[begin : begin + 400] for begin in range(0, 1600, 150)]
    table = stories_of(chain, published=hours(*range(len(chain))))
    for story in groups(table):
        assert all(abs(one - other) * 150 < 300 for one, other in combinations(story, 2))


def test_a_quarter_and_a_copy_with_another_lead_are_one_story_by_the_report():
    # In the quarter there is little but the old lead, in the first copy a new one; the report has most of either.
    quarter, relaid = REPORT[:70], write_words(60, 2) + REPORT[55:]
    assert groups(stories_of([relaid, quarter], published=hours(0, 2))) == []
    assert groups(stories_of([relaid, quarter, REPORT], published=hours(0, 2, 1))) == [(0, 1, 2)]


def test_first_copy_lag_and_share_are_those_of_a_hand_count():
    # Words that do not repeat. The cut copy keeps 150 of 300; the other loses one and keeps 299.
    report = WORDS[:300]
    texts = [report[:150], report, [*report[:100], *report[101:]]]
    table = stories_of(texts, published=hours(2.5, 0, 24))
    assert table["story_id"].tolist() == ["a0001"] * 3 and table["is_first"].tolist() == [False, True, False]
    assert table["lag_hours"].tolist() == [2.5, 0, 24]
    assert table["share_kept"].tolist() == [0.5, 1, pytest.approx(299 / 300)]
    assert table["n_copies"].tolist() == [3, 3, 3]


def test_the_share_is_of_the_first_copy_though_that_is_the_shorter():
    table = stories_of([WORDS[:300], WORDS[:150]], published=hours(1, 0))
    assert table["story_id"].tolist() == ["a0001"] * 2 and table["share_kept"].tolist() == [1, 1]


def test_an_article_without_copies_is_its_own_story():
    [row] = stories_of([REPORT]).to_dict("records")
    assert row == {
        "article_id": "a0000",
        "story_id": "a0000",
        "is_first": True,
        "lag_hours": 0.0,
        "share_kept": 1.0,
        "n_copies": 1,
    }


def test_a_day_counts_as_its_end_and_a_missing_date_comes_last():
    midnight = pd.Timestamp("2026-03-06", tz="UTC")
    published = [midnight, NOON, pd.NaT, midnight + pd.Timedelta(days=1, hours=3)]
    precision = ["day", "moment", "missing", "moment"]
    table = stories_of([REPORT] * 4, published=published, precision=precision)
    assert table["is_first"].tolist() == [False, True, False, False]
    # From noon to the end of the day; and to three in the morning.
    assert table["lag_hours"].fillna(-1).tolist() == [12, 0, -1, 15]
    table = stories_of(
        [REPORT] * 2, published=[midnight, midnight + pd.Timedelta(hours=30)], precision=["day", "moment"]
    )
    assert table["is_first"].tolist() == [True, False] and table["lag_hours"].tolist() == [0, 6]


def test_of_the_same_moment_the_longer_text_is_first_and_of_the_same_length_the_smaller_identity():
    table = stories_of([REPORT[:300], REPORT, REPORT[:200]])
    assert table["is_first"].tolist() == [False, True, False]
    table = stories_of([REPORT] * 2, article_id=["b", "a"])
    assert table["is_first"].tolist() == [False, True] and table["story_id"].tolist() == ["a", "a"]


def test_without_any_date_there_is_a_first_copy_and_no_lag():
    table = stories_of([REPORT] * 2, published=pd.Series([pd.NaT] * 2, dtype="datetime64[s, UTC]"), precision="missing")
    assert table["is_first"].tolist() == [True, False] and table["lag_hours"].isna().all()


SHORT = "Oil fell by three per cent on Friday, an agency said."


@pytest.mark.parametrize(
    "texts, titles, expected",
    [
        ([SHORT, SHORT.upper()], ["Oil falls", "OIL FALLS "], [(0, 1)]),
        ([SHORT, SHORT], ["Oil falls", "Oil fell"], []),
        ([SHORT, SHORT.replace("three", "four")], ["Oil falls"] * 2, []),
        ([SHORT, SHORT], [None, None], [(0, 1)]),
        (["", ""], ["Oil falls", "Oil falls"], [(0, 1)]),
        (["", ""], ["Oil falls", "Gas rises"], []),
        (["", ""], [None, None], []),
        (["", "…"], ["", None], []),
    ],
)
def test_short_and_empty_texts_are_copies_only_with_the_same_title(texts, titles, expected):
    assert groups(stories_of(texts, title=titles)) == expected


def test_many_reprints_are_one_story_whatever_the_order():
    texts = [edit(REPORT, 0.02 * (seed % 8), seed) for seed in range(120)] + [write_words(300, 50)] * 300
    articles = tabulate(texts, published=hours(*(np.arange(420) % 50)))
    table = find_stories(articles)
    assert groups(table) == [tuple(range(120)), tuple(range(120, 420))]
    order = np.random.default_rng(1).permutation(len(articles))
    shuffled = find_stories(articles.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(shuffled.sort_values("article_id", ignore_index=True), table)


def test_drifting_copies_are_not_chased_for_ever(monkeypatch):
    # Each keeps what is common with its neighbours and nothing with those further on.
    drifting = [WORDS[begin : begin + 300] for begin in range(0, 1500, 50)]
    monkeypatch.setattr(module, "MOST_ROUNDS", 2)
    table = stories_of(drifting, published=hours(*range(30)))
    assert len(table) == 30 and table.groupby("story_id")["is_first"].sum().eq(1).all()


def test_words_that_were_found_before_are_used():
    articles = tabulate([REPORT, edit(REPORT, 0.1, 1)])
    pd.testing.assert_frame_equal(find_stories(articles, find_words(articles)), find_stories(articles))


def test_words_of_other_articles_are_refused():
    articles = tabulate([REPORT, REPORT])
    with pytest.raises(ValueError, match="should be of the 2 articles of the table in the same order"):
        find_stories(articles, find_words(articles.iloc[::-1]))


def test_no_articles_have_no_stories():
    assert len(find_stories(tables.empty(tables.ARTICLES))) == 0


def test_pairs_are_measured_once_and_by_whatever_measures_them():
    # As a build does it that keeps the sketches and reads the texts of the candidates only.
    articles = tabulate([REPORT, edit(REPORT, 0.1, 1), write_words(200, 2), REPORT[:200]])
    words, seen = find_words(articles, places=False), []

    def measure(one, other):
        seen.extend(zip(one.tolist(), other.tolist(), strict=True))
        needed, place = np.unique(np.append(one, other), return_inverse=True)
        few = find_words(articles.iloc[needed], places=False)
        return measure_overlap(few, place[: len(one)], place[len(one) :])

    sketches = sketch_articles(words)
    table = join_stories(articles, sketches, *pair_sketches(sketches), measure)
    pd.testing.assert_frame_equal(table, find_stories(articles))
    assert len(seen) == len({frozenset(pair) for pair in seen}) and not {2} & set(np.ravel(seen))


def test_the_reprints_of_the_sample_are_found_and_nothing_else():
    articles, _ = read_articles([PROJECT / "data" / "sample" / "articles"])
    with open(PROJECT / "data" / "sample" / "reprints.csv", encoding="utf-8", newline="") as file:
        gold = list(csv.DictReader(file))
    place = {(row.file, row.place): number for number, row in enumerate(articles.itertuples())}
    table = find_stories(articles)
    story = table["story_id"].to_numpy()
    expected = {}
    for row in gold:
        original = place[row["original_file"], row["original_place"]]
        expected.setdefault(original, {original}).add(place[row["file"], row["place"]])
    assert groups(table) == sorted(tuple(sorted(one)) for one in expected.values())
    assert {story[one] for one in expected} == set(table.loc[table["is_first"] & (table["n_copies"] > 1), "story_id"])


def test_of_real_reports_of_one_event_only_reprints_are_joined(shared):
    with gzip.open(shared / "benchmarks" / "events" / "events.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    articles = tabulate([one["text"] for one in records])
    story = find_stories(articles)["story_id"].to_numpy()
    pairs = list(combinations(range(len(records)), 2))
    joined = [(one, other) for one, other in pairs if story[one] == story[other]]
    assert all(records[one]["event"] == records[other]["event"] for one, other in joined)
    # Shingles of the shorter one that the longer has, counted again with sets; a line of an agency may be a copy of the report only.
    shared_words = {}
    for one, other in joined:
        lists = sorted((records[place]["text"].lower().split() for place in (one, other)), key=len)
        theirs = set(zip(*(lists[1][more:] for more in range(3)), strict=False))
        same = np.mean([shingle in theirs for shingle in zip(*(lists[0][more:] for more in range(3)), strict=False)])
        for place in (one, other):
            shared_words[place] = max(same, shared_words.get(place, 0))
    assert min(shared_words.values()) > 0.6
    assert len(joined) >= 15


def test_a_wire_story_of_six_outlets_is_one_story(shared):
    articles, _ = read_articles([shared / "bad_inputs" / "content" / "c04_near_duplicates.jsonl"])
    assert len(articles) == 6
    assert find_stories(articles)["n_copies"].tolist() == [6] * 6
