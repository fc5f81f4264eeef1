"""Addresses of a plan's list of candidates at the body's desk (考生名单页面)."""

from django.urls import URLPattern, path

from dengji.web.body.views import candidate_sheets, candidates

urlpatterns: list[URLPattern] = [
    path("", candidates.listed, name="candidates"),
    path("add/", candidates.add, name="candidate_add"),
    path("check-again/", candidates.again, name="candidates_again"),
    path("sheet/", candidate_sheets.sheet, name="candidate_sheet"),
    path("sheet/template/", candidate_sheets.blank, name="candidate_template"),
    path("sheet/<uuid:sheet>/", candidate_sheets.taken, name="candidate_taken"),
    path("sheet/<uuid:sheet>/left-out/", candidate_sheets.faulty, name="candidate_faulty"),
    path("<uuid:who>/", candidates.one, name="candidate"),
    path("<uuid:who>/mend/", candidates.mend_one, name="candidate_mend"),
    path("<uuid:who>/withdraw/", candidates.withdraw_one, name="candidate_withdraw"),
    path("<uuid:who>/restore/", candidates.restore_one, name="candidate_restore"),
    path("<uuid:who>/photo/", candidates.photo, name="candidate_photo"),
]
