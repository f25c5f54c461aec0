"""Facts and packs in, entitlements out: `assess` and what explains it."""
