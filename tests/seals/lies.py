"""Lies that somebody plants in the books: what each does to the rows, as SQL with the numbers of the cast's rows.

A lie is one idea of whoever gains or hides something; it may take several statements, so that sums agree.
"""

from typing import NamedTuple


class Lie(NamedTuple):
    name: str
    statements: tuple[str, ...]
    balances: tuple[str, ...] = ()
    """What the triggers do by themselves, and who has switched them off does by hand."""


def of(table: str, key: str, row: str, changes: dict[str, str]) -> list[Lie]:
    return [Lie(name, (f"UPDATE {table} SET {change} WHERE {key} = {{{row}}}",)) for name, change in changes.items()]


_PLANTED = (
    "INSERT INTO credits_transferkey (reference, transfer_id) VALUES ('{reference}', 900001)",
    (
        "INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)"
        " OVERRIDING SYSTEM VALUE VALUES (900001, {debit}, {credit}, 1, '{asset}', '{kind}',"
        " '{reference}', '{{now}}', '{{now}}')"
    ),
)


_KEPT = "kind IN ('budget', 'available', 'held', 'debt')"


def _planted(name: str, kind: str, debit: str, credit: str, reference: str, asset: str = "credit") -> Lie:
    words = {"kind": kind, "debit": f"{{{debit}}}", "credit": f"{{{credit}}}", "reference": reference, "asset": asset}
    balances = (
        f"UPDATE credits_ledgeraccount SET balance = balance - 1 WHERE id = {{{debit}}} AND {_KEPT}",
        f"UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id = {{{credit}}} AND {_KEPT}",
    )
    return Lie(name, tuple(statement.format(**words) for statement in _PLANTED), balances)


def _raised(by: int, *, facts: bool) -> tuple[str, ...]:
    """Award, assessment and both balances together."""
    written = ", facts = facts || jsonb_build_object('quantified', '99999')" if facts else ""
    return (
        f"UPDATE credits_transfer SET amount = amount + {by} WHERE id = {{award}}",
        (
            f"UPDATE activities_assessment SET credits = credits + {by}, grams = grams + {by}0{written}"
            " WHERE activity_id = {act}"
        ),
        f"UPDATE credits_ledgeraccount SET balance = balance + {by} WHERE id = {{account}}",
        f"UPDATE credits_ledgeraccount SET balance = balance - {by} WHERE id = {{slot}}",
    )


TRANSFERS = [
    *of(
        "credits_transfer",
        "id",
        "award",
        {
            "award: more": "amount = amount + 1",
            "award: of fen": "asset = 'fen'",
            "award: happened a day before": "event_at = event_at - interval '1 day'",
            "award: posted a second later": "created_at = created_at + interval '1 second'",
            "award: posted a year earlier": "created_at = created_at - interval '366 days'",
            "award: to the other citizen": "credit_id = {other_account}",
            "award: out of issuance": "debit_id = {issuance}",
            "award: turned round": "debit_id = credit_id, credit_id = debit_id",
            "award: of no act": "reference = 'act:900900'",
            "award: called an expiry": "kind = 'expire'",
        },
    ),
    *of(
        "credits_transfer",
        "id",
        "hold",
        {
            "hold: happened a day before": "event_at = event_at - interval '1 day'",
            "hold: posted an hour later": "created_at = created_at + interval '1 hour'",
            "hold: less": "amount = amount - 1",
            "hold: of another voucher": "reference = 'hold:900900:0'",
            "hold: moved whole to a day before": "created_at = created_at - interval '1 day', event_at = event_at"
            " - interval '1 day'",
        },
    ),
    *of(
        "credits_transfer",
        "id",
        "fen",
        {
            "fen: more": "amount = amount + 1",
            "fen: to another merchant": "credit_id = {other_receivable}",
            "fen: happened a day before": "event_at = event_at - interval '1 day'",
            "fen: posted an hour later": "created_at = created_at + interval '1 hour'",
            "fen: moved whole to an hour later": "created_at = created_at + interval '1 hour', event_at = event_at"
            " + interval '1 hour'",
        },
    ),
    *of(
        "credits_transfer",
        "id",
        "release",
        {
            "release: happened an hour before": "event_at = event_at - interval '1 hour'",
            "release: moved whole to an hour before": "created_at = created_at - interval '1 hour', event_at = event_at"
            " - interval '1 hour'",
        },
    ),
    *of(
        "credits_transfer",
        "id",
        "reversal",
        {
            "reversal: moved whole to a minute later": "created_at = created_at + interval '1 minute', event_at ="
            " event_at + interval '1 minute'",
        },
    ),
    *of(
        "credits_transfer",
        "id",
        "donation",
        {
            "donation: moved whole to an hour before": "created_at = created_at - interval '1 hour', event_at ="
            " event_at - interval '1 hour'",
        },
    ),
    Lie(
        "fund: moved whole to an hour before",
        (
            (
                "UPDATE credits_transfer SET created_at = created_at - interval '1 hour', event_at = event_at"
                " - interval '1 hour' WHERE reference LIKE 'fund:{day}:%'"
            ),
        ),
    ),
    *(
        Lie(
            f"{row}: under the name of an act",
            (
                (
                    "UPDATE credits_transferkey SET reference = regexp_replace(reference, '^[a-z]+', 'act')"
                    f" WHERE transfer_id = {{{row}}}"
                ),
                (
                    "UPDATE credits_transfer SET reference = regexp_replace(reference, '^[a-z]+', 'act')"
                    f" WHERE id = {{{row}}}"
                ),
            ),
        )
        for row in ("hold", "capture", "fen", "release", "donation")
    ),
    Lie("release: gone", ("DELETE FROM credits_transfer WHERE id = {release}",)),
    Lie("donation: to the merchant", ("UPDATE credits_transfer SET credit_id = {receivable} WHERE id = {donation}",)),
    Lie("reversal: of less", ("UPDATE credits_transfer SET amount = amount - 1 WHERE id = {reversal}",)),
    Lie("award: gone", ("DELETE FROM credits_transfer WHERE id = {award}",)),
    Lie(
        "awards: swapped between two citizens",
        (
            (
                "UPDATE credits_transfer SET credit_id = CASE id WHEN {award} THEN {other_account} ELSE {account} END"
                " WHERE id IN ({award}, {other_award})"
            ),
        ),
    ),
    Lie(
        "key: of another transfer",
        ("UPDATE credits_transferkey SET transfer_id = {other_award} WHERE transfer_id = {award}",),
    ),
    Lie("key: gone", ("DELETE FROM credits_transferkey WHERE transfer_id = {award}",)),
    Lie(
        "key: of another name", ("UPDATE credits_transferkey SET reference = 'act:900900' WHERE transfer_id = {award}",)
    ),
    Lie("key: of nothing", ("INSERT INTO credits_transferkey VALUES ('act:900901', 900901)",)),
    _planted("planted: fund straight to a citizen", "fund", "issuance", "account", "fund:{day}:90"),
    _planted("planted: fund from payable to receivable", "fund", "payable", "receivable", "fund:fen:0", "fen"),
    _planted("planted: expiry from citizen to citizen", "expire", "account", "other_account", "expire:9:2027"),
    _planted("planted: hold of no voucher", "hold", "account", "held", "hold:900900:0"),
    _planted("planted: release of no voucher", "release", "held", "account", "release:900900:0"),
    _planted("planted: award of no act", "award", "slot", "account", "act:900900"),
    _planted("planted: award under a name of no kind", "award", "slot", "account", "gift"),
    _planted("planted: reversal of an award", "reversal", "account", "slot", "reversal:{award}"),
    _planted("planted: donation of no voucher", "donate", "account", "cause", "hold:900900:0"),
    _planted("planted: fund without a decision", "fund", "issuance", "slot", "nobody:0"),
    _planted("planted: fund past its document", "fund", "issuance", "slot", "fund:{day}:99"),
    _planted("planted: fen owed for nothing", "capture", "payable", "receivable", "capture:900900:1:fen", "fen"),
    Lie(
        "planted: expiry of credits in date",
        (
            (
                "INSERT INTO credits_ledgeraccount (id, kind, asset, balance) OVERRIDING SYSTEM VALUE"
                " VALUES (900002, 'expired', 'credit', 0)"
            ),
            *_planted("", "expire", "account", "opened", "expire:{account}:9").statements,
        ),
        _planted("", "expire", "account", "opened", "").balances,
    ),
]

ACCOUNTS = [
    *of(
        "credits_ledgeraccount",
        "id",
        "account",
        {
            "account: more": "balance = balance + 1",
            "account: of fen": "asset = 'fen'",
            "account: another's": "owner_id = {stranger}",
            "account: a year longer": "expires_on = expires_on + interval '1 year'",
            "account: called held": "kind = 'held'",
            "account: below zero": "balance = -1",
        },
    ),
    Lie("account: gone", ("DELETE FROM credits_ledgeraccount WHERE id = {account}",)),
    Lie(
        "merchant's account: another's",
        ("UPDATE credits_ledgeraccount SET party = 'somebody' WHERE id = {receivable}",),
    ),
    Lie("cause's account: another's", ("UPDATE credits_ledgeraccount SET party = 'somebody' WHERE id = {cause}",)),
    Lie(
        "accounts: two balances shifted",
        (
            (
                "UPDATE credits_ledgeraccount SET balance = balance + CASE id WHEN {account} THEN 1 ELSE -1 END"
                " WHERE id IN ({account}, {other_account})"
            ),
        ),
    ),
    Lie(
        "accounts: owners swapped",
        (
            "UPDATE credits_ledgeraccount SET owner_id = {stranger} WHERE id = {account}",
            "UPDATE credits_ledgeraccount SET owner_id = {citizen} WHERE id = {other_account}",
            "UPDATE credits_ledgeraccount SET owner_id = {other} WHERE id = {account}",
        ),
    ),
    Lie("budget: funded past its document", ("UPDATE credits_funding SET amount = amount + 1 WHERE id = {funding}",)),
    Lie("budget: its decision gone", ("DELETE FROM credits_funding WHERE id = {funding}",)),
    Lie("budget: another decision's number", ("UPDATE credits_funding SET number = 'other' WHERE id = {funding}",)),
]

ACTS = [
    *of(
        "activities_activity",
        "id",
        "act",
        {
            "act: another public id": "public_id = 'planted'",
            "act: another's": "citizen_id = {stranger}",
            "act: of another scenario": "scenario_id = {other_scenario}",
            "act: by another channel": "channel = 'api'",
            "act: better proven": "evidence = 'provider'",
            "act: in another district": "district = 'wuhou'",
            "act: begun an hour earlier": "started_at = started_at - interval '1 hour'",
            "act: ended an hour later": "ended_at = ended_at + interval '1 hour'",
            "act: on the day before": "city_day = city_day - 1",
            "act: claims more": """values = '{{"steps": 29999}}'""",
            "act: refused after it was paid": "status = 'rejected'",
            "act: pending after it was paid": "status = 'pending'",
            "act: settled a day earlier": "status_at = status_at - interval '1 day'",
            "act: with a refusal": "refusal = 'made_up'",
            "act: recorded an hour later": "recorded_at = recorded_at + interval '1 hour'",
            "act: recorded a week earlier": "recorded_at = recorded_at - interval '7 days'",
        },
    ),
    Lie("act: gone", ("DELETE FROM activities_activity WHERE id = {act}",)),
    Lie(
        "act: moved whole to the day before",
        (
            (
                "UPDATE activities_activity SET city_day = city_day - 1, started_at = started_at - interval '1 day',"
                " ended_at = ended_at - interval '1 day' WHERE id = {act}"
            ),
        ),
    ),
    Lie(
        "act's key: another digest",
        ("UPDATE activities_activitykey SET digest = gen_random_uuid() WHERE activity_id = {act}",),
    ),
    Lie("act's key: gone", ("DELETE FROM activities_activitykey WHERE activity_id = {act}",)),
    Lie(
        "act's key: another's", ("UPDATE activities_activitykey SET citizen_id = {stranger} WHERE activity_id = {act}",)
    ),
    Lie("act's key: of no act", ("UPDATE activities_activitykey SET activity_id = 900900 WHERE activity_id = {act}",)),
    Lie(
        "act's key: a second one", ("INSERT INTO activities_activitykey VALUES ({citizen}, gen_random_uuid(), {act})",)
    ),
    *of(
        "activities_assessment",
        "activity_id",
        "act",
        {
            "assessment: more grams": "grams = grams + 1",
            "assessment: more credits": "credits = credits + 1",
            "assessment: no facts": "facts = '{{}}'",
            "assessment: other exact grams": """facts = facts || '{{"quantified": "99999"}}'""",
            "assessment: facts of nobody": """facts = facts || '{{"planted": 1}}'""",
            "assessment: by another version": "version_id = {other_version}",
            "assessment: a second later": "assessed_at = assessed_at + interval '1 second'",
            "assessment: under an old number": "award_number = 900900",
        },
    ),
    Lie("assessment: gone", ("DELETE FROM activities_assessment WHERE activity_id = {act}",)),
    Lie("raised together by 1", _raised(1, facts=False)),
    Lie("raised together by 500, with the facts", _raised(500, facts=True)),
    Lie(
        "raised together with the claim",
        (*_raised(1, facts=False), """UPDATE activities_activity SET values = '{{"steps": 29000}}' WHERE id = {act}"""),
    ),
    Lie(
        "act: copied to another citizen with key, assessment and award",
        (
            (
                "INSERT INTO activities_activity OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(act,"
                " jsonb_build_object('id', 900001, 'citizen_id', {stranger}))).* FROM"
                " activities_activity AS act WHERE id = {act}"
            ),
            "INSERT INTO activities_activitykey VALUES ({stranger}, gen_random_uuid(), 900001)",
            (
                "INSERT INTO activities_assessment SELECT (jsonb_populate_record(own, '{{\"activity_id\": 900001}}')).*"
                " FROM activities_assessment AS own WHERE activity_id = {act}"
            ),
            (
                "INSERT INTO credits_ledgeraccount (id, kind, asset, owner_id, expires_on, balance)"
                " OVERRIDING SYSTEM VALUE"
                " SELECT 900001, kind, asset, {stranger}, expires_on, 0"
                " FROM credits_ledgeraccount WHERE id = {account}"
            ),
            (
                "INSERT INTO credits_transfer OVERRIDING SYSTEM VALUE SELECT"
                ' (jsonb_populate_record(own, \'{{"id": 900001,'
                ' "credit_id": 900001, "reference": "act:900001"}}\')).* FROM credits_transfer AS'
                " own WHERE id = {award}"
            ),
            "INSERT INTO credits_transferkey VALUES ('act:900001', 900001)",
        ),
        (
            (
                "UPDATE credits_ledgeraccount SET balance = balance + CASE id WHEN {slot} THEN -1 ELSE 1 END"
                " * (SELECT amount FROM credits_transfer WHERE id = {award}) WHERE id IN ({slot}, 900001)"
            ),
        ),
    ),
    Lie(
        "recounting: an act that counts for less",
        (
            (
                "INSERT INTO activities_recounting SELECT id, citizen_id, scenario_id, city_day, -1, -1, -1"
                " FROM activities_activity WHERE id = {act}"
            ),
        ),
    ),
    Lie(
        "recounting: of another citizen",
        (
            (
                "INSERT INTO activities_recounting SELECT id, {stranger}, scenario_id, city_day, 0, 0, 0"
                " FROM activities_activity WHERE id = {act}"
            ),
        ),
    ),
    Lie(
        "recounting: that says nothing",
        (
            (
                "INSERT INTO activities_recounting SELECT id, citizen_id, scenario_id, city_day, 0, 0, 0"
                " FROM activities_activity WHERE id = {act}"
            ),
        ),
    ),
    Lie(
        "queue: a scored act again",
        (
            (
                "INSERT INTO activities_queuedact SELECT id, citizen_id, scenario_id FROM"
                " activities_activity WHERE id = {act}"
            ),
        ),
    ),
    Lie("queue: a pending act left out", ("DELETE FROM activities_queuedact WHERE activity_id = {pending}",)),
    Lie(
        "queue: a pending act that waits",
        ("UPDATE activities_queuedact SET waits_since = '{now}' WHERE activity_id = {pending}",),
    ),
    Lie(
        "queue: another's act",
        ("UPDATE activities_queuedact SET citizen_id = {stranger} WHERE activity_id = {pending}",),
    ),
    Lie(
        "queue: of another scenario",
        ("UPDATE activities_queuedact SET scenario_id = {other_scenario} WHERE activity_id = {pending}",),
    ),
]

REDEMPTIONS = [
    *of(
        "merchants_redemption",
        "id",
        "taken",
        {
            "voucher: another public id": "public_id = 'planted'",
            "voucher: another's": "citizen_id = {stranger}",
            "voucher: of another offer": "offer_id = {other_offer}",
            "voucher: of another merchant": "merchant_id = {other_merchant}",
            "voucher: of no release": "release_id = NULL",
            "voucher: cheaper": "price = price - 1",
            "voucher: owed more": "settlement_fen = settlement_fen + 1",
            "voucher: un-captured": "status = 'held', captured_at = NULL",
            "voucher: another code": "number = '000000'",
            "voucher: another secret": "secret = '\\x00'",
            "voucher: redeemed a day before": "held_at = held_at - interval '1 day'",
            "voucher: usable for longer": "expires_at = expires_at + interval '9 days'",
            "voucher: used a day before": "captured_at = captured_at - interval '1 day'",
            "voucher: taken more often": "captures = captures + 1",
            "voucher: used at no shop": "shop_id = NULL",
        },
    ),
    Lie(
        "voucher: price and hold lowered together",
        (
            "UPDATE merchants_redemption SET price = price - 1 WHERE id = {taken}",
            "UPDATE credits_transfer SET amount = amount - 1 WHERE id IN ({hold}, {capture})",
            "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id = {paying}",
        ),
    ),
    Lie(
        "voucher: fen owed raised with it",
        (
            "UPDATE merchants_redemption SET settlement_fen = settlement_fen + 100 WHERE id = {taken}",
            "UPDATE credits_transfer SET amount = amount + 100 WHERE id = {fen}",
        ),
    ),
    Lie(
        "voucher: captured twice, with its step",
        (
            (
                "INSERT INTO credits_transfer OVERRIDING SYSTEM VALUE SELECT"
                ' (jsonb_populate_record(own, \'{{"id": 900001,'
                ' "reference": "capture:{taken}:9:fen"}}\')).* FROM credits_transfer AS own WHERE id = {fen}'
            ),
            "INSERT INTO credits_transferkey VALUES ('capture:{taken}:9:fen', 900001)",
            (
                "INSERT INTO merchants_redemptionstep OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(own,"
                ' \'{{"id": 900001, "key": "again"}}\')).* FROM merchants_redemptionstep AS own WHERE id = {step}'
            ),
        ),
    ),
    *of(
        "merchants_redemptionstep",
        "id",
        "step",
        {
            "step: called undone": "step = 'undone'",
            "step: nobody's": "actor_id = NULL, membership_id = NULL",
            "step: at no shop": "shop_id = NULL",
            "step: under another key": "key = 'planted'",
            "step: an hour later": "happened_at = happened_at + interval '1 hour'",
            "step: of another voucher": "redemption_id = {returned}",
        },
    ),
    Lie("step: gone", ("DELETE FROM merchants_redemptionstep WHERE id = {step}",)),
    Lie("stock: a piece released", ("UPDATE merchants_stockrelease SET taken = taken - 1 WHERE id = {stock}",)),
    Lie("stock: of another offer", ("UPDATE merchants_stockrelease SET offer_id = {other_offer} WHERE id = {stock}",)),
    Lie("stock: more pieces", ("UPDATE merchants_stockrelease SET quantity = quantity + 5 WHERE id = {stock}",)),
]

RULES = of(
    "scenarios_ruleversion",
    "id",
    "version",
    {
        "rule: another document": "document = '{{}}'",
        "rule: caps raised": "document = jsonb_set(document, '{{caps}}', '[]')",
        "rule: from another day": "effective_from = effective_from - 1",
        "rule: another number": "number = 900",
        "rule: published an hour earlier": "published_at = published_at - interval '1 hour'",
        "rule: withdrawn": "withdrawn_at = '{now}'",
        "rule: of another scenario": "scenario_id = {other_scenario}",
    },
)

LIES = [*TRANSFERS, *ACCOUNTS, *ACTS, *REDEMPTIONS, *RULES]

CHAIN = [
    *of(
        "seals_sealedday",
        "day",
        "sealed_day",
        {
            "seal: another root": "root = repeat('0', 64)",
            "seal: fewer rows": "rows = rows - 1",
            "seal: another head": 'head = replace(head, \'"root":"\', \'"root":"0\')',
            "seal: another hash": "head_hash = repeat('0', 64)",
            "seal: another signature": "signature = repeat('0', 128)",
            "seal: another key": "public_key = repeat('0', 64)",
            "seal: another salt": "salt = '\\x00'",
            "seal: opened again": "sealed_at = NULL, rows = NULL, root = '', head = '', head_hash ="
            " '', signature = '', public_key = '', counts = NULL",
            "seal: other counts": "counts = counts || '{{\"credits.transfers\": 0}}'",
            "seal: another closing": "closing = closing - 1",
            "seal: ends an hour earlier": "ends_at = ends_at - interval '1 hour'",
            "seal: closed an hour earlier": "closed_at = closed_at - interval '1 hour'",
            "seal: sealed an hour earlier": "sealed_at = sealed_at - interval '1 hour'",
        },
    ),
    Lie("seal: gone", ("DELETE FROM seals_sealedday WHERE day = {sealed_day}",)),
]
