"""One article after the other."""

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from features.events import Descriptions, describe_articles
from features.events.describing import N_TERMS
from features.events.joining import MOST_ALIKE, THRESHOLD, WINDOW, find_reports


def described(*articles):
    """Descriptions of articles that are given as word → (weight, rarity)."""
    word, weight, rarity = np.zeros((3, len(articles), N_TERMS), dtype=np.int64)
    for row, article in enumerate(articles):
        for place, (name, (heavy, rare)) in enumerate(article.items()):
            word[row, place], weight[row, place], rarity[row, place] = name, heavy, rare
    return Descriptions(word.astype(np.uint32), weight.astype(np.uint8), rarity.astype(np.uint8))


def join(articles, days, given_events=None):
    n = len(articles)
    settled = np.full(n, -1) if given_events is None else np.array(given_events)
    return find_reports(described(*articles), np.arange(n), np.array(days, dtype=float), settled)


def read_slowly(articles, days):
    """The same with dictionaries: whole cosines with sums of vectors, every event looked at."""
    n_having, events, scores, chosen = {}, {}, [], []
    dated = [day for day in days if not math.isnan(day)]
    span = max(dated) - min(dated) if dated else 0
    for row, (article, day) in enumerate(zip(articles, days, strict=True)):
        exact = {
            word: -math.log(min(math.exp(-rare / 30) + n_having.get(word, 0) / (len(events) + 500), 1)) * heavy
            for word, (heavy, rare) in article.items()
        }
        length = math.sqrt(sum(value**2 for value in exact.values()))
        vector = {word: value / length for word, value in exact.items()} if length else {}
        best, best_score = row, 0.0
        for name, (total, first, begin, end) in events.items():
            size = math.sqrt(sum(value**2 for value in total.values()))
            alike, alike_first = (sum(vector.get(w, 0) * v for w, v in other.items()) for other in (total, first))
            score = 0.75 * alike / size + 0.25 * alike_first if size else 0.0
            if math.isnan(day) or math.isnan(begin):
                score /= 1 + min(span, WINDOW) / 20
            else:
                score /= 1 + max(day - end, 0) / 20 + max(day - begin, 0) / 20
            if score > best_score:
                best, best_score = name, score
        name = best if best_score >= THRESHOLD else row
        total, first, begin, end = events.setdefault(name, ({}, vector, day, day))
        for word, value in vector.items():
            n_having[word] = n_having.get(word, 0) + (value > 0 and word not in total)
            total[word] = total.get(word, 0) + value
        events[name] = total, first, np.fmin(begin, day), np.fmax(end, day)
        scores.append(best_score)
        chosen.append(name)
    return chosen, scores


words = st.dictionaries(
    st.integers(1, 12), st.tuples(st.sampled_from([8, 12, 14, 24]), st.sampled_from([255, 200, 90])), max_size=5
)
moments = st.one_of(st.floats(0, 40, allow_nan=False), st.just(math.nan))


@settings(max_examples=150)
@given(st.lists(st.tuples(words, moments), min_size=2, max_size=12))
def test_it_finds_what_a_slow_reading_finds(corpus):
    corpus.sort(key=lambda article: (math.isnan(article[1]), article[1]))
    articles, days = zip(*corpus, strict=True)
    event, score, _ = join(articles, days)
    chosen, scores = read_slowly(articles, days)
    for row, (fast, slow) in enumerate(zip(event.tolist(), chosen, strict=True)):
        # Weights are whole numbers of 32,767ths: where choices are as close as that, either is right, and what follows may differ.
        assert abs(score[row] - scores[row]) < 1e-3
        if fast != slow:
            break


def test_equal_words_join_and_other_words_do_not():
    ferry, copper = {1: (12, 255), 2: (12, 255)}, {3: (12, 255), 4: (12, 255)}
    event, score, next_score = join([ferry, copper, ferry], [0, 0, 0])
    assert event.tolist() == [0, 1, 0]
    assert np.allclose(score, [0, 0, 1], atol=1e-4) and next_score.tolist() == [0, 0, 0]


def test_twenty_days_of_silence_and_twenty_days_of_age_weigh_the_same():
    ferry = {1: (12, 255), 2: (12, 255)}
    _, score, _ = join([ferry, ferry, ferry], [0, 20, 40])
    # The second 20 days after the first and last report: 1 + 1 + 1; the third 20 after the last and 40 after the first: 1 + 1 + 2.
    assert np.allclose(score, [0, 1 / 3, 1 / 4], atol=1e-4)


def test_after_45_days_of_silence_equal_words_are_another_event():
    ferry = {1: (12, 255), 2: (12, 255)}
    event, score, _ = join([ferry, ferry], [0, WINDOW + 1])
    assert event.tolist() == [0, 1] and score.tolist() == [0, 0]


def test_a_story_that_runs_for_a_year_is_several_events():
    ferry = {1: (12, 255), 2: (12, 255)}
    days = np.arange(0, 365, 7)
    event, _, _ = join([ferry] * len(days), days)
    # Even of equal reports the score falls below the threshold when 1 + age / 20 is above 1 / 0.15.
    assert all(np.ptp(days[event == name]) <= 20 * (1 / THRESHOLD - 1) for name in set(event))
    assert 3 < len(set(event)) < 10


def test_without_a_date_the_silence_is_what_the_corpus_spans_and_no_more_than_the_window():
    ferry, copper = {1: (12, 255), 2: (12, 255)}, {3: (12, 255), 4: (12, 255)}
    for span, silence in ((0, 0), (10, 10), (3000, WINDOW)):
        _, score, _ = join([ferry, copper, ferry], [0, span, math.nan])
        assert math.isclose(score[2], 1 / (1 + silence / 20), abs_tol=1e-3)


def test_a_word_that_everyone_uses_joins_nothing():
    # Of rarity 0.
    event, score, _ = join([{1: (12, 0)}, {1: (12, 0)}], [0, 0])
    assert event.tolist() == [0, 1] and score.tolist() == [0, 0]


def test_a_word_counts_the_less_the_more_events_of_the_corpus_have_it():
    # Word 9 stands in every event before the two articles that share it beside one word of their own.
    usual = [{9: (12, 255), 100 + number: (60, 255)} for number in range(400)]
    pair = [{9: (12, 255), 1: (12, 255)}, {9: (12, 255), 2: (12, 255)}]
    _, alone, _ = join(pair, [0, 0])
    _, among, _ = join([*usual, *pair], [0] * 402)
    # Rarity 255 is a share of exp(−8.5) in the background; n of the m events before add n / (m + 500).
    rare = 8.5

    def part(n, m):
        usual = -math.log(math.exp(-rare) + n / (m + 500))
        return usual / math.hypot(usual, rare)

    assert math.isclose(alone[1], part(0, 0) * part(1, 1), abs_tol=1e-4)
    assert math.isclose(among[401], part(400, 400) * part(401, 401), abs_tol=1e-4)
    assert among[401] < alone[1] / 10


def test_an_event_that_many_articles_have_to_do_with_is_still_found_by_rarer_words():
    usual = [{9: (12, 255), 100 + number: (60, 255)} for number in range(2 * MOST_ALIKE)]
    ferry = {1: (24, 255), 9: (12, 255)}
    event, _, _ = join([ferry, *usual, ferry], [0] * (2 * MOST_ALIKE + 2))
    assert event[-1] == 0


def test_an_event_of_many_reports_is_joined_by_the_next_as_by_the_second():
    # Each report shares two words with all others and has two of its own; far more than are looked at.
    reports = [
        {1: (12, 255), 2: (12, 255), 1000 + 2 * number: (12, 255), 1001 + 2 * number: (12, 255)}
        for number in range(3 * MOST_ALIKE)
    ]
    event, score, _ = join(reports, [0] * len(reports))
    assert set(event.tolist()) == {0}
    # The words that all share stay rare, as one event has them, and the whole event is known: cosine with the sum of all.
    assert score[-1] > 0.5


def test_of_equally_good_events_the_first_is_taken():
    one, other = {1: (12, 255), 2: (12, 255)}, {3: (12, 255), 4: (12, 255)}
    event, score, next_score = join([one, other, {1: (12, 255), 3: (12, 255)}], [0, 0, 0])
    assert event.tolist() == [0, 1, 0] and score[2] == next_score[2] > 0


def test_what_is_given_stays_and_draws_others():
    ferry, copper = {1: (12, 255)}, {3: (12, 255)}
    # The event 7 is named after an article that is not among these.
    event, _, _ = join([ferry, copper, ferry, copper], [0, 0, 1, 1], given_events=[7, 7, -1, -1])
    assert event.tolist() == [7, 7, 7, 7]


def test_fewer_than_two_articles_are_not_compared():
    assert join([{1: (12, 255)}], [0])[0].tolist() == [0]
    assert join([{1: (12, 255)}], [0], given_events=[3])[0].tolist() == [3]
    assert join([], [])[0].tolist() == []


def test_only_the_rows_that_are_asked_for_are_looked_at_in_their_order():
    texts = pd.DataFrame(
        {"article_id": list("abc"), "title": ["Zalp ferry sinks", "Copper falls", "Zalp ferry sinks again"], "text": ""}
    )
    event, _, _ = find_reports(describe_articles(texts), np.array([2, 0]), np.zeros(2), np.full(2, -1))
    assert event.tolist() == [0, 0]
