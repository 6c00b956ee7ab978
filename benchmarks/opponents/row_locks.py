"""The ledger that is written first: a row for each account with its balance, updated in place, and the transfers.

`prepare CITIZENS` or `hot NUMBER COUNT`. A connection is kept; the order of the locks is always the same.
"""

import random
import secrets
import sys
from collections.abc import Callable

import psycopg2

from benchmarks import stopwatch

BUDGET, MERCHANT, REDEEMED, PAYABLE, FIRST_CITIZEN = 1, 2, 3, 4, 5
AWARD, PRICE, FEN = 3, 2, 50
TABLES = """
    CREATE TABLE account (id bigint PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0)) WITH (fillfactor = 70);
    CREATE TABLE transfer (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        debit_id bigint NOT NULL REFERENCES account,
        credit_id bigint NOT NULL REFERENCES account,
        amount bigint NOT NULL CHECK (amount > 0),
        reference text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX ON transfer (debit_id, id);
    CREATE INDEX ON transfer (credit_id, id);
"""


def main(what: str, *words: str) -> None:
    if what == "prepare":
        prepare(int(words[0]))
    else:
        stopwatch.answer(payments(*map(int, words)))


def prepare(citizens: int) -> None:
    with psycopg2.connect("") as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
        cursor.execute(
            "INSERT INTO account SELECT id, 1000000000000 FROM generate_series(1, %s) AS id",
            [FIRST_CITIZEN + citizens - 1],
        )


def payments(number: int, count: int) -> Callable[[], int]:
    connection = psycopg2.connect("")
    cursor = connection.cursor()
    cursor.execute("SELECT max(id) FROM account")
    [last] = cursor.fetchone() or [FIRST_CITIZEN]
    connection.commit()
    own = secrets.token_hex(4)
    done = 0

    def pay() -> int:
        nonlocal done
        done += 1
        citizen = random.randint(FIRST_CITIZEN, last)
        move = "UPDATE account SET balance = balance + %s WHERE id = %s"
        cursor.execute(move, [-AWARD, BUDGET])
        cursor.execute(move, [AWARD - PRICE, citizen])
        cursor.execute(move, [FEN, MERCHANT])
        cursor.execute(
            """
            INSERT INTO transfer (debit_id, credit_id, amount, reference)
            VALUES (%s, %s, %s, %s), (%s, %s, %s, %s), (%s, %s, %s, %s)
            """,
            [
                *(BUDGET, citizen, AWARD, f"award:{own}:{done}"),
                *(citizen, REDEEMED, PRICE, f"capture:{own}:{done}"),
                *(PAYABLE, MERCHANT, FEN, f"owed:{own}:{done}"),
            ],
        )
        connection.commit()
        return 1

    return pay


if __name__ == "__main__":
    main(*sys.argv[1:])
