import numpy as np
import pandas as pd
import pytest

from features.sentiment import Scorer, score_targets
from features.sentiment.evidence import find_evidence
from features.sentiment.locating import locate_targets
from features.sentiment.model import TARGET, read_head
from features.sentiment.scoring import score_stream
from features.sentiment.tone_words import read_tone_words
from features.sentiment.training import choose_pairs, choose_vocabulary, find_features, train_sentiment
from features.text import find_words
from tests.features.sentiment.labelled import write_news, write_own
from tests.features.sentiment.small_scorers import mentions_in, sentences_of


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Twice trained on the same small data: the folders and the first record."""
    folder = tmp_path_factory.mktemp("trained")
    data, own = write_news(folder / "news"), write_own(folder / "own")
    record = train_sentiment(data, own, folder / "deep" / "one")
    assert train_sentiment(str(data), str(own), folder / "two") == record
    return folder / "deep" / "one", folder / "two", record


def test_training_twice_gives_the_same_bytes(trained):
    one, two, _ = trained
    for name in ("sentence.csv", "target.csv"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    assert sorted(path.name for path in one.iterdir()) == ["sentence.csv", "target.csv"]


def test_what_was_written_scores_as_it_was_taught(trained):
    scorer = Scorer(read_tone_words(), read_head("sentence", folder=trained[0]), read_head("target", folder=trained[0]))
    texts = sentences_of("The old mill flourished.", "The old mill withered.", "Duarte thrived.", "Duarte perished.")
    assert np.sign(score_stream(find_words(texts), scorer).score).tolist() == [1, -1, 1, -1]
    toward = score_targets(texts, mentions_in(texts, (2, "Duarte"), (3, "Duarte")), scorer=scorer)
    assert toward["score"][0] > toward["score"][1]


def test_the_record_counts_the_examples_and_says_how_well_folds_were_read(trained):
    record = trained[2]
    # Six files of 36 sentences, five phrases and two sentences of the project; targets of the three files that count for them.
    assert record["sentence"]["examples"] == 6 * 36 + 5 + 2
    assert record["target"]["examples"] == 3 * 36
    for head in record.values():
        assert head["features"] > 0 and head["temperature"] > 0 and head["ceiling"] > 0
        assert 1 / 3 < head["accuracy"] <= 1 and 1 / 3 < head["macro_f1"] <= 1


def test_weights_are_of_hundredths(trained):
    for name in ("sentence", "target"):
        table = pd.read_csv(trained[0] / f"{name}.csv", keep_default_na=False, dtype=str)
        assert table["bad"].str.fullmatch(r"-?\d+\.\d\d").all() and table["good"].str.fullmatch(r"-?\d+\.\d\d").all()
        assert not (
            (table["bad"].astype(float) == 0) & (table["good"].astype(float) == 0) & (table["kind"] != "start")
        ).any()


def test_a_missing_file_ends_training_before_anything_is_written(tmp_path):
    data, own = write_news(tmp_path / "news"), write_own(tmp_path / "own")
    (data / "sentfin.jsonl").unlink()
    with pytest.raises(
        FileNotFoundError, match=r"sentfin\.jsonl is missing; training needs newsmtsc\.jsonl, sentfin\.jsonl"
    ):
        train_sentiment(data, own, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_numbers_and_rare_words_are_not_learned():
    texts = [
        "The mill burned down in Tarn, 3 days ago.",
        "It burned, and then Tarn burned 3 times.",
        "His mill in Tarn said: may Bush burn.",
        "In May, his mill, in May, the May bush; won’t burn in-house.",
        "They won’t: in-house, won’t; in-house.",
    ]
    # “Tarn” always has a capital, “may” mostly; “3” is no word; “down” is rare; the first word of a sentence is not counted.
    vocabulary = choose_vocabulary(find_words(sentences_of(*texts)))
    assert vocabulary == ["burned", "in", "in-house", "mill", "won't"]


def test_pairs_are_learned_from_three_sentences_on_and_never_across_what_is_silent():
    texts = [
        "rates fell sharply, rates fell",
        "rates fell there",
        "rates fell … gold",
        "gold fell sharply",
        "fell sharply gold",
    ]
    words = find_words(sentences_of(*texts))
    vocabulary = ["fell", "gold", "rates", "sharply"]
    number = np.array([vocabulary.index(word) if word in vocabulary else -1 for word in words.vocabulary[words.term]])
    # Of five words and the target: first · 5 + second. “rates fell” stands in three sentences, “fell sharply” in three.
    assert choose_pairs(words, number, 4, None).tolist() == [0 * 5 + 3, 2 * 5 + 0]
    silent = np.where(number == 3, -1, number)
    assert choose_pairs(words, silent, 4, None).tolist() == [2 * 5 + 0]


def test_the_words_beside_a_target_make_pairs_with_it():
    texts = ["rates fell for Ruiz there", "gold fell for Ana Ruiz", "it fell for Costa there", "for Lira there"]
    words = find_words(sentences_of(*texts))
    vocabulary = ["for", "there"]
    number = np.array([vocabulary.index(word) if word in vocabulary else -1 for word in words.vocabulary[words.term]])
    starts = [text.index(name) for text, name in zip(texts, ["Ruiz", "Ana", "Costa", "Lira"], strict=True)]
    ends = [start + length for start, length in zip(starts, [4, 8, 5, 4], strict=True)]
    targets = locate_targets(words, np.arange(4), np.array(starts), np.array(ends))
    # “for” before the target (2), and the target before “there”.
    assert choose_pairs(words, number, 2, targets).tolist() == [0 * 3 + 2, 2 * 3 + 1]


def test_examples_have_a_row_of_features_each_also_where_a_text_occurs_twice():
    text = "Old Lira thrived, thrived, thrived beside the mill."
    table = pd.DataFrame({"text": [text, "It withered.", text], "start": [4, 0, 4], "end": [8, 2, 8]})
    for of_target in (False, True):
        _, pairs, features = find_features(table, of_target=of_target)
        assert features.shape[0] == 3
        assert (features[0] != features[2]).nnz == 0
        assert (features[0] != features[1]).nnz > 0
        assert all(TARGET not in pair for pair in pairs)
    assert len(find_evidence(find_words(sentences_of(text)), read_tone_words()).words) == 8
