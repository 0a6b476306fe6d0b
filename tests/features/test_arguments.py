from pathlib import Path

import pytest

from features.arguments import make_parser


def parse(*arguments):
    names = ("build", "report", "verify", "train", "dictionary")
    return make_parser({name: name for name in names}).parse_args(arguments)


def test_each_command_runs_what_it_was_given():
    assert parse("build", "x", "--out", "y").run == "build"
    assert parse("report", "x", "--out", "y").run == "report"
    assert parse("verify").run == "verify"
    assert parse("train", "sentiment", "--data", "x").run == "train"
    assert parse("dictionary").run == "dictionary"


def test_domains_may_be_repeated_and_the_default_scorer_needs_no_word():
    options = parse("build", "x", "--out", "y", "--lexicon", "own.csv", "--domain", "oil", "--domain", "law")
    assert (options.domain, options.scorer, options.lexicon) == (["oil", "law"], "default", Path("own.csv"))


def test_a_tilde_is_the_home_folder_also_where_no_shell_replaced_it(monkeypatch):
    monkeypatch.setenv("HOME", "/somewhere")
    assert parse("train", "encoder", "--data", "~/news").data == Path("/somewhere/news")


@pytest.mark.parametrize(
    "arguments",
    [("train", "topics", "--data", "x"), ("build", "x", "--out", "y", "--scorer", "vader"), ("train", "sentiment")],
)
def test_what_there_is_not_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        parse(*arguments)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err
