"""Lies about who an account is: two made one, another number, a platform that opens it; the rows are `door_rows`."""

from tests.seals.lies import Lie, of

MERGERS = [
    *of(
        "credits_merger",
        "id",
        "merger",
        {
            "merger: another account stays": "stays_id = {stranger}",
            "merger: the two swapped": "ended_id = stays_id, stays_id = ended_id",
            "merger: another number stays": "kept_phone = 'ended'",
            "merger: handed in a day later": "asked_at = asked_at + interval '1 day'",
            "merger: approved an hour later": "decided_at = decided_at + interval '1 hour'",
            "merger: approved by who gains": "decided_by_id = stays_id",
            "merger: approved by a third person": "decided_by_id = {stranger}",
            "merger: agreed to by a third person": "agreed_by_id = {stranger}, agreed_at = decided_at",
            "merger: of more credits": "credits = credits + 1",
            "merger: of a debt": "owed = owed + 1",
            "merger: for another reason": "words = '别的'",
            "merger: with another answer": "answer = '别的'",
            "merger: under another public id": "public_id = 'planted'",
            "merger: never approved": (
                "status = 'lapsed', decided_by_id = NULL, answer = '', credits = NULL, owed = NULL"
            ),
        },
    ),
    *of(
        "credits_merger",
        "id",
        "refused_merger",
        {
            "refused merger: withdrawn instead": "status = 'withdrawn', decided_by_id = stays_id, answer = ''",
            "refused merger: by a third person": "decided_by_id = {stranger}",
        },
    ),
    Lie(
        "merger: gone",
        (
            "DELETE FROM credits_mergerproof WHERE merger_id = {merger}",
            "DELETE FROM credits_merger WHERE id = {merger}",
        ),
    ),
    Lie(
        "proof: of the ended account gone",
        ("DELETE FROM credits_mergerproof WHERE merger_id = {merger} AND how = 'code'",),
    ),
    Lie(
        "proof: by a pairing code",
        ("UPDATE credits_mergerproof SET how = 'pairing' WHERE merger_id = {merger} AND how = 'code'",),
    ),
    Lie(
        "proof: a minute earlier",
        ("UPDATE credits_mergerproof SET proven_at = proven_at - interval '1 minute' WHERE merger_id = {merger}",),
    ),
    Lie("ended account: open again", ("UPDATE accounts_user SET is_active = true WHERE id = {ended}",)),
]
PHONES = [
    *of(
        "accounts_phonechange",
        "id",
        "phone_change",
        {
            "phone: of another citizen": "citizen_id = {stranger}",
            "phone: changed another way": "way = 'passed_on'",
            "phone: asked for an hour earlier": "asked_at = asked_at - interval '1 hour'",
            "phone: changed an hour later": "done_at = done_at + interval '1 hour'",
            "phone: never changed": "done_at = NULL",
            "phone: the old number was told": "tells_old = true",
            "phone: under another public id": "public_id = 'planted'",
        },
    ),
    *of(
        "accounts_phonechange",
        "id",
        "desk_change",
        {
            "phone at the desk: not agreed to": "agreed_by_id = NULL",
            "phone at the desk: agreed to by a third person": "agreed_by_id = {stranger}",
            "phone at the desk: agreed to by who set it": "agreed_by_id = by_id",
            "phone at the desk: made at once": "done_at = asked_at, due_at = asked_at",
        },
    ),
    *of(
        "accounts_phonechange",
        "id",
        "waiting_change",
        {
            "phone at the desk: set by a third person": "by_id = {stranger}",
            "phone at the desk: set by its owner": "by_id = citizen_id",
            "phone at the desk: something else was shown": "shown = 'contract'",
            "phone at the desk: under another reference": "reference = '别的'",
            "phone at the desk: made in a day": "due_at = asked_at + interval '1 day'",
        },
    ),
    *of(
        "accounts_phonechange",
        "id",
        "stopped_change",
        {
            "stopped change: for another reason": "stopped = 'desk'",
            "stopped change: an hour earlier": "stopped_at = stopped_at - interval '1 hour'",
            "stopped change: waits": "stopped_at = NULL, stopped = ''",
        },
    ),
    *of("accounts_profile", "user_id", "renumbered", {"phone: another number": "phone = '+8613955550000'"}),
    Lie(
        "phone change: gone",
        (
            "DELETE FROM accounts_changednumbers WHERE change_id = {phone_change}",
            "DELETE FROM accounts_phonechange WHERE id = {phone_change}",
        ),
    ),
]
LINKS = [
    *of(
        "platforms_link",
        "id",
        "link",
        {
            "link: opens another account": "citizen_id = {stranger}",
            "link: of another platform": "platform = 'weibo'",
            "link: under another public id": "public_id = 'planted'",
            "link: another account of the platform": "unionid = 'planted'",
        },
    ),
    *of(
        "platforms_openid",
        "link_id",
        "link",
        {"link: an id of another platform": "platform = 'weibo'", "link: another id": "openid = 'planted'"},
    ),
    Lie(
        "link: gone",
        ("DELETE FROM platforms_openid WHERE link_id = {link}", "DELETE FROM platforms_link WHERE id = {link}"),
    ),
    Lie(
        "planted: a link",
        (
            (
                "INSERT INTO platforms_link (public_id, citizen_id, platform, unionid, shown_as, linked_at)"
                " VALUES ('planted', {stranger}, 'weibo', 'planted', '', '{now}')"
            ),
        ),
    ),
    *of(
        "platforms_linkevent",
        "pgh_id",
        "link_event",
        {
            "trail of a link: of another citizen": "citizen_id = {stranger}",
            "trail of a link: an hour earlier": "pgh_created_at = pgh_created_at - interval '1 hour'",
        },
    ),
    Lie("trail of a link: gone", ("DELETE FROM platforms_linkevent WHERE pgh_id = {link_event}",)),
    Lie("trail of an unlinked one: gone", ("DELETE FROM platforms_linkevent WHERE pgh_id = {unlinked_event}",)),
]
DOORS = [*MERGERS, *PHONES, *LINKS]
