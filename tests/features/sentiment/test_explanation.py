from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.sentiment import Lexicon, explain, score_sentences, score_targets
from tests.features.sentiment.small_scorers import (
    EncoderOfWords,
    mentions_in,
    score_by_hand,
    scorer_of,
    sentences_of,
)

HOSTILE = """<script>alert('x')</script> & "good" <img src=x onerror="alert(1)"> people's war </div>"""
TEXTS = st.text(max_size=30) | st.lists(
    st.sampled_from(["<script>", "war", "&amp;", '"', "'", "</div>", "Ruiz", "praised", "<!--", "]]>", "\r\n", "not"])
).map(" ".join)


class Page(HTMLParser):
    """What a browser would make of a picture: its tags, the styles of its spans, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.texts, self.styles, self._open = [], [], [], {}, None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, sorted(name for name, _ in attributes)))
        self._open = dict(attributes) if tag == "span" else None

    def handle_endtag(self, tag):
        self._open = None

    def handle_data(self, data):
        self.texts.append(data)
        if self._open is not None:
            self.words.append(data)
            self.styles[data] = self._open

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_parts_of_a_score_are_those_worked_out_by_hand():
    scorer = scorer_of({("word", "storm"): (1.0, -1.0), ("word", "calm"): (-0.5, 0.5)})
    why = explain("The storm, the calm.", scorer=scorer)
    score, chances = score_by_hand(2.5 * 0.5 - 0.5, -2.5 * 0.5 - 0.5)
    assert why.score == pytest.approx(score)
    assert why.chances == pytest.approx(dict(zip(("negative", "neutral", "positive"), chances, strict=True)))
    assert why.table["word"].tolist() == ["The", "storm", "the", "calm"]
    assert why.table[["start", "end"]].to_numpy().tolist() == [[0, 3], [4, 9], [11, 14], [15, 19]]
    assert why.table["contribution"].tolist() == pytest.approx([0, 2 * score, 0, -score])
    assert why.target is None


def test_it_explains_what_is_scored():
    sentences = sentences_of("Peace talks collapsed, and Ruiz praised Duarte.")
    text = sentences["text"][0]
    assert explain(text).score == score_sentences(sentences)["score"].item()
    toward = score_targets(sentences, mentions_in(sentences, (0, "Ruiz")))
    assert explain(text, "Ruiz").score == toward["score"].item()
    assert explain("Peace talks collapsed").score < 0


def test_a_target_is_given_as_written_or_by_its_place():
    text = "Duarte praised Duarte for his honesty."
    assert explain(text, "Duarte").target == (0, 6)
    by_place = explain(text, (15, 21))
    assert by_place.target == (15, 21)
    assert by_place.score != explain(text, "Duarte").score
    assert by_place.table["word"].tolist()[-2:] == ["(sentence as a whole)", "(without words)"]
    assert by_place.table["start"].isna().tolist() == [False] * 6 + [True] * 2


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from("Ruiz praised Duarte war not killed he of fraud , “ ”".split()), min_size=1, max_size=10)
)
def test_contributions_add_up_to_the_score(pieces):
    text = " ".join(pieces)
    for target in (None, pieces[0], (len(text) - len(pieces[-1]), len(text))):
        why = explain(text, target)
        expected = 0.0 if np.isnan(why.score) else why.score
        assert why.table["contribution"].sum() == pytest.approx(expected, abs=1e-9)


def test_the_plain_lexicon_explains_itself_without_chances():
    why = explain("A good day, not a bad one.", scorer=Lexicon(pd.Series({"good": 0.5, "bad": -0.5})))
    # 0.5 / 2 and −0.5 · −0.74 / 2
    assert why.table.set_index("word")["contribution"].to_dict() == pytest.approx(
        {"A": 0, "good": 0.25, "day": 0, "not": 0, "a": 0, "bad": 0.185, "one": 0}
    )
    assert why.chances is None
    assert "score +0.43" in why._repr_html_() and "negative" not in why._repr_html_()


@pytest.mark.parametrize("text", ["", "…", "In May.", "Der Rat hat sich nicht auf das Gesetz und die Regeln geeinigt."])
def test_where_nothing_is_said_the_picture_says_so(text):
    why = explain(text)
    assert np.isnan(why.score)
    assert (why.table["contribution"] == 0).all()
    page = Page(why._repr_html_())
    assert page.texts[-1] == "no score: no word says anything about tone"


def test_hostile_text_is_text():
    for target in (None, "good", "people's"):
        page = Page(explain(HOSTILE, target)._repr_html_())
        assert {tag for tag, _ in page.tags} == {"div", "p", "span"}
        assert "".join(page.texts[:-1]) == HOSTILE


@settings(max_examples=30)
@given(TEXTS)
def test_a_picture_holds_the_sentence_as_written_and_no_tag_of_it(text):
    page = Page(explain(text)._repr_html_())
    assert [tag for tag, _ in page.tags if tag != "span"] == ["div", "p", "p"]
    assert {tuple(names) for tag, names in page.tags if tag == "span"} <= {("style", "title")}
    assert "".join(page.texts[:-1]) == text


def test_the_words_are_coloured_by_what_they_contribute_and_the_target_is_marked():
    of_target = {("word", "praised"): (-1.0, 1.0), ("word", "storm"): (0.5, -0.5)}
    why = explain("Ana Duarte praised the storm.", "Ana Duarte", scorer=scorer_of({}, of_target=of_target))
    styles = Page(why._repr_html_()).styles
    assert "0, 114, 178, 0.65" in styles["praised"]["style"]  # blue: good; the strongest
    assert "213, 94, 0, 0.3" in styles["storm"]["style"]  # orange: bad; half as strong
    assert [word for word, of in styles.items() if "outline" in of["style"]] == ["Ana", "Duarte"]
    assert float(styles["praised"]["title"]) > 0 > float(styles["storm"]["title"])
    assert "outline" not in explain("Ana Duarte praised the storm.")._repr_html_()


@pytest.mark.parametrize("target", ["Lira", "duarte", ""])
def test_a_target_that_does_not_occur_is_refused_with_the_sentence(target):
    message = f"'{target}' does not occur in the sentence 'Duarte spoke.'; write it as it stands there"
    with pytest.raises(ValueError, match=message):
        explain("Duarte spoke.", target)


@pytest.mark.parametrize("target", [(-1, 3), (3, 3), (0, 14)])
def test_a_place_outside_the_sentence_is_refused(target):
    with pytest.raises(ValueError, match=r"expected 0 <= start < end <= 13, the length of the sentence, got \("):
        explain("Duarte spoke.", target)


@pytest.mark.parametrize(
    ("scorer", "target"), [("lexicon", "Ruiz"), (EncoderOfWords(), None), (EncoderOfWords(), "Ruiz")]
)
def test_a_scorer_that_cannot_say_why_is_refused(scorer, target):
    with pytest.raises(ValueError, match="this scorer cannot say what each word contributes here; use 'default'"):
        explain("Ruiz spoke.", target, scorer=scorer)
