"""Forms of the day and of its evidence (实施现场、过程资料表单)."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.forms.boundfield import BoundField

from dengji.evaluations.acts.attending import MARKED, IncidentEntry
from dengji.evaluations.acts.evidencing import EvidenceEntry, FileSaid
from dengji.evaluations.models.sittings import Room, Sitting
from dengji.evaluations.sittings.on_the_day import SeatLine, SittingLine
from dengji.evaluations.terms import EXPELS, Attendance, EvidenceKind, IncidentKind
from dengji.web.body.forms import PlainForm

EXPELLED = "取消这名考生本场的考试资格，这一项成绩作废，必须选考生"
FOLLOWS = {
    **{kind: EXPELLED for kind in EXPELS},
    IncidentKind.LATE: "记录在案；没有入场的，在到场情况里登记缺考",
    IncidentKind.EQUIPMENT: "记录在案；写明影响到谁、时间怎样补足",
    IncidentKind.ILLNESS: "记录在案；没有考完的怎样安排，写在处理里",
    IncidentKind.PAPERS: "记录在案；写明怎样更正、影响到哪些考生",
    IncidentKind.OTHER: "记录在案",
}
"""What follows from each kind of incident."""
COMES = [(each.value, str(each.label)) for each in MARKED]


class Cell(NamedTuple):
    """A seat on the form (一名考生): who sits there, and the field; no field for whoever was sent out."""

    line: SeatLine
    field: BoundField | None


class AttendanceForm(PlainForm):
    """Who came (到场情况): everybody is there unless said otherwise; whoever was sent out stays so.

    `stands` is what the page showed: if somebody marked a seat meanwhile, it is said before anything is written over.
    """

    stands = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, lines: Sequence[SeatLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for seat, name in (line for line in lines if line.seat.attendance != Attendance.EXPELLED):
            field = forms.ChoiceField(label=f"{seat.number}号{name}", choices=COMES, widget=forms.RadioSelect)
            known = seat.attendance in MARKED
            field.initial = seat.attendance if known else Attendance.PRESENT.value
            please = f"请选择{seat.room}{seat.number}号{name}是到场还是缺考。"
            field.error_messages |= {"required": please, "invalid_choice": please}
            self.fields[f"seat-{seat.pk}"] = field

    @property
    def now(self) -> str:
        """How the seats stand now, as a short mark."""
        said = ",".join(f"{line.seat.pk}:{line.seat.attendance}" for line in self.lines)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        """What the page showed still stands, or is already what was chosen, as after pressing twice."""
        said = super().clean() or {}
        if said.get("stands") != self.now and self._differs(said):
            self.add_error(None, "您打开页面以后，别人登记过到场情况，写在考生下面。请核对您的选择，再保存。")
        return said

    def rooms(self) -> dict[str, list[Cell]]:
        """The seats by room, in order."""
        found: dict[str, list[Cell]] = {}
        for line in self.lines:
            name = f"seat-{line.seat.pk}"
            cell = Cell(line, self[name] if name in self.fields else None)
            found.setdefault(str(line.seat.room), []).append(cell)
        return found

    def came(self) -> dict[int, str]:
        """Who came, by the key of the seat."""
        said = {name: value for name, value in self.cleaned_data.items() if name.startswith("seat-")}
        return {int(name.removeprefix("seat-")): value for name, value in said.items()}

    def _differs(self, said: dict[str, Any]) -> bool:
        seats = {f"seat-{line.seat.pk}": line.seat.attendance for line in self.lines}
        return any(seats[name] != said.get(name) for name in self.fields if name in seats)


class IncidentForm(PlainForm):
    """What went wrong, to whom, and what was done about it (现场情况)."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[(each.value, f"{each.label}——{FOLLOWS[each]}") for each in IncidentKind],
        widget=forms.RadioSelect,
    )
    candidate = forms.ChoiceField(label="考生", required=False, help_text="与某一名考生有关的，请选择。")
    room = forms.ChoiceField(label="考场", required=False, help_text="选了考生的，不用再选考场。")
    says = forms.CharField(
        label="发生了什么",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明时间和经过。",
    )
    dealt_with = forms.CharField(
        label="怎样处理的", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, seats: Sequence[SeatLine], line: SittingLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(seat.candidate.token): seat.candidate for seat, _ in seats}
        self.rooms: dict[str, Room] = {str(each.room.pk): each.room for each in line.rooms}
        named = [
            (str(seat.candidate.token), f"{seat.room} {seat.number}号 {name} {seat.candidate.masked}")
            for seat, name in seats
        ]
        cast(forms.ChoiceField, self.fields["candidate"]).choices = [("", "不涉及某一名考生"), *named]
        rooms = [(key, room.name) for key, room in self.rooms.items()]
        cast(forms.ChoiceField, self.fields["room"]).choices = [("", "整场或者说不清"), *rooms]

    def clean(self) -> dict[str, Any]:
        """Whoever is sent out is named."""
        said = super().clean() or {}
        if said.get("kind") in EXPELS and not said.get("candidate") and "candidate" not in self.errors:
            self.add_error("candidate", "请选择是哪一名考生。")
        return said

    def entry(self) -> IncidentEntry:
        """The incident as its act takes it."""
        said = self.cleaned_data
        who, room = self.people.get(said["candidate"]), self.rooms.get(said["room"])
        return IncidentEntry(said["kind"], said["says"], said["dealt_with"], who, None if who else room)


class EvidenceForm(PlainForm):
    """What a piece of evidence is, and of which sitting (过程资料)."""

    kind = forms.ChoiceField(label="类别", choices=EvidenceKind.choices)
    title = forms.CharField(
        label="名称", max_length=120, help_text="写到别人能找到的程度，例如 一考场全程视频。"
    )
    sitting = forms.ChoiceField(label="场次", required=False)

    def __init__(self, *args: Any, sittings: Sequence[SittingLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings: dict[str, Sitting] = {str(line.sitting.pk): line.sitting for line in sittings}
        named = [(str(line.sitting.pk), f"{line.label} {line.when}") for line in sittings]
        cast(forms.ChoiceField, self.fields["sitting"]).choices = [("", "整个批次"), *named]

    def entry(self) -> EvidenceEntry:
        """What is registered, as its act takes it."""
        said = self.cleaned_data
        return EvidenceEntry(said["kind"], said["title"], self.sittings.get(said["sitting"]))


class ElsewhereForm(EvidenceForm):
    """Evidence that lies elsewhere: its digest, and where (存放在别处的资料)."""

    sha256 = forms.CharField(
        label="校验值（SHA-256）",
        max_length=100,
        help_text="64位十六进制，用校验工具对原文件计算；以后重新计算，结果相同就证明文件没有改过。",
        widget=forms.TextInput(attrs={"class": "num", "spellcheck": "false", "autocomplete": "off"}),
    )
    kept_at = forms.CharField(
        label="存放在哪里", max_length=200, help_text="例如 教学楼机房，监控主机2号硬盘。"
    )


class FileSaidForm(PlainForm):
    """A file as the browser tells of it before it is sent: name, size, the digest of its beginning (FileSaid)."""

    name = forms.CharField(label="文件名", max_length=200)
    size = forms.IntegerField(label="文件大小")
    head = forms.RegexField(r"^[0-9a-f]{64}$", label="开头的校验值", required=False)

    def file(self) -> FileSaid:
        """The file as its act takes it."""
        return FileSaid(**self.cleaned_data)
