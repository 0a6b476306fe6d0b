import gzip
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import files, plain_text

MOMENT = datetime(2026, 3, 6, 15, 42, tzinfo=UTC)
DATE_LINE = "6 March 2026 19:42 (UTC+04:00)"


def read(path, folder=None, **how):
    [(place, found)] = plain_text.read(files.Source(path, path.name, folder), **how)
    assert place == "whole file"
    return found


@pytest.fixture
def read_text(tmp_path):
    def write_and_read(text, folder=None, encoding="utf-8", **how):
        path = tmp_path / "a.txt"
        path.write_bytes(text.encode(encoding))
        return read(path, folder, **how)

    return write_and_read


def test_a_file_in_the_seeds_form_is_read_in_all_its_parts(read_text):
    article = read_text(f"{DATE_LINE}\n\nAna Lira\n\nRain at last\n\nIt rained, the Tarn Courier reports.\n\nMuch.\n")
    assert (article.published, article.precision, article.offset_minutes) == (MOMENT, "moment", 240)
    assert (article.authors, article.title) == ("Ana Lira", "Rain at last")
    assert (article.outlet, article.outlet_from) == ("Tarn Courier", "lead")
    assert article.text == "It rained, the Tarn Courier reports.\n\nMuch."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blank_lines", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_newlines_blank_lines_and_encoding_make_no_other_article(read_text, newline, blank_lines, encoding):
    lines = [DATE_LINE, "Ana Lira", "Rain at last", "It rained in Šumava.", "It stopped."]
    plain = read_text("\n\n".join(lines))
    article = read_text((newline * (1 + blank_lines)).join(lines), encoding=encoding)
    assert article.article_id == plain.article_id
    assert article == plain


@pytest.mark.parametrize(
    "head, authors, title",
    [
        (["Ana Lira"], "Ana Lira", None),
        (["By Ana Lira"], "Ana Lira", None),
        (["By Ana Lira and Bo Ek in Kells"], "Ana Lira; Bo Ek", None),
        (["by: Ana Lira and Bo Ek in Kells"], "Ana Lira; Bo Ek", None),
        (["Ana Lira", "Will it rain?"], "Ana Lira", "Will it rain?"),
        (["Rain has come to the valley at last"], None, "Rain has come to the valley at last"),
        (["It rained."], None, None),
        (["Ana Lira", "x" * 161], "Ana Lira", None),
    ],
)
def test_byline_and_headline_are_told_by_their_form(read_text, head, authors, title):
    article = read_text("\n\n".join([DATE_LINE, *head, "The rain came on Friday."]))
    assert (article.authors, article.title) == (authors, title)
    assert article.text.endswith("The rain came on Friday.")


def test_without_a_date_line_the_date_is_missing_and_a_date_in_the_body_is_not_taken_for_it(read_text):
    article = read_text("Ana Lira\n\nOn 1 January 1999 the treaty was signed.\n\n6 March 2026\n\nThe end.")
    assert (article.published, article.published_note) == (None, "no date is written")
    assert article.authors == "Ana Lira"
    assert article.text == "On 1 January 1999 the treaty was signed.\n\n6 March 2026\n\nThe end."


@pytest.mark.parametrize(
    "line",
    [
        "Maduro sworn in again",
        "CARACAS, Venezuela (Reuters)",
        "Kells(Reuters) Rain",
        "Kells[Reuters] Rain",
        "Kells, Friday",
        "Rain",
        "Rain Will Reach Kells Today",
        "Flight MH17 Found",
        "It Rained.",
    ],
)
def test_without_a_date_line_a_first_line_that_is_no_plain_name_stays_in_the_body(read_text, line):
    for rest in ("It rained.", "Rain at last\n\nIt rained."):
        article = read_text(f"{line}\n\n{rest}")
        assert (article.authors, article.title) == (None, None)
        assert article.text == f"{line}\n\n{rest}"


@pytest.mark.parametrize("name", ["Ana Lira", "Ana María Lira-Ek", "Ángel O’Neill", "J. R. R. Lira"])
def test_without_a_date_line_a_name_is_a_byline_only_directly_before_a_sentence(read_text, name):
    article = read_text(f"{name}\n\nIt rained.\n\nMuch.")
    assert (article.authors, article.title, article.text) == (name, None, "It rained.\n\nMuch.")
    article = read_text(f"{name}\n\nRain at last\n\nIt rained.")
    assert (article.authors, article.title) == (None, None)


def test_without_a_date_line_by_begins_a_byline_after_which_a_headline_may_stand(read_text):
    article = read_text("By Ana Lira and Bo Ek in Kells\n\nRain at last\n\nIt rained.")
    assert (article.authors, article.title, article.text) == ("Ana Lira; Bo Ek", "Rain at last", "It rained.")


@pytest.mark.parametrize(
    "line, note",
    [
        ("06/03/2026", "'06/03/2026' may mean day/month or month/day; write it as 2026-03-06"),
        ("06.03.2026 19:42", "'06.03.2026 19:42' may mean day/month or month/day; write it as 2026-03-06"),
        ("7 March 2026 00:01 (UTC+00:00)", "'7 March 2026 00:01 (UTC+00:00)' lies in the future"),
        ("0001-11-30", "'0001-11-30' is before 1605, when the first newspaper appeared"),
    ],
)
def test_a_first_line_that_is_an_unusable_date_is_neither_byline_nor_body(read_text, line, note):
    article = read_text(f"{line}\n\nAna Lira\n\nIt rained.", not_after=datetime(2026, 3, 7, tzinfo=UTC))
    assert (article.published, article.published_note) == (None, note)
    assert (article.authors, article.text) == ("Ana Lira", "It rained.")


@given(st.lists(st.text("bcdf é.,", min_size=1, max_size=30).filter(str.strip), min_size=1), st.booleans())
def test_no_word_is_lost_between_date_byline_headline_and_body(tmp_path_factory, paragraphs, dated):
    path = tmp_path_factory.mktemp("words") / "a.txt"
    path.write_text("\n\n".join([DATE_LINE] * dated + paragraphs), encoding="utf-8")
    article = read(path)
    found = [article.authors or "", article.title or "", article.text]
    # A byline names each author once.
    assert set(re.findall(r"\w+", " ".join(found))) == set(re.findall(r"\w+", " ".join(paragraphs)))
    assert (article.published == MOMENT) == dated


def test_the_folder_names_the_outlet(read_text):
    article = read_text(f"{DATE_LINE}\n\nIt rained, the Tarn Courier reports.", folder="Vell Lantern")
    assert (article.outlet, article.outlet_from) == ("Vell Lantern", "folder")


def test_a_gzipped_text_is_the_same_article(tmp_path):
    for name, content in (("a.txt", b"It rained."), ("b.txt.gz", gzip.compress(b"It rained."))):
        (tmp_path / name).write_bytes(content)
    assert read(tmp_path / "a.txt") == read(tmp_path / "b.txt.gz")


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "expected an article, found an empty file"),
        (b"\xef\xbb\xbf \r\n\xe2\x80\x8b\n", "expected an article, found an empty file"),
        ("\u00a0\t\u2003\n\u200d".encode(), "expected an article, found an empty file"),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
            "expected text, found binary data (a PNG picture); give the articles as text",
        ),
        (b"6 March 2026", "an article needs words: both its text and its title are empty"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(tmp_path, content, message):
    (tmp_path / "a.txt").write_bytes(content)
    assert str(read(tmp_path / "a.txt")) == message


def test_of_half_of_a_utf_16_pair_the_rest_is_kept(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe" + "rain".encode("utf-16-le") + b"\x3d\xd8")
    article = read(tmp_path / "a.txt")
    assert (article.text, article.flags) == ("rain\ufffd", ("bytes replaced",))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-be"])
def test_a_text_in_another_encoding_is_read_and_said_to_be_guessed(read_text, encoding):
    article = read_text(f"{DATE_LINE}\n\nAna Lira\n\nThe mill cost £5bn, “he said”.", encoding=encoding)
    assert (article.published, article.text) == (MOMENT, "The mill cost £5bn, “he said”.")
    assert article.flags == ("encoding guessed",)


def test_signs_that_nobody_sees_neither_hide_the_head_nor_part_a_word(read_text):
    article = read_text(
        f"{DATE_LINE[:3]}\u200b{DATE_LINE[3:]}\n\nAna\x00 Lira\n\nIt ra\u200bined \u202eyadirF no\u202c."
    )
    assert (article.published, article.authors, article.text) == (MOMENT, "Ana Lira", "It rained yadirF no.")
    assert article.flags == ("signs removed",)


def test_tags_in_a_text_are_taken_out_with_what_they_run(read_text):
    article = read_text(f"{DATE_LINE}\n\nAna Lira\n\nIt rained.\n\n<script>alert(1)</script><b>Hard</b> &amp; long.")
    assert (article.text, article.flags) == ("It rained.\n\nHard & long.", ("markup removed",))


def test_lines_that_name_the_parts_are_taken_at_their_word_in_any_order(read_text):
    head = [
        "TITLE: Rain at last",
        "PUBLISHED: 2014/01/20",
        "SOURCE: Tarn Courier",
        "AUTHOR: Ana Lira",
        "LOCATION: Kells",
    ]
    for lines in (head, head[::-1], [f"{line}\n" for line in head]):
        article = read_text("\n".join([*lines, "", "It rained.", "", "Much."]))
        assert (article.title, article.outlet, article.authors) == ("Rain at last", "Tarn Courier", "Ana Lira")
        assert (article.published, article.precision) == (datetime(2014, 1, 20, tzinfo=UTC), "day")
        assert article.text == "It rained.\n\nMuch."
