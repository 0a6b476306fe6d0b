"""Labelled articles and the stream of their words, read."""

import doctest
import gzip
import json

import numpy as np
import pytest
from sklearn.datasets import _twenty_newsgroups as sklearn_posts
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from benchmarks import topic_reading
from benchmarks.topic_reading import TRADE_WORDS, choose_files, find_words, read_collection, strip_post

RAIN = "Rain fell on the hills above the harbour until the small hours of Tuesday."
VOTE = "The council voted by nine to four to close the older of its two libraries."
POST = "From: mara@tarn.example\nSubject: Re: tents\nLines: 9\n\n{}"


def write(path, *rows):
    text = "".join(json.dumps({"text": RAIN, "label": "weather"} | row) + "\n" for row in rows)
    with (gzip.open if path.suffix == ".gz" else open)(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(topic_reading)
    assert results.attempted and not results.failed


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_articles_are_read_compressed_or_not_with_their_title_before_the_text(tmp_path, ending):
    rows = ({"title": "Wet night"}, {"text": VOTE, "label": 3})
    collection = read_collection(write(tmp_path / f"news{ending}", *rows))
    assert collection.name == "news"
    assert collection.articles["text"].tolist() == [f"Wet night\n\n{RAIN}", VOTE]
    assert collection.articles["label"].tolist() == ["weather", "3"]
    assert collection.articles["article_id"].is_unique


def test_repeats_of_the_beginning_and_short_texts_are_left_out_and_said(tmp_path):
    long = " ".join([RAIN] * 10)
    rows = ({"text": long}, {"text": long + " And more.", "title": "Again"}, {"text": "Thanks."}, {"text": VOTE})
    collection = read_collection(write(tmp_path / "news.jsonl", *rows))
    assert collection.articles["text"].tolist() == [long, VOTE]
    assert "2 of 2 articles, 1 labels; left out were 1 of fewer than 10 words and 1 repeats" in collection.said
    assert len(read_collection(tmp_path / "news.jsonl", fewest_words=1).articles) == 3


def test_a_sample_is_the_same_again_and_in_the_order_of_the_file(tmp_path):
    path = write(tmp_path / "news.jsonl", *({"text": f"{number:02} {RAIN}"} for number in range(40)))
    first, again = (read_collection(path, sample=15).articles for _ in range(2))
    assert first.equals(again)
    assert len(first) == 15 and first["text"].is_monotonic_increasing
    assert not first.equals(read_collection(path, sample=15, seed=1).articles)
    assert len(read_collection(path, sample=None).articles) == 40


def test_as_many_topics_as_labels_are_asked_for_but_at_least_ten(tmp_path):
    rows = [{"text": f"{number:02} {RAIN}", "label": number} for number in range(12)]
    assert read_collection(write(tmp_path / "many.jsonl", *rows)).n_topics == 12
    assert read_collection(write(tmp_path / "few.jsonl", *rows[:3])).n_topics == 10


def test_posts_are_stripped_and_articles_that_only_look_so_are_not(tmp_path):
    posts = [{"text": POST.format(f"{number:02} {RAIN}\n-- \nMara")} for number in range(10)]
    collection = read_collection(write(tmp_path / "posts.jsonl", *posts))
    assert collection.articles["text"].tolist() == [f"{number:02} {RAIN}" for number in range(10)]
    one = read_collection(write(tmp_path / "news.jsonl", {"text": POST.format(RAIN)}, {"text": VOTE}))
    assert one.articles["text"].tolist() == [POST.format(RAIN), VOTE]


@pytest.mark.parametrize(
    "body",
    [
        f"{RAIN}\n{VOTE}",
        f"Ada wrote:\n> {VOTE}\n| {VOTE}\n{RAIN}\n\nMara\nTarn",
        f"In article <9@tarn>, Ada says:\n\n{RAIN}\n-----\nMara",
        "-----",
        "",
        f"\n\n{RAIN}\n\n\n",
        f"{RAIN}\n \n\t\nMara\n\n",
        f"> {VOTE}",
    ],
)
def test_a_post_is_stripped_as_by_scikit_learn(body):
    expected = sklearn_posts.strip_newsgroup_header(POST.format(body))
    expected = sklearn_posts.strip_newsgroup_footer(sklearn_posts.strip_newsgroup_quoting(expected))
    assert strip_post(POST.format(body)) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: expected an object of JSON"),
        ("[]", "line 2: expected an object with a text, got '[]'"),
        ('{"text": 7, "label": "a"}', "line 2: expected an object with a text"),
        ('{"text": "A"}', "line 2: expected a label, a word or a whole number, got None"),
        ('{"text": "A", "label": ""}', "line 2: expected a label, a word or a whole number, got ''"),
        ('{"text": "A", "label": ["a"]}', "line 2: expected a label, a word or a whole number, got ['a']"),
        ('{"text": "A", "label": "a", "title": 5}', "line 2: expected a title or none, got 5"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(tmp_path, line, said):
    path = write(tmp_path / "news.jsonl", {})
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(ValueError) as refused:
        read_collection(path)
    assert said in str(refused.value) and "news.jsonl" in str(refused.value)


def test_a_file_without_articles_is_refused(tmp_path):
    with pytest.raises(ValueError, match="news.jsonl: expected articles of 10 words or more, none of 1 lines is one"):
        read_collection(write(tmp_path / "news.jsonl", {"text": "Thanks."}))
    with pytest.raises(ValueError, match="none of 0 lines"):
        read_collection(write(tmp_path / "empty.jsonl"))


def test_a_missing_file_is_said_with_the_way_out(monkeypatch, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.jsonl.*--data"):
        read_collection(tmp_path / "nowhere.jsonl")
    monkeypatch.setattr(topic_reading, "COLLECTIONS", tmp_path / "nothing")
    with pytest.raises(FileNotFoundError, match="no labelled articles.*name files with --data"):
        choose_files()
    assert choose_files([tmp_path]) == [tmp_path]


def test_words_are_those_that_scikit_learn_counts():
    chance = np.random.default_rng(0)
    words = ["Oil", "said", "mr", "is", "the", "don't", "x-ray", "gas2", "café", "rose", "fell", "Rain", "AND"]
    texts = [" ".join(chance.choice(words, 12)) for _ in range(30)]
    counter = CountVectorizer(
        token_pattern=r"\b[a-z]{3,}\b", stop_words=[*ENGLISH_STOP_WORDS, *TRADE_WORDS], min_df=18, max_df=0.9
    )
    expected = counter.fit_transform(texts).toarray()
    stream = find_words(texts, fewest=18, most=0.9)
    assert stream.vocabulary.tolist() == counter.get_feature_names_out().tolist()
    assert {"oil", "rose"} <= {*stream.vocabulary} and "said" not in stream.vocabulary
    assert stream.count().toarray().tolist() == expected.tolist()


@pytest.mark.parametrize(("n", "fewest", "most"), [(400, 5, 0.5), (5_000, 10, 0.3)])
def test_limits_are_tighter_where_there_are_many_texts(n, fewest, most):
    texts = np.array(["filler"] * n, dtype=object)
    texts[: fewest - 1] += " rare"
    texts[:fewest] += " seldom"
    texts[: int(most * n)] += " common"
    texts[: int(most * n) + 1] += " everywhere"
    assert find_words(texts.tolist()).vocabulary.tolist() == ["common", "seldom"]


def test_some_articles_of_a_stream_in_the_order_asked_for():
    stream = find_words(["oil gas", "", "gas gas rain", "rain"], fewest=1, most=1)
    taken = stream.take(np.array([2, 1, 0]))
    assert stream.vocabulary[taken.words].tolist() == ["gas", "gas", "rain", "oil", "gas"]
    assert taken.begins.tolist() == [0, 3, 3, 5]
    assert len(taken) == 3 and taken.count().toarray().tolist() == [[2, 0, 1], [0, 0, 0], [1, 1, 0]]


def test_texts_without_a_counted_word_have_an_empty_stream():
    stream = find_words(["the", "", "of"], fewest=1, most=1)
    assert (len(stream), stream.words.tolist(), stream.begins.tolist()) == (3, [], [0, 0, 0, 0])


def test_the_articles_beside_the_repository_are_read_whole(shared):
    bbc, posts = (read_collection(path) for path in sorted((shared / "benchmarks" / "topics").glob("*.jsonl.gz"))[::-1])
    # 2,225 lines, of whose first 400 characters 153 are repeated once.
    assert (bbc.name, len(bbc.articles), bbc.n_topics) == ("bbc", 2_072, 10)
    assert (posts.name, len(posts.articles), posts.n_topics) == ("20newsgroups", 6_000, 20)
    assert not posts.articles["text"].str.contains("\n>", regex=False).any()
