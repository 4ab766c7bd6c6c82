"""What is stored of a document comes back as it was, and nothing else is read."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.analysis import Token

from index.engines.whoosh.segment.stored_fields import decode, encode

Values = dict[str, object]
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=20),
        st.binary(max_size=20),
        st.datetimes(),
        st.decimals(allow_nan=False),
    ),
    lambda part: st.one_of(
        st.lists(part, max_size=3),
        st.tuples(part, part),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers()), part, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1, max_size=10), PLAIN, max_size=5))
def test_stored_values_come_back_as_they_were(values: Values) -> None:
    assert repr(sorted(decode(encode(values)).items())) == repr(sorted(values.items()))


def test_texts_are_stored_as_they_are_and_plain_values_as_json() -> None:
    values = {"titre": "été", "place": 3, "odd": "a\0b", "texte": ""}
    assert encode(values) == '\0titre\1texte\1\0{"place":3,"odd":"a\\u0000b"}\0été\0'.encode()


@pytest.mark.parametrize(
    "data", [b"\0\0[]", b"\0\0{", b"\0", b"\0titre\1\0", b"\0titre\1\0\0\xff", pickle.dumps([])]
)
def test_damaged_values_are_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"stored fields|not enough|shorter|JSON|Expecting|decode"):
        decode(data)


@pytest.mark.parametrize("value", [Path("x"), Token, lambda: None])
def test_what_could_not_be_read_back_is_not_stored(value: object) -> None:
    with pytest.raises(ValueError, match="cannot be stored"):
        encode({"kept": value})
