import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import files, json_lines


def read(path):
    return list(json_lines.read(files.Source(path, path.name, None)))


@pytest.fixture
def read_bytes(tmp_path):
    def write_and_read(content, name="a.jsonl"):
        (tmp_path / name).write_bytes(content)
        return read(tmp_path / name)

    return write_and_read


@given(st.lists(st.text(), max_size=5), st.booleans(), st.booleans())
def test_every_line_is_an_article_at_its_place_whatever_it_holds(tmp_path_factory, texts, escaped, zipped):
    path = tmp_path_factory.mktemp("lines") / ("a.jsonl.gz" if zipped else "a.jsonl")
    lines = [
        json.dumps({"title": f"T{number}", "text": text}, ensure_ascii=escaped or "\\ud" in ascii(text))
        for number, text in enumerate(texts)
    ]
    content = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(content) if zipped else content)
    found = read(path)
    assert [place for place, _ in found] == [f"line {number}" for number in range(1, len(texts) + 1)]
    for (_, article), text, number in zip(found, texts, range(len(texts)), strict=True):
        assert article.title == f"T{number}"
        if text.isprintable():
            assert article.text == text.strip()


def test_blank_lines_marks_and_windows_newlines_are_passed_over_but_counted(read_bytes):
    found = read_bytes(b'\xef\xbb\xbf{"text": "one"}\r\n\r\n \t\n\xef\xbb\xbf\n{"text": "two"}\r\n')
    assert [(place, article.text) for place, article in found] == [("line 1", "one"), ("line 5", "two")]


@pytest.mark.parametrize(
    "line, message",
    [
        ('{"text": "x"', "expected one JSON object a line, found expecting ',' delimiter at character"),
        ("rain", "expected one JSON object a line, found expecting value at character 0"),
        ('{"text": "x"} {"text": "y"}', "expected one JSON object a line, found extra data at character 14"),
        ("[1, 2]", "expected one JSON object a line, got list"),
        ('"rain"', "expected one JSON object a line, got str"),
        ("null", "expected one JSON object a line, got NoneType"),
        ('{"id": 7}', "no field of text: expected one called text, content or body; found ['id']"),
        ('{"status": "error", "code": "rateLimited"}', "found ['status', 'code']"),
        ('{"text": ["a"]}', "the text should be words, got list: \"['a']\""),
        ('{"text": ""}', "both its text and its title are empty"),
        ("[" * 100_000 + "]" * 100_000, "nested too deep to be an article"),
        ('{"text": ' * 100_000 + "1" + "}" * 100_000, "nested too deep to be an article"),
        ('{"text": "x", "date": ' + "9" * 5000 + "}", "4300"),
    ],
)
def test_a_line_that_is_no_article_is_refused_with_the_reason_and_the_next_is_read(read_bytes, line, message):
    (bad_place, reason), (good_place, article) = read_bytes(f'{line}\n{{"text": "ok"}}\n'.encode())
    assert (bad_place, good_place, article.text) == ("line 1", "line 2", "ok")
    assert isinstance(reason, ValueError) and message in str(reason)


def test_a_line_in_another_encoding_is_read_and_said_to_be_guessed(read_bytes):
    found = read_bytes('{"text": "Öl"}\n'.encode() + '{"text": "café, 5 €"}\n'.encode("cp1252") + b'{"text": "too"}')
    assert [(article.text, article.flags) for _, article in found] == [
        ("Öl", ()),
        ("café, 5 €", ("encoding guessed",)),
        ("too", ()),
    ]


def test_one_line_that_is_too_short_to_tell_its_encoding_is_read_as_its_neighbours_tell(read_bytes):
    long = "Мельница закрылась в пятницу, сказал мэр города"
    found = read_bytes("\n".join(f'{{"text": "{text}"}}' for text in (long, long, "мэр")).encode("cp1251"))
    assert [article.text for _, article in found] == [long, long, "мэр"]


def test_fields_may_be_named_and_a_line_that_lacks_one_which_others_have_is_read_without_it(read_bytes, tmp_path):
    columns = {"text": "Lede", "outlet": "Paper"}
    lines = b'{"Lede": "one", "text": "no", "Paper": "Wire"}\n{"Lede": "two"}\n{"text": "three"}'
    (tmp_path / "a.jsonl").write_bytes(lines)
    first, second, third = json_lines.read(files.Source(tmp_path / "a.jsonl", "a.jsonl", None), columns=columns)
    assert (first[1].text, first[1].outlet, second[1].text, second[1].outlet) == ("one", "Wire", "two", "unknown")
    assert str(third[1]).startswith("no field of text")


def test_a_field_that_no_line_has_is_missed_in_every_one(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "one"}\n{"text": "two"}')
    found = list(json_lines.read(files.Source(tmp_path / "a.jsonl", "a.jsonl", None), columns={"outlet": "Papr"}))
    assert {str(reason) for _, reason in found} == {"there is no column 'Papr' for the outlet; found ['text']"}


@pytest.mark.parametrize(
    "head, name, expected",
    [
        (b'{"text": "a"}\n{"text": "b', "a.json", True),
        (b'\xef\xbb\xbf{"text": "a"}\r\n\r\n{"te', "a", True),
        (b'{"text": "a"}', "a.jsonl.gz", True),
        (b'{"text": "a"}', "a.json", False),
        (b'{\n"text": "a"\n}\n{', "a.json", False),
        (b'[{"text": "a"}]\n', "a.jsonl", False),
        (b"{curly} words\n{again}", "a.txt", False),
        (b"", "a.jsonl", False),
    ],
)
def test_json_lines_are_told_by_two_lines_that_are_objects_or_by_the_name(head, name, expected):
    assert json_lines.recognise(head, name) is expected


def test_half_of_a_surrogate_pair_is_replaced_and_a_whole_one_is_read(read_bytes):
    [(_, article)] = read_bytes(rb'{"title": "rain \ud83d wind", "text": "\ud83d\ude00"}')
    assert (article.title, article.text) == ("rain \ufffd wind", "😀")


def test_a_file_in_utf_16_is_refused_whole_with_the_way_out(read_bytes):
    [(place, reason)] = read_bytes('{"text": "one"}\n{"text": "two"}\n'.encode("utf-16"))
    assert (place, type(reason)) == ("whole file", ValueError)
    assert "found UTF-16; save the file as UTF-8" in str(reason)


def test_of_a_gzip_cut_short_the_lines_before_the_cut_are_kept_and_the_loss_has_its_place(read_bytes):
    lines = [json.dumps({"text": f"article {number * 7919 % 1000}"}) for number in range(500)]
    *kept, (place, reason) = read_bytes(gzip.compress("\n".join(lines).encode())[:-1000], "a.jsonl.gz")
    assert 0 < len(kept) < 500
    assert [article.text for _, article in kept] == [json.loads(line)["text"] for line in lines[: len(kept)]]
    assert place == f"line {len(kept) + 1} and after"
    assert "the compressed file is cut short or damaged" in str(reason)


def test_a_file_of_which_nothing_can_be_read_is_refused_whole(read_bytes):
    [(place, reason)] = read_bytes(b"\x1f\x8bno gzip", "a.jsonl.gz")
    assert place == "whole file" and "cut short or damaged" in str(reason)
    assert read_bytes(b"") == []
