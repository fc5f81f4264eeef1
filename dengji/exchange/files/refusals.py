"""Why a sheet cannot be taken out or put back (不能办理的原因), as sentences."""


class NotCarried(Exception):
    """What may not be done with a sheet of reports: the sentence, and what helps."""

    def __init__(self, sentence: str, *, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
