"""How the results of a drill are printed: a line as each comes, then a table with a row for each cell."""

from collections.abc import Sequence
from itertools import groupby

from faults.drill import Result

HEAD = f"{'cell':<28}{'times':>6}{'deeds':>7}{'lost':>6}{'doubled':>9}{'stuck':>7}{'told s':>13}{'back s':>13}  verdict"


def line(result: Result) -> str:
    """One blow, with everything that was wrong."""
    found = result.findings
    wrong = [*found.lost, *found.doubled, *found.stuck, *result.troubles]
    if not result.told_the_truth:
        wrong.append("health did not tell the truth")
    words = [
        f"{result.cell!s:<28}{'sound' if result.is_sound else 'FAULT':<6}{result.deeds:>5} deeds",
        f"blow {result.lasted_s:.1f} s",
        *([f"{result.absences} × 503"] if result.absences else []),
        f"told {seconds([result.told_s])} {result.told}".rstrip(),
        f"back {seconds([result.recovered_s])}",
        f"well {seconds([result.well_s])}",
        *wrong,
    ]
    return "; ".join(words)


def whole(results: Sequence[Result]) -> str:
    """All blows, a row for each cell."""
    rows = [row(list(blows)) for _cell, blows in groupby(results, key=lambda result: result.cell)]
    faults = sum(not result.is_sound for result in results)
    return "\n".join(["", HEAD, *rows, "", f"{len(results)} blows, {faults} faults"])


def row(blows: Sequence[Result]) -> str:
    counts = [
        sum(len(blow.findings.lost) for blow in blows),
        sum(len(blow.findings.doubled) for blow in blows),
        sum(len(blow.findings.stuck) for blow in blows),
    ]
    lost, doubled, stuck = counts
    told, back = seconds([blow.told_s for blow in blows]), seconds([blow.recovered_s for blow in blows])
    verdict = "sound" if all(blow.is_sound for blow in blows) else "FAULT"
    deeds = sum(blow.deeds for blow in blows)
    return (
        f"{blows[0].cell!s:<28}{len(blows):>6}{deeds:>7}{lost:>6}{doubled:>9}{stuck:>7}{told:>13}{back:>13}  {verdict}"
    )


def seconds(times: Sequence[float | None]) -> str:
    """The least and the most; a dash for none."""
    known = sorted(time for time in times if time is not None)
    if not known:
        return "–"
    least, most = f"{known[0]:.1f}", f"{known[-1]:.1f}"
    span = least if least == most else f"{least}–{most}"
    return span if len(known) == len(times) else f"{span} or –"
