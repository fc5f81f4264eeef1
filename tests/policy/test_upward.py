"""What a text has reported upwards: said at each step that waits for the network, never twice, never something else."""

# A change of the small pack stands on one line.
# ruff: noqa: E501

import pytest

from dengji.policy.engine.document import PackError
from dengji.policy.engine.linter import lint
from dengji.policy.engine.terms import Operation, ReportKind
from tests.packs.folder import pack_of_text
from tests.policy.small import VOCABULARY, given_loaded, given_pack

Change = tuple[str, str]
STEP = 'awaits: "network", '
LAST = "validity: {length"


def waits(said: str = "") -> Change:
    """The small pack's step waits for the ministry's network, and says what it reports."""
    return STEP, f'awaits: "ministry_network", {said}'


def reports(kind: str, operation: str) -> str:
    """What a step reports."""
    return f'reports: {{kind: "{kind}", operation: "{operation}"}}, '


def below(*lines: str) -> Change:
    """Reports of the small pack that go up by themselves."""
    listed = "".join(f"  - {{{line}}}\n" for line in lines)
    return LAST, f"reports:\n{listed}{LAST}"


LAPSE = 'on: "filing.lapse", kind: "endings", operation: "withdraw", cite: "a3"'
GRANT = 'on: "filing.grant", kind: "filings", operation: "new", cite: "a3"'
MISTAKES: list[tuple[tuple[Change, ...], str, str]] = [
    ((waits(),), "步骤“report”等待部级平台，应写明报送什么（reports）", 'id: "report"'),
    (((STEP, f'{STEP}{reports("filings", "new")}'),), "reports 只用于等待部级平台（ministry_network）的步骤", 'id: "report"'),
    ((waits(reports("endings", "withdraw")),), "报送内容与这个事项的结果不符：写的是endings/withdraw，应是filings/new", 'id: "report"'),
    ((below(LAPSE.replace("endings", "filings")),), "“filing.lapse”以后应报送endings/withdraw，写的是filings/withdraw", '- {on: "filing.lapse"'),
    ((below(LAPSE, LAPSE),), "“filing.lapse”会报送两次", '- {on: "filing.lapse"'),
    ((waits(reports("filings", "new")), below(GRANT)), "“filing.grant”会报送两次", '- {on: "filing.grant"'),
    ((below(LAPSE.replace("filing.lapse", "publicity.open")),), "“publicity.open”以后没有可以报送的内容", '- {on: "publicity.open"'),
    ((below(LAPSE.replace("filing.lapse", "filing.end")),), "没有哪个结果或者到期处理产生“filing.end”，不用报送", '- {on: "filing.end"'),
    ((below(f'{LAPSE}, reading: "nowhere"'),), "没有名为“nowhere”的理解口径", '- {on: "filing.lapse"'),
    ((below(LAPSE.replace('"a3"', '"a9"')),), "引用的条款“a9”不在 articles 中", '- {on: "filing.lapse"'),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "sentence", "words"), MISTAKES)
def test_what_does_not_fit_is_said_with_its_line(
    changes: tuple[Change, ...], sentence: str, words: str
) -> None:
    loaded = given_loaded(*changes)
    told = {each.sentence: each.line for each in lint(loaded, vocabulary=VOCABULARY)}
    assert sentence in told
    lines = [at for at, line in enumerate(loaded.source.splitlines(), 1) if words in line]
    assert told[sentence] in lines


def test_what_fits_is_taken() -> None:
    loaded = given_loaded(waits(reports("filings", "new")), below(LAPSE))
    assert [each for each in lint(loaded, vocabulary=VOCABULARY) if not each.warning] == []
    step = loaded.pack.matters["initial"].steps[-1]
    assert step.reports is not None
    assert (step.reports.kind, step.reports.operation) == (ReportKind.FILINGS, Operation.NEW)


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(PackError, match="“kind”不能是"):
        given_pack(waits(reports("letters", "new")))


STEPS = {
    "TJ21": {
        "initial": ("filings", "new"),
        "added_occupations": ("filings", "correct"),
        "ordered_end": ("endings", "withdraw"),
        "certificates": ("results", "new"),
    },
    "FJ22": {"termination": ("endings", "withdraw")},
    "JL25": {},
    "JLJD": {},
    "XZ24": {},
}
BY_ITSELF = {
    "TJ21": {"filing.change": "correct", "filing.renew": "correct", "filing.strike_off": "withdraw"},
    "FJ22": {
        "filing.add": "correct",
        "filing.change": "correct",
        "filing.renew": "correct",
        "filing.lapse": "withdraw",
        "plan.approve": "new",
    },
    "JL25": {},
    "JLJD": {},
    "XZ24": {},
}


@pytest.mark.row("TJ21-10.5", "TJ21-16.3c", "FJ22-5.3")
@pytest.mark.parametrize("pack_id", STEPS)
def test_each_text_reports_what_it_says_and_no_more(pack_id: str) -> None:
    pack = pack_of_text(pack_id)
    said = {
        name: (step.reports.kind.value, step.reports.operation.value)
        for name, matter in pack.matters.items()
        for step in matter.steps
        if step.reports is not None
    }
    assert said == STEPS[pack_id]
    assert {each.on.value: each.operation.value for each in pack.reports} == BY_ITSELF[pack_id]
    assert all(certified.reported for certified in pack.certificates.values())
