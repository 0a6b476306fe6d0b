from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables

DAY = pd.Timestamp("2026-03-06", tz="UTC")


def row(**values):
    return values


# One valid row of every table, written by hand.
ROWS = {
    "ARTICLES": row(
        article_id="a",
        outlet="Wire",
        outlet_from="data",
        published=DAY,
        precision="moment",
        offset_minutes=240,
        published_note=None,
        authors="Ana Lira",
        title="Rain",
        url=None,
        text="It rained.",
        flagged="truncated",
        language=None,
        file="a.csv",
        place="line 2",
    ),
    "REJECTED": row(file="a.csv", place="line 3", reason="no text"),
    "STORIES": row(article_id="a", story_id="b", is_first=False, lag_hours=1.5, share_kept=0.75, n_copies=2),
    "EVENTS": row(article_id="a", event_id="b", certainty=0.75),
    "OCCURRENCES": row(
        event_id="b",
        label="Rain",
        first_article_id="b",
        first_outlet="Wire",
        first_published=DAY,
        last_published=DAY,
        n_articles=3,
        n_stories=2,
        n_outlets=2,
        outlets="Wire; Lantern",
    ),
    "SENTENCES": row(article_id="a", sentence_no=0, paragraph_no=0, start=0, text="It rained."),
    "SENTENCE_SENTIMENT": row(
        article_id="a",
        sentence_no=0,
        score=0.25,
        p_negative=0.25,
        p_neutral=0.25,
        p_positive=0.5,
        n_words=2,
        n_scored_words=1,
        coverage=0.5,
    ),
    "TARGET_SENTIMENT": row(
        article_id="a",
        sentence_no=0,
        start=3,
        end=9,
        score=-0.5,
        p_negative=0.75,
        p_neutral=0.0,
        p_positive=0.25,
        n_words=2,
        n_scored_words=1,
    ),
    "WORD_SENTIMENT": row(
        article_id="a",
        sentence_no=0,
        word_no=1,
        word="rained",
        valence=-0.25,
        factor=-0.74,
        negated=True,
        contribution=0.25,
    ),
    "ARTICLE_SENTIMENT": row(
        article_id="a",
        score=0.25,
        score_low=-0.5,
        score_high=1.0,
        n_sentences=2,
        n_scored_sentences=2,
        n_words=4,
        coverage=0.5,
    ),
    "TOPICS": row(topic_no=0, label="rain", share=1.0, n_articles=1),
    "TOPIC_TERMS": row(topic_no=0, rank=1, term="rain", share=0.5, lift=2.0),
    "TOPIC_CHANGES": row(
        change_no=0,
        kind="kept",
        from_topic_no=0,
        to_topic_no=0,
        share_of_from=0.75,
        share_of_to=0.5,
        likeness=0.75,
        n_articles=3,
    ),
    "TOPIC_PHRASES": row(topic_no=0, rank=1, phrase="heavy rain", share=0.5, lift=2.0),
    "TOPIC_EXAMPLES": row(
        topic_no=0, rank=1, article_id="a", sentence_no=0, outlet="Wire", published=DAY, text="It rained."
    ),
    "TOPIC_STABILITY": row(
        topic_no=0,
        survival=0.75,
        low=0.25,
        high=1.0,
        agreement_of_terms=0.5,
        agreement_of_articles=-0.5,
        n_runs=4,
        holds=False,
    ),
    "TOPIC_NUMBERS": row(n_topics=2, stability=0.75, low=0.25, high=1.0, is_chosen=True),
    "ARTICLE_TOPICS": row(article_id="a", topic_no=0, share=1.0),
    "TOPIC_SERIES": row(
        topic_no=0,
        group="all",
        period=DAY,
        share=0.5,
        low=0.25,
        high=0.75,
        n_articles=9,
        n_stories=8,
        state="complete",
    ),
    "NEW_TOPICS": row(
        topic_no=0,
        group="all",
        period=DAY,
        share=0.5,
        low=0.25,
        high=0.75,
        n_stories=8,
        share_before=0.125,
        p_value=0.25,
    ),
    "TOPIC_WORDS_MOVED": row(
        topic_no=0,
        period=DAY,
        term="rain",
        before=DAY - pd.Timedelta(days=1),
        share_before=0.25,
        share_now=0.5,
        n_stories_before=8,
        n_stories=9,
        log_odds=1.0,
        low=0.5,
        high=1.5,
        p_value=0.25,
        direction="up",
    ),
    "TOPIC_LEVELS": row(topic_no=1, coarse_no=0, coarse_label="rain", place=1),
    "GROUPS": row(group="Wire", estimate=0.1, low=0.0, high=0.2, n_articles=3, n_outlets=1),
    "SERIES": row(group="all", period=DAY, estimate=0.1, low=0.0, high=0.2, n_articles=3, n_outlets=2, state="thin"),
    "FEATURES": row(
        article_id="a",
        tone=0.25,
        tone_spread=0.5,
        share_positive=0.5,
        share_negative=0.5,
        coverage=0.5,
        n_words=4,
        n_sentences=2,
        topic_00=0.25,
        topic_01=0.75,
    ),
}
# DESIGN: a share lies in [0, 1], a score in [−1, 1], a count and a position are not negative.
SHARES = {
    "survival",
    "agreement_of_terms",
    "share_of_from",
    "share_of_to",
    "likeness",
    "certainty",
    "coverage",
    "share_kept",
    "share",
    "weight",
    "share_positive",
    "share_negative",
    "topic_00",
    "topic_01",
    "p_negative",
    "p_neutral",
    "p_positive",
    "share_before",
    "share_now",
    "p_value",
}
SCORES = {"stability", "agreement_of_articles", "score", "score_low", "score_high", "valence", "tone"}
FROM_0 = {
    "change_no",
    "from_topic_no",
    "to_topic_no",
    "sentence_no",
    "paragraph_no",
    "word_no",
    "topic_no",
    "start",
    "end",
    "n_words",
    "n_scored_words",
    "n_sentences",
    "n_scored_sentences",
    "n_articles",
    "n_outlets",
    "n_stories",
    "n_stories_before",
    "coarse_no",
    "place",
    "tone_spread",
    "lag_hours",
    "lift",
}
RANGES = {
    "n_topics": (2, None),
    "n_runs": (1, None),
    "rank": (1, None),
    "n_copies": (1, None),
    "offset_minutes": (-1439, 1439),
    **dict.fromkeys(SHARES, (0, 1)),
    **dict.fromkeys(SCORES, (-1, 1)),
    **dict.fromkeys(FROM_0, (0, None)),
}
# Of what others make of a word, and of parts of a score that cancel one another, nothing is said but their sum.
WITHOUT_RANGE = {"estimate", "low", "high", "log_odds", "factor", "contribution"}
CHANCES = {"p_negative", "p_neutral", "p_positive"}
MAY_BE_MISSING = {
    "TOPIC_EXAMPLES": {"published"},
    "TOPIC_CHANGES": {"from_topic_no", "to_topic_no", "share_of_from", "share_of_to", "likeness"},
    "ARTICLES": {"published", "offset_minutes", "published_note", "authors", "title", "url", "flagged", "language"},
    "STORIES": {"lag_hours"},
    "OCCURRENCES": {"first_published", "last_published"},
    "SENTENCE_SENTIMENT": {"score", "coverage", *CHANCES},
    "TARGET_SENTIMENT": {"score", *CHANCES},
    "WORD_SENTIMENT": {"valence"},
    "ARTICLE_SENTIMENT": {"score", "score_low", "score_high", "coverage"},
    "GROUPS": {"estimate", "low", "high"},
    "SERIES": {"estimate", "low", "high"},
    "TOPIC_SERIES": {"share", "low", "high"},
    "FEATURES": {"tone", "tone_spread", "share_positive", "share_negative", "coverage", "topic_00", "topic_01"},
}
CHOICES = {
    "kind": ["kept", "split", "born", "merged", "died"],
    "outlet_from": ["data", "folder", "lead", "missing"],
    "state": ["complete", "thin", "unfinished"],
    "precision": ["moment", "local time", "day", "missing"],
}
COLUMNS = [(table, column) for table, row in ROWS.items() for column in row]


def schema_of(name):
    return tables.features_table(2) if name == "FEATURES" else tables.TABLES[name]


def frame(name, **changes):
    return pd.DataFrame([{**ROWS[name], **changes}])


def refusal(table, name):
    with pytest.raises(tables.TableError) as refused:
        tables.check(table, schema_of(name))
    message = str(refused.value)
    assert message.startswith(f"{name} (one row per ")
    return message


def test_every_table_has_a_row_here_and_no_other():
    assert set(ROWS) == set(tables.TABLES) | {"FEATURES"}


@pytest.mark.parametrize("name", ROWS)
def test_a_valid_row_passes_and_comes_back_in_the_order_and_types_of_the_schema(name):
    shuffled = frame(name)[sorted(ROWS[name], reverse=True)]
    checked = tables.check(shuffled, schema_of(name))
    assert list(checked.columns) == list(ROWS[name])
    assert pa.Table.from_pandas(checked, schema=schema_of(name)).to_pylist() == [ROWS[name]]


@pytest.mark.parametrize("name, column", COLUMNS)
def test_a_missing_column_is_named(name, column):
    message = refusal(frame(name).drop(columns=column), name)
    assert f"missing columns: [{column!r}], unknown columns: []" in message


@pytest.mark.parametrize("name", ROWS)
def test_an_unknown_and_a_repeated_column_are_named(name):
    assert "missing columns: [], unknown columns: ['colour']" in refusal(frame(name, colour="red"), name)
    first = next(iter(ROWS[name]))
    twice = pd.concat([frame(name), frame(name)[[first]]], axis=1)
    assert f"repeated columns: [{first!r}]" in refusal(twice, name)


@pytest.mark.parametrize("name, column", COLUMNS)
def test_a_null_passes_only_where_the_table_says_so(name, column):
    table = frame(name)
    table[column] = pd.Series([None], dtype=object)
    if column in MAY_BE_MISSING.get(name, ()):
        assert tables.check(table, schema_of(name))[column].isna().all()
    else:
        assert f"column {column!r} is null in 1 rows, first at {{" in refusal(table, name)


@pytest.mark.parametrize("name, column", [(n, c) for n, c in COLUMNS if isinstance(ROWS[n][c], float)])
def test_not_a_number_counts_as_missing(name, column):
    if column in MAY_BE_MISSING.get(name, ()):
        assert tables.check(frame(name, **{column: np.nan}), schema_of(name))[column].isna().all()
    else:
        assert f"column {column!r} is null" in refusal(frame(name, **{column: np.nan}), name)


@pytest.mark.parametrize("name, column", COLUMNS)
def test_a_value_of_another_type_is_refused_with_its_column(name, column):
    right = ROWS[name][column]
    wrong = 7.5 if isinstance(right, str) or right is None else "soon"
    message = refusal(frame(name, **{column: wrong}), name)
    assert f"column {column!r} should be {schema_of(name).field(column).type}, got " in message
    assert wrong == 7.5 or "soon" in message


@pytest.mark.parametrize("name, column", [(n, c) for n, c in COLUMNS if type(ROWS[n][c]) in (int, float)])
def test_a_number_outside_its_range_is_refused_with_the_number_and_the_range(name, column):
    if column in WITHOUT_RANGE:
        assert tables.check(frame(name, **{column: 1e9}), schema_of(name))[column].item() == 1e9
        return
    low, high = RANGES[column]
    step = 1 if type(ROWS[name][column]) is int else 0.125
    for bound, beyond in ((low, -step), (high, step)):
        if bound is not None:
            assert tables.check(frame(name, **{column: bound}), schema_of(name))[column].item() == bound
            message = refusal(frame(name, **{column: bound + beyond}), name)
            assert f"column {column!r} holds {bound + beyond} at {{" in message
            assert f"allowed: [{low}, {'∞' if high is None else high}]".replace("-", "−") in message


@pytest.mark.parametrize("name, column", [(n, c) for n, c in COLUMNS if type(ROWS[n][c]) is int])
def test_a_whole_number_is_not_made_of_a_fraction_or_of_one_too_large(name, column):
    assert "1.5" in refusal(frame(name, **{column: 1.5}), name)
    assert str(2**40) in refusal(frame(name, **{column: 2**40}), name)


@pytest.mark.parametrize("name, column", [(n, c) for n, c in COLUMNS if c in CHOICES])
def test_a_word_that_is_no_choice_is_refused_with_the_choices(name, column):
    message = refusal(frame(name, **{column: "perhaps"}), name)
    assert f"column {column!r} holds 'perhaps' at {{" in message
    assert f"allowed: {', '.join(CHOICES[column])}" in message


@pytest.mark.parametrize("name", ROWS)
def test_a_repeated_key_is_refused_and_shown(name):
    table = pd.concat([frame(name)] * 3, ignore_index=True)
    message = refusal(table, name)
    assert "the key {" in message and "is repeated (2 such rows)" in message
    for column in tables.key_of(schema_of(name)):
        assert f"{column!r}: " in message


def test_the_first_offending_row_is_named_by_its_key():
    rows = [
        row(topic_no=0, rank=rank, term=term, share=share, lift=1.0)
        for rank, (term, share) in enumerate([("oil", 0.5), ("gas", 1.5), ("coal", 2.5)], start=1)
    ]
    message = refusal(pd.DataFrame(rows), "TOPIC_TERMS")
    assert "column 'share' holds 1.5 at {'topic_no': 0, 'term': 'gas'}" in message


def test_a_moment_finer_than_a_second_is_refused_rather_than_cut():
    half = pd.Timestamp("2026-03-06T00:00:00.5", tz="UTC")
    assert "column 'period' should be timestamp[s, tz=UTC]" in refusal(frame("SERIES", period=half), "SERIES")


def test_a_moment_of_another_zone_is_kept_as_the_same_instant():
    in_baku = pd.Timestamp("2026-03-06T04:00", tz="Asia/Baku")
    assert tables.check(frame("SERIES", period=in_baku), tables.SERIES)["period"].item() == DAY


def test_half_of_a_surrogate_pair_is_refused_before_it_reaches_a_file():
    table = frame("REJECTED").astype(object).assign(reason=pd.Series(["\ud83d"], dtype=object))
    assert "column 'reason'" in refusal(table, "REJECTED")


@pytest.mark.parametrize("name", ROWS)
def test_an_empty_table_passes_and_survives_the_disk(name, tmp_path):
    table = tables.empty(schema_of(name))
    tables.write(table, schema_of(name), tmp_path / "t.parquet")
    back = tables.read(tmp_path / "t.parquet")
    assert len(back) == 0 and list(back.columns) == list(ROWS[name])


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.datetimes(datetime(1605, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
REJECTED_ROWS = st.builds(dict, file=WORDS, place=WORDS, reason=WORDS)
SENTIMENT_ROWS = st.builds(
    dict,
    article_id=WORDS,
    sentence_no=st.integers(0, 2**31 - 1),
    score=st.none() | st.floats(-1, 1),
    **dict.fromkeys(sorted(CHANCES), st.none() | st.floats(0, 1)),
    n_words=st.integers(0, 2**31 - 1),
    n_scored_words=st.integers(0, 2**31 - 1),
    coverage=st.none() | st.floats(0, 1),
)
ARTICLE_ROWS = st.builds(
    dict,
    article_id=WORDS,
    outlet=WORDS,
    outlet_from=st.sampled_from(["data", "folder", "lead", "missing"]),
    published=st.none() | MOMENTS,
    precision=st.sampled_from(["moment", "local time", "day", "missing"]),
    offset_minutes=st.none() | st.integers(-1439, 1439),
    published_note=st.none() | WORDS,
    authors=st.none() | WORDS,
    title=st.none() | WORDS,
    url=st.none() | WORDS,
    text=WORDS,
    flagged=st.none() | WORDS,
    language=st.none() | WORDS,
    file=WORDS,
    place=WORDS,
)


def some(rows, *key):
    return st.lists(rows, max_size=6, unique_by=lambda row: tuple(row[name] for name in key))


@pytest.mark.parametrize(
    "name, lists",
    [
        ("REJECTED", some(REJECTED_ROWS, "file", "place")),
        ("SENTENCE_SENTIMENT", some(SENTIMENT_ROWS, "article_id", "sentence_no")),
        ("ARTICLES", some(ARTICLE_ROWS, "article_id")),
    ],
)
def test_what_is_written_is_read_back_value_for_value(name, lists, tmp_path):
    schema, path = schema_of(name), tmp_path / "table.parquet"

    @settings(max_examples=25)
    @given(lists)
    def round_trip(rows):
        table = pd.DataFrame(rows, columns=list(ROWS[name]), dtype=object)
        tables.write(table, schema, path)
        assert pq.read_table(path).to_pylist() == rows
        back = tables.read(path)
        pd.testing.assert_frame_equal(back, tables.read(path, schema))
        assert pa.Table.from_pandas(back, schema=schema).to_pylist() == rows

    round_trip()


def test_the_meanings_travel_inside_the_file(tmp_path):
    tables.write(frame("TOPICS"), tables.TOPICS, tmp_path / "deep" / "topics.parquet")
    stored = pq.read_schema(tmp_path / "deep" / "topics.parquet")
    assert stored.metadata[b"one row per"] == b"topic"
    assert stored.metadata[b"key"] == b"topic_no"
    assert stored.field("share").metadata[b"unit"] == b"share"
    assert stored.field("label").metadata[b"meaning"] == b"two or three of its most typical words, for people"


def test_a_refused_table_leaves_the_file_of_before_and_nothing_else(tmp_path):
    path = tmp_path / "topics.parquet"
    tables.write(frame("TOPICS"), tables.TOPICS, path)
    before = path.read_bytes()
    with pytest.raises(tables.TableError, match=r"column 'share' holds 2.0"):
        tables.write(frame("TOPICS", share=2.0), tables.TOPICS, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_midway_leaves_the_file_of_before(tmp_path, monkeypatch):
    path = tmp_path / "topics.parquet"
    tables.write(frame("TOPICS"), tables.TOPICS, path)
    before = path.read_bytes()

    def torn(where, content):
        with open(where, "wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", torn)
    with pytest.raises(OSError, match="no space left"):
        tables.write(frame("TOPICS", share=0.5), tables.TOPICS, path)
    assert path.read_bytes() == before


def test_the_same_table_gives_the_same_bytes(tmp_path):
    for file in ("one", "two"):
        tables.write(frame("ARTICLES"), tables.ARTICLES, tmp_path / file)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_bytes_of_a_table_are_the_file_that_is_written(tmp_path):
    content = tables.to_bytes(frame("ARTICLES"), tables.ARTICLES)
    tables.write(frame("ARTICLES"), tables.ARTICLES, tmp_path / "articles.parquet")
    assert (tmp_path / "articles.parquet").read_bytes() == content
    pd.testing.assert_frame_equal(tables.from_bytes(content), tables.read(tmp_path / "articles.parquet"))
    with pytest.raises(tables.TableError, match=r"column 'share' holds 2.0"):
        tables.to_bytes(frame("TOPICS", share=2.0), tables.TOPICS)


SCORED = pd.DataFrame([{**ROWS["WORD_SENTIMENT"], "word_no": place, "word": word} for place, word in enumerate("xyx")])


def encoded(table):
    """As Arrow holds it, each text once."""
    columns = {name: pa.array(table[name]) for name in table}
    return pa.table(
        columns | {name: pa.array(table[name], pa.string()).dictionary_encode() for name in ("article_id", "word")}
    )


def test_a_table_of_arrow_whose_texts_are_encoded_is_the_same_table():
    content = tables.to_bytes(encoded(SCORED), tables.WORD_SENTIMENT)
    assert pq.read_table(pa.BufferReader(content)).schema.equals(tables.WORD_SENTIMENT, check_metadata=True)
    pd.testing.assert_frame_equal(tables.from_bytes(content), tables.check(SCORED, tables.WORD_SENTIMENT))
    pd.testing.assert_frame_equal(
        tables.check(encoded(SCORED), tables.WORD_SENTIMENT), tables.check(SCORED, tables.WORD_SENTIMENT)
    )


@pytest.mark.parametrize(
    ("column", "values", "complaint"),
    [
        ("word_no", pa.array([0, 1, 1], pa.int32()), "is repeated"),
        ("word_no", pa.array([0, -1, 2], pa.int32()), "holds -1"),
        ("contribution", pa.array([0.1, float("nan"), 0.1]), "is null in 1 rows"),
        ("word", pa.array(["x", None, "x"]).dictionary_encode(), "is null in 1 rows"),
        ("word", pa.array([1, 2, 1]).dictionary_encode(), "should be string"),
        ("valence", pa.array(["good", "bad", "good"]), "should be double"),
    ],
)
def test_a_table_of_arrow_is_held_to_the_schema_as_any_other(column, values, complaint):
    table = encoded(SCORED)
    with pytest.raises(tables.TableError, match=complaint):
        tables.to_bytes(table.set_column(table.column_names.index(column), column, values), tables.WORD_SENTIMENT)


def test_a_key_is_repeated_also_where_one_text_stands_twice_in_a_dictionary():
    table = encoded(SCORED.iloc[:2].assign(word_no=[0, 0]))
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int32()), pa.array(["a", "a"]))
    with pytest.raises(tables.TableError, match="is repeated"):
        tables.to_bytes(table.set_column(0, "article_id", twice), tables.WORD_SENTIMENT)


def test_a_choice_that_is_encoded_is_looked_at_like_any_other():
    table = pa.Table.from_pandas(frame("ARTICLES"), preserve_index=False)
    place = table.column_names.index("precision")
    right, wrong = (pa.array([word]).dictionary_encode() for word in ("day", "about noon"))
    assert tables.check(table.set_column(place, "precision", right), tables.ARTICLES)["precision"].tolist() == ["day"]
    with pytest.raises(tables.TableError, match="about noon"):
        tables.check(table.set_column(place, "precision", wrong), tables.ARTICLES)


def test_bytes_that_are_no_table_or_another_are_refused():
    with pytest.raises(tables.TableError, match="the file is no Parquet file, or a damaged one"):
        tables.from_bytes(b"PAR1 half")
    content = tables.to_bytes(frame("TOPICS"), tables.TOPICS)
    with pytest.raises(tables.TableError, match=r"ARTICLE_TOPICS .*missing columns: \['article_id'\]"):
        tables.from_bytes(content, tables.ARTICLE_TOPICS)


def test_a_folder_of_files_is_one_table_in_the_order_of_their_names(tmp_path):
    for file, number in (("b", 1), ("a", 3), ("c", 0)):
        tables.write(frame("TOPICS", topic_no=number), tables.TOPICS, tmp_path / "topics" / f"{file}.parquet")
    assert tables.read(tmp_path / "topics")["topic_no"].tolist() == [3, 1, 0]
    tables.write(frame("TOPICS", topic_no=3), tables.TOPICS, tmp_path / "topics" / "d.parquet")
    with pytest.raises(tables.TableError, match=r"the key \{'topic_no': 3\} is repeated"):
        tables.read(tmp_path / "topics")


def test_a_file_that_is_no_table_of_the_project_is_refused_by_name(tmp_path):
    pq.write_table(pa.table({"x": [1]}), tmp_path / "foreign.parquet")
    with pytest.raises(tables.TableError, match=r"foreign.parquet carries no notes of a Tidings table"):
        tables.read(tmp_path / "foreign.parquet")
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 half")
    with pytest.raises(tables.TableError, match=r"torn.parquet is no Parquet file, or a damaged one"):
        tables.read(tmp_path / "torn.parquet")


def test_a_stored_table_is_held_to_the_schema_that_is_asked_for(tmp_path):
    tables.write(frame("TOPICS"), tables.TOPICS, tmp_path / "topics.parquet")
    with pytest.raises(tables.TableError, match=r"ARTICLE_TOPICS .*missing columns: \['article_id'\]"):
        tables.read(tmp_path / "topics.parquet", tables.ARTICLE_TOPICS)


def test_the_features_have_one_column_per_topic_in_order():
    names = tables.features_table(12).names
    assert names[-12:] == [*(f"topic_0{number}" for number in range(10)), "topic_10", "topic_11"]
    assert not any(name.startswith("topic_") for name in tables.features_table(0).names)


def test_the_dictionary_explains_every_column_of_every_table():
    sections = tables.describe_tables().split("### ")[1:]
    assert [section.split(":")[0] for section in sections] == [*tables.TABLES, "FEATURES"]
    for section in sections:
        name = section.split(":")[0]
        made = {"GROUPS": "made by `features.summarise_groups`", "SERIES": "made by `features.summarise_series`"}
        made |= {
            "TOPIC_SERIES": "made by `features.topics.summarise_topics`",
            "NEW_TOPICS": "made by `features.topics.find_new_topics`",
            "TOPIC_WORDS_MOVED": "made by `features.topics.find_moved_words`",
            "TOPIC_LEVELS": "made by `features.topics.nest_topics`",
        }
        assert made.get(name, f"`{name.lower()}.parquet`") in section
        for column in set(ROWS[name]) - {"topic_01"}:
            [line] = [line for line in section.splitlines() if line.startswith(f"| `{column}` |")]
            assert len(line.split("|")[3].strip()) > 5
            assert line.endswith("| yes |") == (column in MAY_BE_MISSING.get(name, ()))
    [scored] = [section for section in sections if section.startswith("SENTENCE_SENTIMENT:")]
    assert "| [−1, 1] |" in scored and "| [0, ∞] |" in scored
