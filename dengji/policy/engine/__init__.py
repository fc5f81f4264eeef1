"""The law engine (规则引擎): reads a text's pack and says what it decides, with article, facts and remedy.

Pure: knows no Django, no database and no clock. Facts, days and calendars come in as arguments.
"""
