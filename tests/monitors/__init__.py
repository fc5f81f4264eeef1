"""Tests of what acts by itself."""
