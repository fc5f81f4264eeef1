"""What is shown to everybody (公示公告): publicity periods, objections (异议) and announcements."""
