"""Tests of the filings room: applications, their facts, and what they lead to."""
