import json

import pytest

from features.reading import files
from features.reading.json_objects import find_objects

ONE, TWO = {"text": "It rained."}, {"text": "It stopped."}


@pytest.fixture
def find(tmp_path):
    def write_and_find(content, **how):
        content = content if isinstance(content, str | bytes) else json.dumps(content)
        (tmp_path / "a.json").write_bytes(content if isinstance(content, bytes) else content.encode())
        found = find_objects(files.Source(tmp_path / "a.json", "a.json", None), **how)
        return [(json.loads(raw), alone) for raw, alone in found]

    return write_and_find


@pytest.mark.parametrize(
    "content",
    [
        [ONE, TWO],
        {"articles": [ONE, TWO]},
        {"status": "ok", "totalResults": 2, "articles": [ONE, TWO], "more": {"a": [1]}},
        {"response": {"status": "ok", "results": [ONE, TWO]}},
        {"response": {"docs": [ONE, TWO], "meta": {"hits": 2}}},
        {"data": {"items": [ONE, TWO]}},
        {"posts": [ONE, TWO], "next": "http://tarn.example"},
        {"stories": [ONE], "items": [TWO]},
    ],
)
def test_an_array_of_articles_is_found_wherever_it_lies(find, content):
    assert find(content) == [(ONE, False), (TWO, False)]


def test_an_object_without_such_an_array_is_the_article(find):
    article = {
        "title": "Rain",
        "keywords": ["a", {"b": 1}],
        "data": {"n": 1},
        "text": "It rained.",
        "items": [{"img": 1}],
    }
    assert find(article) == [(article, True)]
    assert find({"title": "Rain", "items": [1, 2], "body": "It rained."})[0][1] is True


def test_several_objects_one_after_the_other_are_all_found(find):
    assert find(json.dumps(ONE, indent=1) + "\n" + json.dumps(TWO) + json.dumps([ONE])) == [
        (ONE, True),
        (TWO, True),
        (ONE, False),
    ]


def test_an_empty_answer_is_no_article_and_no_mistake(find):
    assert find({"status": "ok", "articles": []}) == []
    assert find([]) == []


@pytest.mark.parametrize(
    "content, message",
    [
        ({"status": "error", "code": "rateLimited", "message": "Too many."}, "saved as data: rateLimited: Too many."),
        ({"error": "no key"}, "API error saved as data: no key"),
        ({"error": {"code": 401, "message": "no key"}}, "API error saved as data: 401: no key"),
        ({"response": {"status": "error", "message": "no key"}}, "API error saved as data: no key"),
        ({"fault": {"faultstring": "no key"}}, "API error saved as data: no key"),
        ([1, 2], "expected an array of articles, found one of int"),
        (b"", "expected JSON, found an empty file"),
        (b'"text"', "expected an object or an array of articles, found '\"'"),
        ([{"seendate": "20260306", "domain": "tarn.example", "title": "Rain"}], "it has no article text: GDELT"),
    ],
)
def test_what_is_no_article_is_refused_once_for_the_file(find, content, message):
    with pytest.raises(ValueError, match=message):
        find(content)


def test_an_article_about_an_error_is_an_article(find):
    article = {"status": "error", "message": "a", "text": "It rained."}
    assert find(article) == [(article, True)]


SENTENCES = [
    {"stories_id": 7, "sentence": "Hard.", "sentence_number": 1, "publish_date": "2014-03-01 00:45:10"},
    {"stories_id": 7, "sentence": "It rained.", "sentence_number": 0, "publish_date": "2014-03-01 00:45:10"},
]


@pytest.mark.parametrize("content", [{"7": SENTENCES}, SENTENCES])
def test_sentences_of_media_cloud_are_put_together_by_story(find, content):
    [(story, alone)] = find(content)
    assert (story["stories_id"], story["publish_date"], alone) == ("7", "2014-03-01 00:45:10", False)
    assert story["story_sentences"] == SENTENCES


def test_rows_of_web_scraper_are_put_together_by_page_unless_columns_are_named(find):
    rows = [
        {"web-scraper-order": f"1-{n}", "links-href": "http://tarn.example/1", "title": "Rain", "content": text}
        for n, text in ((2, "Hard."), (1, "It rained."))
    ]
    [(page, _)] = find(rows)
    assert (page["text"], page["outlet"]) == ("It rained.\n\nHard.", "tarn.example")
    assert len(find(rows, columns={"text": "content"})) == 2


@pytest.mark.parametrize(
    "content",
    [
        {"0": {"text": "one", "title": "a"}, "1": {"text": "two", "title": "b"}},
        {"text": {"0": "one", "1": "two"}, "title": {"0": "a", "1": "b"}},
    ],
)
def test_a_table_that_pandas_wrote_by_rows_or_by_columns_is_its_rows(find, content):
    assert find(content) == [({"text": "one", "title": "a"}, False), ({"text": "two", "title": "b"}, False)]


def test_an_object_of_many_names_takes_no_longer_than_its_names_do(find):
    many = {f"name {number}": number for number in range(50_000)}
    assert find(many) == [(many, True)]
