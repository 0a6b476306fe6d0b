import pytest

from features.article import Article
from features.reading.shapes import freeze, plan, read_planned, read_record, refuse_without_text


@pytest.mark.parametrize(
    "record, outlet, published, flags",
    [
        (
            {
                "source": {"id": None, "name": "Wire"},
                "title": "Rain - Wire",
                "publishedAt": "2026-03-06T19:42:00Z",
                "content": "It ra… [+9 chars]",
            },
            "Wire",
            "2026-03-06 19:42",
            ("truncated",),
        ),
        (
            {
                "thread": {"site": "tarn.example"},
                "published": "2026-03-06T03:42:00.000+03:00",
                "text": "No!",
                "ord_in_thread": 1,
            },
            "tarn.example",
            "2026-03-06 00:42",
            ("comment",),
        ),
        (
            {
                "text": "It rained.",
                "title": "Rain",
                "canonical_link": "http://www.tarn.example/1",
                "publish_date": {"$date": 1474502400000},
            },
            "tarn.example",
            "2016-09-22 00:00",
            (),
        ),
        (
            {
                "maintext": "It rained.",
                "title": "Rain",
                "date_publish": "2017-09-15 00:00:00",
                "source_domain": "www.tarn.example",
            },
            "tarn.example",
            "2017-09-15 00:00",
            (),
        ),
        (
            {
                "stories_id": 7,
                "title": "Rain",
                "description": "<p>It <b>rained</b>.</p>",
                "media_name": "Wire",
                "publish_date": "2010-11-24 04:05:00",
            },
            "Wire",
            "2010-11-24 04:05",
            ("summary only", "markup removed"),
        ),
        (
            {"content_original": "It rained.", "source": "Wire", "date": "2018-01-21", "bias_text": "left"},
            "Wire",
            "2018-01-21 00:00",
            (),
        ),
    ],
    ids=["newsapi", "webhose", "newspaper", "newsplease", "mediacloud", "allsides"],
)
def test_a_record_of_each_tool_is_known_by_its_fields_and_read_by_their_meaning(record, outlet, published, flags):
    article = read_record(record, "Folder")
    assert (article.outlet, article.published.strftime("%Y-%m-%d %H:%M"), article.flags) == (outlet, published, flags)


def test_a_record_of_no_known_tool_is_read_by_the_usual_names():
    planned = plan(("body", "site"))
    assert planned.take_apart is None
    article = read_planned({"body": "It rained.", "site": "Wire"}, planned, None, flags=("malformed",))
    assert (article.text, article.outlet, article.flags) == ("It rained.", "Wire", ("malformed",))


def test_what_was_known_before_is_said_too():
    post = {"thread": {"site": "tarn.example"}, "text": "No!", "published": None, "ord_in_thread": 1}
    assert read_record(post, None, flags=("encoding guessed",)).flags == ("comment", "encoding guessed")


def test_named_columns_go_before_every_shape():
    record = {"content_original": "no", "source": "no", "date": "", "bias_text": "It rained."}
    article = read_record(record, None, columns=freeze({"text": "bias_text"}))
    assert isinstance(article, Article) and article.text == "It rained."


@pytest.mark.parametrize(
    "names, who",
    [
        (["GLOBALEVENTID", "SQLDATE"], "GDELT"),
        (["gkgrecordid", "documentidentifier"], "GDELT"),
        (["url", "title", "seendate", "domain"], "GDELT"),
        (["stories_id", "media_id", "title", "url"], "Media Cloud"),
    ],
)
def test_lists_of_addresses_are_refused_with_the_way_out(names, who):
    with pytest.raises(ValueError, match=f"it has no article text: {who} lists"):
        refuse_without_text(names)
    with pytest.raises(ValueError, match="it has no article text"):
        plan(tuple(names))


def test_the_same_names_with_a_text_beside_them_are_no_such_list():
    assert refuse_without_text(["stories_id", "media_id", "text"]) is None
