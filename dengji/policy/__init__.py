"""Which official text (政策文本) governs a place, a regime and a day, and what it says of a case."""
