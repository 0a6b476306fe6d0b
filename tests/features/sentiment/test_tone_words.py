import pandas as pd
import pytest

from features.sentiment import kinds
from features.sentiment.tone_words import CHANNELS, ToneWords, look_up, open_tone_words, read_tone_words
from features.text.known import know_words
from tests.features.sentiment.small_lists import lists, stream


@pytest.fixture(scope="module")
def project():
    return read_tone_words()


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def words_in(texts):
    words = stream(*texts)
    found = words.vocabulary[words.term].tolist()
    return [found[begin:end] for begin, end in zip(words.first, words.first[1:], strict=False)]


def test_every_term_of_the_projects_lists_can_be_found_in_a_text(project):
    terms = [*project.ratings.index, *project.kind.index, *project.degree.index, *project.mask]
    assert words_in(terms) == [term.split() for term in terms]


def test_the_projects_lists_name_each_term_once_and_keep_to_their_scales(project):
    for of_term in (project.ratings, project.kind, project.degree):
        assert of_term.index.is_unique
    assert project.ratings[[*CHANNELS]].abs().max().max() <= 1
    assert set(project.ratings["stake"]) <= {-1, 0, 1}
    assert project.degree.between(-1, 1).all()
    shifters = project.kind[project.kind >= kinds.ON_SUBJECT] & kinds.KIND
    assert shifters.between(kinds.INCREASE, kinds.FAIL).all()
    assert project.language == "en"


@pytest.mark.parametrize("word", ["disaster", "crime", "killed", "bankruptcy", "recession"])
def test_what_nobody_doubts_is_bad_news(project, word):
    assert project.ratings.loc[word, "valence"] < -0.2


@pytest.mark.parametrize("word", ["peace", "ceasefire", "rescued", "prosperity", "victory"])
def test_what_nobody_doubts_is_good_news(project, word):
    assert project.ratings.loc[word, "valence"] > 0.2


def test_what_a_list_that_comes_later_says_of_a_word_decides(project):
    assert project.kind["by"] == kinds.WITH
    assert project.kind["no longer"] == kinds.NEGATION
    assert project.kind["up"] == kinds.UP
    # A noun that matters is done something to; its participle acts.
    assert "charges" not in project.kind and project.ratings.loc["charges", "stake"] == -1
    assert project.kind["sharply"] == kinds.ADVERB


def test_a_masked_word_at_stake_has_no_tone_of_its_own_but_is_not_masked(project):
    assert project.ratings.loc["shares", [*CHANNELS]].tolist() == [0, 0, 0]
    assert project.ratings.loc["shares", "stake"] == 1
    assert "shares" not in project.mask


def test_your_own_words_are_read_case_folded_and_stripped(tmp_path):
    path = write(tmp_path / "own.csv", "why,weight,term\nx,-0.5, Tariff \nx,1,OPEC’s Deal\n")
    assert read_tone_words(path).own.to_dict() == {"tariff": -0.5, "opec's deal": 1}


def test_your_own_words_leave_the_projects_lists_as_they_are(tmp_path, project):
    words = read_tone_words(write(tmp_path / "own.csv", "term,weight\npeace,-1\n"))
    pd.testing.assert_frame_equal(words.ratings, project.ratings)
    assert words.mask == project.mask
    assert words.digest != project.digest


def test_words_of_a_domain_are_taken_when_it_is_asked_for(tmp_path):
    path = write(tmp_path / "own.csv", "term,weight,domain\nstrike,-0.5,\ncut,0.5,oil\ncut,-0.5,jobs\n")
    assert read_tone_words(path).own.to_dict() == {"strike": -0.5}
    assert read_tone_words(path, domains=["oil"]).own.to_dict() == {"strike": -0.5, "cut": 0.5}
    assert read_tone_words(path, domains=["jobs"]).own.to_dict() == {"strike": -0.5, "cut": -0.5}


def test_your_own_mask_replaces_the_projects(tmp_path):
    words = read_tone_words(mask=write(tmp_path / "mask.csv", "phrase,why\n Crude Oil ,a good\ngross,\nGross,\n"))
    assert words.mask == words.given_mask == ("crude oil", "gross")
    # Nothing of the project's is masked any more: “shares” has its rating.
    assert words.ratings.loc["shares", "valence"] > 0


def test_a_mask_without_rows_means_that_nothing_is_masked(tmp_path):
    assert read_tone_words(mask=write(tmp_path / "mask.csv", "phrase\n")).mask == ()


@pytest.mark.parametrize(
    ("content", "domains", "message"),
    [
        ("term\nx\n", (), r"own.csv needs the columns \['term', 'weight'\], it has \['term'\]"),
        ("term,weight\n", (), "own.csv has no row below its first line; leave the lexicon out"),
        (
            "term,weight\ntariff,high\n",
            (),
            r"own.csv: the weight of 'tariff' should be a number in \[-1, 1\], got 'high'",
        ),
        ("term,weight\ntariff,\n", (), "the weight of 'tariff' should be a number .* got ''"),
        ("term,weight\ntariff,1.5\n", (), "the weight of 'tariff' .* got '1.5'"),
        ("term,weight\ntariff,-inf\n", (), "the weight of 'tariff' .* got '-inf'"),
        ("term,weight\ntariff,nan\n", (), "the weight of 'tariff' .* got 'nan'"),
        ("term,weight\ntariff,1\nTariff,1\n", (), "own.csv: 'tariff' stands there twice; keep one row of it"),
        ("term,weight,domain\na,1,oil\na,1,jobs\n", ("oil", "jobs"), "own.csv: 'a' stands there twice"),
        ("term,weight,domain\na,1,oil\nb,1,\n", ("gas",), r"own.csv has no row of the domain 'gas'; it has \['oil'\]"),
        ("term,weight\ntariff,1,1\n", (), "own.csv, line 2: expected 2 values as in the first line"),
    ],
)
def test_words_of_your_own_that_cannot_be_right_are_refused_with_their_offender(tmp_path, content, domains, message):
    with pytest.raises(ValueError, match=message):
        read_tone_words(write(tmp_path / "own.csv", content), domains=domains)


def test_a_wrong_weight_of_a_domain_that_is_not_taken_does_no_harm(tmp_path):
    path = write(tmp_path / "own.csv", "term,weight,domain\na,1,\nb,7,oil\n")
    assert read_tone_words(path).own.to_dict() == {"a": 1}


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="own.csv"):
        read_tone_words(tmp_path / "own.csv")
    with pytest.raises(FileNotFoundError, match="mask.csv"):
        read_tone_words(mask=tmp_path / "mask.csv")


def test_a_mask_without_its_column_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"mask.csv needs the columns \['phrase'\], it has \['words'\]"):
        read_tone_words(mask=write(tmp_path / "mask.csv", "words\nx\n"))


def test_the_digest_tells_lists_apart_and_pays_no_heed_to_their_order():
    one = lists(mask=["a", "b c"], own={"x": 0.5, "y": 0.25})
    shuffled = ToneWords(
        one.ratings[::-1], one.kind[::-1], one.degree[::-1], one.mask[::-1], one.own[::-1], language="en"
    )
    assert one.digest == shuffled.digest
    others = [
        lists(mask=["a"], own={"x": 0.5, "y": 0.25}),
        lists(mask=["a", "b c"], own={"x": 0.5}),
        lists(mask=["a", "b c"], own={"x": 0.5, "y": 0.25}, kind={"more": kinds.INCREASE}),
        lists(mask=["a", "b c"], own={"x": 0.5, "y": 0.25}, ratings={"more": (0, 0, 0, 1)}),
    ]
    digests = [one.digest, *(other.digest for other in others)]
    assert len(set(digests)) == len(digests)
    assert all(len(digest) == 16 for digest in digests)


def test_words_that_are_opened_again_elsewhere_are_the_same(tmp_path):
    read = read_tone_words(
        write(tmp_path / "own.csv", "term,weight\ntariff,-0.5\n"), write(tmp_path / "mask.csv", "phrase\ncrude oil\n")
    )
    assert open_tone_words(read.own, read.given_mask).digest == read.digest
    assert open_tone_words().digest == read_tone_words().digest


def test_phrases_stand_longest_first_and_each_once():
    words = lists(mask=["a b", "c d e"], own={"f g": 0.5}, kind={"a b": kinds.END})
    phrases = words.phrases
    assert phrases.index.is_unique
    assert phrases["n_words"].is_monotonic_decreasing
    assert set(phrases.index) == {"a b", "c d e", "f g", "under fire", "put an end to"}
    assert phrases.loc["a b", ["is_masked", "kind", "n_words"]].tolist() == [1, kinds.END, 2]


def test_words_are_looked_up_by_themselves_before_their_nouns():
    words = stream("The people’s choice; people, children’s")
    known = know_words(["people", "people's", "children"])
    found = dict(zip(words.vocabulary.tolist(), look_up(words, known).tolist(), strict=True))
    assert found == {"the": -1, "people's": 1, "choice": -1, "people": 0, "children's": 2}
