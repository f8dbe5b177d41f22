"""A digest reckoned beside the reading is that of the same bytes."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.vault.side_digest import SideDigest


@given(st.lists(st.binary(max_size=5000), max_size=12))
def test_parts_give_the_digest_of_the_whole(parts: list[bytes]) -> None:
    with SideDigest() as digest:
        for part in parts:
            digest.update(part)
        assert digest.digest() == hashlib.sha256(b"".join(parts)).digest()


def test_two_buffers_may_take_turns() -> None:
    whole = bytes(range(256)) * 8192
    buffer, other = bytearray(65536), bytearray(65536)
    with SideDigest() as digest:
        for start in range(0, len(whole), len(buffer)):
            buffer[:] = whole[start : start + len(buffer)]
            digest.update(memoryview(buffer))
            buffer, other = other, buffer
        assert digest.digest() == hashlib.sha256(whole).digest()
