import gzip
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.reading import files, parquet

# What is cleaned out of words has its tests in test_cleaning.
TEXT = st.text(st.characters(exclude_characters="<&[", exclude_categories=["C", "Zl", "Zp"]), max_size=20)


def read(path):
    return list(parquet.read(files.Source(path, path.name, None)))


@pytest.fixture
def read_table(tmp_path):
    def write_and_read(*columns, names=("text", "date"), **how):
        table = pa.Table.from_arrays([pa.array(column) for column in columns], names=names[: len(columns)])
        pq.write_table(table, tmp_path / "a.parquet", **how)
        return read(tmp_path / "a.parquet")

    return write_and_read


@settings(max_examples=50)
@given(st.lists(st.tuples(TEXT, TEXT | st.none()), max_size=6))
def test_what_was_written_is_read_back_row_by_row(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("rows") / "a.parquet"
    texts, authors = zip(*rows, strict=True) if rows else ((), ())
    table = pa.table([pa.array(texts, pa.string()), pa.array(authors, pa.string())], names=["body", "url"])
    pq.write_table(table, path)
    found = read(path)
    assert [place for place, _ in found] == [f"row {number}" for number in range(1, len(rows) + 1)]
    for (text, author), (_, article) in zip(rows, found, strict=True):
        if text.strip():
            assert (article.text, article.url) == (text.strip(), (author or "").strip() or None)
        else:
            assert "both its text and its title are empty" in str(article)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_text_is_text_however_it_is_stored(read_table, kind):
    found = read_table(pa.array(["one", None, "two"]).cast(kind))
    assert [getattr(article, "text", None) for _, article in found] == ["one", None, "two"]


@pytest.mark.parametrize(
    "dates, precision",
    [
        (pa.array([datetime(2026, 3, 6, 15, 42, tzinfo=UTC)], pa.timestamp("us", tz="UTC")), "moment"),
        (pa.array([datetime(2026, 3, 6, 15, 42)], pa.timestamp("ms")), "local time"),
        (pa.array([1772811720_123456789], pa.timestamp("ns", tz="UTC")), "moment"),
        (pa.array([1772811720], pa.int64()), "moment"),
        (pa.array(["2026-03-06 15:42"]), "local time"),
    ],
)
def test_a_moment_is_read_from_any_type_of_column(read_table, dates, precision):
    [(_, article)] = read_table(["x"], dates)
    assert (article.published, article.precision) == (datetime(2026, 3, 6, 15, 42, tzinfo=UTC), precision)
    assert type(article.published) is datetime


def test_a_moment_with_a_zone_keeps_its_offset(read_table):
    [(_, article)] = read_table(["x"], pa.array([1772811720], pa.timestamp("s", tz="Asia/Baku")))
    assert article.offset_minutes == 240


@pytest.mark.parametrize(
    "dates",
    [
        pa.array([0, 10**13, 1772811720], pa.timestamp("s")),
        pa.array([0, 10**7, 20_000], pa.date32()),
        pa.array([0, 10**18, 1], pa.duration("s")),
    ],
)
def test_a_row_with_a_date_beyond_the_calendar_is_refused_and_its_neighbours_are_kept(read_table, dates):
    first, (place, reason), last = read_table(["one", "two", "three"], dates)
    assert (first[0], first[1].text, last[0], last[1].text) == ("row 1", "one", "row 3", "three")
    assert place == "row 2" and "the row holds a value that cannot be read: " in str(reason)


def test_a_row_whose_bytes_are_no_text_is_refused_and_its_neighbours_are_kept(read_table):
    stored = pa.array([b"one", b"\xff\xfe", b"three"], pa.binary())
    first, (place, reason), last = read_table(pa.Array.from_buffers(pa.string(), 3, stored.buffers()))
    assert (first[1].text, last[1].text) == ("one", "three")
    assert place == "row 2" and "can't decode byte 0xff" in str(reason)


@pytest.mark.parametrize(
    "columns, names, reason",
    [
        ([[b"x"]], ["text"], "column 'text' should hold text, got binary"),
        ([[7.5], ["x"]], ["title", "text"], "column 'title' should hold text, got double"),
        ([[["x"]]], ["text"], "column 'text' should hold text, got list<"),
        ([pa.array([1, 2]).dictionary_encode()], ["text"], "column 'text' should hold text, got int64"),
        (
            [["x"], [1]],
            ["texte", "id"],
            "no column of text: expected one called text, content or body; found ['texte', 'id']",
        ),
        ([["x"], ["y"]], ["text", "text"], "two columns are called 'text'; rename one"),
    ],
)
def test_a_file_with_wrong_columns_is_refused_with_the_column_and_type(read_table, columns, names, reason):
    [(place, found)] = read_table(*columns, names=names)
    assert place == "whole file" and str(found).startswith(reason)


def test_a_file_without_rows_is_no_article_and_no_mistake(read_table):
    assert read_table(pa.array([], pa.string())) == []


def test_other_columns_are_not_even_read(read_table):
    [(_, article)] = read_table(["x"], pa.array([10**13], pa.timestamp("s")), names=["text", "crawled_by_us"])
    assert article.text == "x"


@pytest.mark.parametrize("kept", [0, 3, 100, -1, -500])
def test_a_file_cut_short_is_refused(tmp_path, kept):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"article {number}" for number in range(500)]}), path)
    path.write_bytes(path.read_bytes()[:kept])
    [(place, reason)] = read(path)
    assert place == "whole file"
    assert str(reason).startswith("expected a Parquet file, found one that is cut short or damaged: ")


def test_rows_before_a_damaged_page_are_kept_and_the_loss_has_its_place(tmp_path):
    path = tmp_path / "a.parquet"
    texts = [f"article {number}" for number in range(6000)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=2000, use_dictionary=False, compression="gzip")
    damaged = bytearray(path.read_bytes())
    last = pq.ParquetFile(path).metadata.row_group(2).column(0)
    start, size = last.data_page_offset, last.total_compressed_size
    damaged[start + size // 2 : start + size] = bytes(size - size // 2)
    path.write_bytes(damaged)
    *kept, (place, reason) = read(path)
    assert [article.text for _, article in kept] == texts[: len(kept)]
    assert len(kept) >= 2000 and place == f"row {len(kept) + 1} and after"
    assert "cut short or damaged" in str(reason)


def test_a_parquet_file_inside_gzip_is_refused_with_the_way_out(tmp_path):
    pq.write_table(pa.table({"text": ["x"]}), tmp_path / "a.parquet")
    zipped = tmp_path / "b.parquet.gz"
    zipped.write_bytes(gzip.compress((tmp_path / "a.parquet").read_bytes()))
    [(place, reason)] = read(zipped)
    assert (place, str(reason)) == ("whole file", "a Parquet file is compressed inside; unpack the .gz around it")


def test_a_pipe_is_refused_and_does_not_hang(tmp_path, make_pipe):
    make_pipe(tmp_path / "a.parquet")
    [(place, reason)] = read(tmp_path / "a.parquet")
    assert place == "whole file" and "expected a regular file, found " in str(reason)


def test_columns_may_be_named_and_a_file_that_lacks_one_is_refused_with_those_it_has(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"Lede": ["It rained."], "text": ["no"], "Paper": ["Wire"]}), path)
    source = files.Source(path, path.name, None)
    [(_, article)] = parquet.read(source, columns={"text": "Lede", "outlet": "paper"})
    assert (article.text, article.outlet) == ("It rained.", "Wire")
    [(place, reason)] = parquet.read(source, columns={"text": "Body"})
    assert (place, str(reason)) == (
        "whole file",
        "there is no column 'Body' for the text; found ['Lede', 'text', 'Paper']",
    )


def test_a_column_that_is_named_for_the_text_must_hold_text(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"n": [7], "text": ["It rained."]}), path)
    [(place, reason)] = parquet.read(files.Source(path, path.name, None), columns={"text": "n"})
    assert (place, str(reason)) == ("whole file", "column 'n' should hold text, got int64")
