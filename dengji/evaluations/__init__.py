"""评价实施: plans, candidates, examiners, sittings, scores, results, supervisors' reports, and a batch's archive.

A plan (评价计划) that was approved and is carried out is one batch (批次).
"""
