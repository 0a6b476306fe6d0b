import csv
import gzip
import json
import os
import re
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import tables
from features.reading import READERS, name_reason, read_articles

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)
KINDS = (".txt", ".text", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")


def read(*paths):
    return read_articles([*paths], not_after=NOT_AFTER)


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_every_kind_is_read_plain_and_gzipped_from_one_folder(folder):
    contents = {
        ".txt": "It rained in {}.",
        ".text": "It rained in {}.",
        ".csv": "text\nIt rained in {}.\n",
        ".tsv": "id\ttext\n1\tIt rained in {}.\n",
        ".jsonl": '{{"text": "It rained in {}."}}',
        ".ndjson": '{{"text": "It rained in {}."}}',
    }
    for suffix, content in contents.items():
        (folder / f"a{suffix}").write_text(content.format(f"plain {suffix}"))
        zipped = gzip.compress(content.format(f"zipped {suffix}").encode())
        (folder / f"b{suffix.upper()}.gz").write_bytes(zipped)
    pq.write_table(pa.table({"text": ["It rained in plain .parquet."]}), folder / "a.parquet")
    articles, rejected = read(folder)
    assert rejected.empty
    assert sorted(articles["text"]) == sorted(
        [f"It rained in {how} {suffix}." for how in ("plain", "zipped") for suffix in contents]
        + ["It rained in plain .parquet."]
    )
    assert set(READERS) == set(KINDS)


def test_both_tables_keep_their_promises_and_each_row_says_where_it_came_from(folder):
    (folder / "Tarn Courier").mkdir()
    (folder / "Tarn Courier" / "a.jsonl").write_text(
        lines({"text": "two", "date": "2026-03-06T19:42+04:00"}, {"id": 1}, {"text": "one", "date": "2026-03-05"})
    )
    articles, rejected = read(folder)
    tables.check(articles, tables.ARTICLES)
    tables.check(rejected, tables.REJECTED)
    assert articles[["text", "outlet", "outlet_from", "file", "place"]].to_numpy().tolist() == [
        ["one", "Tarn Courier", "folder", "Tarn Courier/a.jsonl", "line 3"],
        ["two", "Tarn Courier", "folder", "Tarn Courier/a.jsonl", "line 1"],
    ]
    assert articles["published"].tolist() == [
        datetime(2026, 3, 5, tzinfo=UTC),
        datetime(2026, 3, 6, 15, 42, tzinfo=UTC),
    ]
    assert articles["precision"].tolist() == ["day", "moment"]
    assert articles["offset_minutes"].fillna(-1).tolist() == [-1, 240]
    assert rejected.to_numpy().tolist() == [
        ["Tarn Courier/a.jsonl", "line 2", "no field of text: expected one called text, content or body; found ['id']"]
    ]


def test_an_article_met_again_is_refused_with_the_place_of_the_first(folder):
    same = {"text": "It rained.", "outlet": "Wire", "date": "2026-03-06T15:42Z"}
    (folder / "a.jsonl").write_text(lines(same, {**same, "outlet": "Daily"}, {**same, "author": "Ana Lira"}))
    (folder / "b.csv").write_text("content,source,date\nIt rained.,Wire,6 March 2026 19:42 (UTC+04:00)\n")
    articles, rejected = read(folder)
    assert sorted(articles["outlet"]) == ["Daily", "Wire"]
    assert rejected.to_numpy().tolist() == [
        ["a.jsonl", "line 3", "the same article as a.jsonl, line 1"],
        ["b.csv", "line 2", "the same article as a.jsonl, line 1"],
    ]


def test_the_kind_of_a_reason_is_the_same_for_copies_of_any_article_and_otherwise_the_reason(folder):
    (folder / "a\nb.jsonl").write_text(lines({"text": "rain"}, {"text": "sun"}, {"text": "rain"}, {"text": "sun"}, {}))
    reasons = read(folder)[1]["reason"]
    assert reasons.nunique() == 3
    assert reasons.map(name_reason).value_counts().to_dict() == {
        "the same article again": 2,
        "no field of text: expected one called text, content or body; found []": 1,
    }


def test_a_folder_that_cannot_be_searched_is_refused_beside_what_was_read(folder, monkeypatch):
    (folder / "closed.txt").mkdir()
    (folder / "a.txt").write_text("It rained.")
    list_folder = os.scandir

    def refuse(path):
        if Path(path).name == "closed.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse)
    articles, rejected = read(folder)
    assert articles["file"].tolist() == ["a.txt"]
    [(name, place, reason)] = rejected.itertuples(index=False, name=None)
    assert (name, place) == ("closed.txt", "whole folder")
    assert reason.startswith("the folder cannot be searched: Permission denied; allow reading it")


def test_a_preferred_field_that_is_empty_gives_way_in_every_kind_of_file(folder):
    (folder / "a.jsonl").write_text('{"text": null, "body": "one"}\n{"text": "two", "body": "lost"}\n')
    (folder / "b.csv").write_text("text,body\n,three\nfour,lost\n")
    columns = {"text": pa.nulls(2), "content": [7, 8], "body": ["five", "six"]}
    pq.write_table(pa.table(columns), folder / "c.parquet")
    articles, rejected = read(folder)
    assert rejected.empty
    assert sorted(articles["text"]) == ["five", "four", "one", "six", "three", "two"]


def test_seconds_since_1970_in_a_csv_are_a_moment_without_an_offset(folder):
    (folder / "a.csv").write_text("text,timestamp\nIt rained.,1772811720\n")
    [article] = read(folder)[0].to_dict("records")
    assert article["published"] == pd.Timestamp("2026-03-06T15:42Z")
    assert article["precision"] == "moment" and pd.isna(article["offset_minutes"])


DATES = st.sampled_from(["2026-03-05", "2026-03-06T01:00Z", "soon", "0001-01-01"])
LINE = st.one_of(
    st.fixed_dictionaries(
        {"text": st.sampled_from(["", "rain", "sun", "wind"])},
        optional={"date": DATES, "outlet": st.sampled_from(["Wire", "Daily"])},
    ).map(json.dumps),
    st.sampled_from(["", " ", "rain", "[]", '{"id": 1}', '{"text": ["rain"]}']),
)


@settings(max_examples=60)
@given(st.lists(st.lists(LINE, max_size=6), min_size=1, max_size=3))
def test_what_was_read_is_what_was_kept_and_what_was_refused_and_each_once(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("in")
    places = Counter()
    for number, content in enumerate(contents):
        (folder / f"{number}.jsonl").write_text("\n".join(content))
        places.update((f"{number}.jsonl", f"line {n}") for n, line in enumerate(content, 1) if line.strip())
    articles, rejected = read(folder)
    found = pd.concat([articles[["file", "place"]], rejected[["file", "place"]]])
    assert Counter(found.itertuples(index=False, name=None)) == places
    assert articles["article_id"].is_unique


@settings(max_examples=40)
@given(st.permutations([0, 1, 2]), st.data())
def test_the_order_of_the_files_makes_no_difference(tmp_path_factory, order, data):
    contents = [data.draw(st.lists(LINE, max_size=5), label=f"file {number}") for number in range(3)]
    folder = tmp_path_factory.mktemp("in")
    paths = [folder / f"{number}.jsonl" for number in range(3)]
    for path, content in zip(paths, contents, strict=True):
        path.write_text("\n".join(content))
    articles, rejected = read(*paths)
    again, rejected_again = read(*(paths[number] for number in order))
    pd.testing.assert_frame_equal(articles, again)
    pd.testing.assert_frame_equal(rejected, rejected_again)
    renamed = [path.rename(folder / f"{place}-new.jsonl") for path, place in zip(paths, order, strict=True)]
    elsewhere, rejected_elsewhere = read(*renamed)
    identity = ["article_id", "outlet", "published", "precision", "text"]
    pd.testing.assert_frame_equal(articles[identity], elsewhere[identity])
    assert len(rejected) == len(rejected_elsewhere)


def test_old_undated_and_impossible_dates_share_one_column_and_the_undated_come_last(folder):
    (folder / "a.jsonl").write_text(
        lines(
            {"text": "a", "date": "0001-11-30"},
            {"text": "b", "date": "2050-09-30"},
            {"text": "c"},
            {"text": "d", "date": "1650-07-01"},
            {"text": "e", "date": 1772811720000},
            {"text": "f", "date": 10**400},
        )
    )
    articles, rejected = read(folder)
    assert rejected.empty
    assert str(articles["published"].dtype) == "datetime64[s, UTC]"
    assert articles["text"].tolist()[:2] == ["d", "e"]
    assert articles["published"].tolist()[:2] == [pd.Timestamp("1650-07-01T00:00Z"), pd.Timestamp("2026-03-06T15:42Z")]
    notes = dict(zip(articles["text"], articles["published_note"], strict=True))
    assert notes["a"] == "'0001-11-30' is before 1605, when the first newspaper appeared"
    assert notes["b"] == "'2050-09-30' lies in the future"
    assert notes["c"] == "no date is written"
    assert notes["f"].endswith("is no number of seconds since 1970 that is a date")


def test_without_not_after_the_far_future_is_impossible_all_the_same(folder):
    (folder / "a.jsonl").write_text(lines({"text": "a", "date": "9998-01-01"}))
    articles, _ = read_articles(folder)
    assert articles["published_note"].tolist() == ["'9998-01-01' lies in the future"]


def test_an_empty_folder_gives_two_empty_tables(folder):
    articles, rejected = read(folder)
    assert (list(articles.columns), len(articles)) == (tables.ARTICLES.names, 0)
    assert (list(rejected.columns), len(rejected)) == (tables.REJECTED.names, 0)


def test_a_kind_that_is_not_read_is_refused_with_the_kinds_that_are(folder):
    for name in ("a.zip", "b", "c.json.gz"):
        (folder / name).write_text("x")
    reasons = read(folder)[1].set_index("file")["reason"]
    assert reasons["a.zip"].startswith("no reader for '.zip'; Tidings reads .txt,")
    assert reasons["b"].startswith("no reader for 'a name without ending'; ")
    assert reasons["c.json.gz"].startswith("no reader for '.json'; ")


def test_bad_arguments_raise_at_once_with_the_offending_value(folder):
    with pytest.raises(ValueError, match="give at least one file or folder"):
        read_articles([])
    with pytest.raises(FileNotFoundError, match="no file or folder 'nowhere'"):
        read_articles("nowhere")
    with pytest.raises(ValueError, match="not_after 2026-03-07 00:00:00 has no time zone; give one"):
        read_articles(folder, not_after=datetime(2026, 3, 7))


def test_bad_files_beside_good_ones_never_raise_or_hang_and_are_all_named(folder, make_pipe):
    (folder / "good.txt").write_text("It rained.")
    (folder / "dangling.jsonl").symlink_to("nothing.jsonl")
    (folder / "loop.csv").symlink_to("loop.csv")
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}')[:-4])
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "torn.parquet").write_bytes(b"PAR1")
    far = pa.table({"text": ["x"], "date": pa.array([10**13], pa.timestamp("s"))})
    pq.write_table(far, folder / "far.parquet")
    for name in ("pipe.txt", "pipe.jsonl", "pipe.csv", "pipe.parquet"):
        make_pipe(folder / name)
    names = {path.name for path in folder.iterdir()}
    articles, rejected = read(folder)
    assert articles["file"].tolist() == ["good.txt"]
    assert set(rejected["file"]) == names - {"good.txt"}


def test_names_of_files_that_are_no_utf_8_do_not_collide_in_the_table_of_refused(folder):
    try:
        for byte in (b"\xfe", b"\xff"):
            Path(os.fsdecode(os.fsencode(folder) + b"/a" + byte + b".txt")).touch()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert len(read(folder)[1]) == 2


# Real files, which stay where they are: what is expected is read from them by other means than Tidings.


def test_the_seed_is_read_as_a_reader_of_it_would(shared):
    [path] = (shared / "seed").glob("*.txt")
    blocks = [block for block in path.read_text(encoding="utf-8-sig").split("\n\n") if block.strip()]
    articles, rejected = read(shared / "seed")
    assert rejected.empty
    [article] = articles.to_dict("records")
    assert article["published"] == pd.Timestamp("2026-03-06T15:42:00Z")
    assert (article["precision"], article["offset_minutes"]) == ("moment", 240)
    assert (article["outlet"], article["outlet_from"]) == ("AzerNEWS", "lead")
    assert article["authors"] == blocks[1].strip()
    assert article["text"].split() == " ".join(blocks[2:]).split()


@pytest.fixture(scope="module")
def bad(shared):
    return shared / "bad_inputs", *read(shared / "bad_inputs")


def kind_of(path):
    return Path(path.name.lower().removesuffix(".gz")).suffix


def test_of_the_broken_files_every_one_is_kept_or_refused_unless_it_holds_nothing(bad):
    folder, articles, rejected = bad
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = set(articles["file"]) | set(rejected["file"])
    assert there - found == {
        "tab/f20_empty.csv",
        "pq/g07_zero_rows.parquet",  # names of columns, and no row
        "pq/g08_mixed_dir/_SUCCESS",
        "pq/g08_mixed_dir/part-1.parquet.tmp",
    }
    assert found <= there
    assert pq.read_metadata(folder / "pq" / "g07_zero_rows.parquet").num_rows == 0
    assert len((folder / "tab" / "f20_empty.csv").read_text().splitlines()) == 1
    other_kinds = {name for name in found if kind_of(folder / name) not in KINDS}
    assert set(rejected["file"][rejected["reason"].str.startswith("no reader for '.")]) == other_kinds
    assert not other_kinds & set(articles["file"])


def test_of_the_broken_files_of_lines_every_line_that_is_not_blank_is_kept_or_refused(bad):
    folder, articles, rejected = bad
    n_found = Counter(articles["file"]) + Counter(rejected["file"])
    checked = 0
    for path in folder.rglob("*.jsonl"):
        n_lines = sum(bool(line.strip(b"\xef\xbb\xbf \t\r")) for line in path.read_bytes().split(b"\n"))
        assert n_found[path.relative_to(folder).as_posix()] == n_lines
        checked += 1
    assert checked >= 8


def test_of_the_broken_gzip_the_lines_before_the_cut_and_one_complaint_are_found(bad):
    folder, articles, rejected = bad
    name = "arc/h05_truncated.jsonl.gz"
    n_whole = zlib.decompressobj(31).decompress((folder / name).read_bytes()).count(b"\n")
    assert n_whole > 100
    refused = rejected[rejected["file"] == name]
    assert (articles["file"] == name).sum() + len(refused) == n_whole + 1
    [last] = refused[refused["reason"].str.contains("cut short")].to_dict("records")
    assert last["place"] == f"line {n_whole + 1} and after"


@pytest.mark.parametrize(
    "name, reason",
    [
        ("txt/a01_empty.txt", "found an empty file"),
        ("txt/a02_whitespace_only.txt", "found an empty file"),
        ("txt/a05_utf16be_nobom.txt", "UTF-16 without its mark|expected UTF-8"),
        ("txt/a16_binary_named_txt.txt", "expected UTF-8 text, found byte 0x89 at position 0"),
        ("tab/f04_semicolon_cp1252.csv", "save the file as UTF-8"),
        ("tab/f08_dup_header.csv", "two columns are called 'title'"),
        ("pq/g01_truncated.parquet", "cut short or damaged"),
        ("pq/g02_zero_bytes.parquet", "cut short or damaged"),
        ("pq/g04_corrupt_footer.parquet", "cut short or damaged"),
        ("pq/g05_wrong_types.parquet", "column 'body' should hold text, got binary"),
        ("pq/g08_mixed_dir/part-2.parquet", "cut short or damaged"),
        ("arc/h06_gz_bomb.jsonl.gz", "growth of over 200 times|over 16 MiB"),
    ],
)
def test_the_broken_files_that_hold_no_article_are_refused_for_what_is_wrong_with_them(bad, name, reason):
    _, articles, rejected = bad
    assert name not in set(articles["file"])
    [row] = rejected[rejected["file"] == name].to_dict("records")
    assert re.search(reason, row["reason"])


def test_the_broken_files_that_hold_articles_give_them(bad):
    folder, articles, rejected = bad
    by_file = articles.groupby("file")
    null_names = by_file.get_group("tab/f05_null_names.csv")
    assert set(null_names["authors"]) == {"Null", "N/A"} and set(null_names["outlet"]) == {"None", "NULL"}
    with (folder / "tab" / "f07_huge_field.csv").open(newline="") as file:
        csv.field_size_limit(2**24)
        [huge] = [row["body"] for row in csv.DictReader(file)]
    assert by_file.get_group("tab/f07_huge_field.csv")["text"].tolist() == [huge.strip()]
    title = json.loads((folder / "tab" / "f16_lone_surrogate.jsonl").read_text())["title"]
    assert by_file.get_group("tab/f16_lone_surrogate.jsonl")["title"].tolist() == [
        re.sub("[\ud800-\udfff]", "\ufffd", title)
    ]
    year_1 = by_file.get_group("dates/b05_year_0001.jsonl")
    assert year_1["published"].isna().all()
    assert year_1["published_note"].str.startswith("'0001-11-30' is before 1605").all()
    for name in ("dates/b02_no_date.txt", "dates/b03_date_inside_body.txt"):
        assert by_file.get_group(name)["published_note"].tolist() == ["no date is written"]
    words = (folder / "txt" / "a04_utf16le_bom.txt").read_bytes().decode("utf-16").split()
    found = by_file.get_group("txt/a04_utf16le_bom.txt")["text"].item().split()
    assert len(found) > 10 and words[-len(found) :] == found
    unclosed = articles[articles["file"] == "tab/f02_unclosed_quote.csv"]
    assert unclosed["text"].tolist() == ["fine"]
    assert rejected.loc[rejected["file"] == "tab/f02_unclosed_quote.csv", "place"].tolist() == ["line 3"]
    copies = rejected[rejected["file"] == "content/c06_all_same_article_x200.jsonl"]
    assert copies["reason"].tolist() == ["the same article as content/c06_all_same_article_x200.jsonl, line 1"] * 199


def expected_of(record, text="content_original", outlet="source", authors="authors"):
    """What a record of AllSides means, by the rules of its manifest and nothing of Tidings."""
    date = record["date"] or ""
    known = re.fullmatch(r"\d{4}-\d\d-\d\d", date) and "1605-01-01" <= date <= "2026-03-07"

    def plain(words):
        # A byte-order mark in the middle of a text is what a careless join of files left there.
        return (words or "").replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").strip()

    return (
        plain(record["title"]),
        plain(record[text]),
        plain(record[outlet]),
        plain(record[authors]),
        date if known else "",
    )


def found_in(articles):
    day = articles["published"].dt.strftime("%Y-%m-%d")
    found = articles.assign(day=day)[["title", "text", "outlet", "authors", "day"]]
    return Counter(found.astype(object).where(found.notna(), "").itertuples(index=False, name=None))


def test_of_300_real_articles_as_json_lines_every_field_arrives(shared):
    path = shared / "corpora" / "allsides" / "small-300.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    assert len(records) == 300
    articles, rejected = read(path)
    assert found_in(articles) == Counter(map(expected_of, records))
    assert rejected.empty


def test_of_1001_real_articles_the_odd_dates_are_missing_and_everything_else_arrives(shared):
    path = shared / "corpora" / "allsides" / "articles-03.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    articles, rejected = read(path)
    assert (len(records), len(articles), len(rejected)) == (1001, 1001, 0)
    assert found_in(articles) == Counter(map(expected_of, records))
    notes = articles["published_note"].value_counts()
    assert notes["no date is written"] == sum(not record["date"] for record in records) > 100
    assert notes["'0001-11-30' is before 1605, when the first newspaper appeared"] >= 1
    assert notes["'2050-09-30' lies in the future"] >= 1
    assert notes["'9/6/17' has a year of two digits; write it as 2026-03-06"] >= 1


def test_the_same_real_articles_as_parquet_and_as_csv_are_the_same_articles(shared):
    folder = shared / "corpora" / "allsides" / "as_formats"
    rows = pq.read_table(folder / "articles.parquet").to_pylist()
    from_parquet, rejected = read(folder / "articles.parquet")
    assert (len(rows), len(from_parquet), len(rejected)) == (300, 300, 0)
    assert found_in(from_parquet) == Counter(map(expected_of, rows))
    with (folder / "kaggle_all_the_news.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    from_csv, rejected = read(folder / "kaggle_all_the_news.csv")
    assert len(rows) > 50 and rejected.empty
    assert found_in(from_csv) == Counter(expected_of(r, "content", "publication", "author") for r in rows)


def test_the_same_real_articles_as_text_files_lose_no_word_and_no_moment(shared):
    folder = shared / "corpora" / "allsides" / "as_formats" / "txt"
    paths = sorted(folder.glob("*.txt"))
    articles, rejected = read(folder)
    assert (len(paths), len(articles), len(rejected)) == (60, 60, 0)
    by_file = articles.set_index("file")
    n_dated = 0
    for path in paths:
        first, *rest = path.read_text(encoding="utf-8").split("\n")
        article = by_file.loc[path.name]
        try:
            moment = datetime.strptime(first, "%d %B %Y %H:%M (UTC+00:00)").replace(tzinfo=UTC)
        except ValueError:
            moment, rest = None, [first, *rest]
        assert (None if pd.isna(article["published"]) else article["published"]) == moment
        n_dated += moment is not None
        parts = [article[part] for part in ("authors", "title", "text") if isinstance(article[part], str)]
        assert " ".join(parts).split() in (words := " ".join(rest).split(), words[1:])
    assert n_dated > 30


def test_the_folder_of_formats_as_a_whole_is_accounted_for(shared):
    folder = shared / "corpora" / "allsides" / "as_formats"
    with (folder / "kaggle_all_the_news.csv").open(encoding="utf-8", newline="") as file:
        n_rows = 300 + 60 + sum(1 for _ in csv.DictReader(file))
    articles, rejected = read(folder)
    of_other_kinds = rejected["reason"].str.startswith("no reader for '.json'")
    assert sorted(rejected["file"][of_other_kinds]) == ["newsapi.json", "webhose_thread.json"]
    assert len(articles) + (~of_other_kinds).sum() == n_rows
