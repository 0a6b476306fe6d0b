import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from features import tables
from features.__main__ import PROJECT, main
from features.article import FLAGS
from tests.features.sentiment.labelled import write_news, write_own
from tests.features.streaming.corpora import digests


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "wire.jsonl").write_text(
        '{"outlet": "Wire", "published": "2026-03-06", "text": "It was a good day."}\n{"outlet": "Wire"}\n',
        encoding="utf-8",
    )
    return tmp_path


def test_build_writes_every_table_under_its_name_and_says_what_it_did(folder, capsys):
    assert main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"]) == 0
    assert {path.stem for path in (folder / "out").glob("*.parquet")} == {
        "articles",
        "rejected",
        "stories",
        "events",
        "occurrences",
        "sentences",
        "word_sentiment",
        "sentence_sentiment",
        "article_sentiment",
        "topics",
        "topic_terms",
        "topic_phrases",
        "topic_stability",
        "article_topics",
        "features",
    }
    said = capsys.readouterr().out
    assert "read       2 pieces: 1 articles kept, 1 rejected" in said
    assert "no field of text" in said and "(first: wire.jsonl, line 2)" in said
    assert "topics need at least 10 articles" in said and f"tables     {folder / 'out'}" in said


def test_meanings_travel_inside_the_files(folder):
    main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"])
    schema = pq.read_schema(folder / "out" / "articles.parquet" / "00000.parquet")
    assert schema.metadata[b"one row per"] == b"article"
    assert schema.field("offset_minutes").metadata[b"unit"] == b"minutes"
    assert len(tables.read(folder / "out" / "features.parquet")) == 1


def test_what_is_known_of_articles_that_were_kept_is_said_with_its_meaning(folder, capsys):
    pages = folder / "articles" / "pages"
    pages.mkdir()
    for number in range(2):
        (pages / f"{number}.txt").write_bytes(f"6 March 2026\n\nRain fell on street {number}.\0\n\nIt".encode())
    (pages / "cut.txt").write_bytes(
        b"6 March 2026\n\nPrices fell in the caf\xc3\xa9, the " + "ca\xe9".encode("latin-1")
    )
    assert main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"]) == 0
    flagged = [line for line in capsys.readouterr().out.splitlines() if line.startswith("flagged")]
    # The flag that most articles have comes first; its meaning is that of the list of flags.
    assert flagged == [
        f"flagged    2 × signs removed: {FLAGS['signs removed']}",
        f"flagged    1 × bytes replaced: {FLAGS['bytes replaced']}",
    ]
    record = json.loads((folder / "out" / "build.json").read_text(encoding="utf-8"))
    assert record["flags"] == {"bytes replaced": 1, "signs removed": 2}
    kept = tables.read(folder / "out" / "articles.parquet")
    assert kept["flagged"].value_counts().to_dict() == {"signs removed": 2, "bytes replaced": 1}


def test_files_of_every_kind_and_archives_of_them_are_read_by_one_command(folder, capsys):
    articles = folder / "articles"
    (articles / "page.html").write_text(
        "<html><head><title>Snow</title></head><body><article><h1>Snow</h1>"
        + "<p>Snow fell on the hills above the harbour all day, and the ferries stayed where they were.</p>" * 3
        + "</article></body></html>"
    )
    (articles / "feed.rss").write_text(
        '<rss version="2.0"><channel><title>Tarn Courier</title><item><title>Hail</title>'
        "<description>Hail fell.</description></item></channel></rss>"
    )
    with zipfile.ZipFile(articles / "more.zip", "w") as archive:
        archive.writestr("array.json", '[{"text": "Sleet fell.", "outlet": "Wire"}]')
        archive.writestr("notes.pdf", b"%PDF-1.4")
    assert main(["build", str(articles), "--out", str(folder / "out"), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert "read       6 pieces: 4 articles kept, 2 rejected" in said
    assert "1 × found a PDF file; save the articles as" in said and "(first: more.zip/notes.pdf, whole file)" in said
    kept = tables.read(folder / "out" / "articles.parquet")
    assert sorted(kept["file"]) == ["feed.rss", "more.zip/array.json", "page.html", "wire.jsonl"]


def test_fields_of_unusual_names_are_read_when_they_are_named(folder, capsys):
    (folder / "articles" / "wire.jsonl").write_text('{"Words": "Rain fell.", "Paper": "Wire", "Day": "2026-03-06"}\n')
    command = ["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"]
    assert main(command) == 1
    assert main([*command, "--columns", "text=Words, outlet=Paper,published=Day"]) == 0
    [article] = tables.read(folder / "out" / "articles.parquet").to_dict("records")
    assert (article["text"], article["outlet"], article["precision"]) == ("Rain fell.", "Wire", "day")
    capsys.readouterr()


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("text", "write columns as text=Body,outlet=Paper, each once; got 'text'"),
        ("text=", "write columns as text=Body,outlet=Paper, each once; got 'text='"),
        ("text=A,text=B", "each once; got 'text=A,text=B'"),
        ("body=A", "body"),
    ],
)
def test_names_of_fields_that_cannot_be_are_refused_before_anything_is_read(folder, capsys, names, told):
    with pytest.raises(SystemExit) as stop:
        main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--columns", names])
    assert stop.value.code == 2 and told in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--workers", "0"], "the number of workers is a whole number from 1 on, got 0"),
        (["--cluster", "nonsense"], "a cluster is written as tcp://HOST:8786 or as local:2, got 'nonsense'"),
    ],
)
def test_workers_and_a_cluster_that_cannot_be_are_refused_with_what_can(folder, capsys, arguments, told):
    command = ["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet", *arguments]
    assert main(command) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_workers_and_a_refit_are_taken_and_change_no_table(folder):
    articles, out = str(folder / "articles"), folder / "out"
    assert main(["build", articles, "--out", str(out / "one"), "--quiet"]) == 0
    for number, arguments in enumerate((["--workers", "2"], ["--refit"])):
        assert main(["build", articles, "--out", str(out / str(number)), "--quiet", *arguments]) == 0
        assert digests(out / str(number)) == digests(out / "one")


def test_the_scorer_and_words_of_a_domain_are_taken_and_recorded(folder):
    own, out = folder / "own.csv", folder / "out"
    own.write_text("term,weight,domain\nday,-0.5,markets\ngood,1,sport\nit,0.25,\n", encoding="utf-8")
    command = ["build", str(folder / "articles"), "--out", str(out), "--quiet"]
    assert main([*command, "--lexicon", str(own), "--domain", "markets", "--domain", "sport"]) == 0
    parameters = json.loads((out / "build.json").read_text(encoding="utf-8"))["parameters"]
    assert (parameters["scorer"], parameters["lexicon"]) == ("default", "own.csv")
    assert parameters["domains"] == ["markets", "sport"]
    valence = tables.read(out / "word_sentiment.parquet").set_index("word")["valence"]
    assert valence[["it", "good", "day"]].tolist() == pytest.approx([0.25, 1, -0.5])
    assert main([*command, "--scorer", "lexicon"]) == 0
    # Hutto and Gilbert 2014: "good" 1.9, on a scale that ends at 4.
    assert tables.read(out / "sentence_sentiment.parquet")["score"].tolist() == pytest.approx([1.9 / 4])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--domain", "markets"], "domains choose among your own words; give a lexicon with them"),
        (["--scorer", "lexicon", "--domain", "markets"], "the scorer 'lexicon' knows no domains"),
        (["--scorer", "encoder", "--mask", "mask.csv"], "the encoder takes no lexicon and no mask"),
        (["--lexicon", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_words_that_the_scorer_cannot_use_are_refused_before_anything_is_read(folder, capsys, arguments, told):
    assert main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet", *arguments]) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_a_scorer_that_is_none_is_refused_with_those_that_are(folder, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--scorer", "vader"])
    told = capsys.readouterr().err
    assert stop.value.code == 2 and "'vader'" in told and "encoder" in told


def test_the_weights_are_learned_from_labelled_news_and_the_folder_is_said(folder, capsys, monkeypatch):
    data, out = write_news(folder / "news"), folder / "weights"
    (folder / "data").mkdir()
    write_own(folder / "data" / "training")
    monkeypatch.setattr("features.__main__.PROJECT", folder)
    assert main(["train", "sentiment", "--data", str(data), "--out", str(out), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["sentence.csv", "target.csv"]
    assert f"written    {out}" in said and "macro_f1" in said
    assert "target     108 examples" in said  # three files of 36


def test_training_without_its_data_says_which_file_is_missing(folder, capsys):
    assert main(["train", "sentiment", "--data", str(folder), "--out", str(folder / "weights")]) == 2
    assert "newsmtsc.jsonl is missing; training needs newsmtsc.jsonl, sentfin.jsonl" in capsys.readouterr().err
    assert not (folder / "weights").exists()


def test_the_record_counts_what_was_kept_and_what_was_not(folder):
    main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet", "--seed", "3"])
    record = json.loads((folder / "out" / "build.json").read_text(encoding="utf-8"))
    assert record["counts"]["articles"] == record["counts"]["rejected"] == 1
    assert record["parameters"]["seed"] == 3 and record["corpus"]["first"] == "2026-03-06"


def test_exit_code_three_is_for_rejected_pieces_under_strict_only(folder):
    arguments = ["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"]
    assert main([*arguments, "--strict"]) == 3
    (folder / "articles" / "wire.jsonl").write_text('{"outlet": "Wire", "text": "Good."}\n')
    assert main([*arguments, "--strict"]) == 0


def test_exit_code_one_is_for_nothing_usable(folder, capsys):
    (folder / "articles" / "wire.jsonl").write_text("{}\n")
    assert main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--quiet"]) == 1
    assert "no article could be read" in capsys.readouterr().err


def test_a_path_that_is_not_there_is_named_and_exits_with_two(tmp_path, capsys):
    assert main(["build", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert f"there is no file or folder '{tmp_path / 'nowhere'}'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["build"], ["build", "x"], ["build", "x", "--out", "y", "--topics", "many"]]
)
def test_wrong_arguments_exit_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2 and "usage: " in capsys.readouterr().err


def test_a_number_of_topics_that_cannot_be_is_refused_with_the_range(folder, capsys):
    with open(folder / "articles" / "more.jsonl", "w", encoding="utf-8") as lines:
        for number in range(12):
            text = f"{['oil', 'gold'][number % 2]} {['rain', 'snow', 'wind', 'heat', 'cold', 'hail'][number // 2]}"
            lines.write(json.dumps({"outlet": "Wire", "text": text}) + "\n")
    assert main(["build", str(folder / "articles"), "--out", str(folder / "out"), "--topics", "9", "--quiet"]) == 2
    # oil is in six of thirteen articles, and so is gold; each weather is in two
    assert (
        "n_topics must lie between 2 and 8 (12 different articles, 8 words that count), got 9"
        in capsys.readouterr().err
    )


def test_the_committed_report_of_the_sample_is_never_overwritten_by_other_articles(folder, capsys):
    before = (PROJECT / "reports" / "index.html").read_bytes()
    assert main(["report", str(folder / "articles"), "--out", str(PROJECT)]) == 2
    assert "holds the committed report of the sample; choose another folder with --out" in capsys.readouterr().err
    assert (PROJECT / "reports" / "index.html").read_bytes() == before


def test_the_data_dictionary_in_the_readme_is_the_one_of_the_schemas(tmp_path):
    committed = (PROJECT / "data" / "README.md").read_text(encoding="utf-8")
    copy = tmp_path / "README.md"
    copy.write_text(committed, encoding="utf-8")
    assert main(["dictionary", "--out", str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == committed, "data/README.md is stale: run make dictionary"


@pytest.mark.parametrize("command", [[], ["build"], ["report"], ["verify"], ["train"], ["dictionary"]])
def test_every_command_explains_itself_in_lines_that_fit_a_terminal(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    told = capsys.readouterr().out
    assert stop.value.code == 0 and told.startswith("usage: python -m features")
    assert max(map(len, told.splitlines())) <= 120


def test_tables_may_not_be_written_among_the_articles(folder, capsys):
    inside = folder / "articles" / "tables"
    assert main(["build", str(folder / "articles"), "--out", str(inside), "--quiet"]) == 2
    assert f"'{inside}' lies inside '{folder / 'articles'}'" in capsys.readouterr().err
    assert not inside.exists()


def test_a_tilde_is_the_home_of_the_user_even_behind_make(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    assert main(["build", "~/articles", "--out", "~/out", "--quiet"]) == 0
    assert (folder / "out" / "articles.parquet").exists()


def test_the_command_runs_from_the_shell_and_gives_its_exit_code(folder):
    tmp_path = folder / "empty"
    tmp_path.mkdir()
    told = subprocess.run(
        [sys.executable, "-m", "features", "build", str(tmp_path), "--out", str(folder / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1 and "no article could be read" in told.stderr and "read       0 pieces" in told.stdout


def test_the_first_table_of_exit_codes_is_in_the_help(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "exit codes:\n  0 " in capsys.readouterr().out


def test_the_path_of_the_project_is_where_its_notebooks_are():
    assert (Path(PROJECT) / "notebooks" / "1-what-is-in-the-corpus.ipynb").exists()
