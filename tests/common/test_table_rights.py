"""The role that runs the portal can do nothing to what is for ever, whatever statement it thinks of."""

import pytest
from django.apps import apps
from django.db import connection
from psycopg2 import errors

from common import table_rights
from tests.runtime_role import give_rights

FOR_EVER = sorted(table for table, rights in table_rights.wanted().items() if rights.rows == {"SELECT", "INSERT"})
LEDGER = ["credits_transfer", "credits_transferkey", "credits_ledgeraccount", "credits_funding"]


def column_of(cursor, table: str) -> str:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum LIMIT 1", [table]
    )
    return str(cursor.fetchone()[0])


def test_every_ledger_and_every_trail_is_among_what_is_for_ever():
    trails = {
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", []))
    }
    assert len(trails) > 10
    acts = {"activities_assessment", "activities_activitykey", "activities_doubted"}
    acts |= {f"activities_{name}" for name in ("revocation", "reinstatement", "revocationset", "revocationsetact")}
    others = {
        "merchants_redemptionstep",
        "merchants_refund",
        "merchants_statementline",
        "merchants_statementstep",
        "seals_keptdigest",
    }
    others |= {"merchants_bankaccount"}
    others |= {f"scenarios_{name}" for name in ("emissionfactor", "evaluation", "rehearsal")}
    others |= {"credits_attachment", "credits_mergerproof", "projects_issuance", "projects_unitmove"}
    others |= {f"projects_{name}" for name in ("finding", "monitoringreport", "poolconsent")}
    others |= {"activities_yearcertificate", "city_datasetedition", "city_publishedcell"}
    others |= {f"campaigns_{name}" for name in ("bonus", "bonusreturn", "campaignstep", "checkin", "places", "report")}
    others |= {
        f"campaigns_{name}" for name in ("guardianchange", "signup", "teamconsent", "trophyaward", "trophypublication")
    }
    others |= {"campaigns_toldmonth"}
    assert trails | acts | others | {*LEDGER} == {*FOR_EVER}


@pytest.mark.parametrize("table", FOR_EVER)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "MERGE INTO {table} AS old USING {table} AS new ON old.{column} = new.{column} WHEN MATCHED THEN DELETE",
        "SET pgtrigger.ignore = '{{{ignored}}}'; UPDATE {table} SET {column} = {column}",
        "SET pgtrigger.ignore = '{{{ignored}}}'; DELETE FROM {table}",
    ],
    ids=["update", "delete", "truncate", "merge", "ignored update", "ignored delete"],
)
def test_nothing_that_is_for_ever_is_changed(runtime, table, statement):
    ignored = ", ".join(
        trigger.get_pgid(model)
        for model in apps.get_models()
        if model._meta.db_table == table
        for trigger in model._meta.triggers
    )
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(statement.format(table=table, column=column_of(runtime, table), ignored=ignored))


@pytest.mark.parametrize("table", FOR_EVER)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "ALTER TABLE {table} ADD COLUMN more int",
        "ALTER TABLE {table} OWNER TO CURRENT_USER",
        "ALTER TABLE {table} RENAME TO other",
        "DROP TABLE {table} CASCADE",
        "CREATE RULE lost AS ON INSERT TO {table} DO INSTEAD NOTHING",
        "CREATE TRIGGER other BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE INDEX ON {table} (({column} IS NULL))",
        "CREATE TABLE child () INHERITS ({table})",
        "COMMENT ON TABLE {table} IS 'mine'",
    ],
    ids=lambda statement: " ".join(statement.split()[:2]),
)
def test_no_table_that_is_for_ever_is_altered(runtime, table, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(statement.format(table=table, column=column_of(runtime, table)))


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "SELECT set_config('session_replication_role', 'replica', false)",
        "SET SESSION AUTHORIZATION {owner}",
        "SET ROLE {owner}",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "GRANT {owner} TO CURRENT_USER",
        "CREATE ROLE other",
        "CREATE TABLE other (id int)",
        "CREATE TEMPORARY TABLE other (id int)",
        "CREATE SCHEMA other",
        "CREATE DATABASE other",
        "CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(name) RETURNS bool LANGUAGE sql AS 'SELECT true'",
        "ALTER FUNCTION _pgtrigger_should_ignore(name) RENAME TO other",
        "COPY credits_transfer TO PROGRAM 'true'",
        "UPDATE django_migrations SET applied = now()",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('credits', '9999', now())",
        "SELECT setval('credits_transfer_id_seq', 1)",
    ],
    ids=lambda statement: " ".join(statement.split()[:3]),
)
def test_the_role_takes_no_power(runtime, statement):
    runtime.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'credits_transfer'")
    [owner] = runtime.fetchone()
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(statement.format(owner=owner))


@pytest.mark.parametrize("table", FOR_EVER)
def test_what_is_for_ever_is_added_to_and_read(runtime, table):
    runtime.execute(f"SELECT count(*) FROM {table}")
    # Rights are asked for before there is a row.
    runtime.execute(f"INSERT INTO {table} SELECT * FROM {table} WHERE false")


@pytest.mark.parametrize("column", ["balance", "owner_id", "kind", "id"])
def test_of_an_account_nothing_is_set_but_by_posting(runtime, column):
    with pytest.raises(errors.InsufficientPrivilege):
        runtime.execute(f"UPDATE credits_ledgeraccount SET {column} = {column}")


@pytest.mark.django_db(transaction=True)
def test_every_table_has_exactly_its_rights(runtime):
    runtime.execute("SELECT current_user")
    [role] = runtime.fetchone()
    runtime.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = ANY ('{r,p,v,m,f}')"
    )
    assert {name for (name,) in runtime.fetchall()} == {*table_rights.wanted()} - {table_rights.CACHE_OF_BEFORE}
    assert table_rights.compared(runtime, role) == table_rights.Compared()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("GRANT UPDATE ON credits_transfer TO {role}", "may UPDATE credits_transfer"),
        ("GRANT UPDATE (amount) ON credits_transfer TO {role}", "may update credits_transfer.amount"),
        ("GRANT UPDATE (balance) ON credits_ledgeraccount TO {role}", "may update credits_ledgeraccount.balance"),
        ("GRANT TRUNCATE ON accounts_user TO PUBLIC", "may TRUNCATE accounts_user"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "may make tables"),
        ("GRANT TEMPORARY ON DATABASE {database} TO PUBLIC", "may make temporary tables"),
    ],
)
def test_a_right_too_many_is_named_and_taken_back(runtime, given, said):
    runtime.execute("SELECT current_user, current_database()")
    role, database = runtime.fetchone()
    with connection.cursor() as owner:
        owner.execute(given.format(role=role, database=database))
        assert table_rights.compared(runtime, role) == table_rights.Compared(False, [said], [])
        table_rights.grant(owner, role)
    assert table_rights.compared(runtime, role) == table_rights.Compared()


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_told_from_a_role_of_few_rights(runtime):
    with connection.cursor() as owner:
        owner.execute("SELECT current_user")
        [name] = owner.fetchone()
        assert table_rights.compared(owner, name).is_owner


@pytest.mark.django_db(transaction=True)
def test_processes_of_the_version_before_keep_their_cache_meanwhile(runtime):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table_rights.CACHE_OF_BEFORE} (cache_key text PRIMARY KEY)")
    try:
        role = give_rights()
        runtime.execute(f"INSERT INTO {table_rights.CACHE_OF_BEFORE} VALUES ('figures') RETURNING cache_key")
        assert runtime.fetchall() == [("figures",)]
        assert table_rights.compared(runtime, role) == table_rights.Compared()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {table_rights.CACHE_OF_BEFORE}")
