import json
from pathlib import Path

import pytest

from features.article import Article
from features.reading import files, json_documents


@pytest.fixture
def read(tmp_path):
    def write_and_read(content, **how):
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        (tmp_path / "a.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(json_documents.read(files.Source(tmp_path / "a.json", "a.json", None), **how))

    return write_and_read


def texts(found):
    return [(place, article.text) for place, article in found if isinstance(article, Article)]


def test_each_article_has_the_place_of_its_element(read):
    found = read([{"text": "one"}, {"id": 7}, {"text": "three"}])
    assert texts(found) == [("item 1", "one"), ("item 3", "three")]
    assert found[1][0] == "item 2" and "no field of text" in str(found[1][1])


def test_one_object_is_the_whole_file(read):
    assert texts(read({"text": "It rained."})) == [("whole file", "It rained.")]


def test_several_objects_are_items(read):
    assert texts(read('{"text": "one"}\n{"text": "two"}')) == [("item 1", "one"), ("item 2", "two")]


def test_items_before_a_cut_are_kept_and_the_loss_has_its_place(read):
    whole = json.dumps({"articles": [{"text": "one"}, {"text": "two"}]})
    *kept, (place, reason) = read(whole[:-8])
    assert texts(kept) == [("item 1", "one")]
    assert (place, "cut short" in str(reason)) == ("item 2 and after", True)


def test_an_object_before_something_else_is_kept(read):
    *kept, (place, _) = read('{"text": "one"} and so on')
    assert (texts(kept), place) == ([("item 1", "one")], "item 2 and after")


def test_what_cannot_be_read_at_all_is_refused_whole(read):
    assert [place for place, _ in read("[" * 100_000)] == ["whole file"]
    assert [place for place, _ in read({"status": "error", "message": "no"})] == ["whole file"]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
def test_numbers_go_on_from_portion_to_portion(read, monkeypatch, n):
    monkeypatch.setattr("features.reading.portions.PIECES_AT_ONCE", 2)
    found = read({"articles": [{"text": f"p{number}"} for number in range(1, n + 1)]})
    assert texts(found) == [(f"item {number}", f"p{number}") for number in range(1, n + 1)]


@pytest.mark.parametrize("encoding, flags", [("utf-8", ()), ("utf-16", ()), ("cp1252", ("encoding guessed",))])
def test_other_encodings_are_read(read, encoding, flags):
    content = json.dumps([{"text": "Öl kostet 5 €, “sagt er”", "title": "a"}], ensure_ascii=False).encode(encoding)
    [(_, article)] = read(content)
    assert (article.text, article.flags) == ("Öl kostet 5 €, “sagt er”", flags)


def test_newlines_and_escapes_between_and_in_values_do_no_harm(read):
    [(_, article)] = read('[\n{\n"text"\n:\n"a\\nb \\u00e9 \\"c\\""\n}\n]\n')
    assert article.text == 'a\nb é "c"'


def test_fields_may_be_named(read):
    [(_, article)] = read([{"Lede": "one", "text": "no"}], columns={"text": "Lede"})
    assert article.text == "one"
    [(_, reason)] = read([{"text": "no"}], columns={"text": "Lede"})
    assert "there is no column 'Lede' for the text" in str(reason)


@pytest.mark.parametrize(
    "head, name, expected",
    [
        (b'{"a": 1', "a", True),
        (b'\xef\xbb\xbf \n[ {"a"', "a.txt", True),
        ('[{"a": 1}]'.encode("utf-16"), "a.txt", True),
        (b"[1] It rained.", "a.txt", False),
        (b"[1, 2]", "a.json", True),
        (b"{{template}}", "a.txt", False),
        (b"", "a.json", False),
    ],
)
def test_json_is_told_by_its_first_signs(head, name, expected):
    assert json_documents.recognise(head, name) is expected


REAL = {
    "exports/newsapi": 6,
    "exports/newsplease": 1,
    "exports/mediacloud": 2,
    "newspaper3k_json": 422,
    "newsplease_json": 87,
}


@pytest.mark.parametrize("folder", REAL)
def test_every_article_of_the_real_files_arrives(shared, folder):
    paths = [path for path in sorted((shared / "corpora" / folder).rglob("*.json")) if path.name != "manifest.json"]
    found = [piece for path in paths for piece in json_documents.read(files.Source(Path(path), path.name, None))]
    assert [str(reason) for _, reason in found if not isinstance(reason, Article)] == []
    assert len(found) == REAL[folder]


def test_the_converted_webhose_and_newsapi_files_give_as_many_articles_as_they_say(shared):
    folder = shared / "corpora" / "allsides" / "as_formats"
    for name, n, outlet in (("newsapi.json", 100, "Breitbart News"), ("webhose_thread.json", 50, "breitbart.com")):
        found = list(json_documents.read(files.Source(folder / name, name, None)))
        assert (len(texts(found)), found[0][1].outlet) == (n, outlet)
