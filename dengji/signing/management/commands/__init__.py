"""One module a command; `dengji NAME` runs it."""
