"""Tests of the reports that people carry."""
