"""Migrations whose picture of the models grows with them instead of being drawn anew.

Beside each step of a migration Django keeps classes of all models as they are by then. It makes those of whatever a
step touches anew, with all that refer to them, and here nearly everything refers to the citizen: to make the tables of
an empty database took minutes, nearly all for classes that nobody looked at. Here a class that is there gets what a
step adds: a field, a constraint, an index, a trigger. Whatever takes away or alters is Django's own, and so is whatever
touches a class that an earlier state has, too, as when migrations are taken back.

What comes of it in the database is the same (`tests/commands/test_migrating.py` compares the two).
"""

from typing import Any, Self

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation  # type: ignore[attr-defined]
from django.db.models import Field, Model

Key = tuple[str, str]
WRITTEN = ("constraints", "indexes")
"""Options that the class is told of; triggers are none of Django's and stand in the state alone."""
APART = {*WRITTEN, "triggers"}


class GrownState(ProjectState):
    """Django's state; `_drawn` is what of each model its class was made from."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._drawn: dict[Key, tuple[Any, ...]] = {}

    def clone(self) -> Self:
        """As Django's, which makes a state of its own kind."""
        made = type(self)(models={key: state.clone() for key, state in self.models.items()}, real_apps=self.real_apps)
        made.is_delayed = self.is_delayed
        if self._is_drawn():
            made.apps = self.apps.clone()
            made._drawn = dict(self._drawn)
        return made

    def add_model(self, model_state: ModelState) -> None:
        if not self._is_drawn() or not all(self._is_own(key) for key in _refers_to(model_state)):
            super().add_model(model_state)
            return
        self._undrawn(super().add_model, model_state)
        # What the new one refers to is told of it; nothing that was there can refer to it yet.
        self.apps.render_multiple([model_state])
        self._note(model_state.app_label, model_state.name_lower)

    def add_field(
        self, app_label: str, model_name: str, name: str, field: "Field[Any, Any]", preserve_default: bool
    ) -> None:
        own = self._own_class(app_label, model_name)
        if own is None or field.many_to_many:
            super().add_field(app_label, model_name, name, field, preserve_default)
            return
        self._undrawn(super().add_field, app_label, model_name, name, field, preserve_default)
        with self.apps.bulk_update():
            self.models[app_label, model_name].fields[name].clone().contribute_to_class(own, name)
        self._note(app_label, model_name)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Draws the class anew, unless all that has changed is what it can be told."""
        own = self._own_class(app_label, model_name)
        key = app_label, model_name.lower()
        if own is None or self._drawn.get(key) != _drawn_from(self.models[key]):
            super().reload_model(app_label, model_name, delay)
            return
        for option in WRITTEN:
            setattr(own._meta, option, list(self.models[key].options[option]))

    def _reload(self, related_models: set[Key]) -> None:
        super()._reload(related_models)  # type: ignore[misc]
        for key in related_models:
            self._note(*key)

    def _is_drawn(self) -> bool:
        return "apps" in self.__dict__

    def _own_class(self, app_label: str, model_name: str) -> type[Model] | None:
        """The class of a model, where this state has one that was made for it."""
        if not self._is_drawn():
            return None
        own = self.apps.all_models[app_label].get(model_name.lower())
        return own if own is not None and own._meta.apps is self.apps else None

    def _is_own(self, key: Key) -> bool:
        return self._own_class(*key) is not None

    def _undrawn(self, change: Any, *given: Any) -> None:
        """Makes a change in the state alone."""
        apps = self.__dict__.pop("apps")
        try:
            change(*given)
        finally:
            self.__dict__["apps"] = apps

    def _note(self, app_label: str, model_name: str) -> None:
        key = app_label, model_name.lower()
        if key in self.models:
            self._drawn[key] = _drawn_from(self.models[key])


class GrowingExecutor(MigrationExecutor):
    """Applies migrations with a state that grows."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> GrownState:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return GrownState(models=state.models, real_apps=state.real_apps)


def _refers_to(state: ModelState) -> set[Key]:
    """Other models that fields of this one point to."""
    own = state.app_label, state.name_lower
    related = {resolve_relation(field.related_model, *own) for field in state.fields.values() if field.is_relation}
    return related - {own}


def _drawn_from(state: ModelState) -> tuple[Any, ...]:
    options = {name: value for name, value in state.options.items() if name not in APART}
    return dict(state.fields), options, state.bases, list(state.managers)
