"""The log of certificates."""
