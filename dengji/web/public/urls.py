"""Addresses of the public's pages (公众页面)."""

from django.urls import path

from dengji.web import files, ministry, signing
from dengji.web.public.views import badges, consultations, directory, front, law, letters, notices, scores

app_name = "public"
urlpatterns = [
    path("", front.home, name="home"),
    path("desk/", front.desk, name="desk"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("post/", signing.change_post, name="change_post"),
    path("password/", signing.password, name="password"),
    path("files/<uuid:token>/", files.stored_file, name="file"),
    path("demo/ministry/", ministry.ministry, name="ministry"),
    path("elder/", front.elder, name="elder"),
    path("directory/", directory.directory, name="directory"),
    path("directory/export/", directory.export, name="directory_export"),
    path("directory/<str:number>/", directory.filing, name="filing"),
    path("directory/<str:number>/rules/<int:rule>/", directory.rule, name="rule"),
    path("publicity/", notices.publicities, name="publicities"),
    path("publicity/<uuid:token>/", notices.publicity, name="publicity"),
    path("objection/", notices.objection_search, name="objection_search"),
    path("objection/<uuid:token>/", notices.objection, name="objection"),
    path("consultations/", consultations.listed, name="consultations"),
    path("consultations/<uuid:token>/", consultations.consultation, name="consultation"),
    path("consultations/<uuid:token>/comment/", consultations.write, name="write_comment"),
    path("consultations/<uuid:token>/summary/", consultations.summary_file, name="consultation_summary"),
    path(
        "consultations/<uuid:token>/summary.docx",
        consultations.summary_as_word,
        name="consultation_summary_word",
    ),
    path("comment/", consultations.comment_search, name="comment_search"),
    path("comment/<uuid:token>/", consultations.comment, name="comment"),
    path("law/", law.library, name="library"),
    path("law/which/", law.which, name="which"),
    path("law/<str:pack_id>/", law.text, name="text"),
    path("law/<str:pack_id>/procedures/<str:matter>/", law.procedure, name="procedure"),
    path("law/<str:pack_id>/<str:part>/", law.text_part, name="text_part"),
    path("badge/<uuid:token>/<str:key>/", badges.badge, name="badge"),
    path("scores/", scores.look_up, name="scores"),
    path("scores/complaint/", scores.complain, name="score_complaint"),
    path("letter/<uuid:token>/", letters.letter, name="letter"),
    path("letter/<uuid:token>/pdf/", letters.letter_file, name="letter_file"),
]
