"""Tests of the public's desk."""
