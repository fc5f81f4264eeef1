"""The fast lane of the look-up (快速通道): the questions that thousands ask, answered before Django's middleware.

What it answers, it answers as the views do, to the byte; all else it hands on.
"""
