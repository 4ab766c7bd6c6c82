"""Names that sound alike, and those that do not."""

from collections.abc import Callable, Sequence

import pytest

from index.archive.document import Document
from index.vocabulary.sounds import sounds
from index.vocabulary.vocabulary import Vocabulary


@pytest.mark.parametrize(
    "names",
    [
        "khashoggi kachogi kashogi kashoggi", "prigojine prigogine prigozhin", "zelensky zelenski",
        "melenchon melanchon", "netanyahou netanyahu", "poutine putin", "schwarzenegger chwarzeneger",
        "philippe filipe phillippe", "depardieu depardieux", "bettencourt betancourt", "tchekhov chekov",
        "hernandez ernandez", "gauthier gautier", "lefebvre lefebvr", "theophile teofile", "renault renaul",
        "christine kristine cristine", "chloe kloe",
    ],
)  # fmt: skip
def test_names_sound_alike(names: str) -> None:
    assert len(set(sounds(names.split()))) == 1, sounds(names.split())


@pytest.mark.parametrize(
    "names",
    ["macron micron", "bernard renard", "merkel markel", "poutine routine", "martin marton", "paris pari-s"],
)
def test_names_that_differ_do_not_sound_alike(names: str) -> None:
    one, other = sounds(names.split())
    assert one != other


def test_a_vocabulary_finds_names_by_their_sound(write: Callable[[Sequence[Document]], Vocabulary]) -> None:
    bodies = ("Jamal Khashoggi est mort.", "Khashoggi, un an après.", "une cachogie", "cachogie",
              "Nicolas Hulot", "Hulot démissionne")  # fmt: skip
    vocabulary = write([Document(str(number), "", body) for number, body in enumerate(bodies)])
    assert vocabulary.names_like("kachogi", 3) == ["khashoggi"]
    assert vocabulary.names_like("khashoggi", 3) == []
    assert vocabulary.names_like("kach", 3) == []
    assert vocabulary.names_like("ulot", 3) == ["hulot"]
    assert vocabulary.names_like("ulo", 3) == []
