"""What a simulation asks of its connection: to hurry, and that the database's chance is the city's, too."""

from django.db import connection

from simulation.chance import Chance


def hurry() -> None:
    """What is lost in a power cut is simulated again, so nothing waits for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def same_chance(chance: Chance) -> None:
    """By chance the portal chooses which slot of a budget pays; where a budget runs dry, that decides who waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [chance.whole(0, 1_000_000) / 1_000_000])
