import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.article import FLAGS
from features.reading.documents import Document, Parts

WORDS = st.none() | st.text()
PARTS = st.builds(
    Parts,
    text=st.text(),
    title=WORDS,
    outlet=WORDS,
    written=WORDS | st.integers(-(2**53), 2**53),
    authors=WORDS | st.lists(st.text()).map(tuple),
    url=WORDS,
    flags=st.lists(st.sampled_from(list(FLAGS)), unique=True).map(tuple),
    note=WORDS,
)


@given(PARTS)
def test_parts_come_out_of_json_as_they_went_in(parts):
    assert Parts.from_json(json.loads(json.dumps(parts.to_json()))) == parts


def test_a_flag_that_is_not_on_the_list_is_refused_with_the_list():
    with pytest.raises(ValueError, match="a flag is one of .*'truncated'.*, got 'torn'"):
        Parts("It rained.", flags=("cut short", "torn"))


def test_a_document_needs_nothing_but_its_bytes_and_parts_need_nothing_at_all():
    document = Document(b"<p>")
    assert (document.name, document.place, document.url, document.charset, document.flags) == ("", "", None, None, ())
    assert (Parts().text, Parts().authors, Parts().flags) == ("", None, ())


def test_what_travels_cannot_be_changed_on_the_way():
    with pytest.raises(AttributeError):
        Parts("It rained.").text = "It snowed."
    with pytest.raises(AttributeError):
        Document(b"<p>").content = b""
