"""The path of a case, tested by acts on the project's own texts."""
