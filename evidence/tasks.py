"""What Celery may ask of this app: make a thumbnail."""

from celery import shared_task

from evidence import thumbnails


@shared_task
def make_thumbnail(photo_id: int) -> None:
    """Makes the small picture of a photo."""
    thumbnails.make_thumbnail(photo_id)
