"""What is done to notices (公示公告事项): objections, announcements, drafts open to comment."""
