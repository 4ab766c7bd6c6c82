from indexer.bulletin import Item
from indexer.readers.feed_entries import Entry, without_earlier


def _kept(*entries, home=""):
    return [entry.item.title for entry in without_earlier(entries, home)]


def test_one_guid_and_two_addresses_are_two_items():
    one, other = Entry(Item("Un", "Ici.", url="a"), "g"), Entry(Item("Deux", "Là.", url="b"), "g")
    assert _kept(one, other) == ["Un", "Deux"]


def test_two_guids_and_one_address_are_two_items_unless_their_texts_are_alike():
    one, other = (
        Entry(Item("Un", "Le pont ferme.", url="a"), "g"),
        Entry(Item("Deux", "La pluie.", url="a"), "h"),
    )
    assert _kept(one, other) == ["Un", "Deux"]
    again = Entry(Item("Un, suite", "Le pont ferme.", url="a"), "h", changed=1)
    assert _kept(one, again) == ["Un, suite"]


def test_the_address_of_the_site_is_that_of_no_item():
    entries = [Entry(Item(title, title, url="https://x.fr/")) for title in ("Un", "Deux")]
    assert _kept(*entries, home="https://x.fr") == ["Un", "Deux"]


def test_what_three_titles_share_is_no_guid():
    assert _kept(*(Entry(Item(title, title), "g") for title in ("Un", "Deux", "Trois"))) == [
        "Un",
        "Deux",
        "Trois",
    ]
