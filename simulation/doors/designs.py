"""Designs of projects: written and submitted by their owner, talked about, validated, decided at the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from common.texts import Text
from projects.cycle import commenting, deciding, drafting, overlapping, submitting, validating
from projects.cycle.content import STEPS
from projects.documents.keeping import keep
from projects.documents.kinds import Sent
from projects.models import CarbonProject, Comment, Organisation, ProjectDesign

TITLE = "项目设计数据表"


def begin(*, owner: Organisation, name: Text, by: User, now: datetime) -> ProjectDesign:
    return drafting.begin(owner=owner, name=dict(name), by=by, now=now)


def write(design: ProjectDesign, content: Mapping[str, Any], *, by: User) -> ProjectDesign:
    """Page by page, as its form does."""
    for step in STEPS:
        values = {key: content[key] for key in step.keys if key in content}
        design = drafting.write(design=design, step=step.code, values=values, by=by)
    return design


def attach(design: ProjectDesign, *, name: str, content: bytes, by: User, now: datetime) -> None:
    keep(Sent(name, content), TITLE, design, by, now=now, is_public=True)


def submit(design: ProjectDesign, *, words: str, by: User, now: datetime) -> None:
    submitting.submit(design=design, by=by, now=now, words=words)


def withdraw(design: ProjectDesign, *, words: str, by: User, now: datetime) -> None:
    drafting.withdraw(design=design, words=words, by=by, now=now)


def send_back(design: ProjectDesign, *, words: str, by: User, now: datetime) -> None:
    deciding.send_back(design=design, words=words, by=by, now=now)


def reject(design: ProjectDesign, *, words: str, by: User, now: datetime) -> None:
    deciding.reject(design=design, words=words, by=by, now=now)


def publish(design: ProjectDesign, *, by: User, now: datetime) -> None:
    deciding.publish(design=design, by=by, now=now)


def comment(design: ProjectDesign, *, words: str, by: User, now: datetime) -> Comment:
    return commenting.comment(design=design, words=words, by=by, now=now)


def answer(comment: Comment, *, words: str, by: User, now: datetime) -> None:
    commenting.answer(comment=comment, words=words, by=by, now=now)


def hide(comment: Comment, *, words: str, by: User, now: datetime) -> None:
    commenting.hide(comment=comment, words=words, by=by, now=now)


def want(design: ProjectDesign, verifier: Organisation, *, by: User, now: datetime) -> None:
    validating.want(design=design, verifier=verifier, by=by, now=now)


def assign(design: ProjectDesign, verifier: Organisation, *, by: User, now: datetime) -> None:
    validating.assign(design=design, verifier=verifier, by=by, now=now)


def validate(
    design: ProjectDesign, *, is_favourable: bool, words: str, paper: tuple[str, bytes], by: User, now: datetime
) -> None:
    sent = Sent(*paper)
    validating.validate(design=design, sent=sent, is_favourable=is_favourable, words=words, by=by, now=now)


def rule(design: ProjectDesign, *, words: str, by: User, now: datetime) -> None:
    """The desk rules on each overlap that it has not ruled on."""
    design.refresh_from_db()
    for overlap in overlapping.unruled(design):
        overlapping.rule(overlap=overlap, words=words, by=by, now=now)


def register(design: ProjectDesign, *, by: User, now: datetime) -> CarbonProject:
    return deciding.register(design=design, by=by, now=now)
