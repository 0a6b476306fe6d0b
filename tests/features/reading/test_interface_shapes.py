import pytest

from features.reading.interface_shapes import join_sentences, take_guardian, take_mediacloud, take_nyt


def test_a_story_of_media_cloud_is_its_text_else_its_sentences_else_its_description():
    sentences = [{"sentence": "Hard.", "sentence_number": 1}, {"sentence": "It rained.", "sentence_number": 0}]
    story = {"title": "Rain", "story_text": "All of it.", "story_sentences": sentences, "description": "<p>Short.</p>"}
    assert take_mediacloud(story).text == "All of it."
    assert take_mediacloud(story | {"story_text": " "}).text == "It rained. Hard."
    parts = take_mediacloud(story | {"story_text": None, "story_sentences": []})
    assert (parts.text, parts.flags) == ("<p>Short.</p>", ("summary only",))


def test_a_comment_that_media_cloud_took_for_a_story_has_its_own_words():
    parts = take_mediacloud(
        {
            "title": "Comment on Rain by kc",
            "url": "http://www.tarn.example/rain/#comment-17",
            "story_text": "The article above it.",
            "description": "I agree!",
            "publish_date": "2010-11-24 04:05:00",
        }
    )
    assert (parts.text, parts.flags) == ("I agree!", ("comment",))
    assert (parts.outlet, parts.written) == ("tarn.example", "2010-11-24 04:05:00")


@pytest.mark.parametrize("media", [{"media_name": "Wire"}, {"media": {"name": "Wire"}}])
def test_media_cloud_names_the_outlet_in_one_field_or_another(media):
    assert take_mediacloud({"title": "Rain", "story_text": "It rained.", **media}).outlet == "Wire"


def test_sentences_without_words_or_numbers_do_no_harm():
    assert (
        join_sentences([{"sentence": "a "}, {"sentence": None}, 7, {"sentence": "b", "sentence_number": "x"}]) == "a b"
    )


def test_an_article_of_the_guardian_has_its_text_in_its_fields():
    record = {
        "webTitle": "Rain",
        "webUrl": "https://www.theguardian.com/1",
        "webPublicationDate": "2026-03-06T19:42:00Z",
        "fields": {"bodyText": "It rained.", "byline": "Ana Lira", "trailText": "Wet"},
    }
    parts = take_guardian(record)
    assert (parts.text, parts.authors, parts.outlet, parts.flags) == ("It rained.", "Ana Lira", "theguardian.com", ())
    parts = take_guardian(record | {"fields": {"trailText": "Wet"}})
    assert (parts.text, parts.flags) == ("Wet", ("summary only",))
    assert take_guardian(record | {"fields": None}).text == ""


def test_an_article_of_the_times_is_a_headline_and_a_teaser():
    parts = take_nyt(
        {
            "headline": {"main": "Rain"},
            "byline": {"original": "By Ana Lira"},
            "lead_paragraph": "It rained.",
            "pub_date": "2026-03-06T19:42:00+0000",
            "web_url": "https://www.nytimes.com/1",
        }
    )
    assert (parts.title, parts.authors, parts.text) == ("Rain", "By Ana Lira", "It rained.")
    assert (parts.outlet, parts.flags) == ("nytimes.com", ("summary only",))
