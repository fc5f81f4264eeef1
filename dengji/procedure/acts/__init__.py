"""The acts on a case (办理行为), one function each: every way in which a case moves."""
