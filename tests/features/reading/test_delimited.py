import csv
import gzip
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from features.article import Article
from features.reading import delimited, files, portions

# What is cleaned out of words has its tests in test_cleaning.
CELLS = st.text(
    st.characters(include_characters="\r\n\t", exclude_characters="<&[", exclude_categories=["C", "Zl", "Zp"]),
    max_size=20,
)


def read(path):
    return list(delimited.read(files.Source(path, path.name, None)))


@pytest.fixture
def read_bytes(tmp_path):
    def write_and_read(content, name="a.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(tmp_path / name)

    return write_and_read


def with_plain_newlines(cell):
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def kept(found):
    return [(place, article.text) for place, article in found if isinstance(article, Article)]


def refused(found):
    return [(place, str(reason)) for place, reason in found if not isinstance(reason, Article)]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(",;\t|"), st.booleans())
@example([('He said "no", twice', "a\nb")], ";", False)
def test_what_a_writer_of_csv_wrote_is_read_back_cell_by_cell(tmp_path_factory, rows, delimiter, zipped):
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "url", "body"), *((f"{number:03}", *row) for number, row in enumerate(rows))])
    path = tmp_path_factory.mktemp("cells") / ("a.csv.gz" if zipped else "a.csv")
    content = written.getvalue().encode()
    path.write_bytes(gzip.compress(content) if zipped else content)
    found = read(path)
    assert len(found) == len(rows)
    for (author, text), (_, article) in zip(rows, found, strict=True):
        if text.strip():
            assert article.text == with_plain_newlines(text)
            assert article.url == (with_plain_newlines(author) or None)
        else:
            assert "both its text and its title are empty" in str(article)


def test_a_rows_place_is_the_line_on_which_it_begins(read_bytes):
    found = read_bytes('title,text\na,"one\n\nmore"\n\nb,two\n,\nc,three')
    assert kept(found) == [("line 2", "one\n\nmore"), ("line 6", "two"), ("line 8", "three")]


def test_all_values_stay_as_they_are_written(read_bytes):
    [(_, article)] = read_bytes("id,author,title,source,text\n001,NULL,NA,None,nan\n")
    assert (article.authors, article.title, article.outlet, article.text) == ("NULL", "NA", "None", "nan")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_learned_from_the_first_line(read_bytes, delimiter):
    rows = ["id", "date", "text"], ["1", "2026-03-06", '"rain; sun, wind | \t"']
    [(_, article)] = read_bytes("\n".join(map(delimiter.join, rows)))
    assert (article.text, article.precision) == ("rain; sun, wind |", "day")


def test_a_mark_before_the_first_name_is_no_part_of_it(read_bytes):
    assert kept(read_bytes("\ufefftext,title\nrain,a\n")) == [("line 2", "rain")]
    assert kept(read_bytes("\ufefftext\nrain\n")) == [("line 2", "rain")]


def test_a_field_of_240_kb_is_read_whole(read_bytes):
    huge = "oil " * 60_000
    found = read_bytes(f'title,text\na,"{huge}"\nb,small\n')
    assert kept(found) == [("line 2", huge.strip()), ("line 3", "small")]


def test_an_unclosed_quote_is_refused_with_what_it_swallowed_and_the_rows_before_it_are_kept(read_bytes):
    found = read_bytes('id,text\n1,"fine"\n2,"never closed\n3,lost\n4,lost too\n')
    assert kept(found) == [("line 2", "fine")]
    [(place, reason)] = refused(found)
    assert place == "line 3"
    assert "unexpected end of data" in reason and "a quotation mark may not be closed" in reason


def test_reading_goes_on_after_a_quote_that_closes_in_the_wrong_place(read_bytes):
    found = read_bytes('id,text\n1,"open\n2,"shut"\n3,"fine"\n')
    assert kept(found) == [("line 4", "fine")]
    [(place, reason)] = refused(found)
    assert place == "line 2" and "',' expected after '\"'" in reason


def test_a_row_with_too_few_or_too_many_values_is_refused_with_both_numbers(read_bytes):
    found = read_bytes("id,text\n1\n2,fine\n3,too,many\n")
    assert kept(found) == [("line 3", "fine")]
    assert refused(found) == [
        ("line 2", "expected 2 values as in the first line, found 1"),
        ("line 4", "expected 2 values as in the first line, found 3"),
    ]


@pytest.mark.parametrize(
    "content, reason",
    [
        ("id,title,title,text\n1,a,b,c\n", "two columns are called 'title'; rename one"),
        ("id,titel\n1,a\n", "no column of text: expected one called text, content or body; found ['id', 'titel']"),
        ("", "expected a first line with the names of the columns, found an empty one"),
        ("\nid,text\n1,a\n", "expected a first line with the names of the columns, found an empty one"),
        ('id,"te\nxt"\n', "unexpected end of data"),
        (b"id,t\xe9xt\n1,a\n", "no column of text: expected one called text, content or body; found ['id', 'téxt']"),
        (b"\x89PNG\r\n\x1a\n", "expected text, found binary data (a PNG picture); give the articles as text"),
    ],
)
def test_a_file_whose_first_line_gives_no_columns_is_refused_whole(read_bytes, content, reason):
    assert refused(read_bytes(content)) == [("whole file", reason)]


def test_two_columns_without_a_name_do_no_harm(read_bytes):
    assert kept(read_bytes(",,text\n0,1,rain\n")) == [("line 2", "rain")]


def test_a_header_alone_is_no_article_and_no_mistake(read_bytes):
    assert read_bytes("id,title,text\n") == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_the_unicode_text_of_excel_is_read(read_bytes, encoding):
    assert kept(read_bytes("id\ttext\n1\tÖl, 5 €\n".encode(encoding))) == [("line 2", "Öl, 5 €")]


def test_the_delimiter_that_excel_names_in_a_line_of_its_own_is_no_header(read_bytes):
    assert kept(read_bytes("sep=;\nid;text\n1;rain\n")) == [("line 3", "rain")]


def test_rows_in_another_encoding_are_read_and_said_to_be_guessed(read_bytes):
    found = read_bytes(b'title,text\na,one\nb,"two\nthree\n\xd6l"\nc,four\n')
    assert [(place, article.text, article.flags) for place, article in found] == [
        ("line 2", "one", ()),
        ("line 3", "two\nthree\nÖl", ("encoding guessed",)),
        ("line 6", "four", ()),
    ]


def test_columns_may_be_named_and_a_file_that_lacks_one_is_refused_with_those_it_has(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Lede,text,Paper\nIt rained.,no,Wire\n")
    source = files.Source(path, path.name, None)
    [(_, article)] = delimited.read(source, columns={"text": "Lede", "outlet": "paper"})
    assert (article.text, article.outlet) == ("It rained.", "Wire")
    [(place, reason)] = delimited.read(source, columns={"text": "Body"})
    assert (place, str(reason)) == (
        "whole file",
        "there is no column 'Body' for the text; found ['Lede', 'text', 'Paper']",
    )
    with pytest.raises(ValueError, match="columns may be named for text, title"):
        list(delimited.read(source, columns={"body": "text"}))


SPECIAL = st.text(st.sampled_from('a",\n\r'), max_size=40)


@given(SPECIAL, st.integers(1, 3))
@example('x,"a""b\n\n"\ny,5" high\nz,"never closed\n', 1)
def test_a_file_cut_into_portions_is_read_as_if_it_were_whole(tmp_path_factory, rows, most):
    path = tmp_path_factory.mktemp("portions") / "a.csv"
    path.write_bytes(b"title,text\n" + rows.encode())
    source = files.Source(path, path.name, None)
    whole = [(place, str(found)) for place, found in delimited.read(source)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(portions, "PIECES_AT_ONCE", most)
        cut = list(delimited.split(source))
        found = [(place, str(one)) for portion in cut for place, one in delimited.read_portion(portion)]
    assert found == whole
    assert all(portion.n_pieces <= most for portion in cut if portion.kind == "csv")
    assert (
        b"".join(portion.content.removeprefix(b"plain\n").removeprefix(b"title,text\n") for portion in cut)
        == rows.encode()
    )


@given(st.lists(st.tuples(SPECIAL, SPECIAL), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
@example([("a\n\nb", 'c "d"'), ("", ""), ("e", "Öl")], "\r\n")
def test_rows_that_are_read_at_once_are_those_that_are_read_one_by_one(tmp_path_factory, rows, newline):
    path = tmp_path_factory.mktemp("plain") / "a.csv"
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator=newline).writerows([("title", "text"), *rows])
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    [portion] = delimited.split(files.Source(path, path.name, None))
    assert portion.content.startswith(b"plain\n")
    at_once = [(place, str(found)) for place, found in delimited.read_portion(portion)]
    one_by_one = replace(portion, content=portion.content.removeprefix(b"plain\n"))
    assert at_once == [(place, str(found)) for place, found in delimited.read_portion(one_by_one)]


@pytest.mark.parametrize(
    "head, name, expected",
    [
        (b"date,title,text\n", "a.txt", True),
        (b"\xef\xbb\xbfid;date;Body\r\n", "a", True),
        (b",id,title,publication,author,date,year,month,url,content\n0,", "a.dat", True),
        (b"web-scraper-order,web-scraper-start-url,title,content\n", "a.txt", True),
        (b"Rain, wind, text and title\n", "a.txt", False),
        (b"It rained in Tarn, the mayor said, and the text of the law was read.\n", "a.txt", False),
        (b"globaleventid,eventtimedate\n", "a.csv", False),
        (b"", "a.csv", False),
    ],
)
def test_a_table_is_told_by_a_first_line_that_names_a_text_and_something_else(head, name, expected):
    assert delimited.recognise(head, name) is expected


def test_of_a_gzip_cut_short_the_rows_before_the_cut_are_kept_and_the_loss_has_its_place(read_bytes):
    texts = [f"article {number * 7919 % 1000}" for number in range(500)]
    content = gzip.compress(("id,text\n" + "".join(f"{n},{text}\n" for n, text in enumerate(texts))).encode())
    found = read_bytes(content[:-1000], "a.csv.gz")
    assert 0 < len(kept(found)) < 500
    n_kept = len(found) - 1
    assert kept(found) == [(f"line {number}", text) for number, text in enumerate(texts[:n_kept], start=2)]
    [(place, reason)] = refused(found)
    assert place == f"line {len(found) + 1} and after" and "cut short or damaged" in reason


def test_a_line_over_the_limit_ends_the_file_and_says_so(read_bytes, monkeypatch):
    monkeypatch.setattr(files, "MAX_PIECE_BYTES", 2**17)
    found = read_bytes("text\nfine\n" + "x" * (2**17 + 1) + "\nlost\n")
    assert kept(found) == [("line 2", "fine")]
    [(place, reason)] = refused(found)
    assert place == "line 3 and after" and "from line 3 on it is not read" in reason
