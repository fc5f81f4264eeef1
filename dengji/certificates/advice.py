"""What may be wrong where nothing was found (查不到的原因): said from what was typed alone, never from the register."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from dengji.certificates.forms import tables
from dengji.certificates.lookup import Question
from dengji.certificates.numbers import faults, meant, normal, parts
from dengji.evaluations.candidates.persons import plain_name
from dengji.institutions.codes import LENGTH, identity_fault, plain_code

NOT_FOUND = "没有查到编号或证件号码与姓名都相符的证书。"
AS_WRITTEN = (
    "姓名要与证书上的完全一样；姓名更正过的，请用更正后的姓名。姓名中间的点（·）和空格怎么写都可以，"
    "但不能少写；生僻字请照证书上的字填写，不要用拼音或同音字代替。"
)
NOT_YET = "刚参加完评价的：成绩核对无误、人员数据在部网站公布以后，机构才发证，发证当天就能查到。"
ELSEWHERE = "不是经本平台备案的机构发的证书，这里查不到，请到发证机构说明的网站查询。"


def advice(question: Question, on: date) -> list[str]:
    """查不到时怎么办: sentences, the likeliest reason first; the same for the same question."""
    return [*_about_number(question, on), *_about_name(question.name), AS_WRITTEN, NOT_YET, ELSEWHERE]


def filing_in(question: Question) -> str:
    """The filing that a skill-level number was issued under, read from the number; empty where it cannot be read."""
    said = parts(meant(question.number)) if question.number else None
    return said.filing if said is not None and not faults(question.number, tables(), 2099) else ""


def _about_number(question: Question, on: date) -> Iterator[str]:
    if question.document:
        code = plain_code(question.document)
        if len(code) == LENGTH and (wrong := identity_fault(code, on)):
            yield wrong
        return
    written, likely = normal(question.number), meant(question.number)
    if written != likely:
        yield f"编号里的字母O、I、L可能是数字0、1，已经按“{likely}”一起查过。"
    yield from faults(likely, tables(), on.year)


def _about_name(name: str) -> Iterator[str]:
    plain = plain_name(name)
    if any(unicodedata.category(sign)[0] in "NS" for sign in plain):
        yield "姓名里有数字或者符号，请核对。"
    elif plain.isascii() and plain.isalpha():
        yield "姓名是字母，请核对证书上是中文姓名还是外文姓名。"
