"""The pack language: a policy as data, loaded, checked and ready for the engine."""
