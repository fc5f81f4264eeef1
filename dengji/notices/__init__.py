"""What is shown to everybody (公示公告): publicity periods, objections (异议), announcements, drafts open to comment
(征求意见)."""
