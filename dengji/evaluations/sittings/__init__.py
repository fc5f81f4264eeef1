"""Where and when (考务编排): rooms, seats, tickets, and what a day of it leaves behind."""
