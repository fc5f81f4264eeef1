"""Files as people hand them in, made small: a page, a picture, office documents, and what is refused."""

from io import BytesIO
from zipfile import ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX, PPTX = (
    f"{OFFICE}.wordprocessingml.document.main+xml",
    f"{OFFICE}.spreadsheetml.sheet.main+xml",
    f"{OFFICE}.presentationml.presentation.main+xml",
)
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def package(main: str = DOCX, /, **parts: bytes) -> bytes:
    """An office document of a main type, with further parts by name (`__` for a slash)."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    named = {name.replace("__", "/"): content for name, content in parts.items()}
    return zipped({"[Content_Types].xml": types.encode(), "main.xml": b"<document/>", **named})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file with these parts."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """A zip file that says of its parts that they need a password."""
    return content.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
