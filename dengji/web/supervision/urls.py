"""Addresses of the supervision desk (监督检查)."""

from django.urls import path

from dengji.web.supervision import campaigns, checks, complaints, entering, rectifications, tasks

app_name = "supervision"
urlpatterns = [
    path("", campaigns.listed, name="campaigns"),
    path("new/", campaigns.new, name="new"),
    path("tasks/", tasks.listed, name="tasks"),
    path("campaigns/<uuid:token>/", campaigns.shown, name="campaign"),
    path("campaigns/<uuid:token>/change/", campaigns.changed, name="change"),
    path("campaigns/<uuid:token>/bars/", campaigns.bars, name="bars"),
    path("campaigns/<uuid:token>/commit/", campaigns.committed, name="commit"),
    path("campaigns/<uuid:token>/draw/", campaigns.drawn, name="draw"),
    path("campaigns/<uuid:token>/publish/", campaigns.published, name="publish"),
    path("campaigns/<uuid:token>/cancel/", campaigns.cancelled, name="cancel"),
    path("campaigns/<uuid:token>/export/", campaigns.export, name="export"),
    path("checks/<uuid:token>/", checks.result, name="check"),
    path("checks/<uuid:token>/replace/<int:inspector>/", checks.replaced, name="replace"),
    path("complaints/", complaints.listed, name="complaints"),
    path("complaints/new/", entering.entered, name="enter_complaint"),
    path("complaints/export/", complaints.export, name="complaints_export"),
    path("complaints/<uuid:token>/", complaints.shown, name="complaint"),
    path("complaints/<uuid:token>/reporter/", complaints.reporter, name="complaint_reporter"),
    path("complaints/<uuid:token>/files/<int:number>/", complaints.file, name="complaint_file"),
    path("complaints/<uuid:token>/<str:verb>/", complaints.deed, name="complaint_deed"),
    path("rectifications/", rectifications.listed, name="rectifications"),
    path("rectifications/new/", rectifications.demanded, name="demand"),
    path("rectifications/<uuid:token>/", rectifications.shown, name="rectification"),
    path("rectifications/<uuid:token>/files/<int:event>/", rectifications.file, name="rectification_file"),
    path("rectifications/<uuid:token>/<str:verb>/", rectifications.deed, name="rectify"),
]
