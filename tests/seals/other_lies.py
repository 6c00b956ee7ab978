"""Lies told about what stands around the books: found by trying, after those of `lies.py` were named."""

from tests.seals.lies import Lie, of

FUNDINGS = [
    Lie(
        "fund: more, with its decision and the slot",
        (
            "UPDATE credits_funding SET amount = amount + 8 WHERE id = {funding}",
            "UPDATE credits_transfer SET amount = amount + 1 WHERE reference LIKE 'fund:{day}:%'",
        ),
        (
            (
                "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id IN"
                " (SELECT credit_id FROM credits_transfer WHERE reference LIKE 'fund:{day}:%')"
            ),
        ),
    ),
    *of(
        "credits_funding",
        "id",
        "funding",
        {
            "fund: in somebody's name": "by_id = {citizen}",
            "fund: decided a day before": "funded_at = funded_at - interval '1 day'",
            "fund: into another budget": "budget_id = budget_id + 900",
        },
    ),
    Lie(
        "fund: as much as one may, by nobody",
        (
            (
                "INSERT INTO credits_funding (budget_id, number, amount, reference, funded_at)"
                " SELECT budget_id, 'planted', 1, 'fund:planted', '{now}' FROM credits_funding WHERE id = {funding}"
            ),
            "INSERT INTO credits_transferkey (reference, transfer_id) VALUES ('fund:planted:0', 900001)",
            (
                "INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at,"
                " created_at) OVERRIDING SYSTEM VALUE"
                " VALUES (900001, {issuance}, {slot}, 1, 'credit', 'fund', 'fund:planted:0', '{now}', '{now}')"
            ),
        ),
        ("UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id = {slot}",),
    ),
    Lie("budget: under another code", ("UPDATE credits_budget SET code = 'planted' WHERE code = 'citizens'",)),
]

TRANSFERS = [
    Lie(
        "award: under another number of its own",
        (
            "UPDATE credits_transferkey SET transfer_id = 900001 WHERE transfer_id = {award}",
            "UPDATE credits_transfer SET id = 900001 WHERE id = {award}",
        ),
    ),
    Lie(
        "awards: amounts swapped, with what was earned",
        (
            (
                "UPDATE credits_transfer AS t SET amount = o.amount FROM credits_transfer AS o WHERE"
                " (t.id, o.id) IN (({award}, {other_award}), ({other_award}, {award}))"
            ),
            (
                "UPDATE activities_assessment AS t SET credits = o.credits, grams = o.grams, facts = o.facts"
                " FROM activities_assessment AS o WHERE"
                " (t.activity_id, o.activity_id) IN (({act}, {other_act}), ({other_act}, {act}))"
            ),
        ),
    ),
    Lie(
        "hold: from another citizen, voucher and all",
        (
            (
                "UPDATE credits_transfer SET debit_id = {other_account} WHERE id = {hold} AND debit_id <>"
                " {other_account}"
            ),
            "UPDATE merchants_redemption SET citizen_id = {other} WHERE id = {taken}",
        ),
        (
            (
                "UPDATE credits_ledgeraccount SET balance = balance + CASE id WHEN {other_account} THEN -1 ELSE 1 END"
                " * (SELECT amount FROM credits_transfer WHERE id = {hold}) WHERE id IN ({other_account}, {paying})"
            ),
        ),
    ),
]

VOUCHERS = [
    Lie(
        "voucher: planted, paid by nobody",
        (
            (
                "INSERT INTO merchants_redemption OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(own,"
                " jsonb_build_object('id', 900001, 'public_id', 'planted', 'number', '123456', 'release_id', NULL))).*"
                " FROM merchants_redemption AS own WHERE id = {undone}"
            ),
        ),
    ),
    *of(
        "merchants_redemption",
        "id",
        "returned",
        {
            "voucher: given back a day before": "released_at = released_at - interval '1 day'",
            "voucher: given back by the merchant": "status = 'cancelled'",
            "voucher: given back by the clock": "status = 'expired'",
            "voucher: called held again": "status = 'held', released_at = NULL",
        },
    ),
    *of(
        "merchants_redemptionstep",
        "id",
        "step",
        {
            "step: another citizen's": "actor_id = {stranger}",
            "step: in another merchant's shop": "shop_id = {other_shop}",
            "step: by another merchant's cashier": "membership_id = {other_cashier}",
        },
    ),
    *of(
        "merchants_offer",
        "id",
        "offer",
        {
            "offer: called a gift": "kind = 'donation'",
            "offer: called a ticket": "kind = 'transit'",
            "offer: another price": "price = price + 1",
        },
    ),
    Lie("merchant: under another public id", ("UPDATE merchants_merchant SET public_id = 'x' WHERE id = {merchant}",)),
    Lie("shop: of another merchant", ("UPDATE merchants_shop SET merchant_id = {other_merchant} WHERE id = {shop}",)),
]

AROUND = [
    Lie("scenario: under another code", ("UPDATE scenarios_scenario SET code = 'planted' WHERE code = 'walking'",)),
    Lie("factor: doubled", ("UPDATE scenarios_emissionfactor SET value = value * 2",)),
]

CLOSED = [
    Lie(
        "salt: a citizen's another",
        ("UPDATE seals_citizensalt SET salt = '\\x00' WHERE citizen_id = {citizen}",),
    ),
    Lie("salt: a citizen's gone", ("DELETE FROM seals_citizensalt WHERE citizen_id = {citizen}",)),
    Lie(
        "digest: kept, and another claim under it",
        (
            ("INSERT INTO seals_keptdigest (source, row_id, digest) SELECT 'activities.acts', {act}, '{digest}'"),
            """UPDATE activities_activity SET values = '{{"steps": 29999}}' WHERE id = {act}""",
        ),
    ),
    Lie("guard: switched off and left so", ("ALTER TABLE credits_transfer DISABLE TRIGGER USER",)),
    Lie("guard: gone", ("DROP TRIGGER {append_only} ON credits_transfer",)),
    Lie("guard: a constraint gone", ("ALTER TABLE credits_funding DROP CONSTRAINT large_funding_by_two",)),
]

LISTS = [
    *of(
        "lists_edition",
        "id",
        "edition",
        {
            "list: another document": "document = '{{}}'",
            "list: another day": "effective_from = '2026-01-01'",
            "list: of another kind": "list_code = 'planted'",
            "list: of another subject": "subject = 'planted'",
            "list: another number": "number = 900",
            "list: entered an hour earlier": "entered_at = entered_at - interval '1 hour'",
            "list: confirmed an hour earlier": "confirmed_at = confirmed_at - interval '1 hour'",
            "list: not confirmed": "confirmed_at = NULL",
        },
    ),
    Lie("list: gone", ("DELETE FROM lists_edition WHERE id = {edition}",)),
]

ADJUSTMENTS = [
    *of(
        "credits_adjustment",
        "id",
        "adjustment",
        {
            "adjustment: more": "credits = credits + 1",
            "adjustment: taken instead of given": "credits = -credits",
            "adjustment: another citizen's": "citizen_id = {stranger}",
            "adjustment: out of another budget": "budget_id = budget_id + 900",
            "adjustment: for another reason": "reason = 'goodwill'",
            "adjustment: in other words": "words = '别的'",
            "adjustment: approved by who proposed it": "decided_by_id = proposed_by_id",
            "adjustment: proposed by who approved it": "proposed_by_id = decided_by_id",
            "adjustment: approved by a third person": "decided_by_id = {third}",
            "adjustment: approved by whose credits they are": "decided_by_id = citizen_id",
            "adjustment: decided an hour earlier": "decided_at = decided_at - interval '1 hour'",
            "adjustment: called declined": "status = 'declined', answer = '不'",
            "adjustment: called a proposal": "status = 'proposed', decided_by_id = NULL, decided_at = NULL",
        },
    ),
    *of(
        "credits_adjustment",
        "id",
        "undone_adjustment",
        {
            "adjustment: given back by its proposer": "undone_by_id = proposed_by_id",
            "adjustment: given back by whose credits they were": "undone_by_id = {taken_from}",
            "adjustment: given back an hour earlier": "undone_at = undone_at - interval '1 hour'",
            "adjustment: never given back": "undone_at = NULL, undone_by_id = NULL",
        },
    ),
    Lie(
        "adjustment: gone",
        (
            "DELETE FROM credits_attachment WHERE adjustment_id = {adjustment}",
            "DELETE FROM credits_adjustment WHERE id = {adjustment}",
        ),
    ),
    Lie("attachment: gone", ("DELETE FROM credits_attachment WHERE id = {attachment}",)),
    *of("credits_attachment", "id", "attachment", {"attachment: another file": "sha256 = repeat('0', 64)"}),
    Lie(
        "attachment: one more",
        (
            (
                "INSERT INTO credits_attachment (public_id, adjustment_id, name, kind, size_bytes, sha256)"
                " VALUES ('planted', {adjustment}, 'x', 'pdf', 1, '0')"
            ),
        ),
    ),
    *of(
        "credits_transfer",
        "id",
        "adjust",
        {
            "adjust: more": "amount = amount + 1",
            "adjust: to another citizen": "credit_id = {account}",
            "adjust: of no adjustment": "reference = 'adjust:900900:0'",
            "adjust: of another adjustment": "reference = 'adjust:{undone_adjustment}:9'",
            "adjust: called an award": "kind = 'award'",
            "adjust: posted an hour later": "created_at = created_at + interval '1 hour'",
        },
    ),
    Lie(
        "planted: adjustment by nobody",
        (
            "INSERT INTO credits_transferkey (reference, transfer_id) VALUES ('adjust:900900:0', 900001)",
            (
                "INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at,"
                " created_at) OVERRIDING SYSTEM VALUE"
                " VALUES (900001, {slot}, {account}, 1, 'credit', 'adjust', 'adjust:900900:0', '{now}', '{now}')"
            ),
        ),
        (
            "UPDATE credits_ledgeraccount SET balance = balance - 1 WHERE id = {slot}",
            "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id = {account}",
        ),
    ),
    Lie(
        "planted: more of an approved adjustment",
        (
            "INSERT INTO credits_transferkey (reference, transfer_id) VALUES ('adjust:{adjustment}:9', 900001)",
            (
                "INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at,"
                " created_at) OVERRIDING SYSTEM VALUE"
                " VALUES (900001, {slot}, {account}, 1, 'credit', 'adjust', 'adjust:{adjustment}:9', '{now}', '{now}')"
            ),
        ),
        (
            "UPDATE credits_ledgeraccount SET balance = balance - 1 WHERE id = {slot}",
            "UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE id = {account}",
        ),
    ),
]

REFUNDS = [
    *of(
        "merchants_refund",
        "redemption_id",
        "refunded",
        {
            "refund: of more credits": "credits = credits + 1",
            "refund: of more fen": "fen = fen + 1",
            "refund: of credits that had run out": "expired = credits",
            "refund: by the customer": "by_id = {refunded_citizen}",
            "refund: by somebody else": "by_id = {stranger}",
            "refund: by the desk": "membership_id = NULL",
            "refund: of another merchant": "merchant_id = {merchant}",
            "refund: of another use": "taken_at = taken_at - interval '1 hour'",
            "refund: an hour later": "happened_at = happened_at + interval '1 hour'",
            "refund: for another reason": "words = '别的'",
        },
    ),
    Lie("refund: gone", ("DELETE FROM merchants_refund WHERE redemption_id = {refunded}",)),
    Lie("voucher: called refunded", ("UPDATE merchants_redemption SET status = 'refunded' WHERE id = {taken}",)),
    Lie(
        "voucher: refunded, called returned",
        ("UPDATE merchants_redemption SET status = 'returned' WHERE id = {refunded}",),
    ),
    Lie(
        "planted: refund of what was given back",
        (
            (
                "INSERT INTO merchants_refund OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(own,"
                ' \'{{"id": 900001, "redemption_id": {returned}, "merchant_id": {merchant}}}\')).*'
                " FROM merchants_refund AS own WHERE redemption_id = {refunded}"
            ),
        ),
    ),
]

OTHERS = [*FUNDINGS, *TRANSFERS, *VOUCHERS, *AROUND, *LISTS, *ADJUSTMENTS, *REFUNDS]
