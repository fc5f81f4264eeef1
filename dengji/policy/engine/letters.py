"""Letters (文书): the paragraphs of a pack's letter with what the case says put in."""

from collections.abc import Mapping

from dengji.policy.engine.pack import Letter

PLACEHOLDERS: Mapping[str, str] = {
    "body": "机构名称",
    "uscc": "统一社会信用代码",
    "number": "备案编号",
    "authority": "机关名称",
    "matter": "办理事项",
    "date": "日期",
    "case_number": "申请编号",
    "valid_from": "有效期起",
    "valid_until": "有效期止",
    "occupations": "职业（工种）和等级",
    "given_up": "退出的职业",
    "changes": "变更的内容",
    "ended_on": "备案终结日期",
    "corrections": "需补正的内容",
    "findings": "查明的情形",
    "reasons": "理由",
    "remedies": "改正方法",
    "due": "办理期限",
    "text_title": "文本标题",
    "text_number": "文号",
    "articles": "依据条款",
}
"""Everything that a letter may speak of, with its Chinese label."""


class NotFilled(Exception):
    """A letter speaks of something that the case does not say (文书要素不全)."""


def fill(letter: Letter, values: Mapping[str, str]) -> list[str]:
    """The paragraphs with every placeholder filled; raises NotFilled naming what lacks."""
    lacking = [label for key, label in PLACEHOLDERS.items() if key not in values and _speaks_of(letter, key)]
    if lacking:
        raise NotFilled(f"《{letter.title}》还缺：{'、'.join(lacking)}。")
    return [paragraph.format_map(values) for paragraph in letter.paragraphs]


def _speaks_of(letter: Letter, key: str) -> bool:
    """Whether a paragraph has the placeholder."""
    return any(f"{{{key}}}" in paragraph for paragraph in letter.paragraphs)
