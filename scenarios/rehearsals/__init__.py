"""Rehearsals of rules: asked for at the desk, run by `activities.scoring`, kept with the version as its evidence."""
