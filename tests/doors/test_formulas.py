"""What a spreadsheet could run is marked as text in every file that the portal writes, by one list of signs."""

import csv
import io
from collections.abc import Callable

import pytest

from merchants.models import Shop
from merchants.till.taking import capture
from tests.channels.files.conftest import sent_and_read
from tests.conftest import NOW, TODAY
from tests.doors.conftest import undone
from tests.merchants.conftest import code_of, text, voucher_of

pytestmark = pytest.mark.django_db

FORMULAS = [
    *(f"{sign}HYPERLINK(1)" for sign in "=+-@＝＋－＠﹦﹢﹣﹫"),
    *(f"{before}=1+1" for before in (" ", "\t", "\r", "\n", "\u00a0", "\u3000", "\u200b", "\ufeff")),
    "\t1",
    "\r1",
]
HARMLESS = ["蜀风茶舍", "1=1", "a+b", "步行 8000 步", "'=1"]


def cells_of(answer) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")) for cell in row]


@pytest.fixture
def captures(office, rich_alice, tea, teahouse, cashier, till) -> Callable[[str], list[str]]:
    """The file of captures at a shop of that name."""
    voucher = voucher_of(rich_alice, tea)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key="1", now=NOW)

    def written(name: str) -> list[str]:
        Shop.objects.filter(pk=till.pk).update(name=text(name))
        return cells_of(office.get(f"/merchant/{teahouse.public_id}/owed/captures.csv", {"day": f"{TODAY}"}))

    return written


@pytest.fixture
def statement(phone, rich_alice, tea) -> Callable[[str], list[str]]:
    """The statement of a citizen who redeemed an offer of that title."""
    voucher_of(rich_alice, tea)

    def written(title: str) -> list[str]:
        type(tea).objects.filter(pk=tea.pk).update(title=text(title))
        return cells_of(phone.get("/statement/file/"))

    return written


@pytest.fixture
def refused_rows(phone, alice, catalogue) -> Callable[[str], list[str]]:
    """The refused rows of a file with that cell."""

    def written(cell: str) -> list[str]:
        line = cell.replace("\r", "\t").replace("\n", "\t")
        job = sent_and_read(alice, f"date,steps,note\n2026-11-22,many,{line}\n")
        return cells_of(phone.get(f"/files/{job.public_id}/refused.csv"))

    return written


@pytest.mark.parametrize("name", ["captures", "statement", "refused_rows"])
def test_formula_is_marked_in_every_file(request, name):
    written = request.getfixturevalue(name)
    # A row of an uploaded file ends with its line.
    asked = [formula for formula in FORMULAS if name != "refused_rows" or not set(formula) & set("\r\n")]

    assert [formula for formula in asked if f"'{formula}" not in undone(lambda formula=formula: written(formula))] == []
    assert [words for words in HARMLESS if words not in undone(lambda words=words: written(words))] == []


def test_marked_rows_are_read_again_as_they_were(alice, phone, catalogue):
    refused = sent_and_read(alice, "date,steps\n昨天,+8000\n")
    content = phone.get(f"/files/{refused.public_id}/refused.csv").getvalue()
    assert "'+8000" in content.decode()

    mended = sent_and_read(alice, content.replace("昨天".encode(), b"2026-11-22"))

    assert [row.activity.values for row in mended.rows.all()] == [{"steps": 8000}]
