import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.sentiment import Lexicon, find_scored_words, read_lexicon, score_sentences, score_words
from features.sentiment.kinds import NEGATIONS
from features.sentiment.plain import score_with_lexicon
from features.text import find_words, fold, split_sentences

LEXICON = Lexicon(
    pd.Series(
        {"good": 0.5, "best": 1.0, "bad": -0.5, "worst": -1.0, "crude": -0.7, "care": 0.6, "fine": 0.2, "no": -0.3}
    ),
    ("crude oil", "health care", "fine"),
)
# 0.293 of a scale that ends at 4: Hutto and Gilbert 2014, section 3.3.
OF_DEGREE = Lexicon(
    pd.Series({"good": 0.5, "best": 1.0, "bad": -0.5, "worst": -1.0, "fair": 0.05, "poor": -0.05, "severely": -0.4}),
    ("good grief", "so bad"),
    pd.Series({"very": 0.07325, "so": 0.07325, "slightly": -0.07325, "severely": 0.07325, "never": 0.07325}),
)
WORDS = ["good", "best", "bad", "worst", "crude", "oil", "fine", "not", "never", "no", "the", "Won’t"]
TEXTS = st.lists(st.sampled_from([*WORDS, "…", "\n\n", ". The"]), max_size=12).map(" ".join)


def sentences_of(*texts):
    return pd.DataFrame(
        {
            "article_id": [f"a{row}" for row in range(len(texts))],
            "sentence_no": 0,
            "paragraph_no": 0,
            "start": 0,
            "text": pd.Series(texts, dtype="str"),
        }
    )


def score_of(text):
    return score_sentences(sentences_of(text), scorer=LEXICON)["score"].item()


def scored_words_of(text):
    return find_scored_words(find_words(sentences_of(text)), LEXICON)


def articles_of(texts):
    ids = [f"a{row}" for row in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": texts}, dtype="str")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("A good day.", 0.5),
        ("GOOD and bad.", 0.0),
        ("The best, the good, the bad.", 1 / 3),
        ("Best, best, best.", 1.0),
    ],
)
def test_a_sentence_scores_the_mean_valence_of_the_words_that_the_lexicon_knows(text, score):
    assert score_of(text) == pytest.approx(score)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Not good.", -0.37),  # 0.5 times -0.74
        ("It did not look very good.", -0.37),  # three words before
        ("It did not look so very good.", 0.5),  # four words before
        ("Good it is not.", 0.5),  # a negation reaches ahead only
        ("It won’t be bad.", 0.37),
        ("No bad day.", 0.37),  # in the lexicon, but not scored: it negates
        ("Not never good.", -0.37),  # two negations turn a word once
        ("Not good, the best.", (-0.37 + -0.74) / 2),  # both within reach
        ("Nothing", np.nan),
    ],
)
def test_a_negation_turns_the_words_up_to_three_ahead(text, score):
    assert score_of(text) == pytest.approx(score, nan_ok=True)


def test_a_negation_does_not_reach_into_the_next_sentence():
    scores = score_sentences(split_sentences(articles_of(["He said not. Good days came."])), scorer=LEXICON)
    assert scores["score"].tolist() == pytest.approx([np.nan, 0.5], nan_ok=True)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Crude oil is good.", 0.5),
        ("A crude joke.", -0.7),
        ("Crude oil, crude.", -0.7),
        ("Health care is bad.", -0.5),
        ("Good care.", 0.55),
        ("A fine was paid.", np.nan),
    ],
)
def test_what_the_mask_covers_carries_no_feeling(text, score):
    assert score_of(text) == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Very good.", 0.57325),  # 0.5 + 0.07325
        ("A very old good day.", 0.5695875),  # 0.5 + 0.95 · 0.07325: two words before
        ("A very old, odd, good day.", 0.565925),  # 0.5 + 0.9 · 0.07325: three words before
        ("A very old, odd, long, good day.", 0.5),  # four words before
        ("Good, very.", 0.5),  # a word of degree reaches ahead only
        ("Very bad.", -0.57325),  # worse, not better
        ("Slightly good.", 0.42675),  # 0.5 - 0.07325
        ("Slightly bad.", -0.42675),
        ("Very, very good.", 0.6428375),  # 0.5 + 1.95 · 0.07325
        ("So very slightly good.", 0.5622625),  # 0.5 + (0.9 + 0.95 - 1) · 0.07325
        ("VERY good.", 0.57325),
        ("Not very good.", -0.424205),  # -0.74 · 0.57325
        ("Very much not good.", -0.4187845),  # -0.74 · (0.5 + 0.9 · 0.07325)
        ("Not slightly bad.", 0.315795),  # -0.74 · -0.42675
        ("Very best.", 1.0),  # no size grows beyond 1
        ("Very worst.", -1.0),
        ("Not the very worst.", 0.74),
        ("Slightly fair.", 0.0),  # nor shrinks below 0, which would turn it
        ("Slightly poor.", 0.0),
        ("Very fair.", 0.12325),
        ("Very poor.", -0.12325),
        ("Severely good.", (-0.4 + 0.57325) / 2),  # a word of both kinds counts as both
        ("Never good.", -0.37),  # but a negation as a negation only: 0.5 times -0.74
        ("Very", np.nan),
    ],
)
def test_a_word_of_degree_changes_the_size_of_the_words_up_to_three_ahead(text, score):
    assert score_sentences(sentences_of(text), scorer=OF_DEGREE)["score"].item() == pytest.approx(score, nan_ok=True)


def test_a_word_of_degree_does_not_reach_into_the_next_sentence():
    articles = articles_of(["It was so. Good days. He is very", "good. Very!"])
    scores = score_sentences(split_sentences(articles), scorer=OF_DEGREE)
    assert scores["score"].tolist() == pytest.approx([np.nan, 0.5, np.nan, 0.5, np.nan], nan_ok=True)


def test_what_the_mask_covers_is_not_scored_whatever_its_degree_but_is_a_word_of_degree():
    scores = score_sentences(
        sentences_of("Very good grief.", "Good grief, very good.", "So bad, good."), scorer=OF_DEGREE
    )
    # "so" stands two words before "good".
    assert scores["score"].tolist() == pytest.approx([np.nan, 0.57325, 0.5695875], nan_ok=True)
    assert scores["n_scored_words"].tolist() == [0, 1, 1]


def test_a_short_phrase_inside_a_long_one_uncovers_nothing():
    for mask in (("best bad day good", "bad"), ("bad", "best bad day good"), ("best", "best bad day good", "day")):
        lexicon = Lexicon(OF_DEGREE.valences, mask)
        table = find_scored_words(find_words(sentences_of("Best bad day good, good.")), lexicon)
        assert table["word_no"].tolist() == [4], mask


def test_a_possessive_has_the_numbers_of_its_noun_unless_it_has_its_own():
    lexicon = Lexicon(
        pd.Series({"good": 0.5, "devil": -0.75, "devil's": -0.25}), (), pd.Series({"deuce": 0.25, "deuce's": 0.125})
    )
    found = find_scored_words(find_words(sentences_of("The devil, the devil’s good’s a, b, c, deuce’s good.")), lexicon)
    assert found["valence"].tolist() == [-0.75, -0.25, 0.5, 0.5]
    assert found["factor"].tolist() == [1, 1, 1, 1.25]  # 0.5 + 0.125


def test_scored_words_say_what_others_make_of_them():
    table = find_scored_words(find_words(sentences_of("Not so very good, slightly bad.")), OF_DEGREE)
    assert table["valence"].tolist() == [0.5, -0.5]
    # "very" and "so" add 1.95 · 0.07325 to 0.5, "not" turns it; "very" stands three words before "bad": (0.9 - 1) · 0.07325
    assert table["factor"].tolist() == pytest.approx([-0.74 * 0.6428375 / 0.5, 0.492675 / 0.5])
    assert table["negated"].tolist() == [True, False]
    # -0.74 · 0.6428375 / 2 and -0.492675 / 2
    assert table["contribution"].tolist() == pytest.approx([-0.237849875, -0.2463375])


def score_slowly(sentences, lexicon):
    """Of each scored word its place, its valence and what others make of it; of each sentence its number of them, score and parts."""

    def of(numbers, word):
        if word in NEGATIONS:
            return None
        return numbers.get(word, numbers.get(word.removesuffix("'s")))

    scored, scores, begin = [], [], 0
    for words in sentences:
        nouns = [word.removesuffix("'s") for word in words]
        phrases = [phrase.split() for phrase in lexicon.mask]
        masked = {
            place + part
            for place in range(len(words))
            for phrase in phrases
            if nouns[place : place + len(phrase)] == phrase
            for part in range(len(phrase))
        }
        tones = []
        for place, word in enumerate(words):
            valence = of(lexicon.valences, word)
            if valence is None or place in masked:
                continue
            before = words[max(place - 3, 0) : place][::-1]
            degree = sum(
                factor * (of(lexicon.degrees, other) or 0.0)
                for factor, other in zip((1, 0.95, 0.9), before, strict=False)
            )
            negated = any(other in NEGATIONS for other in before)
            size = min(max(abs(valence) + degree, 0), 1)
            tones.append((size if valence > 0 else -size) * (-0.74 if negated else 1))
            scored.append((begin + place, valence, tones[-1] / valence))
        scores.append((len(tones), np.mean(tones) if tones else np.nan, [tone / len(tones) for tone in tones]))
        begin += len(words)
    return scored, scores


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.lists(
            st.sampled_from("good Best bad worst fair poor good’s grief grief’s severely".split())
            | st.sampled_from("very Very’s so slightly not never no hardly won’t the day".split()),
            max_size=9,
        ),
        max_size=4,
    ),
    st.lists(
        st.sampled_from(
            ["good grief", "so bad", "bad so bad", "best", "very", "not good", "best good grief bad", "grief", ""]
        ),
        max_size=4,
        unique=True,
    ),
)
def test_words_and_sentences_are_scored_as_a_slow_reading_scores_them(sentences, mask):
    lexicon = Lexicon(OF_DEGREE.valences, tuple(mask), OF_DEGREE.degrees)
    scored = score_with_lexicon(find_words(sentences_of(*map(" ".join, sentences))), lexicon)
    words, expected = score_slowly([[fold(word) for word in words] for words in sentences], lexicon)
    assert scored.position.tolist() == [place for place, *_ in words]
    assert scored.valence.tolist() == [valence for _, valence, _ in words]
    assert scored.factor.tolist() == pytest.approx([factor for *_, factor in words])
    assert scored.n_scored.tolist() == [n for n, _, _ in expected]
    assert scored.score.tolist() == pytest.approx([score for _, score, _ in expected], nan_ok=True)
    assert scored.contribution.tolist() == pytest.approx([part for *_, parts in expected for part in parts])


@settings(deadline=None)
@given(st.lists(st.sampled_from(["very", "slightly", "so", "good", "bad", "best", "fair", "not", "day"]), max_size=10))
def test_no_word_of_degree_turns_a_tone_or_takes_it_beyond_the_scale(words):
    lexicon = Lexicon(OF_DEGREE.valences, (), OF_DEGREE.degrees * 4)
    table = find_scored_words(find_words(sentences_of(" ".join(words))), lexicon)
    tone = table["contribution"] * len(table)
    assert (tone.abs() <= 1 + 1e-12).all()
    turned = np.where(table["negated"], -1, 1) * np.sign(table["valence"])
    assert (tone * turned >= 0).all()


def test_articles_are_scored_as_their_sentences_are():
    articles = articles_of(["A very good day. Not very bad, Mr. Ruiz said.\n\nNever!", "", "The worst."])
    of_articles = score_sentences(articles, scorer=OF_DEGREE)
    pd.testing.assert_frame_equal(of_articles, score_sentences(split_sentences(articles), scorer=OF_DEGREE))
    pd.testing.assert_frame_equal(
        find_scored_words(find_words(articles), OF_DEGREE),
        find_scored_words(find_words(split_sentences(articles)), OF_DEGREE),
    )
    # -0.74 · -(0.5 + 0.07325)
    assert of_articles["score"].tolist() == pytest.approx([0.57325, 0.424205, np.nan, -1.0], nan_ok=True)


def test_the_projects_own_words_of_degree_are_the_default_of_the_plain_scorer():
    # Hutto and Gilbert 2014: "good" 1.9, "horrible" -2.5, a word of degree 0.293, on a scale that ends at 4.
    texts = "Extremely good.", "It is a somewhat horrible day.", "A less good day."
    scores = score_sentences(sentences_of(*texts), scorer="lexicon")["score"]
    assert scores.tolist() == pytest.approx([(1.9 + 0.293) / 4, (-2.5 + 0.293) / 4, (1.9 - 0.293) / 4])


def test_no_word_of_degree_of_the_project_is_a_negation():
    assert set(read_lexicon().degrees.index) & NEGATIONS == set()


def test_scored_words_say_what_they_contribute():
    assert scored_words_of("The best did not look bad.").to_dict("list") == {
        "article_id": ["a0", "a0"],
        "sentence_no": [0, 0],
        "word_no": [1, 5],
        "word": ["best", "bad"],
        "valence": [1.0, -0.5],
        "factor": [1.0, -0.74],
        "negated": [False, True],
        "contribution": pytest.approx([0.5, 0.185]),  # 1 / 2 and -0.5 · -0.74 / 2
    }


def test_a_sentence_says_how_much_of_it_was_scored():
    table = score_sentences(sentences_of("A good, a bad and a worst day.", "Oil.", "…"), scorer=LEXICON)
    assert table["n_words"].tolist() == [8, 1, 0]
    assert table["n_scored_words"].tolist() == [3, 0, 0]
    assert table["coverage"].tolist() == pytest.approx([3 / 8, 0, np.nan], nan_ok=True)
    assert table["score"].tolist() == pytest.approx([-1 / 3, np.nan, np.nan], nan_ok=True)


def test_words_are_counted_from_0_in_every_sentence():
    words = find_words(split_sentences(articles_of(["The good. The very best, no less.", "Bad."])))
    table = find_scored_words(words, LEXICON)
    assert table[["article_id", "sentence_no", "word_no"]].to_numpy().tolist() == [
        ["a0", 0, 1],
        ["a0", 1, 2],
        ["a1", 0, 0],
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=5))
def test_contributions_add_up_to_the_score_and_scores_lie_between_minus_1_and_1(texts):
    sentences = split_sentences(articles_of(texts))
    table = score_sentences(sentences, scorer=LEXICON).set_index(["article_id", "sentence_no"])
    scored_words = find_scored_words(find_words(sentences), LEXICON)
    parts = scored_words.groupby(["article_id", "sentence_no"])["contribution"]
    scored = table[table["score"].notna()]
    assert scored["score"].to_dict() == pytest.approx(parts.sum().to_dict())
    assert scored["n_scored_words"].to_dict() == parts.size().to_dict()
    assert scored["score"].between(-1, 1).all()
    assert (table["score"].isna() == (table["n_scored_words"] == 0)).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_makes_no_difference_to_their_tone(texts, random):
    articles = articles_of(texts)
    order = random.sample(range(len(texts)), len(texts))
    there = score_sentences(split_sentences(articles), scorer=LEXICON)
    back = score_sentences(split_sentences(articles.iloc[order]), scorer=LEXICON)
    back = back.sort_values(["article_id", "sentence_no"], ignore_index=True)
    pd.testing.assert_frame_equal(there, back, check_exact=True)


def test_words_and_scored_words_that_were_found_before_give_the_same_scores_whatever_the_scorer_is_then():
    sentences = sentences_of("Not good.", "Crude oil.", "The best day.")
    words = find_words(sentences)
    scores = score_sentences(sentences, scorer=LEXICON)
    pd.testing.assert_frame_equal(scores, score_sentences(sentences, words=words, scorer=LEXICON))
    pd.testing.assert_frame_equal(
        scores, score_sentences(sentences, words=score_words(words, LEXICON), scorer=OF_DEGREE)
    )
    pd.testing.assert_frame_equal(
        find_scored_words(words, LEXICON), find_scored_words(score_words(words, LEXICON), OF_DEGREE)
    )


def test_the_plain_scorer_has_the_words_of_vader_where_none_are_given():
    # Hutto and Gilbert 2014: "good" 1.9, "horrible" -2.5, on a scale that ends at 4.
    scores = score_sentences(sentences_of("Good.", "It was not horrible."), scorer="lexicon")["score"]
    assert scores.tolist() == pytest.approx([1.9 / 4, 2.5 / 4 * 0.74])


@pytest.mark.parametrize("texts", [[], [""], ["😀"], ["123 …"]], ids=["no sentence", "empty", "emoji", "no letter"])
def test_without_scored_words_a_score_is_missing_and_not_0_and_there_are_no_chances(texts):
    table = score_sentences(sentences_of(*texts), scorer="lexicon")
    assert len(table) == len(texts)
    assert table[["score", "p_negative", "p_neutral", "p_positive"]].isna().all(axis=None)


def test_an_english_lexicon_says_nothing_of_german_and_one_of_no_known_language_does():
    texts = sentences_of("Der Rat hat sich nicht auf das Gesetz geeinigt, und die gute Nachricht war good.")
    for language, expected in (("en", np.nan), (None, 0.5), ("de", 0.5)):
        lexicon = Lexicon(pd.Series({"good": 0.5}), language=language)
        table = score_sentences(texts, scorer=lexicon)
        assert table["score"].item() == pytest.approx(expected, nan_ok=True), language
        assert table["n_scored_words"].item() == len(find_scored_words(find_words(texts), lexicon)) == (expected == 0.5)


def test_one_word_300_000_times_scores_as_once_and_soon():
    before = time.perf_counter()
    table = score_sentences(sentences_of("good " * 300_000), scorer=LEXICON)
    assert time.perf_counter() - before < 10
    assert table["score"].item() == pytest.approx(0.5)
    assert table["n_scored_words"].item() == 300_000


def test_words_of_degree_add_up_to_one_at_most_and_a_word_without_feeling_gains_none():
    lexicon = Lexicon(pd.Series({"good": 0.5, "even": 0.0}), (), pd.Series({"very": 0.5}))
    found = find_scored_words(find_words(sentences_of("very very very good", "very even")), lexicon)
    assert found["factor"].tolist() == [2.0, 1.0]  # from 0.5 to 1; of nothing it is 1
    assert found["contribution"].tolist() == [1.0, 0.0]


def test_a_phrase_of_the_mask_with_a_possessive_in_it_covers_its_words():
    lexicon = Lexicon(pd.Series({"party": 0.5}), ("people's party",))
    assert len(find_scored_words(find_words(sentences_of("The people’s party won.")), lexicon)) == 0
