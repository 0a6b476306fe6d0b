import json

import pytest

from features.reading.documents import Document, Parts
from features.reading.json_feed import read_document, recognise

HEAD = {"version": "https://jsonfeed.org/version/1.1", "title": "Tarn Courier"}


def read(feed):
    content = feed if isinstance(feed, bytes) else json.dumps(feed).encode()
    return list(read_document(Document(content)))


def test_an_item_gives_all_its_parts():
    item = {
        "id": "1",
        "url": "https://tarn.example/1",
        "title": "Rain\nand wind",
        "content_html": "<p>It rained.</p><p>It blew.</p>",
        "summary": "Weather",
        "date_published": "2026-03-06T19:42:00+04:00",
        "date_modified": "2026-03-07T00:00:00Z",
        "authors": [{"name": "Ana Lira"}, {"url": "https://tarn.example/ben"}, {"name": "Ben Okri"}],
    }
    assert read(HEAD | {"items": [item]}) == [
        (
            "entry 1",
            Parts(
                text="It rained.\n\nIt blew.",
                title="Rain and wind",
                outlet="Tarn Courier",
                written="2026-03-06T19:42:00+04:00",
                authors=("Ana Lira", "Ben Okri"),
                url="https://tarn.example/1",
            ),
        )
    ]


def test_the_author_of_the_feed_is_that_of_its_items_and_a_summary_alone_is_said():
    [(_, parts)] = read(HEAD | {"author": {"name": "Ana Lira"}, "items": [{"summary": "It rained."}]})
    assert (parts.authors, parts.text, parts.flags) == ("Ana Lira", "It rained.", ("summary only",))


def test_the_date_of_the_last_change_serves_where_no_other_stands_and_is_said():
    [(_, parts)] = read(HEAD | {"items": [{"content_text": "It rained.", "date_modified": "2026-03-07"}]})
    assert parts.written == "2026-03-07"
    assert "last changed" in parts.note


def test_items_that_cannot_be_read_are_refused_and_the_others_kept():
    found = read(HEAD | {"items": [7, {"id": "2"}, {"title": ["a"]}, {"content_text": "It rained."}]})
    reasons = [str(reason) for _, reason in found[:3]]
    assert reasons[0] == "expected an entry with named fields, got int"
    assert reasons[1] == "the entry holds no words: neither a title nor a text"
    assert reasons[2] == "the title should be words, got list: \"['a']\""
    assert found[3][0] == "entry 4"
    assert found[3][1].text == "It rained."


@pytest.mark.parametrize(
    "content, message",
    [
        (b'{"items": [', "found expecting value at character 11"),
        (b"[]", "a list called items; found none"),
        (b'{"items": {}}', "a list called items; found none"),
        (b'{"items": []}', "the feed has no entries"),
        (b'{"items": ' + b"[" * 100_000, "nested too deep"),
        (b"\xff\x00\x01", "expected a JSON Feed, found"),
    ],
)
def test_what_is_no_json_feed_is_refused_once_with_the_reason(content, message):
    [(place, reason)] = read(content)
    assert place == ""
    assert message in str(reason)


@pytest.mark.parametrize(
    "head, expected",
    [
        (json.dumps(HEAD).encode(), True),
        (b'\xef\xbb\xbf {"title": "T", "version":"https:\\/\\/jsonfeed.org\\/version\\/1"}', True),
        (b'{"version": "1.1", "items": []}', False),
        (b'["https://jsonfeed.org/version/1"]', False),
        (b"<rss>", False),
    ],
)
def test_a_json_feed_is_known_by_its_version(head, expected):
    assert recognise(head, "feed.json") is expected


def test_every_item_of_every_real_json_feed_is_read(shared):
    paths = [shared / "corpora/feeds/feedjira/json_feed.json", shared / "corpora/feeds/trafilatura/feed.json"]
    for path in paths:
        found = read(path.read_bytes())
        assert len(found) == len(json.loads(path.read_bytes())["items"])
        assert all(isinstance(parts, Parts) and parts.written and parts.text for _, parts in found)
