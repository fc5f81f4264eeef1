"""签名: the keys that sign in this house's name or a body's, how each signs, and how long its signatures count.

A private key lies sealed and is opened where it signs. Every signature names its key; a key that was followed by
another keeps what it signed good, one that was withdrawn does so only up to the moment of its withdrawal.
"""
