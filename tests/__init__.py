"""The tests: one folder a room, and packs, journeys, architecture."""
