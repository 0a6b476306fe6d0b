"""Labelled texts and phrases, read."""

import doctest
import json

import pytest

from benchmarks import labelled
from benchmarks.labelled import choose_files, locate_target, read_parts, read_phrases


def write(path, *rows):
    path.write_text("".join(json.dumps({"text": "It rained.", "label": 0} | row) + "\n" for row in rows))
    return path


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(labelled)
    assert results.attempted and not results.failed


def test_all_but_what_one_learns_from_is_read_and_each_split_is_a_part(tmp_path):
    splits = ("train", "dev", "test", "other", "test")
    path = write(tmp_path / "news.jsonl", *({"split": split} for split in splits))
    assert [(part.name, len(part.rows)) for part in read_parts([path])] == [("news other", 1), ("news test", 2)]


def test_where_there_is_nothing_else_what_one_learns_from_is_read(tmp_path):
    path = write(tmp_path / "news.jsonl", {"split": "train"}, {"split": "dev"})
    assert [part.name for part in read_parts([path])] == ["news dev", "news train"]


def test_a_split_that_is_asked_for_is_read_alone_and_a_file_without_it_is_said(tmp_path, capsys):
    one = write(tmp_path / "one.jsonl", {"split": "train"}, {"split": "test"})
    other = write(tmp_path / "other.jsonl", {"split": "test"})
    assert [part.name for part in read_parts([one, other], "train")] == ["one train"]
    assert "skipped    other.jsonl: no row of the split 'train', only of ['test']" in capsys.readouterr().out
    with pytest.raises(ValueError, match=r"asked for was 'best'"):
        read_parts([one, other], "best")


def test_a_text_needs_no_more_than_a_label(tmp_path):
    [part] = read_parts([write(tmp_path / "news.jsonl", {})])
    assert part.name == "news"
    assert part.rows[["start", "end", "score"]].isna().all(axis=None)
    assert not part.rows["is_passage"].any()


def test_targets_scores_and_passages_are_kept(tmp_path):
    rows = ({"target": "rained", "from": 3, "to": 9, "score": 7}, {"unit": "passage (1-3 sentences)"})
    [part] = read_parts([write(tmp_path / "news.jsonl", *rows)])
    assert part.rows.loc[0, ["start", "end", "score"]].tolist() == [3, 9, 7]
    assert part.rows["is_passage"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("target", "start", "end", "expected"),
    [
        ("US", 0, 2, (0, 2)),  # "us": as noted, but for its letters
        ("Oslo", 9, 13, (7, 11)),  # noted two off
        ("Oslo", 17, 21, (19, 23)),  # nearest to the second
        ("Oslo", None, None, (7, 11)),
    ],
)
def test_a_target_is_found_where_it_stands(target, start, end, expected):
    assert locate_target("us and Oslo; then, Oslo", target, start, end) == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: expected an object of JSON"),
        ("[]", "line 2: expected an object with a text, got '[]'"),
        ('{"text": "A", "label": 2}', "line 2: expected a label -1, 0 or 1, got 2"),
        ('{"text": "A"}', "line 2: expected a label -1, 0 or 1, got None"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_place(tmp_path, line, said):
    path = tmp_path / "news.jsonl"
    path.write_text(f'{{"text": "A", "label": 1}}\n{line}\n')
    with pytest.raises(ValueError) as refused:
        read_parts([path])
    assert said in str(refused.value) and "news.jsonl" in str(refused.value)


def test_a_missing_file_is_said_with_the_way_out(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.jsonl.*--data"):
        read_parts([tmp_path / "nowhere.jsonl"])


def test_without_data_beside_the_repository_the_way_out_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(labelled, "LABELLED", tmp_path / "nothing")
    with pytest.raises(FileNotFoundError, match="no labelled news.*name files with --data"):
        choose_files()
    assert choose_files([tmp_path]) == [tmp_path]


def test_the_data_beside_the_repository_are_read_whole(shared):
    folder = shared / "benchmarks" / "sentiment"
    manifest = {entry["name"]: entry for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))}
    for name in ("newsmtsc", "econ_passages"):
        for part in read_parts([folder / manifest[name]["file"]]):
            said = manifest[name]["labels"][part.split]
            assert part.rows["label"].value_counts().to_dict() == {int(label): n for label, n in said.items()}
            assert part.rows["start"].notna().all() == (name == "newsmtsc")
            assert part.rows["is_passage"].all() == (name == "econ_passages")


def test_a_wrong_sign_is_refused_with_its_row(tmp_path):
    path = tmp_path / "phrases.csv"
    path.write_text('part,mechanism,phrase,sign\ndevelopment,loss,"Gone, all of it",-1\ndevelopment,loss,Gone,+\n')
    with pytest.raises(ValueError, match=r"phrases\.csv, row 3: expected a sign -1, 0 or 1, got '\+'"):
        read_phrases(path)
    with pytest.raises(FileNotFoundError, match="--phrases"):
        read_phrases(tmp_path / "nowhere.csv")
