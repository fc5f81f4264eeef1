"""The occupations of the 大典: their work types, levels (职业技能等级), standards and norms."""
