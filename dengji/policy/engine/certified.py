"""What a text says of certificates (证书核发): of each regime, how they are numbered, who issues them, and on what."""

from dengji.policy.engine.form import ArticleKey, Form, Name


class Certified(Form):
    """The certificates of one regime (一类证书): the form of their numbers, and the actor who issues them (发证单位).

    `published`: issued only on data that the ministry's network has published; `reported`: their data go to the
    network once they are issued.
    """

    number: Name
    issuer: Name
    published: bool = False
    reported: bool = False
    cite: ArticleKey
