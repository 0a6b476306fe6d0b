import copy

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import nnls
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from features import tables
from features.topics import fit_topics
from features.topics.static import REPORTING_WORDS

THEMES = {
    "bank": ["bank", "money", "rates", "loan", "credit", "fund"],
    "club": ["club", "match", "goal", "coach", "league", "cup"],
    "court": ["court", "judge", "trial", "jury", "appeal", "verdict"],
}


def texts_about(theme, n):
    """`n` different texts, each with all words of the theme but two, and one of them up to twice more."""
    words = THEMES[theme]
    left_out = [(row % 6, (row + row // 6 + 1) % 6) for row in range(n)]
    return [
        " ".join(
            [word for place, word in enumerate(words) if place not in left_out[row]]
            + [words[(row + 3) % 6]] * (row % 3)
        )
        for row in range(n)
    ]


def articles_of(texts):
    ids = [f"a{row:04}" for row in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": texts}, dtype="str")


def wide(shares):
    return shares.pivot_table(index="article_id", columns="topic_no", values="share")


ARTICLES = articles_of([*texts_about("bank", 12), *texts_about("club", 8), *texts_about("court", 6)])
FIT = fit_topics(ARTICLES, 3)

# Some articles on one subject and some on two, so that shares lie between 0 and 1 and the largest topic is
# not the one that the factorisation finds first.
BANK, CLUB, COURT = (texts_about(theme, 12) for theme in THEMES)
MIXED = articles_of(
    [
        *BANK[:8],
        *CLUB[:6],
        *COURT[:4],
        *[f"{one} {other}" for one, other in zip(BANK[8:], CLUB[8:], strict=True)],
        *[f"{one} {other} {other}" for one, other in zip(CLUB[4:10], COURT[4:10], strict=True)],
    ]
)


def test_articles_on_three_subjects_make_three_topics_numbered_from_the_largest():
    largest = wide(FIT.shares).idxmax(axis=1)
    assert largest.tolist() == [0] * 12 + [1] * 8 + [2] * 6
    assert FIT.topics["n_articles"].tolist() == [12, 8, 6]
    assert FIT.topics["topic_no"].tolist() == [0, 1, 2]
    assert FIT.note == ""


def test_each_topic_is_told_by_words_of_its_own_subject():
    for topic, words in enumerate(THEMES.values()):
        terms = FIT.terms[FIT.terms["topic_no"] == topic]
        assert set(terms["term"][:6]) == set(words)
        label = FIT.topics["label"][topic].split(", ")
        assert len(label) == 3
        assert set(label) <= set(words)


def test_shares_of_an_article_and_shares_of_the_topics_sum_to_1():
    assert wide(FIT.shares).sum(axis=1).to_numpy() == pytest.approx(1)
    assert FIT.topics["share"].sum() == pytest.approx(1)
    assert FIT.topics["share"].tolist() == pytest.approx(wide(FIT.shares).mean().tolist())
    assert FIT.topics["n_articles"].sum() == len(ARTICLES)


def test_terms_are_ranked_by_weight_and_weights_of_a_small_vocabulary_sum_to_1():
    for _, terms in FIT.terms.groupby("topic_no"):
        assert terms["rank"].tolist() == list(range(1, 19))
        assert terms["weight"].is_monotonic_decreasing
        assert terms["weight"].sum() == pytest.approx(1)


def test_weights_are_those_of_scikit_learns_tf_idf_with_sublinear_counts():
    fit = fit_topics(MIXED, 3)
    weigh = TfidfVectorizer(sublinear_tf=True, vocabulary=fit.vocabulary)
    weights = weigh.fit_transform(MIXED["text"])
    assert fit.inverse_document_frequency == pytest.approx(weigh.idf_)
    model = NMF(3, init="nndsvda", random_state=0)
    model.fit(weights)
    loads = np.stack(
        [nnls(model.components_.T, row)[0] for row in weights.toarray()]
    )  # Lawson and Hanson's own algorithm
    parts = np.stack([np.outer(loads[:, topic], model.components_[topic]).sum(axis=1) for topic in range(3)], axis=1)
    shares = parts / parts.sum(axis=1, keepdims=True)
    shares = shares[:, np.argsort(-shares.mean(axis=0))]
    assert wide(fit.shares).to_numpy() == pytest.approx(shares, abs=1e-6)


def test_counted_are_words_of_three_letters_in_two_articles_and_at_most_half_of_them():
    texts = [
        " ".join(
            [
                ["gold", "zinc", "lead"][row % 3],  # in 4 of the 12 articles each
                *["tin" if row < 6 else "iron"] * row,  # in 5 and 6: row 0 has none
                *["half"] * (row < 6),
                *["common"] * (row < 7),  # in 6 and 7
                *["alone"] * (row == 0),
                *["pair"] * (row < 2),
                *["the", "said", "Monday", "ox", "2024", "it's"] * (row < 3),
                *["Caracas", "Caracas’s"] * (row == 1),
                *["Caracas’s"] * (row == 2),
            ]
        )
        for row in range(12)
    ]
    fit = fit_topics(articles_of(texts), 2)
    assert fit.vocabulary.tolist() == ["caracas", "gold", "half", "iron", "lead", "pair", "tin", "zinc"]


@pytest.mark.parametrize("factor", [0.1, 10])
def test_shares_do_not_depend_on_how_the_factorisation_splits_the_scale_of_a_topic(factor):
    fit = fit_topics(MIXED, 3)
    scaled = copy.deepcopy(fit)
    scaled.components[1] *= factor  # the loads found for it then shrink by as much, and W H stays what it was
    one, other = wide(fit.score_articles(MIXED)), wide(scaled.score_articles(MIXED))
    assert other.to_numpy() == pytest.approx(one.to_numpy(), abs=2e-3)


def test_words_of_reporting_are_stop_words_as_well_as_those_of_scikit_learn():
    assert {"said", "according", "monday", "u.s."} <= REPORTING_WORDS
    assert not {"said", "the"} & set(FIT.vocabulary) and "the" in ENGLISH_STOP_WORDS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_articles_makes_no_difference(seed):
    again = fit_topics(ARTICLES.sample(frac=1, random_state=seed), 3)
    for name in ("topics", "terms", "shares"):
        pd.testing.assert_frame_equal(getattr(FIT, name), getattr(again, name), check_exact=True)


def test_the_same_input_and_seed_give_the_same_topics():
    again = fit_topics(ARTICLES, 3)
    for name in ("topics", "terms", "shares"):
        pd.testing.assert_frame_equal(getattr(FIT, name), getattr(again, name), check_exact=True)


@pytest.mark.parametrize("articles", [ARTICLES, MIXED], ids=["one subject each", "mixed"])
def test_articles_of_the_fit_get_their_shares_again(articles):
    fit = fit_topics(articles, 3)
    again = fit.score_articles(articles)
    assert wide(again).to_numpy() == pytest.approx(wide(fit.shares).to_numpy(), abs=1e-3)


def test_new_articles_are_read_with_the_fitted_topics_although_they_lack_most_of_the_words():
    new = articles_of(["The judge and the jury.", "A zeppelin.", "", "Money!", "Goal, goal, coach, and a bank."])
    before = FIT.topics.copy(), FIT.components.copy()
    shares = wide(FIT.score_articles(new))
    assert shares.index.tolist() == ["a0000", "a0003", "a0004"]
    assert shares.idxmax(axis=1).tolist() == [2, 0, 1]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    assert shares.loc["a0004"].tolist()[2] == pytest.approx(0, abs=1e-6)
    pd.testing.assert_frame_equal(FIT.topics, before[0])
    np.testing.assert_array_equal(FIT.components, before[1])


def test_a_new_article_is_scored_alike_alone_and_among_others():
    fit = fit_topics(MIXED, 3)
    together = wide(fit.score_articles(MIXED))
    alone = wide(pd.concat([fit.score_articles(MIXED[row : row + 1]) for row in range(len(MIXED))]))
    assert alone.to_numpy() == pytest.approx(together.to_numpy(), abs=1e-3)


@pytest.mark.parametrize("texts", [[], [""], ["😀"], ["A zeppelin."]], ids=["none", "empty", "emoji", "unknown word"])
def test_nothing_that_the_topics_know_has_no_shares(texts):
    shares = FIT.score_articles(articles_of(texts))
    pd.testing.assert_frame_equal(shares, tables.empty(tables.ARTICLE_TOPICS))


@pytest.mark.parametrize(
    ("texts", "n_distinct"),
    [
        ([], 0),
        (["Money and rates."], 0),
        ([""] * 20, 0),
        (["😀", "…", "123"] * 5, 0),
        (["The bank lends money at low rates."] * 200, 0),
        (texts_about("bank", 6) + texts_about("club", 3), 9),
        ((texts_about("bank", 6) + texts_about("club", 3)) * 20, 9),
    ],
    ids=["none", "one", "empty", "no letters", "copies of one", "nine", "copies of nine"],
)
def test_too_few_distinct_articles_have_no_topics_and_a_note_that_says_so(texts, n_distinct):
    fit = fit_topics(articles_of(texts))
    assert fit.note.startswith("topics need at least 10 articles that differ in words which at least two of them use")
    few = f"here are {len(texts)}" if len(texts) < 10 else f"here {n_distinct} of {len(texts)} do"
    assert fit.note.endswith(few)
    pd.testing.assert_frame_equal(fit.topics, tables.empty(tables.TOPICS))
    pd.testing.assert_frame_equal(fit.terms, tables.empty(tables.TOPIC_TERMS))
    pd.testing.assert_frame_equal(fit.shares, tables.empty(tables.ARTICLE_TOPICS))
    assert fit.score_articles(ARTICLES).empty


@pytest.mark.parametrize(("n_articles", "n_topics"), [(10, 2), (50, 5)])  # √5 = 2.2, √25 = 5
def test_the_number_of_topics_is_by_default_the_square_root_of_half_the_articles(n_articles, n_topics):
    texts = [*texts_about("bank", n_articles // 2), *texts_about("club", n_articles - n_articles // 2)]
    assert len(fit_topics(articles_of(texts)).topics) == n_topics


def test_over_1000_articles_have_at_most_20_topics_and_words_in_five_articles():
    random = np.random.default_rng(0)
    letters = np.array([f"{a}{b}word" for a in "abcdefghijklm" for b in "uvwxyz"])
    texts = [" ".join(random.choice(letters, 8)) + " rare" * (row < 4) + " scarce" * (row < 5) for row in range(1001)]
    fit = fit_topics(articles_of(texts))
    assert len(fit.topics) == 20  # √500.5 = 22.4, cut at 20
    assert fit.vocabulary.tolist() == sorted([*letters.tolist(), "scarce"])


@pytest.mark.parametrize("n_topics", [-1, 0, 1, 27])
def test_an_impossible_number_of_topics_is_refused(n_topics):
    message = rf"n_topics must lie between 2 and 18 \(26 different articles, 18 words that count\), got {n_topics}$"
    with pytest.raises(ValueError, match=message):
        fit_topics(ARTICLES, n_topics)


def test_an_article_without_counted_words_has_no_shares_and_does_not_disturb_the_others():
    others = pd.DataFrame({"article_id": ["b0", "b1", "b2"], "text": ["", "😀", "Zeppelin."]})
    more = pd.concat([ARTICLES, others])
    shares = wide(fit_topics(more, 3).shares)
    assert shares.index.tolist() == ARTICLES["article_id"].tolist()
    assert shares.idxmax(axis=1).tolist() == wide(FIT.shares).idxmax(axis=1).tolist()
