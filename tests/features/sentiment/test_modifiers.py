import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.sentiment import kinds
from features.sentiment.modifiers import ACTING, GROWN, LESS, LIVE, MORE, NEGATED, POSSIBLE, REVERSED, TURNED
from tests.features.sentiment.small_lists import KINDS, SIGNS, VOCABULARY, by_word, evidence_of

# VADER's constants (Hutto and Gilbert 2014, section 3.3, and its program): a negation turns to -0.74; two turns are 0.74 squared.
T, TT = -0.74, 0.5476
# A word of degree that adds 0.125 to tones of 0.5 makes them a quarter larger.
VERY, SLIGHTLY = 1.25, 0.75

SENTENCES = {
    # A negation turns the next word of tone, five words ahead at most, and not beyond a comma or into another clause.
    "Not good": {"not": 1, "good": T},
    "They were not here for a good day": {"good": T},
    "They were not here on this or a good day": {"good": 1},
    "Not here, good": {"good": 1},
    "Not here after good days": {"good": 1},
    "Not here with good days": {"good": 1},
    # What is turned twice is nearly what it was.
    "Sanctions were not eased": {"sanctions": TT, "eased": 0},
    "They did not prevent a disaster": {"disaster": TT, "prevent": 0},
    # A shifter before, and behind, what it acts on; its own tone no longer counts.
    "They eased sanctions": {"eased": 0, "sanctions": T},
    "Sanctions eased": {"sanctions": T, "eased": 0},
    "Sanctions were eased in May": {"sanctions": T, "eased": 0},
    "They put an end to sanctions": {"sanctions": T, "to": 0},
    "They brought disaster": {"brought": 0, "disaster": 1.15},
    # Words of tone that stand together are one thing; one of another clause is not.
    "They eased bad sanctions": {"bad": T, "sanctions": T},
    "They eased, bad sanctions": {"bad": 1, "sanctions": 1, "eased": 1},
    "They eased after disaster": {"eased": 1, "disaster": 1},
    # A shifter that finds nothing keeps its own tone.
    "The roof collapsed": {"collapsed": 1},
    # From the right to the left, each on the result of those behind it.
    "They failed to prevent a disaster": {"failed": 0, "prevent": 0, "disaster": TT},
    "They failed to cut deaths": {"failed": 0, "cut": 0, "deaths": TT},
    # A verb that acts on its subject looks past what is joined to it.
    "Deaths on the roads fell": {"deaths": T, "fell": 0},
    "Talks with rebels collapsed": {"talks": T, "rebels": 1, "collapsed": 0},
    "Profits fell sharply": {"profits": T, "sharply": 1},
    "Profits rose": {"profits": 1.15, "rose": 0},
    # The noun acts on what follows.
    "A fall in prices": {"fall": 0, "prices": T},
    "She saw a fall in deaths": {"fall": 0, "deaths": T},
    # Up and down behind what they are about, two words at most.
    "Profits up": {"profits": 1.15, "up": 0},
    "Profits were down": {"profits": T, "down": 0},
    "Profits of the firm were down": {"profits": 1, "down": 1},
    # VADER's “but”, here 0.4 before and 1.3 behind.
    "Good days but bad nights": {"good": 0.4, "bad": 1.3},
    "But good": {"good": 1},
    # What is conceded counts 0.3, as far as the comma; so does what is said first and is past.
    "Despite bad days, good nights": {"bad": 0.3, "good": 1},
    "After bad days, good nights": {"bad": 0.3, "good": 1},
    "Good nights after bad days": {"good": 1, "bad": 1},
    # What may be counts three quarters.
    "If good": {"good": 0.75},
    "If they come, good": {"good": 1},
    "Despite bad days, if not good": {"bad": 0.3, "good": 0.75 * T},
    # Words of degree, fewer with distance (0.95 and 0.9 are VADER's), up to three words; never below a fifth.
    "Very good": {"very": 1, "good": VERY},
    "Slightly bad": {"bad": SLIGHTLY},
    "Very oddly good": {"good": 1 + 2 * 0.95 * 0.125},
    "Very very slightly good": {"good": 1 + 2 * 0.125 * (-1 + 0.95 + 0.9)},
    "Very many of those good": {"good": 1},
    "Hugely good": {"good": 3},
    "Barely good": {"good": 0.2},
    "Not very good": {"good": VERY * T},
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_every_word_of_tone_counts_is_as_worked_out_by_hand(text):
    evidence = evidence_of(text)
    words = evidence.words
    # Of a word that stands twice, the last one.
    factors = dict(zip(words.vocabulary[words.term], evidence.factor, strict=True))
    assert {word: factors[word] for word in SENTENCES[text]} == pytest.approx(SENTENCES[text], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not good", {"not": 0, "good": NEGATED | LIVE}),
        ("Sanctions eased", {"sanctions": REVERSED | LIVE, "eased": ACTING}),
        ("Sanctions were not eased", {"sanctions": REVERSED | NEGATED | LIVE, "were": 0, "not": 0, "eased": ACTING}),
        (
            "They failed to prevent disaster",
            {"they": 0, "failed": ACTING, "to": 0, "prevent": ACTING, "disaster": LIVE},
        ),
        ("Prices rose", {"prices": GROWN | LIVE, "rose": ACTING}),
        ("Good but bad", {"good": LESS, "but": MORE, "bad": MORE}),
        ("Despite rain, good", {"despite": LESS, "rain": LESS, "good": 0}),
        ("If good", {"if": POSSIBLE, "good": POSSIBLE}),
    ],
)
def test_what_was_done_to_every_word_is_noted(text, expected):
    evidence = evidence_of(text)
    assert by_word(evidence, evidence.state) == {word: int(state) for word, state in expected.items()}


def test_what_a_word_acts_on_is_noted():
    evidence = evidence_of("They failed to prevent a disaster")
    assert by_word(evidence, evidence.root) == {
        "they": -1,
        "failed": 5,
        "to": -1,
        "prevent": 5,
        "a": -1,
        "disaster": -1,
    }
    evidence = evidence_of("Rain fell. Good", "Sanctions were not eased")
    assert evidence.root.tolist() == [-1, -1, -1, -1, -1, 3, 3]


def test_clauses_begin_at_commas_contrasts_and_circumstances():
    evidence = evidence_of("They left, she said after rain but came")
    assert evidence.clause.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_quotations_of_both_writings_are_noted_and_end_with_the_sentence():
    evidence = evidence_of("He said “good days” and", 'said "bad days" then', "It “opened", "then")
    assert evidence.quoted.tolist() == [False, False, True, True, False, False, True, True, False, False, True, False]


TEXTS = st.lists(st.sampled_from(VOCABULARY) | st.sampled_from(SIGNS), max_size=14).map(" ".join)
# Without the first word of the phrase that acts, it never occurs.
RULES = {word for word, kind in KINDS.items() if kind & kinds.KIND <= kinds.FAIL} | {"up", "down", "put"}
QUIET = st.sampled_from([word for word in VOCABULARY if word not in RULES]) | st.sampled_from(SIGNS)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_word_counts_nothing_exactly_where_it_acts_on_another_of_its_sentence(texts):
    evidence = evidence_of(*texts)
    acts = (evidence.state & ACTING) > 0
    np.testing.assert_array_equal(evidence.factor == 0, acts)
    target = evidence.root[acts]
    assert (target >= 0).all() and (target != np.flatnonzero(acts)).all()
    sentence = evidence.words.sentence
    np.testing.assert_array_equal(sentence[target], sentence[acts])
    # What acts has a target, and so has a negation that turns something; both make what is at stake count.
    rooted = evidence.root >= 0
    assert ((evidence.kind[rooted & ~acts] & kinds.KIND) == kinds.NEGATION).all()
    assert ((evidence.state[evidence.root[rooted]] & LIVE) > 0).all()
    assert rooted.any() == ((evidence.state & LIVE) > 0).any()


@given(TEXTS)
def test_what_was_turned_an_odd_number_of_times_and_nothing_else_is_below_zero(text):
    evidence = evidence_of(text)
    turned = ((evidence.state & NEGATED) > 0) ^ ((evidence.state & REVERSED) > 0)
    here = (evidence.factor != 0) & (evidence.root < 0)
    np.testing.assert_array_equal(evidence.factor[here] < 0, turned[here])


@given(st.lists(QUIET, max_size=14))
def test_without_negations_and_shifters_no_tone_is_turned(words):
    evidence = evidence_of(" ".join(words))
    # Conceded, supposed, before a “but”, and shrunk to a fifth: no less than that.
    assert (evidence.factor >= 0.3 * 0.75 * 0.4 * 0.2 - 1e-6).all()
    assert (evidence.root == -1).all()


@given(st.lists(TEXTS, min_size=1, max_size=5), st.randoms())
def test_what_is_read_in_a_sentence_does_not_depend_on_the_others(texts, random):
    order = list(range(len(texts)))
    random.shuffle(order)
    alone = [evidence_of(text) for text in texts]
    together = evidence_of(*(texts[place] for place in order))
    for name in ("ratings", "stake", "kind", "silent", "inside", "factor", "state", "clause", "quoted"):
        parts = [getattr(alone[place], name) for place in order]
        np.testing.assert_array_equal(getattr(together, name), np.concatenate(parts))
    first = together.words.first
    roots = [np.where(alone[place].root < 0, -1, alone[place].root + first[row]) for row, place in enumerate(order)]
    np.testing.assert_array_equal(together.root, np.concatenate(roots))


def test_the_constant_of_a_negation_is_the_one_its_authors_printed():
    assert TURNED == -0.74
