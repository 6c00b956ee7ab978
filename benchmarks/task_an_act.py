"""What most would write first: a Celery task for each act, which looks up, counts and writes by the ORM.

It does the same job over the same tables: it locks the citizen, reads what they have used, reckons, writes the
assessment, the transfer and its key, and settles the act. The worker keeps its database connections; a message is
acknowledged when its task is done. Left out is only what would cost it more: acts that meet in time, and waiting for a
budget.
"""

import os
import sys
import time
from contextlib import ExitStack
from typing import Any, Self

import django
from celery import Celery
from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q, Sum

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengdu_carbon.settings")
if not apps.ready:
    django.setup()

from accounts.models import User
from activities.models import Activity, Assessment, QueuedAct, Status
from activities.scoring.cases import case_of
from activities.scoring.reckoning import State, reckon
from activities.scoring.usage import Usage
from activities.scoring.worth import Used
from benchmarks import acts
from benchmarks.bench import Bench
from chengdu_carbon.service_error import ServiceError
from credits.accounts import available_accounts
from methodologies.base import Span
from scenarios.models import RuleVersion
from scenarios.rulebook import rule_of
from scenarios.rules import Evidence, Rule

app = Celery("task_an_act")
app.config_from_object("django.conf:settings", namespace="CELERY")
QUEUE = "bench_task_an_act"
PATIENCE_SECONDS = 120

LedgerAccount: Any = apps.get_model("credits", "LedgerAccount")
Transfer: Any = apps.get_model("credits", "Transfer")
TransferKey: Any = apps.get_model("credits", "TransferKey")


@app.task(acks_late=True)
def score(act_id: int) -> None:
    with transaction.atomic():
        act = Activity.objects.select_related("scenario").get(pk=act_id)
        User.objects.select_for_update().get(pk=act.citizen_id)
        versions = RuleVersion.objects.published().filter(scenario=act.scenario_id, effective_from__lte=act.city_day)
        version = versions.order_by("-effective_from").defer("document").first()
        assert version, "every scenario of the load has a rule in force"
        rule, claim = rule_of(version.pk), act.claim()
        if rule.methodology.check(claim, rule.plain_bounds):
            settle(act, Status.REJECTED, "out_of_bounds")
            return
        case = case_of(
            act.pk,
            act.citizen_id,
            act.scenario_id,
            Evidence(act.evidence),
            act.started_at,
            act.ended_at,
            act.city_day,
            claim,
            rule,
        )
        [result], _after = reckon([case], State(used_before(act, rule)))
        reckoning = result.reckoning
        facts: dict[str, Any] = {"quantified": str(reckoning.quantified)}
        if reckoning.cuts:
            facts["cuts"] = [cut._asdict() for cut in reckoning.cuts]
        assessment = Assessment.objects.create(
            activity=act,
            version=version,
            grams=reckoning.grams,
            credits=reckoning.credits,
            facts=facts,
            assessed_at=acts.EVENING,
        )
        if reckoning.credits:
            pay(act, assessment)
        settle(act, Status.SCORED, "")


def used_before(act: Activity, rule: Rule) -> Usage:
    days = Q(activity__city_day=act.city_day)
    if rule.has_monthly_cap:
        days = Q(activity__city_day__year=act.city_day.year, activity__city_day__month=act.city_day.month)
    before = Assessment.objects.filter(days, activity__citizen=act.citizen_id, activity__scenario=act.scenario_id)
    usage = Usage()
    for day in (
        before.order_by()
        .values("activity__city_day")
        .annotate(
            acts=Count("pk", filter=Q(grams__gt=0) | Q(credits__gt=0)),
            sum_grams=Sum("grams"),
            sum_credits=Sum("credits"),
        )
    ):
        acts_counted = min(day["acts"], 1) if rule.methodology.span is Span.DAY else day["acts"]
        used = Used(day["sum_grams"], day["sum_credits"], acts_counted)
        usage.count(act.citizen_id, act.scenario_id, day["activity__city_day"], used)
    return usage


def pay(act: Activity, assessment: Assessment) -> None:
    slot = LedgerAccount.objects.filter(budget__code="citizens", balance__gte=assessment.credits)
    paying = slot.order_by("?").select_for_update(skip_locked=True, of=("self",)).first()
    available = {"kind": "available", "asset": "credit", "owner_id": act.citizen_id, "expires_on": acts.VINTAGE}
    paid, _created = LedgerAccount.objects.get_or_create(**available)
    transfer = Transfer.objects.create(
        debit=paying,
        credit=paid,
        amount=assessment.credits,
        asset="credit",
        kind="award",
        reference=assessment.award_reference,
        event_at=act.started_at,
        created_at=acts.EVENING,
    )
    TransferKey.objects.create(reference=transfer.reference, transfer_id=transfer.pk)


def settle(act: Activity, status: Status, refusal: str) -> None:
    act.status, act.refusal, act.status_at = status, refusal, acts.EVENING
    act.save(update_fields=["status", "refusal", "status_at"])
    QueuedAct.objects.filter(pk=act.pk).delete()


class TaskAnAct:
    """A worker for the time of the block; `run` says how many acts a second it did of a fresh load."""

    def __init__(self, bench: Bench, processes: int) -> None:
        self.bench, self.processes = bench, processes
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        words = [sys.executable, "-m", "celery", "-A", "benchmarks.task_an_act", "worker", "--loglevel", "ERROR"]
        words += [
            "--concurrency",
            str(self.processes),
            "--queues",
            QUEUE,
            "--without-gossip",
            "--without-mingle",
            "--prefetch-multiplier",
            "4",
        ]
        log = self.stack.enter_context((self.bench.data_dir / "task_an_act.log").open("w"))
        self.stack.enter_context(self.bench.process(*words, out=log))
        self._wait_for(lambda: bool(app.control.ping(timeout=1)), "the worker does not answer")
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.stack.close()

    def run(self, count: int) -> float:
        app.control.cancel_consumer(QUEUE, reply=True, timeout=2)
        citizens = acts.make_citizens(count // 5)
        available_accounts(citizens, acts.VINTAGE)
        acts.record_acts(citizens, count, seed=int.from_bytes(os.urandom(4)))
        for act_id in list(QueuedAct.objects.order_by("pk").values_list("pk", flat=True)):
            score.apply_async([act_id], queue=QUEUE)
        began = time.perf_counter()
        app.control.add_consumer(QUEUE, reply=True, timeout=1)
        self._wait_for(lambda: not QueuedAct.objects.exists(), "acts are left")
        return count / (time.perf_counter() - began)

    def _wait_for(self, happened: Any, trouble: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            if time.monotonic() > deadline:
                raise ServiceError(f"one task an act: {trouble}")
            time.sleep(0.01)
