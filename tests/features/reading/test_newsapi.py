import pytest

from features.reading.newsapi import names_same, take_newsapi


def record(**fields):
    usual = {
        "source": {"id": None, "name": "Tarncourier.example"},
        "author": "Ana Lira",
        "title": "Rain at last - Tarn Courier",
        "description": "Rain has come.",
        "url": "https://www.tarncourier.example/1",
        "publishedAt": "2026-03-06T19:42:00Z",
        "content": "Rain has come to the val… [+1234 chars]",
    }
    return {**usual, **fields}


def test_every_field_has_its_place_and_the_outlets_name_is_no_part_of_the_title():
    parts = take_newsapi(record())
    assert (parts.title, parts.outlet, parts.authors) == ("Rain at last", "Tarncourier.example", "Ana Lira")
    assert (parts.written, parts.url) == ("2026-03-06T19:42:00Z", "https://www.tarncourier.example/1")
    assert (parts.text, parts.flags) == ("Rain has come to the val… [+1234 chars]", ())


def test_a_removed_article_is_refused():
    with pytest.raises(ValueError, match="the article was removed by its source"):
        take_newsapi(record(title="[Removed]", content="[Removed]"))


@pytest.mark.parametrize("content", [None, "", " "])
def test_without_a_text_the_teaser_stands_for_it(content):
    parts = take_newsapi(record(content=content))
    assert (parts.text, parts.flags) == ("Rain has come.", ("summary only",))


def test_a_page_that_asks_for_consent_is_no_text_and_the_outlet_is_the_one_behind_it():
    wall = "We use cookies and data to<ul><li>Deliver… [+11 chars]"
    google = {"id": "google-news", "name": "Google News"}
    parts = take_newsapi(record(source=google, title="Rain - and wind - Il Tarn 24 Ore", content=wall))
    assert (parts.text, parts.title, parts.outlet) == ("", "Rain - and wind", "Il Tarn 24 Ore")


@pytest.mark.parametrize(
    "name, outlet, url, same",
    [
        ("The Tarn Courier", "Tarn Courier", None, True),
        ("Tarn Courier", "The Tarn Courier", None, True),
        ("Tarn Courier", "Tarncourier.com", None, True),
        ("New Kells Daily News", "Nkdailynews.example", None, True),
        ("Kells Broadcasting", None, "https://www.kb.example/1", True),
        ("Kells", None, "https://news.kells.example/1", True),
        ("what comes next", "Wire", "https://wire.example/1", False),
        ("report", "Wire", None, False),
        ("", "Wire", None, False),
        ("!", None, None, False),
    ],
)
def test_the_name_behind_the_dash_is_known_by_the_outlet_or_its_address(name, outlet, url, same):
    assert names_same(name, outlet, url) is same


@pytest.mark.parametrize("title", ["Rain - what comes next", "Rain", " - Tarn Courier", None])
def test_a_title_that_ends_otherwise_stays(title):
    assert take_newsapi(record(title=title)).title == (title or "")
