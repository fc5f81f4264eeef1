"""The packs, held to their own examples, to the requirement rows and to the official texts."""
