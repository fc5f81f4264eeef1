"""Why a message did not go out (未能发送的原因): in words for an administrator, that name nobody."""


class NotReached(Exception):
    """The mail server or the gateway does not answer (没有应答): nothing is wrong with the message; all wait."""


class NotTaken(Exception):
    """This message was not taken (被拒收): for good, or for now."""

    def __init__(self, sentence: str, *, for_good: bool) -> None:
        super().__init__(sentence)
        self.for_good = for_good
