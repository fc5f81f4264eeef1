"""Drawing the numbers of certificates (证书编号): by the text's form, without gaps or repeats, many at once."""

from dengji.certificates.models import Release
from dengji.policy.engine.numbering import Numbered, NumberFull, NumberUnknown, prefix, render, rendered
from dengji.policy.engine.pack import NumberForm
from dengji.procedure.refusals import NotAllowed
from dengji.procedure.serials import last_serial, next_serials

KEY = "certificate:"


def draw(release: Release, form: NumberForm, many: int, *, year: int, level: str = "") -> list[str]:
    """取号: the next numbers of the release's series, which stays locked until the transaction ends.

    `level` is another than the batch's, where a certificate is given in exchange for one with a wrong level.

    Serials run per what stands before them: the body, the year and the level. Raises NotAllowed where the series has
    not so many left, or a part of the number is not known; then none is taken.
    """
    numbered = _numbered(release, year, level)
    try:
        series = prefix(form, of=numbered)
        first = next_serials(KEY + series, many)
        return rendered(form, of=numbered, serials=range(first, first + many))
    except NumberFull as full:
        raise NotAllowed(
            f"{form.label}“{series}”的顺序号不够用了，这一批还差{many}个。",
            remedy="请联系主管机关调整编号规则后再核发；已经核发的证书不受影响。",
        ) from full
    except NumberUnknown as unknown:
        raise NotAllowed(str(unknown), remedy="请联系主管机关核对编号规则。") from unknown


def foreseen(release: Release, form: NumberForm, *, year: int) -> str:
    """首号: the number that would be drawn first now; empty where none can be, or a part of it is not known."""
    numbered = _numbered(release, year)
    try:
        last = last_serial(KEY + prefix(form, of=numbered))
        return render(form, of=numbered, serial=last + 1)
    except (NumberFull, NumberUnknown):
        return ""


def _numbered(release: Release, year: int, level: str = "") -> Numbered:
    """What the numbers of a release are made of."""
    plan = release.plan
    kind = {"kind": plan.filing.institution.kind}
    return Numbered(plan.filing.place, year, kind, plan.filing.number, level or plan.level)
