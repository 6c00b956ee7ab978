"""Why what a project states can't be reckoned: a code, the field to mend, and a sentence in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from methodologies.base import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend. `where` names the parameter or column; `line` counts from 0; `None` is none."""

    code: str
    where: str = ""
    facts: Mapping[str, Text | str] = field(default_factory=dict)
    line: int | None = None

    @property
    def sentence(self) -> Text:
        return {language: words.format(**self._facts(language)) for language, words in SENTENCES[self.code].items()}

    def _facts(self, language: str) -> dict[str, str]:
        return {name: fact if isinstance(fact, str) else fact[language] for name, fact in self.facts.items()}


class NotReckoned(ValueError):
    """A report that can't be reckoned: everything that is to be mended."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        self.troubles = troubles
        super().__init__("; ".join(trouble.sentence["en"] for trouble in troubles))


def _both(chinese: str, english: str) -> Text:
    return {"zh-hans": chinese, "en": english}


SENTENCES: Mapping[str, Text] = {
    "unknown": _both("方法学没有“{name}”这一项。", "The method asks for no “{name}”."),
    "missing": _both("请填写“{label}”。", "Please state “{label}”."),
    "not_a_number": _both("“{label}”应是数字，填的是“{value}”。", "“{label}” is a number; “{value}” was stated."),
    "too_many_decimals": _both(
        "“{label}”最多 {decimals} 位小数，填的是 {value}。",
        "“{label}” has at most {decimals} decimals; {value} was stated.",
    ),
    "too_little": _both(
        "“{label}”不应小于 {least} {unit}，填的是 {value} {unit}。",
        "“{label}” is at least {least} {unit}; {value} {unit} was stated.",
    ),
    "not_above": _both(
        "“{label}”应大于 {least} {unit}，填的是 {value} {unit}。",
        "“{label}” is more than {least} {unit}; {value} {unit} was stated.",
    ),
    "too_much": _both(
        "“{label}”不应大于 {most} {unit}，填的是 {value} {unit}。",
        "“{label}” is at most {most} {unit}; {value} {unit} was stated.",
    ),
    "unit_unknown": _both(
        "“{label}”不能以“{unit}”填写，可用：{units}。", "“{label}” is not stated in “{unit}” but in: {units}."
    ),
    "no_document": _both(
        "“{label}”由项目自定，请写明依据的文件（名称、编号、日期）。",
        "“{label}” is the project's own: name the document it was read from (title, number, date).",
    ),
    "not_offered": _both("“{label}”不能采用系数“{factor}”。", "“{label}” can't be filled with the factor “{factor}”."),
    "by_day": _both(
        "“{label}”按监测日期采用当时已公布的值，不能自选。",
        "“{label}” is what was published by the days of a line; it is not chosen.",
    ),
    "more_favourable": _both(
        "“{label}”由项目自定为 {value} {unit}，比公布的 {published} {unit} 对项目更有利，请核查依据：{document}。",
        "“{label}” is stated as {value} {unit}, better for the project than the published {published} {unit}: "
        "look at the document, {document}.",
    ),
    "value_and_factor": _both(
        "“{label}”已选用公布的系数，不要再填数值。",
        "A published factor is chosen for “{label}”: state no value beside it.",
    ),
    "not_an_option": _both("“{label}”没有“{value}”这个选项。", "“{value}” is no answer to “{label}”."),
    "unknown_table": _both("方法学没有“{name}”这张监测表。", "The method has no table of “{name}”."),
    "no_source": _both("请填写“{label}”。", "Please state “{label}”."),
    "no_period": _both(
        "起止日期应是 2025-01-31 这样的日期，且起不晚于止。",
        "A period has two days such as 2025-01-31, the first not after the last.",
    ),
    "outside": _both(
        "{starts_on} 至 {ends_on} 不在监测期 {first} 至 {last} 之内。",
        "{starts_on} to {ends_on} is outside the monitored period, {first} to {last}.",
    ),
    "overlap": _both(
        "“{source}”{starts_on} 至 {ends_on} 与第 {other} 行的日期重叠，会重复计算。",
        "“{source}” from {starts_on} to {ends_on} overlaps line {other}: it would count twice.",
    ),
    "no_lines": _both("监测表“{label}”还没有数据。", "The table “{label}” has no line yet."),
    "beyond_capacity": _both(
        "{value} 千瓦时超过装机容量在这段时间最多能发的 {most} 千瓦时。",
        "{value} kWh is more than the {most} kWh that the capacity can generate in that time.",
    ),
    "no_baseline": _both(
        "“{label}”的监测数据没有对应的基准能耗，请至少填写一项基准系数。",
        "Nothing says what “{label}” would have come to: state at least one coefficient of the baseline.",
    ),
    "level_outside": _both(
        "水位 {value} 米不在固碳速率适用的 {least} 至 {most} 米之内。",
        "A level of {value} m is outside of {least} to {most} m, for which the rates hold.",
    ),
    "whole_and_parts": _both(
        "同一份报告里，“{whole}”与拆出的材料不能同时计，会重复计算。",
        "“{whole}” and materials taken out don't stand in one report: they would count twice.",
    ),
    "more_than_whole": _both(
        "“{part}”不应大于“{whole}”。",
        "“{part}” is not more than “{whole}”.",
    ),
    "shares_add_up": _both(
        "垃圾各组分之和应为 100%，现为 {sum}%。", "The shares of the waste add up to 100 %; they are {sum} %."
    ),
}
