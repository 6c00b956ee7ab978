"""Documents that somebody attaches: a PDF that is only to be read, pictures as clean copies, nothing else."""

from itertools import count

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError

from common.attached import Sent
from common.errors import DomainError
from credits.adjusting import attachments
from credits.adjusting.models import Attachment
from tests.conftest import NOW
from tests.credits.adjusting.conftest import LETTER, PDF, drafted, png


def document(body: bytes) -> bytes:
    return PDF.replace(b"endobj\n", b"endobj\n" + body + b"\n", 1)


def test_pictures_are_kept_as_clean_copies():
    [clean] = attachments.cleaned([Sent("截图.PNG", png())])
    assert (clean.name, clean.kind) == ("截图.PNG", "jpg")
    assert clean.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Sent("x.pdf", b"MZ\x90\x00"), "no_document"),
        (Sent("x.html", b"<html><body>hello</body></html>"), "no_document"),
        (Sent("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no_document"),
        (Sent("x.gif", b"GIF89a" + bytes(100)), "no_document"),
        (Sent("x.pdf", b""), "no_document"),
        (Sent("x.jpg", b"\xff\xd8\xff" + bytes(100)), "not_a_photo"),
        (Sent("x.png", png() + b"PK\x03\x04" + bytes(40)), "more_than_a_photo"),
        (Sent("x.png", png(100)), "too_small"),
        (Sent("x.pdf", document(b"<< /S /JavaScript >>")), "acting_document"),
        (Sent("x.pdf", document(b"<< /Encrypt 5 0 R >>")), "locked_document"),
    ],
)
def test_what_is_no_document_is_refused_by_what_it_is(sent, code):
    with pytest.raises(DomainError) as refused:
        attachments.cleaned([LETTER, sent])
    assert refused.value.code == code


def test_there_are_bounds_of_number_and_size(settings):
    with pytest.raises(DomainError, match="5"):
        attachments.cleaned([LETTER] * 6)
    settings.ADJUSTMENT_MAX_BYTES = 2 * len(PDF)
    assert len(attachments.cleaned([LETTER] * 2)) == 2
    with pytest.raises(DomainError) as refused:
        attachments.cleaned([LETTER] * 3)
    assert refused.value.code == "attachments_too_large"


@pytest.mark.django_db
@pytest.mark.usefixtures("budget")
def test_a_draft_that_fails_leaves_no_file(alice, clerk, monkeypatch, tmp_path):
    numbers, save = count(), Attachment.save

    def failing(self: Attachment) -> None:
        if next(numbers):
            raise IntegrityError
        save(self)

    monkeypatch.setattr(Attachment, "save", failing)
    with pytest.raises(IntegrityError):
        drafted(alice, 10, clerk, files=[LETTER, LETTER], now=NOW)
    assert default_storage.listdir("adjustments")[1] == []
    assert not Attachment.objects.exists()


def test_a_name_too_long_keeps_its_end():
    [clean] = attachments.cleaned([Sent("很" * 200 + ".pdf", PDF)])
    assert len(clean.name) == 100
    assert clean.name.endswith("很.pdf")
