"""What must not be read from a stolen database: sealed with SM4-GCM, found by a keyed SM3 index."""
