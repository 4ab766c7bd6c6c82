"""How what is stored of documents is compressed: deflate, chosen for how fast it is read.

    Adler-32 of what follows, 4 bytes, little-endian; deflate without a header

With its fixed code no table is built for each document, which halves the time. What that takes of room is won
back by a dictionary that every document refers to. `kernel.c` reads the same.
"""

import zlib

LEVEL = 6
DICTIONARY = (
    "urlhttps://www..frsourcetitleid-200-201-202datebody\n\n, mais aussi, alors que, selon lui. « », a-t-il "
    "déclaré, a-t-elle ajouté, a annoncé le ministère de l’Intérieur, lors d’une conférence de presse mardi "
    "mercredi jeudi vendredi samedi dimanche lundi, qu’ils avaient fait entre eux, contre cette décision, "
    "très peu encore depuis plusieurs années, sous tous leurs autres millions d’euros, président de la "
    "République, Premier ministre, gouvernement, au cours des trois dernières semaines, une centaine de "
    "personnes, janvier février mars avril mai juin juillet août septembre octobre novembre décembre, après "
    "avant pendant entre comme avoir être, était, étaient, sont, ont été, ces, ses, aux, elle, ils, on, "
    "n’est pas, n’a pas, c’est, s’est, qu’il, d’un, ce qui, dont, deux ans, plus de, par les, par la, sur "
    "les, sur la, avec le, avec des, pour les, pour la, dans les, dans la, dans un, et la, et le, et les, et "
    "de, à la, à l’, est un, est une, qui a, que le, que les, de l’, du, des, en, le, la, les, de la "
).encode()
"""Never to be changed without `schema.FORMAT`; what is likeliest stands last, where it is nearest."""


_WINDOW = 12
"""Logarithm of how many bytes back a document refers to: more saves nothing of a news item."""
CHECKSUM = 4


def compress(data: bytes) -> bytes:
    """Make what is stored of a document smaller."""
    made = zlib.compressobj(LEVEL, zlib.DEFLATED, -_WINDOW, strategy=zlib.Z_FIXED, zdict=DICTIONARY)
    packed = made.compress(data) + made.flush()
    return zlib.adler32(packed).to_bytes(CHECKSUM, "little") + packed


def decompress(data: bytes | memoryview) -> bytes:
    """Give back what was compressed; raises `zlib.error` where it is damaged."""
    packed = data[CHECKSUM:]
    if zlib.adler32(packed) != int.from_bytes(data[:CHECKSUM], "little"):
        raise zlib.error("its checksum is another one")
    read = zlib.decompressobj(-_WINDOW, DICTIONARY)
    found = read.decompress(packed)
    if not read.eof:
        raise zlib.error("it ends too early")
    return found
