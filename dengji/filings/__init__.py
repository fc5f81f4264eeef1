"""Filings (备案): the cases that ask for them, and the number, scope and validity that they lead to."""
