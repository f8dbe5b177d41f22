"""The key file: every changed byte is noticed, and nothing in it is trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file, recovery_code
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.key_file import KeyFile, parse, serialise
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.remembered import DestroyedIds, Head
from vertrouwen.vault.slots import SlotType, canonical_json, strict_secret, wrap

MASTER = MasterKey.generate()
# As a program of the first format wrote it, with the code that was on paper.
FIRST = (
    '{"format":1,"kcv":"5787f8fb660ff70b975da4be37b9c759","magic":"vertrouwen-vault","sha25'
    '6":"3c6f6ebf5b791013f092eb415814655ca578db7b820767caf672288e6a02c371","slots":[{"kdf":'
    '{"name":"hkdf-sha256"},"nonce":"39fd915f79251047a91aec35","slot_id":"990ec2032f2ba2c26'
    '366d89d7a053905","type":"recovery","wrapped":"f0fdba904a260699931ccddd466e03f34abb1f8d'
    '15c133c951d7c213b1fb562d5516bdadcbe2bb038f5381f03155eda8"},{"kdf":{"m_kib":262144,"nam'
    'e":"argon2id","p":4,"salt":"a6730655bf08004efd6a24ac7c3cedce","t":3},"nonce":"dbe2a924'
    '4a2c480ac9bd3805","slot_id":"602df7c8f268f52148eee6582e49941a","type":"passphrase","wr'
    'apped":"28213ea7f0408c5c9980b2930fc7372173558a16719257dfeb46a3ebbc341321d0937ec028cf35'
    '73c06e31550f29cf61"}],"vault_id":"6f3f6eb42170a6ddd740c0e92ffd44ea"}'
    "\n"
)
FIRST_CODE = "JD71W-5F7XJ-RGGQ8-8TJ98-TP8EN-WDNW1-2BCS0-WRV55"


def _key_file() -> KeyFile:
    return KeyFile(
        vault_id=MASTER.vault_id,
        check_value=MASTER.check_value,
        slots=(
            wrap(MASTER, SlotType.RECOVERY, bytes(20)),
            wrap(MASTER, SlotType.DEVICE, bytes(32), backend="keyring.backends.macOS.Keyring"),
        ),
    )


def _resealed(**changes: object) -> bytes:
    """Return the file with changes and a right digest: a forgery, not an accident."""
    fields = json.loads(serialise(_key_file())) | changes
    del fields["sha256"]
    return canonical_json(fields | {"sha256": key_file._digest(fields)}) + b"\n"


def _error(data: bytes) -> str:
    with pytest.raises(VaultError) as caught:
        parse(data)
    return caught.value.code


def test_what_is_written_is_read() -> None:
    keys = _key_file()
    assert parse(serialise(keys)) == keys


def test_every_flipped_bit_is_noticed() -> None:
    data = serialise(_key_file())
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            assert _error(bytes(flipped)) in {"key_file_damaged", "key_file_foreign"}


def test_every_truncation_is_noticed() -> None:
    data = serialise(_key_file())
    for length in range(len(data)):
        assert _error(data[:length]) == "key_file_damaged"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "key_file_damaged"),
        (b"[]", "key_file_foreign"),
        (b"null", "key_file_foreign"),
        (b'{"magic":"iets anders"}', "key_file_foreign"),
        (b"{}", "key_file_foreign"),
        (b"[" * 60_000, "key_file_damaged"),
        (b'{"a":' * 10_000, "key_file_damaged"),
        (b'{"magic":NaN}', "key_file_damaged"),
        (b'{"format":' + b"9" * 50_000 + b"}", "key_file_damaged"),
        (b'"' + b"a" * 70_000 + b'"', "key_file_damaged"),
        (b"\xff\xfe{}", "key_file_damaged"),
    ],
)
def test_a_foreign_or_hostile_file_is_named(data: bytes, code: str) -> None:
    assert _error(data) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"format": 3}, "vault_newer"),
        ({"format": 0}, "key_file_damaged"),
        ({"format": True}, "key_file_damaged"),
        ({"slots": []}, "key_file_damaged"),
        ({"slots": [1]}, "key_file_damaged"),
        ({"slots": "recovery"}, "key_file_damaged"),
        ({"extra": 1}, "key_file_damaged"),
        ({"kcv": "00"}, "key_file_damaged"),
        ({"vault_id": "ZZ" * 16}, "key_file_damaged"),
    ],
)
def test_a_well_sealed_forgery_is_refused(changes: dict[str, object], code: str) -> None:
    assert _error(_resealed(**changes)) == code


def test_a_slot_of_a_later_version_is_told_as_such() -> None:
    fields = json.loads(serialise(_key_file()))
    fields["slots"][0]["type"] = "retina"
    assert _error(_resealed(slots=fields["slots"])) == "vault_newer"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_code(data: bytes) -> None:
    _error(data)


def test_a_damaged_key_file_is_replaced_by_its_copy(tmp_path: Path) -> None:
    keys = _key_file()
    key_file.write_both(tmp_path, keys, lambda _keys: None)
    (tmp_path / disk.KEYS).write_bytes(b"stuk")
    assert key_file.read_either(tmp_path) == (keys, True)
    (tmp_path / disk.KEYS_COPY).write_bytes(b"ook stuk")
    with pytest.raises(VaultError, match="key_file_damaged"):
        key_file.read_either(tmp_path)


def test_no_key_file_is_written_over_that_of_another_vault(tmp_path: Path) -> None:
    key_file.write_both(tmp_path, _key_file(), lambda _keys: None)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = replace(_key_file(), vault_id=bytes(16))
    for damaged in ((), (disk.KEYS,)):
        for name in damaged:
            (tmp_path / name).write_bytes(b"stuk")
            before[name] = b"stuk"
        with pytest.raises(VaultError, match="vault_replaced"):
            key_file.write_both(tmp_path, other, lambda _keys: None)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_key_file_of_another_vault_is_noticed(tmp_path: Path) -> None:
    key_file.write_both(tmp_path, _key_file(), lambda _keys: None)
    other = MasterKey.generate()
    foreign = KeyFile(
        vault_id=other.vault_id,
        check_value=other.check_value,
        slots=(wrap(other, SlotType.RECOVERY, bytes(20)),),
    )
    (tmp_path / disk.KEYS).write_bytes(serialise(foreign))
    with pytest.raises(VaultError, match="key_file_foreign"):
        key_file.read_either(tmp_path)


def test_a_new_slot_that_does_not_open_leaves_the_old_file(tmp_path: Path) -> None:
    keys = _key_file()
    key_file.write_both(tmp_path, keys, lambda _keys: None)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def refuse(_keys: KeyFile) -> None:
        raise VaultError("key_file_damaged")

    with pytest.raises(VaultError):
        key_file.write_both(tmp_path, keys.without(SlotType.DEVICE), refuse)
    for name, data in before.items():
        assert (tmp_path / name).read_bytes() == data


def _first_format() -> tuple[KeyFile, bytes]:
    """Return a key file and its bytes as the first format had them."""
    keys = _key_file()
    undated = replace(keys, slots=tuple(replace(s, made_on=None, mark=None) for s in keys.slots))
    fields = json.loads(serialise(undated)) | {"format": 1}
    for name in (key_file._FIELDS[2] - key_file._FIELDS[1]) | {"sha256"}:
        del fields[name]
    return undated, canonical_json(fields | {"sha256": key_file._digest(fields)}) + b"\n"


def test_a_key_file_of_the_first_format_still_opens() -> None:
    undated, data = _first_format()
    assert parse(data) == undated
    keys = parse(FIRST.encode())
    master_key = keys.unlock(SlotType.RECOVERY, recovery_code.parse(FIRST_CODE).secret)
    assert master_key.check_value == keys.check_value
    again = parse(serialise(keys))
    assert again == keys
    assert again.unlock(SlotType.RECOVERY, recovery_code.parse(FIRST_CODE).secret)


@pytest.mark.parametrize("change", ["head", "made_on", "mark", "strict"])
def test_the_first_format_holds_nothing_of_the_second(change: str) -> None:
    fields = json.loads(_first_format()[1])
    if change == "head":
        fields |= {"head": None}
    else:
        fields["slots"][0][change] = "2026-11-28"
    del fields["sha256"]
    data = canonical_json(fields | {"sha256": key_file._digest(fields)}) + b"\n"
    assert _error(data) == "key_file_damaged"


@pytest.mark.parametrize(
    "changes",
    [
        {"destroyed": "1-3"},
        {"destroyed_seal": "00" * 31},
        {"destroyed": "1-3", "destroyed_seal": "00" * 31},
        {"destroyed": "1-3", "destroyed_seal": 7},
        {"register_key": "00" * 59},
        {"register_key": ""},
    ],
    ids=str,
)
def test_a_register_comes_with_its_seal(changes: dict[str, object]) -> None:
    assert _error(_resealed(**changes)) == "key_file_damaged"


@pytest.mark.parametrize("value", [None, "00" * 16, ["00"], [1], [None], ["00" * 16] * 17])
def test_former_ids_are_a_short_list_of_ids(value: object) -> None:
    assert _error(_resealed(formerly=value)) == "key_file_damaged"


@pytest.mark.parametrize(
    "value",
    ["vandaag", "2026-02-30", "2026-1-01", "20260101", "2026-01-01T00:00", 20260101, None, ""],
)
def test_the_day_of_a_slot_is_a_day(value: object) -> None:
    fields = json.loads(serialise(_key_file()))
    fields["slots"][0]["made_on"] = value
    assert _error(_resealed(slots=fields["slots"])) == "key_file_damaged"


@pytest.mark.parametrize("value", ["7KQ", "7KQ21", "7kq2", "7KO2", 7, None])
def test_the_mark_of_a_sheet_is_four_symbols(value: object) -> None:
    fields = json.loads(serialise(_key_file()))
    slot = next(s for s in fields["slots"] if s["type"] == "recovery")
    slot["mark"] = value
    assert _error(_resealed(slots=fields["slots"])) == "key_file_damaged"


def test_only_a_sheet_has_a_mark() -> None:
    fields = json.loads(serialise(_key_file()))
    slot = next(s for s in fields["slots"] if s["type"] != "recovery")
    slot["mark"] = "7KQ2"
    assert _error(_resealed(slots=fields["slots"])) == "key_file_damaged"


def test_a_sheet_from_before_there_were_marks_still_opens() -> None:
    keys = _key_file()
    unmarked = replace(keys, slots=tuple(replace(s, mark=None) for s in keys.slots))
    assert parse(serialise(unmarked)) == unmarked


def test_a_backup_gets_no_device_slot_and_no_digest_of_another_day() -> None:
    head = Head(id=4, seal=b"\x07" * 32, database=b"\x08" * 32)
    keys = replace(
        _key_file(), head=head, destroyed=DestroyedIds(((2, 3),)), destroyed_seal=bytes(32)
    )
    portable = parse(serialise(keys.portable()))
    assert [slot.type for slot in portable.slots] == [SlotType.RECOVERY]
    assert portable.head == replace(head, database=None)
    assert portable.destroyed == keys.destroyed


STRICT = strict_secret(bytes(32), b"een zin die niemand raadt")
KEYRING = "keyring.backends.macOS.Keyring"


def _strict() -> KeyFile:
    keys = _key_file()
    return keys.with_slot(wrap(MASTER, SlotType.STRICT, STRICT, backend=KEYRING))


def test_a_strict_slot_is_read_as_it_was_written() -> None:
    keys = _strict()
    assert parse(serialise(keys)) == keys
    assert keys.unlock(SlotType.STRICT, STRICT).secret == MASTER.secret


@pytest.mark.parametrize("beside", [SlotType.DEVICE, SlotType.PASSPHRASE])
def test_a_strict_slot_never_stands_beside_another_daily_one(beside: SlotType) -> None:
    secret = bytes(32) if beside is SlotType.DEVICE else b"een zin die niemand raadt"
    other = wrap(MASTER, beside, secret, backend=KEYRING if beside is SlotType.DEVICE else None)
    strict = _strict()
    assert {slot.type for slot in strict.slots} == {SlotType.RECOVERY, SlotType.STRICT}
    loosened = strict.with_slot(other)
    assert {slot.type for slot in loosened.slots} == {SlotType.RECOVERY, beside}
    assert _error(serialise(replace(strict, slots=(*strict.slots, other)))) == "key_file_damaged"


def test_a_backup_holds_no_strict_slot() -> None:
    assert [slot.type for slot in _strict().portable().slots] == [SlotType.RECOVERY]


@pytest.mark.parametrize("name", ["backend", "device_check", "kdf"])
def test_a_strict_slot_without_one_of_its_parts_is_refused(name: str) -> None:
    fields = json.loads(serialise(_strict()))
    if name == "kdf":
        fields["slots"][1]["kdf"] = {"name": "hkdf-sha256"}
    else:
        del fields["slots"][1][name]
    assert _error(_resealed(slots=fields["slots"])) == "key_file_damaged"


def test_a_device_check_belongs_to_a_strict_slot_alone() -> None:
    fields = json.loads(serialise(_key_file()))
    fields["slots"][1]["device_check"] = "00" * 16
    assert _error(_resealed(slots=fields["slots"])) == "key_file_damaged"


def test_the_fullest_key_file_is_not_too_large() -> None:
    slot = replace(wrap(MASTER, SlotType.STRICT, STRICT, backend="k" * 100), slot_id=b"\xff" * 16)
    numbers = tuple((number, number) for number in range(10_001, 26_001, 2))
    keys = replace(
        _key_file(),
        slots=(slot,) * key_file.MOST_SLOTS,
        head=Head(id=1, seal=bytes(32), database=bytes(32)),
        destroyed=DestroyedIds(numbers),
        destroyed_seal=bytes(32),
        register_key=bytes(60),
        formerly=(bytes(16),) * key_file.MOST_FORMER,
    )
    assert len(serialise(keys)) <= key_file.LARGEST_BYTES
