"""The page of the API's document: what each operation is for stands there in the reader's language."""

import re

import pytest
from django.utils.translation import gettext, override

from channels.api import document

HAN = re.compile(r"[一-鿿]")


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_every_operation_says_in_chinese_what_it_is_for(client):
    operations = [operation for group in document.groups(0, "en") for operation in group.operations]
    page = client.get("/api/docs/", headers={"accept-language": "zh-hans"}).content.decode()

    with override("zh-hans"):
        said = [gettext(operation.summary) for operation in operations]
    assert [one for one in said if not HAN.search(one)] == []
    assert all(one in page for one in said)
    assert len(said) > 80


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_in_english_it_is_the_documents_own_summary(client):
    page = client.get("/api/docs/", headers={"accept-language": "en"}).content.decode()

    assert "Your acts, latest first" in page
    assert "您的行为，最近的在前" not in page
