"""The registry's desk (登记管理): old filings, texts that apply, days off, experts, posts, the trail, announcements."""
