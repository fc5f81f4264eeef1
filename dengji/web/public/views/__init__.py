"""The public's pages (公众页面): front, directory, notices, law, letters."""
