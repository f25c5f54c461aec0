"""Random packs, people and facts for the laws and the long proof."""
