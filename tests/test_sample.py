"""The sample corpus is what its README says."""

import csv
import re
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pytest

from features import read_articles

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"


@pytest.fixture(scope="module")
def articles():
    kept, rejected = read_articles(SAMPLE / "articles")
    assert len(rejected) == 0
    return kept


@pytest.fixture(scope="module")
def texts(articles):
    return {(row.file, row.place): row.text for row in articles.itertuples()}


def rows(name):
    with open(SAMPLE / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shingles(text, width=6):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + width]) for place in range(len(words) - width + 1)}


def test_it_has_at_least_160_articles_of_eight_outlets_in_four_time_zones(articles):
    assert len(articles) >= 160
    assert articles["outlet"].nunique() == 8
    assert set(articles["offset_minutes"]) == {-300, -240, 0, 240}
    assert articles["published"].min().year == 2019 and articles["published"].max().strftime("%Y-%m") == "2026-03"


def test_every_article_has_a_headline_a_byline_and_150_to_500_words(articles):
    words = articles["text"].str.split().str.len()
    assert words.between(150, 500).all()
    assert articles["title"].str.len().between(10, 120).all() and articles["authors"].notna().all()


def test_its_forms_are_folders_of_text_one_jsonl_and_one_csv(articles):
    suffixes = articles["file"].str.extract(r"\.(\w+)$")[0]
    assert articles.groupby(suffixes)["file"].nunique()[["csv", "jsonl"]].tolist() == [1, 1]
    assert articles["file"][suffixes == "txt"].str.contains("/").all()


def test_thirty_events_are_covered_by_three_outlets_in_their_own_words(articles, texts):
    outlets = {(row.file, row.place): row.outlet for row in articles.itertuples()}
    covered = {}
    for row in rows("events.csv"):
        if row["kind"] == "own report":
            covered.setdefault(row["event"], set()).add(outlets[row["file"], row["place"]])
    assert sum(len(names) >= 3 for names in covered.values()) >= 30


def test_own_reports_of_one_event_share_hardly_any_wording(texts):
    by_event = {}
    for row in rows("events.csv"):
        if row["kind"] == "own report":
            by_event.setdefault(row["event"], []).append(shingles(texts[row["file"], row["place"]]))
    shared = [
        len(one & other) / min(len(one), len(other))
        for reports in by_event.values()
        for one, other in combinations(reports, 2)
    ]
    assert max(shared) < 0.06


def test_twenty_five_reprints_keep_most_of_the_report_that_they_copy(texts, articles):
    moments = {(row.file, row.place): row.published for row in articles.itertuples()}
    reprints = rows("reprints.csv")
    assert len(reprints) >= 25
    for row in reprints:
        copy, original = (row["file"], row["place"]), (row["original_file"], row["original_place"])
        matcher = SequenceMatcher(None, texts[copy].split(), texts[original].split(), autojunk=False)
        kept = sum(block.size for block in matcher.get_matching_blocks()) / len(texts[copy].split())
        assert kept == 1 if row["kind"] in {"exact", "cut"} else kept >= 0.8, row
        assert moments[copy] > moments[original], row


def test_gold_names_only_articles_that_are_there(texts):
    named = {(row["file"], row["place"]) for row in rows("events.csv")}
    assert named <= texts.keys()
    assert {(row["file"], row["place"]) for row in rows("reprints.csv")} <= named


def test_none_of_its_sentences_stand_in_the_shared_material(texts, shared):
    theirs = shingles((shared / "seed" / "000_3ae6b94dc22afd81.txt").read_text(encoding="utf-8"), width=8)
    # Names and titles in a row may coincide; a clause may not.
    assert max(len(shingles(text, width=8) & theirs) for text in texts.values()) <= 3
