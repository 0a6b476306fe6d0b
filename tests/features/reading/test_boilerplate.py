"""Invitations and notices taken out of articles."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.reading import boilerplate
from features.reading.boilerplate import drop_boilerplate


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(boilerplate)
    assert results.attempted and not results.failed


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our newsletter.",
        "SIGN UP NOW",
        "Subscribe to the Tarn Courier newsletter",
        "Get the day's top stories delivered to your inbox every morning.",
        "Already a subscriber? Log in",
        "This article is for subscribers only.",
        "Download our free app for iOS and Android",
        "Follow us on Facebook and X",
        "Follow the Tarn Courier on WhatsApp",
        "Share this article on Facebook",
        "ADVERTISEMENT",
        "Advertisement - article continues below",
        "Story continues below",
        "Read more: Rain in Tarn",
        "READ ALSO: Rain in Tarn",
        "[Related: Rain in Tarn]",
        "Most read",
        "We use cookies to give you the best experience.",
        "This website uses cookies. By continuing you accept them.",
        "Accept all cookies",
        "Please enable JavaScript to watch this.",
        "© 2026 Tarn Courier. All rights reserved.",
        "Lesen Sie auch: Regen in Tarn",
        "Jetzt Newsletter abonnieren",
        "Lire aussi : La pluie à Tarn",
        "Abonnez-vous à notre lettre.",
        "Suscríbete a nuestro boletín.",
        "Iscriviti alla nostra newsletter",
        "Leia também: Chuva em Tarn",
        "Lees ook: Regen in Tarn",
        "Läs mer: Regn i Tarn",
        "Читайте также: Дождь в Тарне",
    ],
)
def test_a_paragraph_that_only_invites_goes(line):
    assert drop_boilerplate(f"It rained.\n\n{line}\n\nIt stopped.") == ("It rained.\n\nIt stopped.", True)


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter had 400 readers, who could subscribe to it for nothing, and share it with others.",
        "More people read the Courier than ever.",
        "More than 40 houses were lost: no one was hurt.",
        "Read aloud, the poem took an hour.",
        "Cookies were sold at the fair, and the mayor ate three.",
        "Share prices fell by two per cent on Friday.",
        "Related companies of the group lost money.",
        "Follow the money, she said.",
        "Sign language was taught at the school.",
        "Advertisement rates rose by a tenth.",
        "We use water every day, and the river is low.",
        "Get up early if you want to see the birds.",
        "This article of the law was never used.",
        "Watch your step, said the guide.",
        "Log cabins burned in the valley.",
        "Subscribers to the newspaper protested in front of its offices on Monday.",
        "Abonnenten der Zeitung klagten.",
    ],
)
def test_a_sentence_of_the_article_stays(line):
    text = f"It rained.\n\n{line}\n\nIt stopped."
    kept, dropped = drop_boilerplate(text)
    assert kept is text and not dropped


def test_a_long_paragraph_is_never_boilerplate():
    text = "It rained.\n\nRead more: " + "rain " * 200
    assert drop_boilerplate(text) == (text, False)


def test_a_text_that_is_nothing_else_stays_as_it_is():
    assert drop_boilerplate("Sign up now") == ("Sign up now", False)
    assert drop_boilerplate("") == ("", False)


def test_lines_of_one_paragraph_are_looked_at_one_by_one():
    assert drop_boilerplate("It rained.\nRead more: Rain\nIt stopped.") == ("It rained.\nIt stopped.", True)


@pytest.mark.parametrize(
    "sign", ["read ", "\n", "sign up for ", "© ", "newsletter ", "follow us on ", "share this on ", "[", "get a "]
)
def test_a_hostile_text_costs_no_more_than_its_length(sign):
    kept, _ = drop_boilerplate(sign * 50_000)
    assert kept.strip() or not sign.strip()


LINES = st.sampled_from(
    ["It rained.", "Read more: Rain", "Sign up now", "", "She said: “Most read.”", "  - Advertisement"]
)


@given(st.lists(LINES, max_size=8))
def test_what_is_left_are_lines_of_the_text_in_their_order_and_nothing_more_goes(lines):
    kept, dropped = drop_boilerplate("\n".join(lines))
    left = iter(lines)
    assert all(line in left for line in kept.split("\n") if line)
    assert drop_boilerplate(kept) == (kept, False)
    assert dropped == (kept != "\n".join(lines))
