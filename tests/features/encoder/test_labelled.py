"""Labelled sentences."""

import json

import pytest

from features.encoder.labelled import articles_of, gather, read_rows


def row(text, target=None, label=0, at=None, **more):
    start = text.index(target) if target and at is None else at
    return {
        "text": text,
        "target": target,
        "from": start,
        "to": None if start is None else start + len(target),
        "label": label,
    } | more


def test_only_rows_of_the_split_are_read(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(
        "".join(json.dumps({"id": no, "split": split}) + "\n" for no, split in enumerate(["train", "test", "train"]))
    )
    assert [one["id"] for one in read_rows(path, "train")] == [0, 2]
    assert len(read_rows(path)) == 3


def test_a_split_that_is_not_there_is_told_with_those_that_are(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"split": "test"}))
    with pytest.raises(ValueError, match=r"set\.jsonl has no row of the split 'train'; it has: test"):
        read_rows(path, "train")


def test_mentions_of_one_sentence_share_it():
    found = gather([row("a Bo c Di", "Bo", 1), row("Ed f", "Ed", -1, at=0), row("a Bo c Di", "Di", 1)])
    assert found.texts == ["a Bo c Di", "Ed f"]
    assert list(zip(found.text_no, found.start, found.end, found.target, strict=True)) == [
        (0, 2, 4, 1),
        (1, 0, 2, -1),
        (0, 7, 9, 1),
    ]
    assert found.valence.tolist() == [1, -1]


def test_a_sentence_whose_mentions_disagree_has_no_label_of_its_own():
    assert gather([row("a Bo c Di", "Bo", 1), row("a Bo c Di", "Di", -1)]).valence.tolist() == [9]


def test_a_row_whose_place_holds_another_word_is_left_out():
    found = gather([row("a Bo c", "Bo", 1, at=0), row("plain", label=-1)])
    assert (found.texts, len(found.text_no), found.valence.tolist()) == (["plain"], 0, [-1])


def test_articles_are_named_as_newsmtsc_names_them():
    names = [
        "polusa_v1_79088309_-1_13_Ann_0_9",
        "polusa_v1_79088309_-1_2_Bo_1_3",
        "allsides_1000_401_3_She_0_3",
        "fe978-146",
    ]
    assert articles_of([{"id": name} for name in names]) == [
        *["polusa_v1_79088309"] * 2,
        "allsides_1000_401",
        "fe978-146",
    ]
