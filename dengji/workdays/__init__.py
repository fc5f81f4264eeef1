"""Chinese working days (工作日): periods, windows and provisional dates, pure and without Django."""
