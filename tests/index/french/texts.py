"""French text, and everything that Unicode can put in its way."""

from hypothesis import strategies as st

# French text, and everything that Unicode can put in its way.
FRENCH_LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
FRENCH = st.text(FRENCH_LETTERS + FRENCH_LETTERS + " '’-‑.,&0123456789«»\u00a0\u202f\u00ad", max_size=60)
ODD = (
    "\x00\ud800\udfff\u0301\u0323\u200b\u200d\u2060\u00ad\ufeff"
    + "\U0001f600\U0001d400ßŉİıﬁﬀǆ½²№…–´ΐᾳ\u0345\U000e0041"
)
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=60),
    st.text(ODD + FRENCH_LETTERS + " '.-0123,", max_size=60),
)
