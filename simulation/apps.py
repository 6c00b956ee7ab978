"""The app's place in Django: commands, and no models."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "simulation"
