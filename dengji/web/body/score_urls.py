"""Addresses of a batch's scores at the body's desk (成绩页面)."""

from django.urls import URLPattern, path

from dengji.web.body.views import score_cases, scores, withdrawals

urlpatterns: list[URLPattern] = [
    path("", scores.overview, name="scores"),
    path("publish/", scores.publish, name="scores_publish"),
    path("accounts/", score_cases.accounts, name="score_accounts"),
    path("corrections/", score_cases.listed_corrections, name="score_corrections"),
    path("corrections/<uuid:correction>/", score_cases.correction, name="score_correction"),
    path("complaints/", score_cases.listed_complaints, name="score_complaints"),
    path("complaints/<uuid:complaint>/", score_cases.complaint, name="score_complaint"),
    path("withdrawals/<uuid:withdrawal>/", withdrawals.withdrawal, name="score_withdrawal"),
    path("<slug:method>/", scores.method_scores, name="method_scores"),
    path("<slug:method>/sheet/", scores.sheet, name="score_sheet"),
    path("<slug:method>/sheet/template/", scores.blank, name="score_blank"),
    path("<slug:method>/sheet/<uuid:sheet>/", scores.imported, name="score_import"),
    path("<slug:method>/sheet/<uuid:sheet>/withdraw/", withdrawals.withdraw, name="score_withdraw"),
    path("<slug:method>/enter/", scores.enter, name="score_enter"),
    path("<slug:method>/items/", score_cases.items, name="score_items"),
    path("<slug:method>/<uuid:candidate>/", score_cases.score, name="score"),
]
