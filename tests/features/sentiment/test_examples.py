import pytest

from features.sentiment.examples import FILES, read_examples
from tests.features.sentiment.labelled import row, write_lines, write_news, write_own


@pytest.fixture
def data(tmp_path):
    return write_news(tmp_path / "news")


@pytest.fixture
def own(tmp_path):
    return write_own(tmp_path / "own")


def test_a_sentence_has_the_sign_that_its_targets_agree_upon(data, own):
    agreed, divided, mixed = "Lira and Costa thrived.", "Lira thrived, Costa withered.", "Lira thrived, Ruiz sat."
    rows = [
        row("newsmtsc_1_1_0", agreed, "Lira", 1),
        row("newsmtsc_1_1_1", agreed, "Costa", 1),
        row("newsmtsc_1_2_0", divided, "Lira", 1),
        row("newsmtsc_1_2_1", divided, "Costa", -1),
        row("newsmtsc_1_3_0", mixed, "Lira", 1),
        row("newsmtsc_1_3_1", mixed, "Ruiz", 0),
        row("newsmtsc_2_1_0", "Ruiz sat.", "Ruiz", 0),
    ]
    write_lines(data, "newsmtsc", rows)
    sentences, targets = read_examples(data, own)
    of_news = sentences[sentences["source"] == "newsmtsc"]
    # What is good for one and bad for another is neither.
    assert of_news[["text", "label"]].to_numpy().tolist() == [[agreed, 1], [mixed, 1], ["Ruiz sat.", 0]]
    of_news = targets[targets["source"] == "newsmtsc"]
    assert of_news["label"].tolist() == [1, 1, 1, -1, 1, 0, 0]
    assert [each.text[each.start : each.end] for each in of_news.itertuples()] == [each["target"] for each in rows]


def test_sentences_of_one_source_text_never_stand_on_both_sides_of_a_split(data, own):
    rows = [
        row("newsmtsc_1_10_0", "Lira sat.", "Lira", 0),
        row("newsmtsc_1_10_1", "Ruiz sat.", "Ruiz", 0),
        row("newsmtsc_1_11_0", "Costa sat.", "Costa", 0),
        row("17", "Duarte sat.", "Duarte", 0),
    ]
    write_lines(data, "newsmtsc", rows)
    _, targets = read_examples(data, own)
    one, same, other, of_text = targets.loc[targets["source"] == "newsmtsc", "group"]
    assert one == same
    assert len({one, other, of_text}) == 3
    assert of_text == "Duarte sat."


def test_only_the_splits_for_training_are_read(data, own):
    kept = row("newsmtsc_1_1_0", "Lira sat.", "Lira", 0)
    write_lines(data, "newsmtsc", [kept, row("newsmtsc_1_2_0", "Ruiz sat.", "Ruiz", 0, split="devtest_mt")])
    write_lines(data, "sentfin", [row("1", "Costa sat.", "Costa", 0, split="test")])
    sentences, targets = read_examples(data, own)
    for table in (sentences, targets):
        assert table.loc[table["source"].isin(["newsmtsc", "sentfin"]), "text"].tolist() == ["Lira sat."]


def test_what_a_row_counts_is_what_is_said_of_its_file(data, own):
    sentences, targets = read_examples(data, own)
    for name, _, of_sentence, of_target in FILES:
        assert sentences.loc[sentences["source"] == name, "weight"].unique().tolist() == [of_sentence]
        assert targets.loc[targets["source"] == name, "weight"].unique().tolist() == ([of_target] if of_target else [])
    assert "econ_passages" not in {name for name, *_ in FILES}


def test_a_row_without_a_place_is_a_sentence_and_no_target(data, own):
    write_lines(data, "finentity", [row("1", "Costa sat.", None, 0)])
    sentences, targets = read_examples(data, own)
    assert sentences.loc[sentences["source"] == "finentity", "text"].tolist() == ["Costa sat."]
    assert not (targets["source"] == "finentity").any()


def test_phrases_and_sentences_of_the_project_are_sentences_without_their_marks(data, own):
    sentences, _ = read_examples(data, own)
    of_project = sentences[sentences["source"].isin(["phrases", "sentences"])]
    assert of_project[["text", "label"]].to_numpy().tolist() == [
        ["trade prospered", 1],
        ["the town flourished", 1],
        ["trade withered", -1],
        ["the bridge crumbled", -1],
        ["a day", 0],
        ["Lira thrived beside the house.", 1],
        ["The hopes of Ana Ruiz perished.", -1],
    ]


@pytest.mark.parametrize("name", [name for name, *_ in FILES])
def test_a_missing_file_is_named_with_all_that_are_needed(data, own, name):
    (data / f"{name}.jsonl").unlink()
    with pytest.raises(
        FileNotFoundError, match=rf"{name}\.jsonl is missing; training needs newsmtsc\.jsonl, .* in --data"
    ):
        read_examples(data, own)


@pytest.mark.parametrize("name", ["phrases.tsv", "sentences.tsv"])
def test_a_missing_file_of_the_project_is_named(data, own, name):
    (own / name).unlink()
    with pytest.raises(FileNotFoundError, match=name):
        read_examples(data, own)


def test_the_projects_own_phrases_and_sentences_can_be_read(data):
    from features.__main__ import PROJECT

    sentences, _ = read_examples(data, PROJECT / "data" / "training")
    of_project = sentences[sentences["source"].isin(["phrases", "sentences"])]
    assert set(of_project["label"]) == {-1, 0, 1}
    assert not of_project["text"].str.contains(r"[{}\t]").any()
    assert (of_project["text"].str.strip() == of_project["text"]).all()
