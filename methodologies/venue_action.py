"""Low-carbon acts while shopping and eating out: each kind of act counts a published amount.

The amounts are the least one of Beijing's handbook of the Green Life Season for an order without disposable cutlery
(23 g), 37 g that couriers told of a carton given back, and 20 g for a pair of disposable chopsticks not used.
"""

from collections.abc import Mapping
from decimal import Decimal

from methodologies.base import Choice, Claim, FactorSlot, Line, Methodology, Option, Quantity, Span

ACTIONS = (
    Option("no_cutlery", {"zh-hans": "外卖不要一次性餐具", "en": "Takeaway without disposable cutlery"}),
    Option("own_chopsticks", {"zh-hans": "堂食不用一次性筷子", "en": "No disposable chopsticks"}),
    Option("carton_return", {"zh-hans": "快递纸箱回收", "en": "Parcel carton given back"}),
)


def _slot(option: Option, symbol: str) -> FactorSlot:
    return FactorSlot(
        name=f"grams_{option.code}",
        symbol=symbol,
        label={"zh-hans": f"每次减排量：{option.label['zh-hans']}", "en": f"Avoided each time: {option.label['en']}"},
        unit="g/act",
        unit_label={"zh-hans": "克/次", "en": "g each"},
    )


class VenueAction(Methodology):
    code = "venue-action"
    span = Span.MOMENT
    lasts_minutes = 60
    choices = (Choice("action", {"zh-hans": "您做了什么", "en": "What you did"}, ACTIONS),)
    quantities = (
        Quantity(
            name="times",
            label={"zh-hans": "份数", "en": "How many"},
            unit={"zh-hans": "份", "en": "pieces"},
            one_unit={"zh-hans": "份", "en": "piece"},
            hint={"zh-hans": "几单外卖、几双筷子或几个纸箱", "en": "Orders, pairs of chopsticks or cartons"},
            symbol="n",
        ),
    )
    slots = tuple(_slot(option, f"RF{number}") for number, option in enumerate(ACTIONS, 1))
    formula = {"zh-hans": "减排量 = 份数 × 该行为每次减排量", "en": "avoided = number × avoided each time by this act"}
    symbols = "ER = n × RF₁,₂,₃"
    deed = {"zh-hans": "{action}，{times}", "en": "{action}: {times}"}
    basis = {"zh-hans": "按公布的每次减排量计算", "en": "Counted at the published amount for each"}
    example = Claim({"action": "no_cutlery", "times": 1}, 0)

    def working(self, claim: Claim, factors: Mapping[str, Decimal]) -> tuple[Line, ...]:
        times, rate = claim["times"], factors[f"grams_{claim.chosen('action')}"]
        return (Line(lambda: {"zh-hans": f"{times} 份 × {rate} 克/次", "en": f"{times} × {rate} g"}, times * rate),)


METHODOLOGY = VenueAction()
