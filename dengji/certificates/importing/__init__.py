"""历史证书导入: certificates issued before this register began, from a sheet of up to a million rows.

First everything that is wrong with it is listed, and nothing written; then the good rows are entered, in portions.
"""
