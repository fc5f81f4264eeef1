"""Messages, how they go out, and what somebody does not want (消息、发送、免收)."""

from django.db import models
from django.db.models import Q

from dengji.messages.terms import Channel, State, Told, Topic
from dengji.people.models import Division, Person, Post


class Message(models.Model):
    """Something that a person is told, once (通知消息); `post` is the one in which it concerns him."""

    recipient = models.ForeignKey(Person, models.PROTECT, related_name="told", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField("事项", max_length=20, choices=Topic.choices)
    title = models.CharField("标题", max_length=160)
    text = models.TextField("内容", blank=True)
    path = models.CharField("页面", max_length=200)
    about_kind = models.CharField("事由种类", max_length=40)
    about_id = models.CharField("事由编号", max_length=40)
    key = models.CharField("通知标识", max_length=120)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=("key", "recipient"), name="message_once_a_person"),)
        indexes = (
            models.Index(fields=("recipient", "-at", "-id"), name="message_of_person"),
            models.Index(
                fields=("recipient", "about_kind", "about_id"),
                condition=Q(read_at__isnull=True),
                name="message_unread",
            ),
            models.Index(fields=("at",), condition=Q(read_at__isnull=False), name="message_read"),
        )

    def __str__(self) -> str:
        return self.title


class Dispatch(models.Model):
    """A message on its way out of the site (通知发送); the address is looked up when it goes.

    `next_try_at` is null until something went wrong: what is new goes with the next run.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="dispatches", db_index=False)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试时间", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    fault = models.CharField("未成的原因", max_length=60, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("message", "channel"), name="dispatch_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="dispatch_sent_has_its_moment",
            ),
        )
        indexes = (
            models.Index(fields=("channel", "id"), condition=Q(state=State.WAITING), name="dispatch_waiting"),
            models.Index(fields=("-id",), condition=Q(state=State.GIVEN_UP), name="dispatch_given_up"),
        )

    def __str__(self) -> str:
        return f"{self.message} {self.get_channel_display()}"


class SwitchedOff(models.Model):
    """A topic that a person does not want to be told of by a channel (免收通知)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="switched_off")
    topic = models.CharField("事项", max_length=20, choices=Topic.choices)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "topic", "channel"), name="switched_off_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_topic_display()} {self.get_channel_display()}"


class OutsideMessage(models.Model):
    """A short message to somebody without an account (对外短信): told once under its key, which names no person.

    `sealed` holds the telephone number, until it has gone out.
    """

    place = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="所在地")
    topic = models.CharField("事项", max_length=12, choices=Told.choices)
    text = models.CharField("内容", max_length=400)
    sealed = models.BinaryField("封存的手机号码", default=b"")
    about_kind = models.CharField("事由种类", max_length=40)
    about_id = models.CharField("事由编号", max_length=40)
    key = models.CharField("通知标识", max_length=120, unique=True)
    at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试时间", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    fault = models.CharField("未成的原因", max_length=60, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False, sealed=b"")
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="outside_message_sent_keeps_no_number",
            ),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(state=State.WAITING), name="outside_message_waiting"),
            models.Index(fields=("place", "state"), name="outside_message_of_place"),
            models.Index(fields=("at",), name="outside_message_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.get_state_display()}"


class OutsideSwitch(models.Model):
    """Whether candidates of a place are told by short message (对外短信开关), by its own administrator."""

    place = models.OneToOneField(Division, models.PROTECT, related_name="+", verbose_name="所在地")
    on = models.BooleanField("发送")
    by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return f"{self.place} {'发送' if self.on else '不发送'}"
