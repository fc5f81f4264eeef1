"""Acts of supervision (监督办理): campaigns prepared, drawn, and their results published."""
