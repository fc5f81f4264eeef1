"""Dengji (等级·登记): evaluation bodies filed, watched and vouched for, under the law of their place."""
