"""One partition to one shard, worked out by hand; and a shard without some articles is the shard of the others."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.reading import Partition
from features.reading.portions import Portion
from features.sentiment import read_lexicon
from features.streaming.packing import COUNTS, PHRASE_COUNTS, PHRASES, WORDS, unpack_counts
from features.streaming.shards import (
    DESCRIPTIONS,
    FACTS,
    IDENTITIES,
    OF_ARTICLES,
    OF_TOPICS,
    PLAIN_FEATURES,
    SKETCHES,
    drop_articles,
    file_of,
    make_shard,
    score_shard,
)
from features.topics import Topics
from tests.features.streaming.corpora import article

NOT_AFTER = datetime(2026, 3, 31, tzinfo=UTC)
LEXICON = read_lexicon()


def shard_of(records, name="a.jsonl", first=1, not_after=NOT_AFTER):
    content = "\n".join(map(json.dumps, records)).encode()
    return make_shard(Partition((Portion("lines", name, None, first, content, len(records)),)), LEXICON, not_after)


def tables_of(files):
    return {name: tables.from_bytes(files[file_of(name)]) for name in OF_ARTICLES}


def counted(files):
    """How often each word stands in each article."""
    counts, words = unpack_counts(files[COUNTS], files[WORDS])
    return [{word: n for word, n in zip(words.to_pylist(), row, strict=True) if n} for row in counts.toarray().tolist()]


def facts_of(files):
    return json.loads(files[FACTS])


RECORDS = [
    {"text": "A good day. It rained.", "outlet": "Wire", "date": "2026-03-05"},
    {"text": "Snow, snow and ice.", "outlet": "Daily", "date": "2026-03-04T12:00:00Z"},
    {"text": "No date.", "outlet": "Wire"},
    {"outlet": "Wire"},
    {"text": "No date.", "outlet": "Wire"},
]


def test_a_shard_holds_every_table_the_counts_the_identities_and_the_facts():
    files = shard_of(RECORDS)
    assert set(files) == {
        *map(file_of, OF_ARTICLES),
        PLAIN_FEATURES,
        IDENTITIES,
        SKETCHES,
        DESCRIPTIONS,
        FACTS,
        COUNTS,
        WORDS,
        PHRASE_COUNTS,
        PHRASES,
    }
    made = tables_of(files)
    assert made["ARTICLES"]["text"].tolist() == ["Snow, snow and ice.", "A good day. It rained.", "No date."]
    assert made["REJECTED"]["place"].tolist() == ["line 4", "line 5"]
    identities = np.frombuffer(files[IDENTITIES], dtype="<u8")
    assert [f"{identity:016x}" for identity in identities.tolist()] == made["ARTICLES"]["article_id"].tolist()
    assert counted(files)[0] == {"snow": 2, "and": 1, "ice": 1}


def test_the_facts_are_those_of_its_articles():
    facts = facts_of(shard_of(RECORDS))
    counts = facts.pop("counts")
    assert [counts[name] for name in ("ARTICLES", "REJECTED", "SENTENCES")] == [3, 2, 4]
    assert facts == {
        "n_undated": 1,
        "first": "2026-03-04T12:00:00+00:00",
        "last": "2026-03-05T00:00:00+00:00",
        "outlets": ["Daily", "Wire"],
        "flags": {},
        "languages": {"unknown": 3},
        "depends_on_today": False,
    }


def test_a_partition_of_nothing_makes_a_whole_shard_of_empty_tables():
    files = make_shard(Partition(()), LEXICON, NOT_AFTER)
    assert all(table.empty for table in tables_of(files).values()) and files[IDENTITIES] == b""
    assert facts_of(files)["first"] is None and set(facts_of(files)["counts"].values()) == {0}


@pytest.mark.parametrize(
    ("date", "depends"),
    [
        ("2026-04-02", True),
        (1775347200, True),  # 5 April 2026 in seconds
        ("1775347200", True),
        ("1775347200000", True),
        ("2026-03-02", False),
        ("1772668800", False),  # 5 March
        ("the day after", False),
        ("1234567", False),
        (None, False),
    ],
)
def test_a_date_that_is_refused_today_and_not_on_another_day_is_known(date, depends):
    records = [{"text": "Rain.", "outlet": "Wire", "date": date}, RECORDS[0]]
    assert facts_of(shard_of(records))["depends_on_today"] is depends
    # What is asked: whether a later day would make another shard.
    later = shard_of(records, not_after=datetime(2027, 3, 31, tzinfo=UTC))
    assert (later[IDENTITIES] != shard_of(records)[IDENTITIES]) is depends


def test_a_copy_that_only_today_is_the_same_article_depends_on_today_too():
    records = [{"text": "Rain.", "outlet": "Wire"}, {"text": "Rain.", "outlet": "Wire", "date": "2026-04-02"}]
    # On a later day the second one has a date, and is another article.
    later = shard_of(records, not_after=datetime(2027, 3, 31, tzinfo=UTC))
    assert len(tables_of(later)["ARTICLES"]) == 2
    assert facts_of(shard_of(records))["depends_on_today"]


@given(st.sets(st.integers(0, 7)))
@settings(deadline=None, max_examples=6)
def test_a_shard_without_some_articles_is_the_shard_of_the_others(dropped):
    records = [article(number) for number in range(8)]
    whole = shard_of(records)
    ids = {
        int(place.split()[1]) - 1: article_id
        for article_id, place in tables_of(whole)["ARTICLES"][["article_id", "place"]].itertuples(index=False)
    }
    rest = drop_articles(whole, {ids[number]: f"first.jsonl, line {number + 1}" for number in dropped})
    # Blank lines keep the others in their places.
    lines = [b"" if number in dropped else json.dumps(record).encode() for number, record in enumerate(records)]
    portion = Portion("lines", "a.jsonl", None, 1, b"\n".join(lines), len(lines))
    wanted = make_shard(Partition((portion,)), LEXICON, NOT_AFTER)
    for name in {*OF_ARTICLES} - {"REJECTED"}:
        pd.testing.assert_frame_equal(tables_of(rest)[name], tables_of(wanted)[name])
    assert rest[IDENTITIES] == wanted[IDENTITIES]
    pd.testing.assert_frame_equal(tables.from_bytes(rest[PLAIN_FEATURES]), tables.from_bytes(wanted[PLAIN_FEATURES]))
    expected = sorted(
        ("a.jsonl", f"line {number + 1}", f"the same article as first.jsonl, line {number + 1}") for number in dropped
    )
    assert list(tables_of(rest)["REJECTED"].itertuples(index=False, name=None)) == expected
    facts = facts_of(wanted)
    facts["counts"]["REJECTED"] = len(dropped)
    assert facts_of(rest) == facts
    assert counted(rest) == counted(wanted)


def test_all_copies_of_a_dropped_article_are_refused_with_the_place_of_the_first():
    whole = shard_of([RECORDS[2], RECORDS[0], RECORDS[2]], first=7)
    [article_id] = tables_of(whole)["ARTICLES"].query("text == 'No date.'")["article_id"]
    refused = tables_of(drop_articles(whole, {article_id: "a.jsonl, line 1"}))["REJECTED"]
    assert refused[["place", "reason"]].values.tolist() == [
        ["line 7", "the same article as a.jsonl, line 1"],
        ["line 9", "the same article as a.jsonl, line 1"],
    ]


def test_what_depends_on_the_topics_is_made_of_the_counts_alone():
    files = shard_of(RECORDS)
    topics = Topics(
        vocabulary=np.array(["ice", "rained", "snow"], dtype=object),
        evidence=np.array([[2.0, 0.0, 2.0], [0.0, 3.0, 0.0]]),
        labels=("snow, ice", "rain"),
        numbers=np.array([0, 1], dtype=np.int32),
    )
    # One has ice and snow alone, of which each says 2; the other nothing but rained, which says 3.
    of_snow, of_rain = np.exp(2) / (1 + np.exp(2)), np.exp(3) / (1 + np.exp(3))
    scored = score_shard(files[COUNTS], files[WORDS], files[PLAIN_FEATURES], topics)
    assert set(scored) == {*map(file_of, OF_TOPICS), FACTS}
    snow, rain, _ = tables_of(files)["ARTICLES"]["article_id"].tolist()
    shares = tables.from_bytes(scored[file_of("ARTICLE_TOPICS")])
    assert shares[["article_id", "topic_no"]].values.tolist() == [[snow, 0], [snow, 1], [rain, 0], [rain, 1]]
    assert shares["share"].tolist() == pytest.approx([of_snow, 1 - of_snow, 1 - of_rain, of_rain])
    features_of = tables.from_bytes(scored[file_of("FEATURES")])
    assert features_of["topic_00"].fillna(9).tolist() == pytest.approx([of_snow, 1 - of_rain, 9])
    assert features_of["n_words"].tolist() == [4, 5, 2]
    facts = facts_of(scored)
    assert facts.pop("sums") == pytest.approx([of_snow + 1 - of_rain, 1 - of_snow + of_rain])
    assert facts == {"counts": {"ARTICLE_TOPICS": 4, "FEATURES": 3}, "n_largest": [1, 1], "n_with_shares": 2}


def test_topics_are_called_by_their_numbers_and_one_that_died_has_no_column():
    files = shard_of(RECORDS)
    topics = Topics(
        vocabulary=np.array(["rained", "snow"], dtype=object),
        evidence=np.array([[0.0, 2.0], [0.0, 0.0]]),
        labels=("snow", "rain"),
        # In an order that is not that of the numbers, with a gap.
        numbers=np.array([3, 1], dtype=np.int32),
    )
    scored = score_shard(files[COUNTS], files[WORDS], files[PLAIN_FEATURES], topics)
    of_snow = np.exp(2) / (1 + np.exp(2))
    shares = tables.from_bytes(scored[file_of("ARTICLE_TOPICS")])
    assert shares["topic_no"].tolist() == [3, 1, 3, 1]
    assert shares["share"].tolist() == pytest.approx([of_snow, 1 - of_snow, 0.5, 0.5])
    features_of = tables.from_bytes(scored[file_of("FEATURES")])
    assert [name for name in features_of if name.startswith("topic_")] == ["topic_03", "topic_01"]
    assert features_of["topic_03"].fillna(9).tolist() == pytest.approx([of_snow, 0.5, 9])
    assert features_of["topic_01"].fillna(9).tolist() == pytest.approx([1 - of_snow, 0.5, 9])
    assert facts_of(scored)["n_largest"] == [2, 0]  # Where both are half, the first one is counted.


def test_without_topics_there_are_no_shares_and_all_features_but_them():
    files = shard_of(RECORDS)
    scored = score_shard(files[COUNTS], files[WORDS], files[PLAIN_FEATURES], Topics())
    assert tables.from_bytes(scored[file_of("ARTICLE_TOPICS")]).empty
    assert list(tables.from_bytes(scored[file_of("FEATURES")]).columns) == tables.features_table(0).names
    assert facts_of(scored)["n_with_shares"] == 0 and facts_of(scored)["sums"] == []


def test_the_same_partition_makes_the_same_bytes_in_another_process():
    content = "\n".join(json.dumps(article(number)) for number in range(50))
    program = (
        "import sys, hashlib; from tests.features.streaming.test_shards import shard_of; import json\n"
        "files = shard_of([json.loads(line) for line in sys.stdin])\n"
        "print(json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        input=content,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONHASHSEED": "1"},
    ).stdout
    files = shard_of([article(number) for number in range(50)])
    assert json.loads(told) == {name: hashlib.sha256(made).hexdigest() for name, made in files.items()}
