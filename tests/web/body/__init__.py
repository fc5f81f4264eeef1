"""Tests of the body's desk."""
