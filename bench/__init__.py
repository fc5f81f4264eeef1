"""What speed is measured here: each module compares ours with its limit in one run, and prints ratios."""
