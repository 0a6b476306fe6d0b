import pandas as pd
import pytest

from features.sentiment import SCORERS, Lexicon, Scorer, choose_scorer, explanation, read_lexicon, score_words
from features.sentiment.choosing import choose_scorer as choose
from features.text import find_words


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_is_the_projects_scorer_and_is_opened_once():
    assert isinstance(choose_scorer(), Scorer)
    assert choose_scorer() is choose_scorer("default") is choose()


def test_the_plain_one_has_the_words_of_vader():
    assert isinstance(choose_scorer("lexicon"), Lexicon)
    assert choose_scorer("lexicon").digest == read_lexicon().digest


@pytest.mark.parametrize("opened", [Lexicon(pd.Series({"good": 0.5})), Scorer(), object()])
def test_what_was_opened_before_is_given_back(opened):
    assert choose_scorer(opened) is opened


@pytest.mark.parametrize("name", ["vader", "Default", ""])
def test_a_name_that_is_none_is_refused_with_those_that_are(name):
    message = f"there is no scorer {name!r}; choose one of default, lexicon, encoder"
    with pytest.raises(ValueError, match=message):
        choose_scorer(name)
    with pytest.raises(ValueError, match=message):
        score_words(find_words(pd.DataFrame({"article_id": ["a"], "text": ["Rain."]})), name)
    with pytest.raises(ValueError, match=message):
        explanation.explain("Rain.", scorer=name)
    assert name not in SCORERS


def test_your_words_go_to_the_scorer_that_was_asked_for(tmp_path):
    own = write(tmp_path / "own.csv", "term,weight,domain\ntariff,-0.5,\nrally,0.5,markets\n")
    plain = write(tmp_path / "plain.csv", "term,valence\ntariff,-0.25\n")
    mask = write(tmp_path / "mask.csv", "phrase\noil rally\n")
    assert choose_scorer(lexicon=own, mask=mask).tone_words.own.to_dict() == {"tariff": -0.5}
    assert choose_scorer(lexicon=own, domains=["markets"]).tone_words.own.to_dict() == {"tariff": -0.5, "rally": 0.5}
    assert choose_scorer(mask=mask).tone_words.mask == ("oil rally",)
    lexicon = choose_scorer("lexicon", plain, mask)
    assert (lexicon.valences.to_dict(), lexicon.mask) == ({"tariff": -0.25}, ("oil rally",))


def test_words_that_the_scorer_cannot_use_are_refused(tmp_path):
    own = write(tmp_path / "own.csv", "term,weight,domain\nrally,0.5,markets\n")
    with pytest.raises(
        ValueError, match="the encoder takes no lexicon and no mask; use the scorer 'default' or 'lexicon'"
    ):
        choose_scorer("encoder", own)
    with pytest.raises(ValueError, match="the encoder takes no lexicon and no mask"):
        choose_scorer("encoder", mask=own)
    for scorer in ("lexicon", "encoder"):
        with pytest.raises(ValueError, match=f"the scorer '{scorer}' knows no domains"):
            choose_scorer(scorer, domains=["markets"])
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        choose_scorer(lexicon="nowhere.csv")
    with pytest.raises(ValueError, match=r"own\.csv has no row of the domain 'sport'; it has \['markets'\]"):
        choose_scorer(lexicon=own, domains=["sport"])


def test_domains_without_words_of_your_own_are_refused():
    with pytest.raises(ValueError, match="domains choose among your own words; give a lexicon with them"):
        choose_scorer(domains=["markets"])
