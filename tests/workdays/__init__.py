"""Chinese working days, periods and clocks."""
