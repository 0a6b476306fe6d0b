"""Partitions hold what the readers read, whole and in order, and are cut alike when files are added or grow."""

import gzip
import json
import os
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.reading import SeenFiles, partitions, portions, read_articles, split_articles, tabulate_partition
from features.reading.partitions import read_partition, read_source
from tests.features.streaming.corpora import pieces_at_once

NOT_AFTER = datetime(2026, 3, 7, tzinfo=UTC)


def records(n, begin=0):
    """Articles with a date, without one, without words, and the same one again."""
    for number in range(begin, begin + n):
        yield [
            {"text": f"Rain fell on day {number}.", "outlet": "Wire", "date": f"2026-03-{number % 9 + 1:02}"},
            {"text": f"“Snow” fell on day {number}.", "title": f"Day {number}"},
            {"outlet": "Wire", "text": ""},
            {"text": "The same article.", "outlet": "Wire"},
        ][number % 4]


def lines(n, begin=0):
    return "".join(json.dumps(record) + "\n" for record in records(n, begin)).encode()


def table(n):
    return pd.DataFrame(list(records(n)))


@pytest.fixture(scope="module", autouse=True)
def small_partitions():
    """Partitions of eight pieces in place of 2,048, all in proportion."""
    with pieces_at_once(8):
        yield


def jsonl(folder):
    (folder / "a.jsonl").write_bytes(lines(21))


def jsonl_with_blank_lines(folder):
    (folder / "a.jsonl").write_bytes(lines(9) + b"\n \r\n\xef\xbb\xbf\n" * 8 + lines(3, 9) + b"{broken")


def gzipped(folder):
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines(21)))


def damaged_gz(folder):
    whole = b"".join(gzip.compress(lines(1, number)) for number in range(21))
    (folder / "a.jsonl.gz").write_bytes(whole[:-40])


def csv(folder):
    table(21).to_csv(folder / "a.csv", index=False)
    (folder / "b.csv").write_text("text\nrain\nsnow\n")
    (folder / "c.csv").write_text("no,such\n1,2\n")


def one_big_row_group(folder):
    pq.write_table(pa.Table.from_pandas(table(21)), folder / "a.parquet")


def many_small_row_groups(folder):
    pq.write_table(pa.Table.from_pandas(table(21)), folder / "a.parquet", row_group_size=3)


def damaged_parquet(folder):
    pq.write_table(pa.Table.from_pandas(table(21)), folder / "a.parquet", row_group_size=3, compression="none")
    content = bytearray((folder / "a.parquet").read_bytes())
    # The page of the second row group’s texts is overwritten; the footer, which is read first, stays.
    with pq.ParquetFile(folder / "a.parquet") as stored:
        texts = stored.metadata.row_group(4).column(0)
    begin = texts.dictionary_page_offset or texts.data_page_offset
    content[begin : begin + texts.total_compressed_size] = b"\xff" * texts.total_compressed_size
    (folder / "a.parquet").write_bytes(content)
    (folder / "b.parquet").write_bytes(b"PAR1 and no more")


def txt_folders(folder):
    for number in range(21):
        inside = folder / f"Outlet {number % 3}"
        inside.mkdir(exist_ok=True)
        (inside / f"{number:02}.txt").write_text(f"{number % 9 + 1} March 2026\n\nRain fell on day {number}.")
    (folder / "Outlet 1" / "empty.txt").write_text("")


def a_bit_of_everything(folder):
    for make in (damaged_gz, csv, many_small_row_groups, txt_folders):
        make(folder)
    (folder / "z.zip").write_bytes(b"PK")


KINDS = [
    jsonl,
    jsonl_with_blank_lines,
    gzipped,
    damaged_gz,
    csv,
    one_big_row_group,
    many_small_row_groups,
    txt_folders,
    a_bit_of_everything,
]


def shown(pieces):
    return [(name, place, str(found) if isinstance(found, Exception) else found) for name, place, found in pieces]


def pieces_of_partitions(cut):
    for partition in cut:
        yield from read_partition(cut.read(partition), not_after=NOT_AFTER)


def pieces_of_files(sources):
    for source in sources:
        yield from read_source(source, not_after=NOT_AFTER)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_partitions_one_after_the_other_hold_what_the_files_hold_piece_by_piece(make, tmp_path):
    make(tmp_path)
    cut = split_articles(tmp_path, not_after=NOT_AFTER)
    with pieces_at_once(2_048):
        whole = shown(pieces_of_files(cut.sources))
    assert shown(pieces_of_partitions(cut)) == whole
    assert len(list(cut)) > 1 and len(whole) >= 13


def test_of_a_damaged_parquet_file_the_rows_before_the_damage_are_read_and_the_rest_is_named(tmp_path):
    damaged_parquet(tmp_path)
    found = shown(pieces_of_partitions(split_articles(tmp_path, not_after=NOT_AFTER)))
    # Rows 13 to 15 are damaged, and lie in the second portion of eight.
    assert [place for _, place, _ in found] == [*(f"row {row}" for row in range(1, 9)), "row 9 and after", "whole file"]
    assert [found[row][2].text for row in (0, 4)] == ["Rain fell on day 0.", "Rain fell on day 4."]
    assert all("cut short or damaged" in reason for _, _, reason in found[-2:])


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_files_that_were_seen_before_are_cut_into_the_same_partitions_and_read_the_same(make, tmp_path):
    make(tmp_path)
    first = split_articles(tmp_path, not_after=NOT_AFTER, seen=SeenFiles())
    digests = [partition.digest for partition in first]
    again = split_articles(tmp_path, not_after=NOT_AFTER, seen=SeenFiles(json.loads(json.dumps(first.seen.entries))))
    assert [partition.digest for partition in again] == digests
    assert shown(pieces_of_partitions(again)) == shown(pieces_of_partitions(first))
    # Read from the last to the first, too: a worker may be late.
    backwards = [list(read_partition(again.read(one), not_after=NOT_AFTER)) for one in reversed(list(again))]
    assert shown(piece for one in reversed(backwards) for piece in one) == shown(pieces_of_partitions(first))


def test_a_folder_that_cannot_be_searched_and_a_file_that_cannot_be_read_are_pieces_of_their_own(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    jsonl(tmp_path)
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "closed.txt").touch(mode=0)
    cut = split_articles(tmp_path, not_after=NOT_AFTER)
    found = shown(pieces_of_partitions(cut))
    (tmp_path / "closed").chmod(0o700)
    assert [(name, place) for name, place, _ in found[-2:]] == [
        ("closed", "whole folder"),
        ("closed.txt", "whole file"),
    ]


def test_one_partition_read_alone_is_what_read_articles_reads(tmp_path):
    a_bit_of_everything(tmp_path)
    with pieces_at_once(2_048):
        cut = split_articles(tmp_path, not_after=NOT_AFTER)
        [partition] = cut
    articles, rejected = tabulate_partition(cut.read(partition), not_after=NOT_AFTER)
    wanted_articles, wanted_rejected = read_articles(tmp_path, not_after=NOT_AFTER)
    pd.testing.assert_frame_equal(articles, wanted_articles)
    pd.testing.assert_frame_equal(rejected, wanted_rejected)


def test_a_partition_ends_before_it_would_hold_more_pieces_than_it_may(tmp_path):
    for name, n in (("a", 21), ("b", 5), ("c", 5), ("d", 3)):
        (tmp_path / f"{name}.jsonl").write_bytes(lines(n))
    cut = list(split_articles(tmp_path))
    assert all(sum(portion.n_pieces for portion in one.portions) <= 8 for one in cut)
    # Two whole portions of a; the rest of it and b would be ten.
    assert [[(portion.name, portion.first) for portion in one.portions] for one in cut[:2]] == [
        [("a.jsonl", 1)],
        [("a.jsonl", 9)],
    ]


def test_a_partition_ends_before_it_would_hold_more_bytes_than_it_may(tmp_path, monkeypatch):
    for module in (portions, partitions):
        monkeypatch.setattr(module, "BYTES_AT_ONCE", 1_000)
    for number in range(9):
        (tmp_path / f"{number}.txt").write_text("rain " * 60)
    (tmp_path / "long.jsonl").write_text("".join(json.dumps({"text": "rain " * 60}) + "\n" for _ in range(9)))
    cut = list(split_articles(tmp_path))
    # A piece is some 450 bytes as JSON, a line 313: a portion ends when it is over 1,000.
    assert all(sum(portion.n_bytes for portion in one.portions) <= 1_000 + 320 for one in cut)
    assert len(cut) >= 7


@given(st.integers(0, 30), st.integers(1, 30), st.booleans())
@settings(deadline=None, max_examples=25)
def test_what_stood_before_is_cut_as_before_when_the_last_file_grows(
    tmp_path_factory, n_before, n_more, ends_in_newline
):
    folder = tmp_path_factory.mktemp("growing")
    (folder / "a.jsonl").write_bytes(lines(13))
    (folder / "b.jsonl").write_bytes(lines(n_before) if ends_in_newline else lines(n_before).rstrip())
    before = [partition.digest for partition in split_articles(folder)]
    with open(folder / "b.jsonl", "ab") as file:
        file.write((b"" if ends_in_newline else b"\n") + lines(n_more, n_before))
    after = [partition.digest for partition in split_articles(folder)]
    # Only the last partition was not full.
    assert after[: len(before) - 1] == before[:-1]
    assert after != before


@given(st.integers(0, 199))
@settings(deadline=None, max_examples=12)
def test_behind_a_small_file_that_is_added_the_cuts_soon_fall_where_they_fell_before(tmp_path_factory, place):
    folder = tmp_path_factory.mktemp("inserted")
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Rain fell on day {number}.")
    before = [partition.digest for partition in split_articles(folder)]
    (folder / f"{place:03}-more.txt").write_text("Hail.")
    after = [partition.digest for partition in split_articles(folder)]
    # From its second file on, a partition ends at one name of two, so that two ways of cutting meet again soon: within 10 of some
    # 60 partitions at every place that these names have.
    assert len(before) > 40
    assert 1 <= len(set(after) - set(before)) <= 12


def test_a_partition_is_told_from_another_by_all_that_decides_what_is_read():
    def digest(**changes):
        given = dict(kind="lines", name="a.jsonl", folder=None, first=1, content=b"{}\n{}", n_pieces=2) | changes
        return partitions.Partition((portions.Portion(**given),)).digest

    changes = [
        {},
        {"kind": "pieces"},
        {"name": "b.jsonl"},
        {"folder": "None"},
        {"first": 2},
        {"content": b"{}\n[]"},
        {"n_pieces": 3},
    ]
    assert len({digest(**one) for one in changes}) == len(changes)


def test_no_partition_is_made_of_nothing(tmp_path):
    assert list(split_articles(tmp_path)) == []
    (tmp_path / "a.jsonl").touch()
    assert list(split_articles(tmp_path)) == []


def test_where_nothing_is_known_of_files_nothing_is_remembered_and_every_portion_has_its_content(tmp_path):
    a_bit_of_everything(tmp_path)
    cut = split_articles(tmp_path)
    assert cut.seen is None
    assert all(isinstance(portion, portions.Portion) for one in cut for portion in one.portions)


def test_pages_which_take_as_long_as_many_records_are_fewer_in_a_partition(tmp_path):
    for number in range(100):
        (tmp_path / f"{number:02}.html").write_text("<p>Rain.</p>")
    (tmp_path / "z.jsonl").write_bytes(lines(1_200))
    with pieces_at_once(1_024):
        cut = list(split_articles(tmp_path))
    # A page counts for sixty-four records; behind a quarter of what a partition may hold, one of four names ends it.
    n_pages = [len(one.portions) for one in cut if one.portions[0].kind == "isolated"]
    assert max(n_pages) <= 1_024 // 64 and min(n_pages[:-1]) >= 1_024 // 64 // 4
    assert max(portion.n_pieces for one in cut for portion in one.portions) == 1_024
