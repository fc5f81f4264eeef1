"""Tests of the certificates' desk."""
