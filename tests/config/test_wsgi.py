"""The application that a server runs."""

from io import BytesIO, StringIO
from wsgiref.handlers import SimpleHandler
from wsgiref.util import setup_testing_defaults

import pytest

from dengji.config.wsgi import application


@pytest.mark.django_db(transaction=True)  # a page that ends gives its connection back
@pytest.mark.parametrize(("path", "status"), [("/", b"200 OK"), ("/nowhere", b"404 Not Found")])
def test_a_server_is_given_pages(path: str, status: bytes) -> None:
    asked, answer = {"PATH_INFO": path}, BytesIO()
    setup_testing_defaults(asked)
    SimpleHandler(BytesIO(), answer, StringIO(), asked).run(application)
    head, _, page = answer.getvalue().partition(b"\r\n\r\n")
    assert status in head.splitlines()[0]
    assert b"</html>" in page
