"""What is done in an evaluation (评价实施办理), by what it is done to."""
