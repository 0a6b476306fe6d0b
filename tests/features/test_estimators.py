import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.exceptions import NotFittedError
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.utils import estimator_checks

from features import SentimentFeatures, TopicFeatures

MONEY = [
    "The bank raised its rates and money got dear.",
    "A loan from the bank costs money.",
    "Rates fell, and credit came back to the fund.",
    "The fund lends money, the bank takes credit.",
    "A fund sold its loan to another bank.",
    "Credit is dear when rates rise.",
    "Money left the fund for a loan.",
    "No credit, no loan, said the bank.",
]
SPORT = [
    "The club won the match with a late goal.",
    "A goal by the captain, a cup for the coach.",
    "The coach left the club before the match.",
    "The league gave the cup to the club.",
    "One match, one goal, one league.",
    "The captain of the league scored a goal.",
    "A coach and a captain quarrel about the match.",
    "No cup for the captain and the club.",
]
TEXTS = MONEY + SPORT

# Of a transformer of texts, scikit-learn's `check_estimator` runs `check_estimator_cloneable` alone (1.9.1):
# every other check feeds numbers. Those that need no data, or must fail before they look at it, are called
# here by name; what the rest ask for is asked with texts further down.
CHECKS_WITHOUT_NUMBERS = [
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_estimators_unfitted",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_valid_tag_types",
]
NAMES = ["SentimentFeatures", "TopicFeatures"]
as_they_come = pytest.mark.parametrize("features", [SentimentFeatures(), TopicFeatures()], ids=NAMES)
both = pytest.mark.parametrize("features", [SentimentFeatures(), TopicFeatures(n_topics=2)], ids=NAMES)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@as_they_come
def test_scikit_learns_checks_for_a_transformer_of_texts_hold(features):
    results = estimator_checks.check_estimator(features, on_skip=None, on_fail=None)
    assert {one["check_name"]: one["status"] for one in results} == {"check_estimator_cloneable": "passed"}


@pytest.mark.parametrize("name", CHECKS_WITHOUT_NUMBERS)
@as_they_come
def test_scikit_learns_checks_that_need_no_numbers_hold(features, name):
    getattr(estimator_checks, name)(type(features).__name__, features)


@both
def test_fitting_returns_the_estimator_and_changes_neither_parameters_nor_input(features):
    one, texts = clone(features), list(TEXTS)
    before = one.get_params()
    assert one.fit(texts) is one
    assert one.get_params() == before
    assert texts == TEXTS
    assert all(name in before or name.endswith("_") for name in vars(one) if not name.startswith("_"))


@both
def test_fitting_twice_or_fitting_and_transforming_at_once_gives_the_same(features):
    once = clone(features).fit(TEXTS).transform(TEXTS)
    np.testing.assert_array_equal(once, clone(features).fit(TEXTS).fit(TEXTS).transform(TEXTS))
    np.testing.assert_array_equal(once, clone(features).fit_transform(TEXTS))
    np.testing.assert_array_equal(once, clone(features).fit(TEXTS, y=[0, 1] * 8).transform(TEXTS))


@both
def test_a_row_depends_neither_on_its_neighbours_nor_on_their_order(features):
    fitted = clone(features).fit(TEXTS)
    rows = fitted.transform(TEXTS)
    np.testing.assert_array_equal(fitted.transform(TEXTS[::-1]), rows[::-1])
    alone = np.vstack([fitted.transform([text]) for text in TEXTS])
    np.testing.assert_array_equal(alone, rows)
    np.testing.assert_array_equal(clone(features).fit(TEXTS[::-1]).transform(TEXTS), rows)


@both
def test_an_estimator_that_was_pickled_transforms_as_before(features):
    fitted = clone(features).fit(TEXTS)
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.transform(TEXTS), fitted.transform(TEXTS))


@both
def test_before_it_is_fitted_it_says_so(features):
    with pytest.raises(NotFittedError):
        clone(features).transform(TEXTS)
    with pytest.raises(NotFittedError):
        clone(features).get_feature_names_out()


def test_parameters_are_got_set_and_cloned():
    features = TopicFeatures(n_topics=4, seed=7)
    assert features.get_params() == {"n_topics": 4, "seed": 7}
    assert clone(features).set_params(n_topics=2).get_params() == {"n_topics": 2, "seed": 7}
    assert SentimentFeatures().get_params() == {"lexicon": None, "mask": None, "scorer": "default"}
    with pytest.raises(ValueError, match="Invalid parameter 'depth'"):
        features.set_params(depth=3)


@both
def test_a_list_a_series_an_array_and_a_table_with_a_column_text_are_alike(features):
    fitted = clone(features).fit(TEXTS)
    rows = fitted.transform(TEXTS)
    table = pd.DataFrame({"outlet": "A", "text": TEXTS}, index=range(100, 116))
    series = pd.Series(TEXTS, index=range(5, 21))
    for same in (tuple(TEXTS), series, np.array(TEXTS), np.array(TEXTS, dtype=object), table):
        np.testing.assert_array_equal(fitted.transform(same), rows)
        np.testing.assert_array_equal(clone(features).fit(same).transform(same), rows)


@both
def test_rows_are_dense_numbers_one_per_text_and_columns_are_named(features):
    fitted = clone(features).fit(TEXTS)
    rows = fitted.transform([*TEXTS, "", "😀"])
    assert not issparse(rows)
    assert rows.dtype == float
    assert rows.shape == (18, len(fitted.get_feature_names_out()))


@both
def test_pandas_output_has_the_names_of_the_columns_and_the_index_of_the_input(features):
    table = pd.DataFrame({"text": TEXTS}, index=[f"row {row}" for row in range(16)])
    out = clone(features).set_output(transform="pandas").fit_transform(table)
    assert out.columns.tolist() == clone(features).fit(TEXTS).get_feature_names_out().tolist()
    assert out.index.tolist() == table.index.tolist()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("The bank.", "expected a sequence of texts, got 'The bank.'; put a single text in a list"),
        (b"The bank.", "expected a sequence of texts, got b'The bank.'"),
        (None, "expected a sequence of texts, got None"),
        (3, "expected a sequence of texts, got 3"),
        (["The bank.", None], "expected texts, got NoneType: None; pass strings"),
        (["The bank.", float("nan")], "expected texts, got float: nan"),
        ([b"The bank."], "expected texts, got bytes: b'The bank.'"),
        ([["The bank."]], r"expected texts, got list: \['The bank.'\]"),
        (np.array([[1.0, 2.0]]), r"expected texts, got ndarray: \[1. 2.\]"),
        (pd.DataFrame({"body": ["The bank."]}), r"expected a column 'text', the table has \['body'\]"),
        (pd.DataFrame({"text": ["The bank.", None]}), "expected texts, got float: nan"),
    ],
    ids=[
        "string",
        "bytes",
        "None",
        "number",
        "None inside",
        "nan inside",
        "bytes inside",
        "list inside",
        "numbers",
        "no column text",
        "missing text",
    ],
)
@both
def test_what_is_no_sequence_of_texts_is_refused_by_fit_and_by_transform(features, wrong, message):
    with pytest.raises(ValueError, match=message):
        clone(features).fit(wrong)
    with pytest.raises(ValueError, match=message):
        clone(features).fit(TEXTS).transform(wrong)


def test_the_columns_of_sentiment_are_those_of_the_table_features():
    # Hutto and Gilbert 2014: "good" 1.9, "great" 3.1, "horrible" -2.5, on a scale that ends at 4.
    texts = ["A good day. A horrible day. It rained.", "", "Great!"]
    table = SentimentFeatures(scorer="lexicon").set_output(transform="pandas").fit_transform(texts)
    good, great, horrible = 1.9 / 4, 3.1 / 4, -2.5 / 4
    nan = np.nan
    expected = {
        "tone": [(good + horrible) / 2, nan, great],
        "tone_spread": [(good - horrible) / np.sqrt(2), nan, nan],  # of two: their distance over √2
        "share_positive": [0.5, nan, 1],
        "share_negative": [0.5, nan, 0],
        "coverage": [2 / 8, nan, 1],
        "n_words": [8, 0, 1],
        "n_sentences": [3, 0, 1],
    }
    assert table.columns.tolist() == list(expected)
    for name, values in expected.items():
        assert table[name].tolist() == pytest.approx(values, nan_ok=True), name


def test_words_of_ones_own_are_used(tmp_path):
    (tmp_path / "words.csv").write_text("term,valence\nrain,-1\n")
    (tmp_path / "own.csv").write_text("term,weight\nrain,-1\nzorb,1\n")
    (tmp_path / "mask.csv").write_text("phrase,why\nrain man,a film\n")
    features = SentimentFeatures(tmp_path / "words.csv", tmp_path / "mask.csv", scorer="lexicon").fit([])
    tone = features.transform(["Good rain.", "Rain Man."])[:, 0]
    assert tone.tolist() == pytest.approx([-1, np.nan], nan_ok=True)
    features = SentimentFeatures(tmp_path / "own.csv", tmp_path / "mask.csv").fit([])
    rain, zorb, masked = features.transform(["It was rain.", "It was a zorb.", "It was in Rain Man."])[:, 0]
    assert zorb > 0 > rain
    assert np.isnan(masked)


def test_a_scorer_that_is_none_is_refused_when_it_is_fitted():
    with pytest.raises(ValueError, match="there is no scorer 'vader'; choose one of default, lexicon, encoder"):
        SentimentFeatures(scorer="vader").fit([])


def test_copies_of_a_text_get_a_row_each():
    rows = SentimentFeatures().fit_transform(["A good day.", "Rain.", "A good day."])
    np.testing.assert_array_equal(rows[0], rows[2])
    assert len(rows) == 3


def test_no_texts_give_no_rows():
    assert SentimentFeatures().fit([]).transform([]).shape == (0, 7)
    assert TopicFeatures(n_topics=2).fit(TEXTS).transform([]).shape == (0, 2)


def test_shares_of_topics_tell_money_from_sport_also_in_new_texts():
    features = TopicFeatures(n_topics=2).fit(TEXTS)
    shares = features.transform(TEXTS)
    assert shares.sum(axis=1) == pytest.approx(1)
    largest = shares.argmax(axis=1).tolist()
    assert largest in ([0] * 8 + [1] * 8, [1] * 8 + [0] * 8)
    new = features.transform(["Credit!", "A goal.", "A zeppelin.", ""])
    assert new[:2].argmax(axis=1).tolist() == [largest[0], largest[-1]]
    assert np.isnan(new[2:]).all()


def test_topics_of_too_few_texts_are_refused_with_their_number():
    with pytest.raises(ValueError, match=r"topics need at least 10 articles .* here 0 of 200 do"):
        TopicFeatures().fit(["The bank lends money."] * 200)
    with pytest.raises(ValueError, match=r"n_topics must lie between 2 and 15 \(16 different .*\), got 17"):
        TopicFeatures(n_topics=17).fit(TEXTS)


def test_a_pipeline_learns_to_tell_glad_texts_from_sad_ones():
    glad = [
        "A great success for all.",
        "They love the good news.",
        "A happy day and a win.",
        "The best of friends.",
        "It was a joy.",
        "Good, and good again.",
    ]
    sad = [
        "A horrible accident.",
        "They hate the bad news.",
        "A sad day and a loss.",
        "The worst of enemies.",
        "It was no joy.",
        "Dead in a terrible war.",
    ]
    imputer = SimpleImputer(keep_empty_features=True)
    model = make_pipeline(SentimentFeatures(), imputer, LogisticRegression(C=100))
    model.fit(glad + sad, [1] * 6 + [0] * 6)
    new = ["What a happy success!", "A terrible, sad loss.", "Love and joy.", "War is bad."]
    assert model.predict(new).tolist() == [1, 0, 1, 0]


def test_a_pipeline_learns_to_tell_money_from_sport_in_a_table_of_articles():
    articles = pd.DataFrame({"text": TEXTS, "outlet": "A"})
    both_kinds = make_union(TopicFeatures(n_topics=2), SentimentFeatures())
    imputer = SimpleImputer(keep_empty_features=True)
    model = make_pipeline(make_column_transformer((both_kinds, "text")), imputer, LogisticRegression(C=100))
    model.fit(articles, ["money"] * 8 + ["sport"] * 8)
    texts = ["The coach wants a goal.", "A loan at low rates.", "The cup!"]
    new = pd.DataFrame({"text": texts, "outlet": "B"})
    assert model.predict(new).tolist() == ["sport", "money", "sport"]
