"""Values sealed one by one, opened again only with the key and for the purpose they were sealed."""

import os
from collections.abc import Iterable
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from mianshen.bureau.installation import installation
from mianshen.bureau.sealing.keys import Keys, read_keys

_NONCE_BYTES = 12
_TAG_BYTES = 16
INDEX_BYTES = 16


class SealError(ValueError):
    """A sealed value was changed, sealed for another purpose, or sealed with a key not held."""


@cache
def keys() -> Keys:
    """The keys of this installation, read once; raises `KeyFileError`."""
    return read_keys(installation().key_file)


@cache
def _cipher(key: bytes) -> SM4:
    return SM4(key)


def seal(text: str, purpose: str) -> bytes:
    """The text sealed with SM4-GCM; see `seal_bytes`."""
    return seal_bytes(text.encode(), purpose)


def unseal(sealed: bytes, purpose: str) -> str:
    """The text that was sealed for this purpose; raises `SealError`."""
    return unseal_bytes(sealed, purpose).decode()


def seal_bytes(plain: bytes, purpose: str) -> bytes:
    """Bytes sealed with SM4-GCM: key number, nonce, ciphertext, tag.

    `purpose` (table and column) is authenticated, so that a sealed value moved to another column
    does not open there. The same bytes seal to others each time.
    """
    held = keys()
    nonce = os.urandom(_NONCE_BYTES)
    sealing = Cipher(_cipher(held.sealing[held.current]), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(purpose.encode())
    body = sealing.update(plain) + sealing.finalize()
    return bytes([held.current]) + nonce + body + sealing.tag


def unseal_bytes(sealed: bytes, purpose: str) -> bytes:
    """The bytes that were sealed for this purpose; raises `SealError`."""
    key = keys().sealing.get(sealed[0]) if sealed else None
    if key is None or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise SealError("a sealed value is damaged or its key is not in the key file")
    nonce = sealed[1 : 1 + _NONCE_BYTES]
    body, tag = sealed[1 + _NONCE_BYTES : -_TAG_BYTES], sealed[-_TAG_BYTES:]
    opening = Cipher(_cipher(key), modes.GCM(nonce, tag)).decryptor()
    opening.authenticate_additional_data(purpose.encode())
    try:
        return opening.update(body) + opening.finalize()
    except InvalidTag:
        raise SealError("a sealed value was changed or moved since it was sealed") from None


def blind_index(text: str, kind: str) -> bytes:
    """The keyed SM3 digest by which equal values of one kind are found without opening any.

    The caller gives the canonical spelling; equal texts of different kinds differ.
    """
    return blind_indexes([text], kind)[0]


def blind_indexes(texts: Iterable[str], kind: str) -> list[bytes]:
    """`blind_index` of many texts, in their order."""
    keyed = HMAC(keys().index, SM3())
    keyed.update(f"{kind}\0".encode())
    return [_digest(keyed.copy(), text) for text in texts]


def _digest(keyed: HMAC, text: str) -> bytes:
    keyed.update(text.encode())
    return keyed.finalize()[:INDEX_BYTES]
