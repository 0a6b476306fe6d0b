import gzip
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features import reading, tables
from features.reading import name_reason, read_articles
from features.reading.formats import name_suffixes
from features.reading.searching import find_files

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)


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


def test_a_file_of_no_known_kind_is_refused_with_the_kinds_that_are_read(folder):
    for name in ("a.zip", "b.tune", "c.json.gz"):
        (folder / name).write_text("x")
    reasons = read(folder)[1].set_index("file")["reason"]
    assert reasons["a.zip"].startswith("expected a zip or tar archive, found neither; ")
    assert reasons["b.tune"].startswith("no reader for '.tune' and nothing known in it; Tidings reads .parquet,")
    assert all(f" {suffix}" in reasons["b.tune"] for suffix in (".warc", ".docx", ".jsonl", ".html", ".txt", ".eml"))
    assert reasons["c.json.gz"].startswith("expected an object or an array of articles, found ")


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


def test_a_socket_and_a_folder_that_is_called_as_a_file_do_no_harm(folder):
    (folder / "a.txt").mkdir()
    (folder / "a.txt" / "b.txt").write_text("It rained.")
    (folder / "empty").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        # The name of a socket may not be long.
        here = Path.cwd()
        os.chdir(folder)
        try:
            listening.bind("s.txt")
        finally:
            os.chdir(here)
        articles, rejected = read(folder)
    assert articles[["file", "outlet"]].to_numpy().tolist() == [["a.txt/b.txt", "a.txt"]]
    [(name, place, reason)] = rejected.itertuples(index=False, name=None)
    assert (name, place) == ("s.txt", "whole file")
    assert reason == "expected a regular file, found a folder, a pipe, a socket or a device"


def test_links_that_lead_out_in_circles_or_nowhere_are_not_followed(folder, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("It is a secret.")
    (folder / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "circle").symlink_to(folder, target_is_directory=True)
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "nowhere.txt").symlink_to("nothing.txt")
    (folder / "in.txt").symlink_to("a.txt")
    (folder / "a.txt").write_text("It rained.")
    articles, rejected = read(folder)
    # A link inside the folder is the same article again.
    assert articles["text"].tolist() == ["It rained."]
    assert sorted(rejected["file"]) == ["in.txt", "itself.txt", "nowhere.txt"]
    _, passed_over = find_files([folder])
    assert passed_over == ["device.txt", "out", "out.txt"]


def test_files_and_folders_that_may_not_be_read_are_named_beside_what_may(folder):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (folder / "closed").mkdir(mode=0)
    (folder / "closed.txt").touch(mode=0)
    (folder / "a.txt").write_text("It rained.")
    articles, rejected = read(folder)
    (folder / "closed").chmod(0o700)
    assert articles["file"].tolist() == ["a.txt"]
    assert rejected[["file", "place"]].to_numpy().tolist() == [["closed", "whole folder"], ["closed.txt", "whole file"]]


@pytest.mark.parametrize(
    "name", ["a\nb.txt", "<b onclick=x()>.txt", "'; --.txt", "=1+1.txt", "$HOME.txt", "-rf.txt", "a\u202eb.txt"]
)
def test_a_name_of_whatever_signs_is_a_name(folder, name):
    (folder / name).write_text("It rained.")
    (folder / f"0{name}").touch()
    articles, rejected = read(folder)
    tables.check(articles, tables.ARTICLES)
    assert (articles["file"].tolist(), rejected["file"].tolist()) == ([name], [f"0{name}"])


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("suffix", ["", *name_suffixes()])
def test_an_empty_file_of_every_kind_is_refused_or_holds_nothing(folder, suffix, packed):
    name = f"a{suffix}.gz" if packed else f"a{suffix}"
    (folder / name).write_bytes(gzip.compress(b"") if packed else b"")
    articles, rejected = read(folder)
    assert articles.empty
    # Of lines there may be none.
    assert rejected["file"].tolist() == ([] if suffix in (".jsonl", ".ndjson") else [name])


def test_names_of_files_that_are_no_utf_8_do_not_collide_in_the_table_of_refused(folder):
    try:
        for byte in (b"\xfe", b"\xff"):
            Path(os.fsdecode(os.fsencode(folder) + b"/a" + byte + b".txt")).touch()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    assert len(read(folder)[1]) == 2


def test_the_public_names_are_there_and_no_other(folder):
    assert set(reading.__all__) == set(dir(reading)) >= {"read_articles", "split_articles", "Collected", "name_reason"}
    for name in reading.__all__:
        assert getattr(reading, name) is getattr(import_module(f"features.reading.{reading._PUBLIC[name]}"), name)
    with pytest.raises(AttributeError, match="features.reading has no 'READERS'; it has "):
        reading.READERS  # noqa: B018


def test_importing_the_room_imports_no_tables_for_the_process_that_reads_pages_has_no_use_for_them():
    program = "import sys, features.reading.isolation; print({'pandas', 'pyarrow', 'numba'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "set()"
