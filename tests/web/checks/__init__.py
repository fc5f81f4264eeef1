"""Tests of the bulk check of certificates."""
