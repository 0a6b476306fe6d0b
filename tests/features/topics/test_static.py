import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from features import tables
from features.text import find_words
from features.topics import Topics, count_words, fit_counts, fit_topics, static

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


def assert_same(one, other):
    """To the last bit."""
    for name in ("topics", "terms", "shares"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert one.evidence.tobytes() == other.evidence.tobytes()
    assert one.vocabulary.tolist() == other.vocabulary.tolist() and one.labels == other.labels


ARTICLES = articles_of([*texts_about("bank", 12), *texts_about("club", 8), *texts_about("court", 6)])
FIT = fit_topics(ARTICLES, 3)

# Some articles on one subject and some on two, so that shares lie between 0 and 1.
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
    assert FIT.topics["topic_no"].tolist() == FIT.numbers.tolist() == [0, 1, 2]
    assert FIT.note == ""


def test_each_topic_is_told_by_words_of_its_own_subject():
    for topic, words in enumerate(THEMES.values()):
        terms = FIT.terms[FIT.terms["topic_no"] == topic]
        assert set(terms["term"]) == set(words) and terms["rank"].tolist() == [1, 2, 3, 4, 5, 6]
        label = FIT.topics["label"][topic].split(", ")
        assert len(label) == 3 and set(label) <= set(words)
        assert FIT.topics["label"][topic] == FIT.labels[topic]


def test_shares_and_lifts_of_terms_are_those_of_the_articles_counted_anew():
    largest = wide(FIT.shares).idxmax(axis=1).to_numpy()
    has = {word: np.array([word in text.split() for text in ARTICLES["text"]]) for word in FIT.terms["term"]}
    for row in FIT.terms.itertuples():
        share = has[row.term][largest == row.topic_no].mean()
        assert row.share == pytest.approx(share)
        assert row.lift == pytest.approx(share / has[row.term].mean())


def test_shares_of_an_article_and_shares_of_the_topics_sum_to_1():
    assert wide(FIT.shares).sum(axis=1).to_numpy() == pytest.approx(1)
    assert FIT.topics["share"].sum() == pytest.approx(1)
    assert FIT.topics["share"].tolist() == pytest.approx(wide(FIT.shares).mean().tolist())
    assert FIT.topics["n_articles"].sum() == len(ARTICLES)


def test_an_article_on_two_subjects_has_more_of_the_one_that_it_says_more_about():
    shares = wide(FIT.score_articles(articles_of([BANK[0], f"{BANK[0]} goal", f"{BANK[0]} {CLUB[1]}", CLUB[1]])))
    money, football = shares[0].tolist(), shares[1].tolist()
    assert money == sorted(money, reverse=True) and football == sorted(football)
    assert shares.idxmax(axis=1).tolist()[:2] == [0, 0] and shares.idxmax(axis=1).tolist()[3] == 1
    assert shares.loc["a0002"].idxmin() == 2


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


@pytest.mark.parametrize("articles", [ARTICLES, MIXED], ids=["one subject each", "mixed"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_articles_makes_no_difference(articles, seed):
    assert_same(fit_topics(articles.sample(frac=1, random_state=seed), 3), fit_topics(articles, 3))


@settings(max_examples=15)
@given(st.permutations(range(len(ARTICLES))))
def test_articles_of_other_identities_are_in_the_same_groups(order):
    again = fit_topics(articles_of(ARTICLES["text"].iloc[order].tolist()), 3)
    subjects = np.array([0] * 12 + [1] * 8 + [2] * 6)
    assert wide(again.shares).idxmax(axis=1).tolist() == subjects[order].tolist()


def test_the_same_input_and_seed_give_the_same_topics():
    assert_same(fit_topics(ARTICLES, 3), FIT)
    assert_same(fit_topics(MIXED, 3, seed=5), fit_topics(MIXED, 3, seed=5))


def test_a_stream_of_words_that_was_found_before_gives_the_same():
    assert_same(fit_topics(ARTICLES, 3, words=find_words(ARTICLES)), FIT)
    new = articles_of(BANK)
    pd.testing.assert_frame_equal(FIT.score_articles(new, words=find_words(new)), FIT.score_articles(new))


@pytest.mark.parametrize("articles", [ARTICLES, MIXED], ids=["one subject each", "mixed"])
def test_articles_of_the_fit_get_their_shares_again(articles):
    fit = fit_topics(articles, 3)
    again = fit.score_articles(articles)
    pd.testing.assert_frame_equal(again, fit.shares, check_exact=True)


def test_new_articles_are_read_with_the_fitted_topics_although_they_lack_most_of_the_words():
    new = articles_of(["The judge and the jury.", "A zeppelin.", "", "Money!", "Goal, goal, coach, and a bank."])
    before = FIT.topics.copy(), FIT.evidence.copy()
    shares = wide(FIT.score_articles(new))
    assert shares.index.tolist() == ["a0000", "a0003", "a0004"]
    assert shares.idxmax(axis=1).tolist() == [2, 0, 1]
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)
    assert shares.loc["a0004"].idxmin() == 2
    pd.testing.assert_frame_equal(FIT.topics, before[0])
    np.testing.assert_array_equal(FIT.evidence, before[1])


def test_an_article_is_scored_alike_alone_and_among_others_to_the_last_bit():
    fit = fit_topics(MIXED, 3)
    alone = [fit.score_articles(MIXED[row : row + 1]) for row in range(len(MIXED))]
    pd.testing.assert_frame_equal(pd.concat(alone, ignore_index=True), fit.score_articles(MIXED), check_exact=True)


def test_a_text_that_is_doubled_has_other_shares_only_by_the_logarithm_of_its_counts():
    # Where every word stands once, each counts 1 + ln 2 then, and their mean is what it was.
    even = articles_of(["bank money goal", "judge", "loan credit verdict cup"])
    doubled = even.assign(text=even["text"] + " " + even["text"])
    assert FIT.score_articles(doubled)["share"].tolist() == pytest.approx(FIT.score_articles(even)["share"].tolist())
    # Three to one counts 1 + ln 3 to 1; six to two 1 + ln 6 to 1 + ln 2, which is a little less.
    places = [FIT.vocabulary.tolist().index(word) for word in ("bank", "goal")]
    for times in (1, 2):
        [share] = wide(FIT.score_articles(articles_of(["bank bank bank goal " * times]))).to_numpy()
        weights = 1 + np.log([3 * times, times])
        scores = np.exp(FIT.evidence[:, places] @ weights / weights.sum())
        assert share.tolist() == pytest.approx((scores / scores.sum()).tolist())


@pytest.mark.parametrize("texts", [[], [""], ["😀"], ["A zeppelin."]], ids=["none", "empty", "emoji", "unknown word"])
def test_nothing_that_the_topics_know_has_no_shares(texts):
    shares = FIT.score_articles(articles_of(texts))
    pd.testing.assert_frame_equal(shares, tables.empty(tables.ARTICLE_TOPICS))


def test_topics_that_keep_the_numbers_of_an_earlier_fit_are_called_by_them():
    fit = Topics(
        vocabulary=np.array(["goal", "money"], dtype=object),
        evidence=np.array([[-1.0, 1.0], [1.0, -1.0]]),
        labels=("money", "goal"),
        numbers=np.array([4, 9], dtype=np.int32),
    )
    shares = fit.score_articles(articles_of(["Money!"]))
    assert shares["topic_no"].tolist() == [4, 9]
    assert shares["share"].tolist() == pytest.approx([np.e**2 / (np.e**2 + 1), 1 / (np.e**2 + 1)])


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


def test_copies_of_many_articles_are_of_the_topic_of_the_first():
    fit = fit_topics(articles_of(ARTICLES["text"].tolist() * 12), 3)
    assert wide(fit.shares).idxmax(axis=1).tolist() == ([0] * 12 + [1] * 8 + [2] * 6) * 12
    assert_same(fit_topics(articles_of(ARTICLES["text"].tolist() * 12), 3), fit)


def test_the_number_of_topics_is_by_default_that_of_the_subjects_which_halves_agree_on():
    texts = [f"{text} {extra}" for text, extra in zip([*BANK, *CLUB, *COURT] * 4, THEMES["bank"] * 24, strict=True)]
    assert len(fit_topics(articles_of(texts)).topics) == 3


def test_the_number_of_topics_of_too_few_articles_is_the_square_root_of_half_of_them():
    texts = [*texts_about("bank", 5), *texts_about("club", 5)]
    assert len(fit_topics(articles_of(texts)).topics) == 2  # √5 = 2.2


def test_over_1000_articles_have_at_most_20_topics_and_words_in_five_articles():
    random = np.random.default_rng(0)
    letters = np.array([f"{a}{b}word" for a in "abcdefghijklm" for b in "uvwxyz"])
    texts = [" ".join(random.choice(letters, 8)) + " rare" * (row < 4) + " scarce" * (row < 5) for row in range(1001)]
    fit = fit_topics(articles_of(texts))
    assert len(fit.topics) == 20  # √500.5 = 22.4, cut at 20
    assert fit.vocabulary.tolist() == sorted([*letters.tolist(), "scarce"])
    assert fit.topics["share"].is_monotonic_decreasing


def test_of_more_articles_than_are_fitted_those_of_the_first_identities_are_and_all_have_shares(monkeypatch):
    monkeypatch.setattr(static, "MOST_ARTICLES", 40)
    texts = [text for row in range(20) for text in (BANK[row % 12], CLUB[row % 12], COURT[row % 12])]
    articles = articles_of([f"{text} {extra}" for text, extra in zip(texts, THEMES["bank"] * 10, strict=True)])
    fit, first = fit_topics(articles, 3), fit_topics(articles[:40], 3)
    assert fit.evidence.tobytes() == first.evidence.tobytes() and fit.terms.equals(first.terms)
    pd.testing.assert_frame_equal(fit.shares, first.score_articles(articles))
    assert fit.topics["n_articles"].sum() == 60
    assert len(fit_topics(articles).topics) == 3


def test_counted_words_are_fitted_as_the_articles_that_they_were_counted_in():
    words = find_words(ARTICLES).without_possessives()
    fit = fit_counts(count_words(words), words.vocabulary, 3)
    assert fit.evidence.tobytes() == FIT.evidence.tobytes() and fit.labels == FIT.labels
    assert fit.topics.empty and fit.shares.empty and fit.terms.equals(FIT.terms)


@pytest.mark.parametrize("n_topics", [-1, 0, 1, 27])
def test_an_impossible_number_of_topics_is_refused(n_topics):
    message = rf"n_topics must lie between 2 and 18 \(26 different articles, 18 words that count\), got {n_topics}$"
    with pytest.raises(ValueError, match=message):
        fit_topics(ARTICLES, n_topics)


@pytest.mark.parametrize("n_topics", [2, 9, 18])
def test_as_many_topics_as_words_are_fitted(n_topics):
    fit = fit_topics(ARTICLES, n_topics)
    assert len(fit.topics) == len(fit.labels) == n_topics
    assert np.isfinite(fit.evidence).all()
    assert wide(fit.shares).sum(axis=1).to_numpy() == pytest.approx(1)


def test_an_article_without_counted_words_has_no_shares_and_does_not_disturb_the_others():
    others = pd.DataFrame({"article_id": ["b0", "b1", "b2"], "text": ["", "😀", "Zeppelin."]})
    more = pd.concat([ARTICLES, others])
    assert fit_topics(more, 3).evidence.tobytes() == FIT.evidence.tobytes()
    pd.testing.assert_frame_equal(fit_topics(more, 3).shares, FIT.shares, check_exact=True)


def test_the_words_of_an_article_are_looked_up_whatever_else_was_counted():
    counts = csr_array(np.array([[5, 1, 0], [5, 0, 1]], dtype=np.int32))
    shares = FIT.score_counts(counts, ["zeppelin", "goal", "jury"])
    wanted = wide(FIT.score_articles(articles_of(["goal", "jury"]))).to_numpy()
    np.testing.assert_array_equal(shares, wanted)
