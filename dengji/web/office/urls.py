"""Addresses of the office's desk (办公端)."""

from django.urls import path

from dengji.web.office.views import (
    case,
    checks,
    corrections,
    deeds,
    evidence,
    lists,
    panels,
    plans,
    publicity,
    rounds,
    samples,
)

app_name = "office"
urlpatterns = [
    path("", lists.home, name="home"),
    path("cases/", lists.worklist, name="worklist"),
    path("cases/export/", lists.export, name="export"),
    path("cases/ended/", lists.ended, name="ended"),
    path("cases/ended/export/", lists.export_ended, name="export_ended"),
    path("cases/search/", lists.search, name="search"),
    path("cases/<uuid:token>/", case.page, name="case"),
    path("cases/<uuid:token>/correct/", deeds.correct, name="correct"),
    path("cases/<uuid:token>/do/<str:verb>/", deeds.deed, name="deed"),
    path("cases/<uuid:token>/facts/<str:name>/", checks.state_fact, name="fact"),
    path("cases/<uuid:token>/ask/", checks.ask_registers, name="ask_registers"),
    path("cases/<uuid:token>/waive/<str:condition>/", checks.waive_condition, name="waive"),
    path("cases/<uuid:token>/second/<str:condition>/", checks.second_exception, name="second"),
    path("cases/<uuid:token>/panel/", panels.convene_panel, name="convene"),
    path("cases/<uuid:token>/panel/opinion/", panels.draw_up_opinion, name="draw_up"),
    path("cases/<uuid:token>/publish/", publicity.publish_notice, name="publish"),
    path("cases/<uuid:token>/paper/", case.paper, name="paper"),
    path("cases/<uuid:token>/forms/<str:form>.<str:ending>", case.annex, name="annex"),
    path("cases/<uuid:token>/<str:part>/", case.page, name="part"),
    path("plans/", plans.listed, name="plans"),
    path("plans/export/", plans.export, name="export_plans"),
    path("plans/<uuid:token>/", plans.plan, name="plan"),
    path("plans/<uuid:token>/void/", plans.void, name="void_plan"),
    path("plans/<uuid:token>/sample/", samples.drawn, name="sample"),
    path("plans/<uuid:token>/evidence/<uuid:file>/", evidence.file, name="evidence"),
    path("corrections/", corrections.listed, name="corrections"),
    path("corrections/<uuid:token>/", corrections.correction, name="correction"),
    path("objections/", publicity.objections, name="objections"),
    path("objections/<uuid:token>/", publicity.answer_objection, name="objection"),
    path("rounds/", rounds.listed, name="rounds"),
    path("rounds/new/", rounds.new, name="new_round"),
    path("rounds/<int:round_id>/", rounds.shown, name="round"),
]
