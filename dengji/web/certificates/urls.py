"""Addresses of the certificates' desk (证书)."""

from django.urls import path

from dengji.web.certificates import (
    amendments,
    designs,
    one,
    register,
    releases,
    reporting,
    reviews,
    statistics,
)

app_name = "certificates"
urlpatterns = [
    path("", register.listed, name="register"),
    path("export/", register.export, name="export"),
    path("plans/<uuid:token>/", releases.of_plan, name="plan"),
    path("plans/<uuid:token>/ask/", releases.ask, name="ask"),
    path("releases/", releases.listed, name="releases"),
    path("releases/<uuid:token>/", releases.shown, name="release"),
    path("releases/<uuid:token>/issue/", releases.issue, name="issue"),
    path("releases/<uuid:token>/progress/", releases.progress, name="progress"),
    path("releases/<uuid:token>/report-again/", reporting.again, name="report_again"),
    path("releases/<uuid:token>/print/<str:form>/<int:number>/", releases.printed, name="print"),
    path("amendments/", amendments.listed, name="amendments"),
    path("amendments/<uuid:token>/", amendments.shown, name="amendment"),
    path("amendments/<uuid:token>/file/", amendments.file, name="amendment_file"),
    path("reviews/", reviews.listed, name="reviews"),
    path("reviews/<uuid:token>/", reviews.shown, name="review"),
    path("designs/", designs.listed, name="designs"),
    path("designs/<str:regime>/", designs.chosen_one, name="design"),
    path("designs/<str:regime>/preview.pdf", designs.preview, name="preview"),
    path("statistics/", statistics.shown, name="statistics"),
    path("statistics/export/", statistics.export, name="statistics_export"),
    path("number/<str:number>/", one.shown, name="certificate"),
    path("number/<str:number>/certificate.pdf", one.pdf, name="pdf"),
    path("number/<str:number>/credential.json", one.credential, name="credential"),
    path("number/<str:number>/replace/", one.replace, name="replace"),
    path("number/<str:number>/review/", reviews.take_in, name="take_in"),
    path("number/<str:number>/<str:kind>/", amendments.propose, name="propose"),
]
