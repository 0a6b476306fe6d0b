import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features.reading import files, row_boundaries
from features.reading.row_boundaries import Rows, find_row_ends

SPECIAL = st.text(st.sampled_from('a;",\n\r'), max_size=30)


def ends_by_csv(text):
    """Where rows end, and after how many lines, by the reader of the standard library; None if it finds a mistake."""
    lines = io.StringIO(text, newline="\n")
    rows, found = csv.reader(lines, delimiter=",", strict=True), []
    try:
        for _ in rows:
            found.append((lines.tell(), rows.line_num))
    except csv.Error:
        return None
    return found


@given(SPECIAL)
@example('"a"\n')
@example('"a""b","c\nd"\r\ne,f')
@example('a"b\n"c"\n')
def test_what_is_found_at_once_is_what_a_reader_of_csv_finds_row_by_row(text):
    found, expected = find_row_ends(text.encode(), ",", False), ends_by_csv(text)
    if found is not None and "\r" not in text.replace("\r\n", ""):
        assert found == expected
    if expected is None and "\r" not in text:
        assert found is None


@given(st.lists(st.lists(SPECIAL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_a_writer_of_csv_wrote_needs_no_reader_to_be_cut(rows):
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    found = find_row_ends(written.getvalue().encode(), ",", False)
    assert found == ends_by_csv(written.getvalue())
    assert len(found) == len(rows)


def test_a_row_that_goes_on_in_the_next_block_has_no_end_yet():
    assert find_row_ends(b'1,a\n2,"b\nc\n', ",", True) == [(4, 1)]
    assert find_row_ends(b'1,a\n2,"b\nc\n', ",", False) is None


@pytest.mark.parametrize("block", [1, 3, 7, 100])
def test_rows_are_cut_alike_wherever_a_block_ends(tmp_path, monkeypatch, block):
    monkeypatch.setattr(row_boundaries, "BLOCK", block)
    monkeypatch.setattr("features.reading.byte_blocks.BLOCK", block)
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"a\n""b"""\n2,5" high\n3,"c\n\nd"\n4,e')
    rows = Rows(files.Source(path, path.name, None))
    assert (rows.take_line(), rows.number) == (b"id,text\n", 2)
    [(first, n_rows, content, is_plain)] = rows.cut(",")
    assert not is_plain
    assert (first, n_rows, content) == (2, 4, b'1,"a\n""b"""\n2,5" high\n3,"c\n\nd"\n4,e')
    assert rows.trouble is None


def test_a_mark_that_is_never_closed_costs_no_more_than_a_piece_may_have(tmp_path, monkeypatch):
    monkeypatch.setattr(row_boundaries, "BLOCK", 1000)
    monkeypatch.setattr("features.reading.byte_blocks.BLOCK", 1000)
    monkeypatch.setattr(files, "MAX_PIECE_BYTES", 5000)
    path = tmp_path / "a.csv"
    path.write_text('1,"never closed\n' + "2,fine\n" * 5000)
    rows = Rows(files.Source(path, path.name, None))
    stretches = list(rows.cut(","))
    assert b"".join(content for _, _, content, _ in stretches) == path.read_bytes()
    # What it swallowed is one row; the others are read again.
    assert sum(n_rows for _, n_rows, _, _ in stretches) > 4000
