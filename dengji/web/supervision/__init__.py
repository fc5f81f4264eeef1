"""The supervision desk (监督检查): campaigns of random checks, and what the checks came to."""
