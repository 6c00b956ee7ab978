"""What the desk shows of several apps at once."""

from django.apps import apps
from django.contrib import admin

from desk.rule_trail import RuleVersionEventAdmin
from desk.rule_versions import RuleVersionAdmin
from scenarios.models import RuleVersion

admin.site.register(RuleVersion, RuleVersionAdmin)
admin.site.register(apps.get_model("scenarios.RuleVersionEvent"), RuleVersionEventAdmin)
