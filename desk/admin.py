"""What the desk shows of several apps at once."""

from django.apps import apps
from django.contrib import admin

from desk.rule_trail import RuleVersionEventAdmin
from desk.rule_versions import RuleVersionAdmin
from desk.scenarios import ScenarioAdmin
from scenarios.models import RuleVersion, Scenario

admin.site.register(RuleVersion, RuleVersionAdmin)
admin.site.register(Scenario, ScenarioAdmin)
admin.site.register(apps.get_model("scenarios.RuleVersionEvent"), RuleVersionEventAdmin)
