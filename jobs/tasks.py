"""What Celery may ask of this app: run a job, if it is due."""

from celery import shared_task

from jobs import running


@shared_task
def run(name: str) -> None:
    """Runs the job, unless somebody else has taken it or it is not due; so a message too many does nothing."""
    running.run(name)
