"""Addresses of the body's desk (机构工作台)."""

from django.urls import URLPattern, URLResolver, include, path

from dengji.web.body.views import (
    altering,
    body,
    cases,
    filings,
    forms,
    handing_in,
    home,
    numbers,
    occupations,
    papers,
    people_of_plan,
    plan_deeds,
    plan_results,
    plan_rows,
    plans,
    sections,
    sheets,
    ties,
)

app_name = "body"

# The registers, alike by themselves and within an application.
registers: list[URLPattern] = [
    path("body/look-up/", body.look_up, name="look_up"),
    path("body/", body.body, name="body"),
    path("rows/<str:register>/add/", sections.row, name="row_add"),
    path("rows/<str:register>/of/<int:of>/add/", sections.row, name="row_add_of"),
    path("rows/<str:register>/<int:pk>/", sections.row, name="row"),
    path("rows/members/<int:pk>/ties/", ties.ties, name="ties"),
    path("rows/members/<int:pk>/ties/<int:tie>/withdraw/", ties.withdraw, name="tie_withdraw"),
    path("rows/members/<int:pk>/number/", numbers.number, name="number"),
    path("rows/<str:register>/<int:pk>/remove/", sections.remove, name="remove"),
    path("rows/<str:register>/sheet/", sheets.sheet, name="sheet"),
    path("rows/<str:register>/template/", sheets.blank, name="blank"),
    path("<str:part>/", sections.section, name="section"),
]

filling: list[URLPattern | URLResolver] = [
    path("", sections.fill, name="fill"),
    path("occupations/", occupations.occupations, name="occupations"),
    path("occupations/add/<str:code>/", occupations.choose, name="choose"),
    path("occupations/<int:pk>/<str:code>/", occupations.choose, name="chosen"),
    path("occupations/<int:pk>/drop", occupations.drop_one, name="drop"),
    path("declarations/", papers.declarations, name="declarations"),
    path("documents/", papers.documents, name="documents"),
    path("documents/<str:material>/upload/", papers.upload, name="upload"),
    path("documents/<int:pk>/remove/", papers.take_off, name="take_off"),
    path("changes/", altering.changes, name="changes"),
    path("given_up/", altering.given_up, name="given_up"),
    path("forms/", forms.forms, name="forms"),
    path("forms/<str:form>/", forms.one, name="one_form"),
    path("forms/<str:form>/<str:part>/plans/", plan_rows.plan_rows, name="plan_rows"),
    path("commitment/", handing_in.commitment, name="commitment"),
    path("last-look/", handing_in.last_look, name="last_look"),
    path("", include(registers)),
]

plan_pages: list[URLPattern | URLResolver] = [
    path("", plans.plan, name="plan"),
    path("edit/", plans.edit, name="plan_edit"),
    path("venues/", plans.venues, name="plan_venues"),
    path("people/", people_of_plan.people, name="plan_people"),
    path("people/<int:pk>/off/", people_of_plan.off, name="plan_people_off"),
    path("people/<int:pk>/head/", people_of_plan.head, name="plan_people_head"),
    path("people/<int:pk>/again/", people_of_plan.again, name="plan_people_again"),
    path("people/draws/<uuid:draw_token>/", people_of_plan.drawn, name="plan_draw"),
    path("people/badges.pdf", people_of_plan.badges, name="plan_badges"),
    path("hand-in/", plan_deeds.hand_in, name="plan_hand_in"),
    path("take-back/", plan_deeds.take_back, name="plan_take_back"),
    path("change/", plan_deeds.change, name="plan_change"),
    path("drop-change/", plan_deeds.change, {"back": True}, name="plan_drop_change"),
    path("cancel/", plan_deeds.cancel, name="plan_cancel"),
    path("supervision/<int:assignment>/", plan_results.supervision, name="plan_supervision"),
    path("results/", plan_results.results, name="plan_results"),
    path("candidates/", include("dengji.web.body.candidate_urls")),
    path("scores/", include("dengji.web.body.score_urls")),
    path("", include("dengji.web.body.day_urls")),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("apply/<str:matter>/<str:regime>/", home.check, name="check"),
    path("filings/<str:number>/", filings.filing, name="filing"),
    path("filings/<str:number>/apply/<str:matter>/", filings.check, name="about"),
    path("filings/<str:number>/plans/new/", plans.new, name="plan_new"),
    path("plans/", plans.listed, name="plans"),
    path("plans/<uuid:token>/", include(plan_pages)),
    path("registers/", home.registers, name="registers"),
    path("registers/", include(registers)),
    path("cases/<uuid:token>/", cases.case, name="case"),
    path("cases/<uuid:token>/fill/", include(filling)),
    path("cases/<uuid:token>/handed-in/", handing_in.handed_in, name="handed_in"),
    path("cases/<uuid:token>/withdraw/", cases.take_back, name="take_back"),
    path("cases/<uuid:token>/form.pdf", cases.application_form, name="form"),
    path("cases/<uuid:token>/forms/<str:form>.<str:ending>", cases.annex, name="annex"),
    path("cases/<uuid:token>/letters/<uuid:letter>/", cases.letter, name="letter"),
]
