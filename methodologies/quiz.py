"""The quiz on low-carbon living: what was answered rightly in a day's questions earns credits."""

from methodologies.base import Claim, CreditsOnly, Quantity, Span

SECONDS_PER_DAY = 86_400


class Quiz(CreditsOnly):
    code = "quiz"
    of_one_scenario = True
    span = Span.DAY
    quantities = (
        Quantity(
            name="correct",
            label={"zh-hans": "答对题数", "en": "Right answers"},
            unit={"zh-hans": "题", "en": "right answers"},
            one_unit={"zh-hans": "题", "en": "right answer"},
        ),
    )
    tally = "correct"
    deed = {"zh-hans": "您在今天的低碳问答中答对 {correct}", "en": "In today's quiz you gave {correct}"}
    example = Claim({"correct": 3}, SECONDS_PER_DAY)


METHODOLOGY = Quiz()
