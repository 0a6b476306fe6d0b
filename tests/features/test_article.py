import hashlib
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.article import Article

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def written(**values):
    return values


def test_the_identity_is_the_start_of_a_sha256_that_anyone_can_compute():
    # printf 'Tarn Courier\x1f2026-03-06T12:00:00+00:00\x1f\x1fIt rained.' | sha256sum
    assert Article("Tarn Courier", NOON, "It rained.").article_id == "7a7bf4722f78232c"


def test_the_identity_of_an_undated_headline_is_computed_with_an_empty_moment():
    headline = Article("Wire", None, "", title="Rain", precision="missing", published_note="none written")
    assert headline.article_id == hashlib.sha256(b"Wire\x1f\x1fRain\x1f").hexdigest()[:16]


@given(OFFSETS)
def test_the_identity_does_not_depend_on_the_zone_in_which_the_moment_is_written(zone):
    assert Article("Wire", NOON.astimezone(zone), "x").article_id == Article("Wire", NOON, "x").article_id


@pytest.mark.parametrize(
    "other",
    [
        written(outlet="Daily"),
        written(published=NOON + timedelta(seconds=1)),
        written(text="It poured."),
        written(title="Rain"),
    ],
)
def test_another_outlet_moment_title_or_text_is_another_article(other):
    usual = written(outlet="Wire", published=NOON, text="It rained.")
    assert Article(**usual).article_id != Article(**{**usual, **other}).article_id


@pytest.mark.parametrize(
    "same",
    [
        written(authors="Ana Lira"),
        written(url="https://wire.example/1"),
        written(outlet_from="lead"),
        written(offset_minutes=240),
    ],
)
def test_byline_address_and_the_way_the_outlet_was_learned_do_not_make_another_article(same):
    usual = written(outlet="Wire", published=NOON, text="It rained.")
    assert Article(**usual).article_id == Article(**{**usual, **same}).article_id


@pytest.mark.parametrize(
    "wrong, message",
    [
        (written(text=" \n", title=None), "both its text and its title are empty"),
        (written(text="", title="  "), "both its text and its title are empty"),
        (written(outlet=" "), "needs an outlet, got an empty one; write 'unknown'"),
        (written(outlet_from="rumour"), r"outlet_from is one of \('data', .*'missing'\), got 'rumour'"),
        (written(precision="hour"), r"precision is one of .*, got 'hour'"),
        (written(published=None), "published None and precision 'moment' contradict each other"),
        (written(precision="missing"), r"published 2026-03-06 12:00:00\+00:00 and precision 'missing'"),
        (written(published=None, precision="missing"), "a missing date needs a reason in published_note"),
        (written(published=datetime(2026, 3, 6, 12)), "published 2026-03-06 12:00:00 has no time zone; give one"),
    ],
)
def test_what_is_no_article_is_refused_with_the_offending_value(wrong, message):
    with pytest.raises(ValueError, match=message):
        Article(**{**written(outlet="Wire", published=NOON, text="It rained."), **wrong})


def test_a_title_alone_is_an_article():
    assert Article("Wire", NOON, "", title="Rain").text == ""


def test_an_article_cannot_be_changed_afterwards():
    with pytest.raises(FrozenInstanceError):
        Article("Wire", NOON, "It rained.").text = "It poured."


def test_a_flag_is_one_of_those_that_are_explained_and_does_not_make_another_article():
    flagged = Article("Wire", NOON, "It rained.", flags=("truncated", "comment"))
    assert flagged.article_id == Article("Wire", NOON, "It rained.").article_id
    with pytest.raises(ValueError, match="a flag is one of"):
        Article("Wire", NOON, "It rained.", flags=("unknown_flag",))


def test_a_note_may_stand_beside_a_date_that_is_in_doubt():
    assert Article("Wire", NOON, "It rained.", published_note="another day is named too").published == NOON
