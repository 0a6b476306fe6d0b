import pytest

from features.reading.record_shapes import (
    take_allsides,
    take_kaggle,
    take_newspaper,
    take_newsplease,
    take_webhose,
)


def test_a_post_of_webhose_has_its_outlet_from_the_thread_and_a_later_post_is_a_comment():
    post = {
        "thread": {"site": "tarn.example", "title": "Rain"},
        "ord_in_thread": 0,
        "title": "",
        "author": "Ana Lira",
        "published": "2026-03-06T03:00:00.000+03:00",
        "text": "It rained.",
        "url": "https://tarn.example/1",
    }
    parts = take_webhose(post)
    assert (parts.outlet, parts.title, parts.authors, parts.text) == ("tarn.example", "Rain", "Ana Lira", "It rained.")
    assert (parts.written, parts.flags) == ("2026-03-06T03:00:00.000+03:00", ())
    assert take_webhose(post | {"ord_in_thread": 2}).flags == ("comment",)
    assert take_webhose(post | {"thread": None}).outlet == "tarn.example"


def test_an_article_of_newspaper3k_has_its_outlet_from_its_own_address():
    parts = take_newspaper(
        {
            "text": "It rained.",
            "title": "Rain",
            "authors": ["Ana Lira", "View All Posts"],
            "source": "http://ta.rn",
            "url": "http://ta.rn/x1",
            "canonical_link": "https://www.tarn.example/rain/",
            "publish_date": {"$date": 1474502401000},
        }
    )
    assert (parts.outlet, parts.url) == ("tarn.example", "https://www.tarn.example/rain/")
    assert (parts.written, parts.authors) == (1474502401000, ("Ana Lira", "View All Posts"))
    assert take_newspaper({"text": "x", "source": "http://ta.rn", "publish_date": None}).outlet == "ta.rn"


def test_an_article_of_newsplease_may_say_none_in_words():
    parts = take_newsplease(
        {
            "maintext": "None",
            "text": "It rained.",
            "title": "None",
            "title_page": "Rain",
            "date_publish": "None",
            "source_domain": "None",
            "url": "https://www.tarn.example/1",
            "authors": [],
            "publisher": "tarn",
        }
    )
    assert (parts.text, parts.title, parts.written, parts.outlet) == ("It rained.", "Rain", None, "tarn.example")
    assert take_newsplease({"text": "x", "title": "y", "publisher": "tarn"}).outlet == "tarn"
    assert take_newsplease({"text": "x", "date_publish": "2017-09-15 17:03:00"}).written == "2017-09-15 17:03:00"


@pytest.mark.parametrize("written", ["1/21/18", "2017-04-08", "", None])
def test_of_allsides_the_day_stays_as_it_is_written(written):
    record = {"content_original": "It rained.", "source": "Wire", "date": written, "authors": "Ana Lira,Bo Ek"}
    parts = take_allsides(record)
    assert (parts.written, parts.text, parts.outlet, parts.authors) == (written, "It rained.", "Wire", "Ana Lira,Bo Ek")


@pytest.mark.parametrize(
    "date, year, month, note",
    [
        ("", "2016.0", "3.0", "only the month 2016-03 is written"),
        (None, 2016.0, None, "only the year 2016 is written"),
        ("2016-03-06", "2016.0", "3.0", None),
        ("", "", "", None),
        ("", "nan", "inf", None),
    ],
)
def test_a_row_of_kaggle_without_a_day_says_what_is_known_of_it(date, year, month, note):
    row = {"content": "It rained.", "publication": "Wire", "date": date, "year": year, "month": month}
    assert take_kaggle(row).note == note
