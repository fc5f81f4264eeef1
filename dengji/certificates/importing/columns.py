"""The columns of a sheet of older certificates (历史证书表列名), in the order in which rows are looked at."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dengji.evaluations.candidates.persons import BORN, NAME, SEX
from dengji.evaluations.candidates.persons import NUMBER as IDENTITY
from dengji.institutions.sheets import filled

NUMBER, DOCUMENT = "证书编号", "证件类型"
CODE, OCCUPATION, WORK_TYPE, LEVEL, ISSUED = "职业编码", "职业名称", "工种", "等级", "发证日期"
BODY, ISSUER, PLACE = "评价机构", "发证单位", "行政区划代码"
THEORY, SKILL, REVIEW = "理论知识成绩", "技能考核成绩", "综合评审成绩"
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        NUMBER: "Y000012000900264000001",
        NAME: "张三",
        DOCUMENT: "居民身份证",
        IDENTITY: "11010519491231002X",
        SEX: "女",
        BORN: "1949-12-31",
        CODE: "6-31-01-03",
        OCCUPATION: "电工",
        WORK_TYPE: "",
        LEVEL: "四级/中级工",
        ISSUED: "2024-05-01",
        BODY: "某某有限公司",
        ISSUER: "",
        PLACE: "",
        THEORY: "80",
        SKILL: "75.5",
        REVIEW: "",
    }
)
COLUMNS = tuple(EXAMPLES)
OWN = 6
"""How many columns, from the first, are a person's own; the next eight are often alike in many rows."""
SCORES = COLUMNS.index(THEORY)
NEEDED = (NUMBER, NAME, IDENTITY, CODE, OCCUPATION, ISSUED, BODY)
ALSO: Mapping[str, str] = MappingProxyType(
    {
        "证书号": NUMBER,
        "身份证号": IDENTITY,
        "身份证号码": IDENTITY,
        "证件类别": DOCUMENT,
        "职业（工种）": OCCUPATION,
        "职业": OCCUPATION,
        "职业代码": CODE,
        "级别": LEVEL,
        "技能等级": LEVEL,
        "发证机构": BODY,
        "理论成绩": THEORY,
        "技能成绩": SKILL,
    }
)
"""Heads that other sheets have for the same."""
LONGEST: Mapping[str, int] = MappingProxyType(
    {NUMBER: 40, CODE: 20, OCCUPATION: 120, WORK_TYPE: 120, BODY: 120, ISSUER: 120}
)


def template() -> bytes:
    """下载模板: the heads as xlsx, and one example to write over."""
    return filled("历史证书", COLUMNS, [list(EXAMPLES.values())])


def places_of(heads: Sequence[str]) -> tuple[int, ...]:
    """Where each column stands in a line; those that the sheet has not stand behind its last cell."""
    return tuple(heads.index(each) if each in heads else len(heads) for each in COLUMNS)
