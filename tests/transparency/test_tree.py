"""The tree after RFC 9162: the vectors published with Certificate Transparency, and proofs that only truth makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dengji import verify
from dengji.transparency import tree
from tests.transparency.log import hashes, naive, nodes

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
PUBLISHED = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]

sizes = st.integers(min_value=1, max_value=70)


def in_hex(path: list[bytes]) -> list[str]:
    """Hashes as they are published."""
    return [each.hex() for each in path]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert tree.root(size, nodes(PUBLISHED)).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[4]]), (2, 3, [ROOTS[2]]), (1, 5, [ROOTS[1], B, D])],
)
def test_the_inclusion_proofs_are_the_published_ones(index: int, size: int, path: list[str]) -> None:
    assert in_hex(tree.inclusion(index, size, nodes(PUBLISHED))) == path


@pytest.mark.parametrize(
    ("old", "new", "path"), [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[4]]), (2, 5, [B, D])]
)
def test_the_consistency_proofs_are_the_published_ones(old: int, new: int, path: list[str]) -> None:
    assert in_hex(tree.consistency(old, new, nodes(PUBLISHED))) == path


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        tree.inclusion(index, size, nodes(PUBLISHED))
    assert not tree.includes(PUBLISHED[0], index, size, [], PUBLISHED[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_a_tree_continues_only_smaller_ones(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        tree.consistency(old, new, nodes(PUBLISHED))
    assert not tree.continues(old, new, [], PUBLISHED[0], PUBLISHED[0])


@given(sizes, st.data())
def test_every_inclusion_proof_verifies_and_no_altered_one(size: int, draw: st.DataObject) -> None:
    leaves = hashes(size)
    index = draw.draw(st.integers(0, size - 1))
    path, root = tree.inclusion(index, size, nodes(leaves)), naive(leaves)
    assert tree.includes(leaves[index], index, size, path, root)
    assert verify.root_over(leaves[index], index, size, path) == root
    wrong = {
        "leaf": (other(leaves[index]), index, path, root),
        "root": (leaves[index], index, path, other(root)),
        "longer": (leaves[index], index, [*path, root], root),
    }
    if path:
        at = draw.draw(st.integers(0, len(path) - 1))
        altered = [other(each) if place == at else each for place, each in enumerate(path)]
        wrong["path"] = (leaves[index], index, altered, root)
        wrong["shorter"] = (leaves[index], index, path[:-1], root)
        wrong["index"] = (leaves[index], (index + 1) % size, path, root)
    for leaf, place, proof, said in wrong.values():
        assert not tree.includes(leaf, place, size, proof, said)
        assert verify.root_over(leaf, place, size, proof) != said


@given(sizes, st.data())
def test_every_consistency_proof_verifies_and_no_altered_one(new: int, draw: st.DataObject) -> None:
    leaves = hashes(new)
    old = draw.draw(st.integers(1, new))
    path, roots = tree.consistency(old, new, nodes(leaves)), (naive(leaves[:old]), naive(leaves))
    assert tree.continues(old, new, path, *roots)
    assert verify.roots_over(old, new, path, roots[0]) == roots
    wrong = [
        (path, (other(roots[0]), roots[1])),
        (path, (roots[0], other(roots[1]))),
        ([*path, roots[0]], roots),
    ]
    if path:
        at = draw.draw(st.integers(0, len(path) - 1))
        wrong.append(([other(each) if place == at else each for place, each in enumerate(path)], roots))
        wrong.append((path[:-1], roots))
    for proof, said in wrong:
        assert not tree.continues(old, new, proof, *said)
        assert verify.roots_over(old, new, proof, said[0]) != said


def other(hashed: bytes) -> bytes:
    """The hash with one bit changed."""
    return bytes([hashed[0] ^ 1]) + hashed[1:]
