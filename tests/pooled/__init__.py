"""The portal behind PgBouncer in transaction mode (`TRANSACTION_POOLER`)."""
