"""Sealed values open only with their key, whole, and for what they were sealed for."""

import json
from pathlib import Path

import pytest

from mianshen.bureau.sealing.keys import KeyFileError, make_keys, read_keys
from mianshen.bureau.sealing.seal import SealError, blind_index, seal, unseal

pytestmark = pytest.mark.usefixtures("cluster")

NUMBER = "11010519491231002X"


def test_a_sealed_value_opens_for_its_purpose() -> None:
    assert unseal(seal(NUMBER, "person.number"), "person.number") == NUMBER


def test_the_same_value_is_never_sealed_to_the_same_bytes() -> None:
    assert seal(NUMBER, "person.number") != seal(NUMBER, "person.number")


def test_it_does_not_open_for_another_purpose() -> None:
    with pytest.raises(SealError):
        unseal(seal(NUMBER, "person.number"), "account.number")


@pytest.mark.parametrize("position", [0, 5, 20, -1])
def test_it_does_not_open_with_one_byte_changed(position: int) -> None:
    sealed = bytearray(seal(NUMBER, "person.number"))
    sealed[position] ^= 1

    with pytest.raises(SealError):
        unseal(bytes(sealed), "person.number")


def test_equal_values_of_one_kind_are_found_by_their_index() -> None:
    assert blind_index(NUMBER, "number") == blind_index(NUMBER, "number")
    assert blind_index(NUMBER, "number") != blind_index(NUMBER, "phone")
    assert blind_index(NUMBER, "number") != blind_index(NUMBER[:-1] + "1", "number")


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "sealing.json"

    assert make_keys(path) == make_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_key_file_is_never_replaced_by_a_new_one(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="put it back"):
        read_keys(tmp_path / "sealing.json")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lost", ["sealing", "current", "index"])
def test_a_damaged_key_file_is_refused(tmp_path: Path, lost: str) -> None:
    path = tmp_path / "sealing.json"
    make_keys(path)
    held = json.loads(path.read_text())
    del held[lost]
    path.write_text(json.dumps(held))

    with pytest.raises(KeyFileError, match="put back a whole copy"):
        read_keys(path)
