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
    occupations,
    papers,
    sections,
    sheets,
)

app_name = "body"

# The registers, alike by themselves and within an application.
registers: list[URLPattern] = [
    path("body/look-up/", body.look_up, name="look_up"),
    path("body/", body.body, name="body"),
    path("rows/<str:register>/add/", sections.row, name="row_add"),
    path("rows/<str:register>/of/<int:of>/add/", sections.row, name="row_add_of"),
    path("rows/<str:register>/<int:pk>/", sections.row, name="row"),
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
    path("commitment/", handing_in.commitment, name="commitment"),
    path("last-look/", handing_in.last_look, name="last_look"),
    path("", include(registers)),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("apply/<str:matter>/<str:regime>/", home.check, name="check"),
    path("filings/<str:number>/", filings.filing, name="filing"),
    path("filings/<str:number>/apply/<str:matter>/", filings.check, name="about"),
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
