"""The path of a case (办理程序): its steps, acts, clocks and judgements; the one way a case moves."""
