"""Whole matters, walked through the pages in Chromium as people would."""
