"""Evidence at the body's desk: what lies elsewhere, and large files that go on where they broke off."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from dengji.evaluations.acts.evidencing import LARGEST
from dengji.evaluations.models.day import Evidence, Upload
from dengji.evaluations.models.plans import Plan
from dengji.evaluations.terms import PlanState
from dengji.people.terms import Role
from dengji.web.body.views import evidence
from tests.batch import STARTS, given_approved
from tests.cast import Cast, given_cast
from tests.road import given_law, manager_of, on_day, post_in
from tests.web.body.batches import at, given_employers_filing, said
from tests.web.body.pages import faults, signed_in, text

NOON = on_day(STARTS, 12)
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 5000
SAYS = {"kind": "video", "title": "一考场全程视频", "sitting": ""}
DIGEST = hashlib.sha256(b"film").hexdigest()
ELSEWHERE = {**SAYS, "sha256": DIGEST, "kept_at": "机房监控主机2号硬盘"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Every page is opened on the first day of the batch."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The authorities and bodies of Tianjin."""
    given_law("TJ21")
    return given_cast("120116", "120104")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """An approved plan that has begun."""
    return given_approved(given_employers_filing(cast))


@pytest.fixture
def desk(client: Client, cast: Cast, plan: Plan) -> Client:
    """The browser of the employer's head."""
    client.force_login(cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def begun(desk: Client, plan: Plan, size: int = len(FILM), **typed: Any) -> dict[str, Any]:
    """What the page's program is told when it begins."""
    answer = desk.post(at(plan, "evidence_upload"), {**SAYS, "name": "一考场.mp4", "size": size, **typed})
    return {"status": answer.status_code, **json.loads(answer.content)}


def sent(desk: Client, upload: Upload, offset: object, content: bytes) -> tuple[int, dict[str, Any]]:
    """A part sent as the page's program sends it."""
    answer = desk.post(
        at(upload.plan, "evidence_part", upload.token),
        content,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )
    return answer.status_code, json.loads(answer.content)


@pytest.mark.row("JLJD-11")
def test_a_film_goes_on_where_it_broke_off_and_is_registered(desk: Client, plan: Plan, cast: Cast) -> None:
    """A part that does not fit is told from where on; begun again it is the same; finished twice it is one."""
    assert begun(desk, plan)["offset"] == 0
    upload = Upload.objects.get()
    assert sent(desk, upload, 0, FILM[:2000]) == (200, {"offset": 2000})
    status, told = sent(desk, upload, 0, FILM[:2000])
    assert (status, told["offset"]) == (409, 2000)
    html = text(desk, at(plan, "evidence"))
    assert "没有传完的" in html
    assert "继续上传" in html
    again = begun(desk, plan)
    assert (again["address"], again["offset"]) == (at(plan, "evidence_going_on", upload.token), 2000)
    page = at(plan, "evidence_going_on", upload.token)
    assert "请选择同一个文件" in text(desk, page)
    assert "文件还没有传完" in said(desk, page, **SAYS)
    assert sent(desk, upload, 2000, FILM[2000:]) == (200, {"offset": len(FILM)})
    assert "文件已经传完" in text(desk, page)
    for _ in range(2):
        assert "登记" in said(desk, page, **SAYS)
    made = Evidence.objects.get()
    assert made.sha256 == hashlib.sha256(FILM).hexdigest()
    assert made.file is not None
    html = text(desk, at(plan, "evidence"))
    assert made.sha256[:12] in html
    assert "没有传完的" not in html
    answer = desk.get(f"/files/{made.file.token}/")
    assert b"".join(answer) == FILM
    assert signed_in(manager_of(cast.school)).get(f"/files/{made.file.token}/").status_code == 404
    Path(settings.MEDIA_ROOT, made.file.path).unlink()
    gone = desk.get(f"/files/{made.file.token}/")
    assert (gone.status_code, "已经按规定销毁" in gone.content.decode()) == (403, True)


def test_what_is_lacking_is_said_before_anything_is_sent(desk: Client, plan: Plan) -> None:
    told = begun(desk, plan, title="", kind="strange")
    assert told["status"] == 422
    assert any("请填写“名称”" in each for each in told["says"])
    assert begun(desk, plan, size=LARGEST + 1)["status"] == 422
    assert begun(desk, plan, size=0)["status"] == 422
    assert not Upload.objects.exists()


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 13, "²"])
def test_a_part_says_from_where_it_goes_on(desk: Client, plan: Plan, offset: str) -> None:
    """In figures."""
    begun(desk, plan)
    status, told = sent(desk, Upload.objects.get(), offset.encode("utf-8").decode("latin-1"), b"xx")
    assert (status, told["offset"]) == (400, 0)


def test_a_part_is_no_larger_than_was_said(desk: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is the whole."""
    monkeypatch.setattr(evidence, "PART", 1000)
    begun(desk, plan, size=1200)
    upload = Upload.objects.get()
    assert sent(desk, upload, 0, FILM[:1001])[0] == 413
    assert sent(desk, upload, 0, FILM[:1000]) == (200, {"offset": 1000})
    status, told = sent(desk, upload, 1000, FILM[:300])
    assert (status, told["offset"]) == (422, 1000)
    assert "超过了登记的文件大小" in told["says"]


def test_a_part_of_four_megabytes_is_taken(desk: Client, plan: Plan) -> None:
    """Though no form may be that large."""
    begun(desk, plan, size=evidence.PART + 1)
    part = FILM.ljust(evidence.PART, b"\0")
    assert sent(desk, Upload.objects.get(), 0, part) == (200, {"offset": evidence.PART})


def test_without_its_program_the_page_offers_the_other_way(desk: Client, plan: Plan) -> None:
    """A plain form is not taken for a film."""
    assert "<noscript>" in text(desk, at(plan, "evidence_upload"))
    html = said(desk, at(plan, "evidence_upload"), **SAYS)
    assert "请换一个浏览器，或者登记校验值和存放处" in html
    assert 'value="一考场全程视频"' in html
    assert not Upload.objects.exists()


def test_an_upload_is_given_up_after_a_page_that_says_what_is_lost(
    desk: Client, plan: Plan, django_capture_on_commit_callbacks: Any
) -> None:
    begun(desk, plan)
    upload = Upload.objects.get()
    sent(desk, upload, 0, FILM[:2000])
    page, path = at(plan, "evidence_give_up", upload.token), Path(settings.MEDIA_ROOT, upload.path)
    assert "要再传的从头开始" in text(desk, page)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert "已放弃上传" in said(desk, page)
    assert not path.exists()
    assert desk.get(page).status_code == 404
    assert desk.post(page).status_code == 302


def test_what_lies_elsewhere_is_registered_once(desk: Client, plan: Plan) -> None:
    page = at(plan, "evidence_elsewhere")
    for _ in range(2):
        assert "已登记“一考场全程视频”" in said(desk, page, **ELSEWHERE)
    assert Evidence.objects.get().sha256 == DIGEST
    html = text(desk, at(plan, "evidence"))
    assert "机房监控主机2号硬盘" in html
    assert "共1件" in html


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"sha256": "abc"}, "64位十六进制"),
        ({"kept_at": ""}, "请填写“存放在哪里”"),
        ({"title": "长" * 121}, "最多120个字"),
        ({"kind": "strange"}, "请从列出的选项中选择"),
        ({"sitting": "99"}, "请从列出的选项中选择"),
    ],
)
def test_what_cannot_be_registered_keeps_what_was_typed(
    desk: Client, plan: Plan, typed: dict[str, str], says: str
) -> None:
    html = said(desk, at(plan, "evidence_elsewhere"), **{**ELSEWHERE, **typed})
    assert says in html
    assert "机房监控主机2号硬盘" in html or "kept_at" in typed
    assert not Evidence.objects.exists()


def test_the_markup_of_a_title_is_shown_as_it_was_typed(desk: Client, plan: Plan) -> None:
    said(desk, at(plan, "evidence_elsewhere"), **{**ELSEWHERE, "title": "<img src=x>"})
    html = text(desk, at(plan, "evidence"))
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;" in html


def test_other_bodies_and_guesses_find_nothing(desk: Client, plan: Plan, cast: Cast) -> None:
    """Not the pages, not the parts; another plan's upload is none of this one's."""
    begun(desk, plan)
    upload = Upload.objects.get()
    pages = [at(plan, name) for name in ("evidence", "evidence_elsewhere", "evidence_upload")]
    pages += [at(plan, name, upload.token) for name in ("evidence_going_on", "evidence_give_up")]
    other = signed_in(manager_of(cast.school))
    assert {other.get(page).status_code for page in pages} == {404}
    assert {
        other.post(page).status_code for page in [*pages[1:], at(plan, "evidence_part", upload.token)]
    } == {404}
    office = signed_in(post_in(cast.province_centre, Role.CLERK))
    assert {office.get(page).status_code for page in pages} == {403}
    assert desk.get(at(plan, "evidence_going_on", plan.token)).status_code == 404
    assert desk.post(at(plan, "evidence_part", plan.token)).status_code == 404
    assert desk.get(at(plan, "evidence_part", upload.token)).status_code == 405
    assert Upload.objects.get().received == 0


def test_a_part_without_the_pages_mark_is_refused(plan: Plan, cast: Cast) -> None:
    """Another site cannot send parts in somebody's name."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.manager.person, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(
        at(plan, "evidence_part", plan.token), b"xx", content_type="application/octet-stream"
    )
    assert answer.status_code == 403


def test_after_the_results_are_in_it_is_only_read(desk: Client, plan: Plan) -> None:
    """What began before cannot be finished; the page says so."""
    begun(desk, plan)
    upload = Upload.objects.get()
    sent(desk, upload, 0, FILM)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.REPORTED)
    assert "现在不能再登记过程资料" in text(desk, at(plan, "evidence"))
    assert begun(desk, plan)["status"] == 422
    assert "现在不能登记" in said(desk, at(plan, "evidence_going_on", upload.token), **SAYS)
    assert "现在不能登记" in said(desk, at(plan, "evidence_elsewhere"), **ELSEWHERE)
    assert not Evidence.objects.exists()


def test_the_bones_of_the_pages_are_sound(desk: Client, plan: Plan) -> None:
    begun(desk, plan)
    upload = Upload.objects.get()
    said(desk, at(plan, "evidence_elsewhere"), **ELSEWHERE)
    pages = [at(plan, name) for name in ("evidence", "evidence_elsewhere", "evidence_upload")]
    pages += [at(plan, name, upload.token) for name in ("evidence_going_on", "evidence_give_up")]
    for page in pages:
        assert faults(text(desk, page)) == [], page
