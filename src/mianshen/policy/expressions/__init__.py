"""The closed expression language of packs: text to tree, tree checked against a vocabulary."""
