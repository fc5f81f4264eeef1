"""The policy room: the engine on small packs of its own, then the texts as loaded."""
