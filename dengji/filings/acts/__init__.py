"""Acts on applications and filings (备案办理行为)."""
