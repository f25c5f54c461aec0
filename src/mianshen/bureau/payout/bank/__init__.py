"""The files that go to a bank and come back: laid out as a profile's `bank.yaml` declares."""
