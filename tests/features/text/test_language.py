"""The language of an article is told from its words, and not told where there are too few."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features import find_words
from features.text import language
from features.text.language import find_languages

TEXTS = {
    "en": "The minister said on Tuesday that the port would stay closed for a week, and that the ships which were waiting in the "
    "bay had been told to turn back to where they came from.",
    "fr": "Le ministre a annoncé mardi que le port resterait fermé pendant une semaine, et que les navires qui attendaient dans la "
    "baie avaient été priés de repartir avec leur chargement.",
    "es": "El ministro anunció el martes que el puerto estaría cerrado por una semana, y que los barcos que esperaban en la bahía "
    "recibieron la orden de volver con su carga al lugar de donde habían salido.",
    "de": "Der Minister sagte am Dienstag, dass der Hafen für eine Woche geschlossen bleibe und dass die Schiffe, die in der Bucht "
    "warteten, mit ihrer Ladung nach Hause fahren müssten, was nicht alle wollten.",
    "pt": "O ministro anunciou na terça que o porto ficaria fechado por uma semana e que os navios que esperavam na baía foram "
    "mandados de volta com a sua carga, o que não agradou aos donos das empresas.",
    "it": "Il ministro ha annunciato martedì che il porto resterà chiuso per una settimana e che le navi che aspettavano nella "
    "baia sono state rimandate indietro con il loro carico, il che non è piaciuto a tutti.",
    "nl": "De minister zei dinsdag dat de haven een week dicht blijft en dat de schepen die in de baai wachtten met hun lading "
    "naar huis moeten varen, wat niet iedereen op prijs stelde.",
    "ru": "Министр сообщил во вторник, что порт будет закрыт в течение недели, а судам, которые ждали в бухте, было приказано "
    "вернуться вместе с грузом туда, откуда они пришли.",
}


def languages_of(*texts):
    table = pd.DataFrame({"article_id": [str(number) for number in range(len(texts))], "text": list(texts)})
    return find_languages(find_words(table)).tolist()


@pytest.mark.parametrize("expected", TEXTS)
def test_a_paragraph_is_told_by_its_language(expected):
    assert languages_of(TEXTS[expected]) == [expected]


def test_articles_of_several_languages_do_not_disturb_each_other():
    assert languages_of(*TEXTS.values(), "", TEXTS["en"]) == [*TEXTS, None, "en"]


@pytest.mark.parametrize(
    "text", ["", "Rain.", "😀 😀 😀", "12 000 34 56 78 90 2026 12 11 10 9 8 7 6 5 4 3 2 1", "Oil up 3%"]
)
def test_what_has_too_few_words_is_not_told(text):
    assert languages_of(text) == [None]


def test_the_clear_cases_do_not_ask_the_model(monkeypatch):
    monkeypatch.setattr(language, "_model", lambda: pytest.fail("asked the model"))
    assert languages_of(*(TEXTS[name] for name in ("en", "fr", "es", "de", "it"))) == ["en", "fr", "es", "de", "it"]


def test_a_french_article_with_an_english_quotation_is_french():
    assert languages_of(f"{TEXTS['en']} {' '.join([TEXTS['fr']] * 4)}") == ["fr"]


def test_sentences_of_one_article_are_judged_together():
    table = pd.DataFrame(
        {"article_id": ["a", "a", "b"], "sentence_no": [0, 1, 0], "text": [*TEXTS["ru"].split(", ", 1), TEXTS["en"]]}
    )
    assert find_languages(find_words(table)).tolist() == ["ru", "en"]


@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
def test_every_article_gets_a_code_of_two_or_three_letters_or_none(texts):
    for found in languages_of(*texts):
        assert found is None or (found.isascii() and 2 <= len(found) <= 3)
