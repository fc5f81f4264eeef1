"""Tests of the experts' desk."""
