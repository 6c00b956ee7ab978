"""The citizen of a photo report is told once what was decided, and why not."""

from datetime import timedelta

import pytest

from channels.photo_reports import refusals, reviewing
from tests.conftest import NOW
from tests.inboxes import led_to, said_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]
LATER = NOW + timedelta(hours=2)


def test_of_an_accepted_report(sent, desk, alice):
    reviewing.accept(report=sent, by=desk, now=LATER)
    assert said_to(alice) == ["Your photo report “Litter” was accepted."]
    assert said_to(alice, "zh-hans") == ["您的随手拍“垃圾乱丢”已采纳。"]
    assert led_to(alice) == [sent.get_absolute_url()]


def test_of_a_refused_report_with_the_reason(sent, desk, alice):
    reviewing.refuse(report=sent, reason="unclear", note="", by=desk, now=LATER)
    with pytest.raises(refusals.AlreadyDecided):
        reviewing.refuse(report=sent, reason="unclear", note="", by=desk, now=LATER)
    assert said_to(alice) == [
        "Your photo report “Litter” was not accepted. The photo is not clear. Please take another one from closer by."
    ]
    assert said_to(alice, "zh-hans") == ["您的随手拍“垃圾乱丢”没有采纳。照片看不清楚，请靠近一些再拍一张。"]


def test_nothing_of_one_that_is_looked_at(sent, desk, alice):
    reviewing.take_up(report=sent, by=desk, now=LATER)
    assert said_to(alice) == []
