"""What acts by itself (自动处理): days that come, periods that run out, calendars and texts that change."""
