"""Sittings, rooms and seats (场次、考场、座位)."""

from django.db import models
from django.db.models import F, Q

from dengji.evaluations.models.candidates import Candidate
from dengji.evaluations.models.plans import Assignment, Plan, PlanVenue
from dengji.evaluations.terms import Attendance


class Sitting(models.Model):
    """A sitting (场次): one method, from a time to a time."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sittings")
    method = models.CharField("评价方式", max_length=12)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="sitting_ends_after_it_starts"
            ),
        )
        indexes = (models.Index(fields=("starts_at", "ends_at"), name="sitting_by_time"),)

    def __str__(self) -> str:
        return f"{self.plan} {self.starts_at:%Y-%m-%d %H:%M}"


class Room(models.Model):
    """A room of a sitting (考场)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="rooms")
    venue = models.ForeignKey(PlanVenue, models.PROTECT, related_name="rooms")
    name = models.CharField("考场", max_length=40)
    capacity = models.PositiveIntegerField("座位数")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("sitting", "name"), name="room_once_a_sitting"),)

    def __str__(self) -> str:
        return self.name


class RoomStaff(models.Model):
    """Who is on duty in a room (考场人员)."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="staff")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="rooms")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("room", "assignment"), name="room_staff_once"),)

    def __str__(self) -> str:
        return f"{self.room} {self.assignment}"


class Seat(models.Model):
    """A candidate's seat in a sitting (座位), and whether he came."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="seats")
    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="seats")
    number = models.PositiveIntegerField("座位号")
    attendance = models.CharField(
        "到场情况", max_length=10, choices=Attendance.choices, default=Attendance.EXPECTED
    )

    class Meta:
        ordering = ("room", "number")
        constraints = (
            models.UniqueConstraint(fields=("sitting", "candidate"), name="seat_once_a_sitting"),
            models.UniqueConstraint(fields=("room", "number"), name="seat_number_once_a_room"),
        )

    def __str__(self) -> str:
        return f"{self.room} {self.number}"
