"""核对国密签名: whether a key has made a signature by SM2 with SM3 (GB/T 32918.2, on the curve of GB/T 32918.5).

Lies beside verify.py, which asks it about signatures by SM2 and does without them where it is not there. It verifies
only, from public values, and so takes no care to hide how long it takes. Needs Python 3.11 and `cryptography`.
"""

from cryptography.hazmat.primitives.hashes import SM3, Hash

PRIME, ORDER, A, B, GX, GY = (
    int(said, 16)
    for said in (
        "FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF 00000000 FFFFFFFF FFFFFFFF".replace(" ", ""),
        "FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF 7203DF6B 21C6052B 53BBF409 39D54123".replace(" ", ""),
        "FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF 00000000 FFFFFFFF FFFFFFFC".replace(" ", ""),
        "28E9FA9E 9D9F5E34 4D5A9E4B CF6509A7 F39789F5 15AB8F92 DDBCBD41 4D940E93".replace(" ", ""),
        "32C4AE2C 1F198119 5F990446 6A39C994 8FE30BBF F2660BE1 715A4589 334C74C7".replace(" ", ""),
        "BC3736A2 F4F6779C 59BDCEE3 6B692153 D0A9877C C62A4740 02DF32E5 2139F0A0".replace(" ", ""),
    )
)
SIGNER = b"1234567812345678"  # the identity that everybody takes
SIZE = 32
Point = tuple[int, int] | None  # None: the point at infinity


def verifies(public: bytes, signature: bytes, content: bytes) -> bool:
    """True if the key (its uncompressed point) has made that signature (r and s, 32 bytes each) of that content."""
    if len(public) != 1 + 2 * SIZE or public[0] != 4 or len(signature) != 2 * SIZE:
        return False
    key = int.from_bytes(public[1 : 1 + SIZE]), int.from_bytes(public[1 + SIZE :])
    r, s = int.from_bytes(signature[:SIZE]), int.from_bytes(signature[SIZE:])
    t = (r + s) % ORDER
    if not (on_curve(key) and 0 < r < ORDER and 0 < s < ORDER and t):
        return False
    found = added(times(s, (GX, GY)), times(t, key))
    said = int.from_bytes(sm3(sm3(about(key)) + content))
    return found is not None and (said + found[0]) % ORDER == r


def about(key: tuple[int, int]) -> bytes:
    """What is hashed of the signer before the content: his identity, the curve, his key."""
    numbers = (A, B, GX, GY, *key)
    return (8 * len(SIGNER)).to_bytes(2) + SIGNER + b"".join(each.to_bytes(SIZE) for each in numbers)


def sm3(content: bytes) -> bytes:
    """The hash of a content."""
    hashed = Hash(SM3())
    hashed.update(content)
    return hashed.finalize()


def on_curve(point: tuple[int, int]) -> bool:
    """Whether that is a point of the curve, in its one spelling."""
    x, y = point
    return x < PRIME and y < PRIME and (y * y - (x * x + A) * x - B) % PRIME == 0


def added(one: Point, other: Point) -> Point:
    """The sum of two points."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % PRIME == 0:
        return None
    rise, run = (3 * x1 * x1 + A, 2 * y1) if one == other else (y2 - y1, x2 - x1)
    slope = rise * pow(run, -1, PRIME)
    x = (slope * slope - x1 - x2) % PRIME
    return x, (slope * (x1 - x) - y1) % PRIME


def times(number: int, point: Point) -> Point:
    """A point added to itself so many times."""
    found: Point = None
    while number:
        if number & 1:
            found = added(found, point)
        point = added(point, point)
        number >>= 1
    return found
