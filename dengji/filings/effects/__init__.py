"""What decisions and days do to filings (备案效果): granted, changed, renewed, ended."""

from dengji.filings.effects import changing, ending, granting, renewing  # noqa: F401 (they register themselves)
