"""Which encoding of 8 bits has a French text? The one in which its letters are those of French.

windows-1252 counts unless another one reads clearly better: an old Mac (Mac OS Roman), DOS (code page 850)
and iso-8859-15 write letters with other bytes, and « grève » read as windows-1252 becomes « grŠve ».
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

WINDOWS = "cp1252"
NAMES = {"mac-roman": "Mac OS Roman", "cp850": "code page 850", "iso8859-15": "iso-8859-15"}
"""The other encodings, by their names in Python."""

# About the negative logarithm of how often each is used of all characters that are not ASCII, in 20,000 items
# of television news; capitals and signs a little less, as there are texts of headlines and dialogues.
_COSTS = (
    dict.fromkeys("é", 1.0)
    | dict.fromkeys("àè", 2.0)
    | dict.fromkeys("êç", 3.0)
    | dict.fromkeys("ôâîûùÉÀ’«»\u00a0", 4.0)
    | dict.fromkeys("ëïœÇÈÊÎÔŒ°…–—“”€", 5.0)
)
_RARE, _CONTROL = 10.0, 14.0
_MISFIT = 6.0  # of case or kind: a capital after a small letter, a sign between two
_ALONE = 4.0  # a letter that is no word of French
_BESIDE = 4.0  # a letter next to another one that is not ASCII, as in Russian; « éé » aside
_WORDS = "àÀôÔyY"
_BETWEEN_LETTERS = "’\u00a0"
_CLEARLY = 4.0  # a letter, by which another encoding must be better than windows-1252
_HARDLY = 2.0
_STRANGE = 8.0  # a letter: no encoding that reads so badly is certain
_MOST = 20_000  # letters that are looked at
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The encoding that fits bytes best.

    Attributes:
        codec: Its name in Python.
        doubt: Why it is not certain, a clause; empty if it is.
    """

    codec: str
    doubt: str = ""


def best_reading(data: bytes) -> Reading:
    """Return the encoding of 8 bits that fits a French text best."""
    # Each byte that is not ASCII, with the one before it and the one behind it.
    places = Counter(
        data[at.start() - 1 : at.end() + 1].ljust(3) if at.start() else (b" " + data[:2]).ljust(3)
        for at in islice(_HIGH.finditer(data), _MOST)
    )
    gains = {codec: _gain(places, codec) for codec in NAMES}
    codec = max(gains, key=lambda name: gains[name])
    if gains[codec] >= _CLEARLY:
        return Reading(codec, _strangeness(places, codec))
    if gains[codec] > -_HARDLY:
        return Reading(WINDOWS, f"may be {NAMES[codec]} as well as windows-1252, which it is read as")
    return Reading(WINDOWS, _strangeness(places, WINDOWS))


def _gain(places: Counter[bytes], codec: str) -> float:
    """Return how much better than windows-1252 an encoding reads, for each letter that differs."""
    gain, count = 0.0, 0
    for place, number in places.items():
        usual, other = _decode(place, WINDOWS), _decode(place, codec)
        if usual[1] != other[1]:
            gain += number * (_cost(usual) - _cost(other))
            count += number
    return gain / count if count else -_CLEARLY


def _strangeness(places: Counter[bytes], codec: str) -> str:
    """Return that a text is hardly French in an encoding, a clause; empty if it may be."""
    cost = sum(number * _cost(_decode(place, codec)) for place, number in places.items())
    if cost <= _STRANGE * places.total():
        return ""
    name = NAMES.get(codec, "windows-1252")
    return f"may be in another encoding than {name}, which it is read as: its letters are rare in French"


def _decode(place: bytes, codec: str) -> str:
    """Decode byte by byte; one that is undefined becomes the control character that it is in latin-1."""
    letters = (bytes([byte]).decode(codec, "replace") for byte in place)
    return "".join(
        chr(byte) if letter == "\ufffd" else letter for byte, letter in zip(place, letters, strict=True)
    )


def _cost(place: str) -> float:
    """Return how unlikely the middle of three characters is in French."""
    before, letter, behind = place[0], place[1], place[2]
    if "\x80" <= letter < "\xa0":
        return _CONTROL
    cost = _COSTS.get(letter, _RARE)
    if not letter.isalpha():
        is_within = before.isalpha() and behind.isalpha() and letter not in _BETWEEN_LETTERS
        is_alone = letter == "…" and before == behind == " "  # « à » in code page 850
        return cost + (_MISFIT if is_within else 0) + (_ALONE if is_alone else 0)
    if not before.isalpha() and not behind.isalpha():
        return cost + (0 if letter in _WORDS else _ALONE)
    is_misfit = before.islower() if letter.isupper() else before.isupper() and behind.isupper()
    is_beside = any(each.isalpha() and not each.isascii() and each != "é" for each in (before, behind))
    return cost + (_MISFIT if is_misfit else 0) + (_BESIDE if is_beside else 0)
