"""What the desk shows of several apps at once."""

from django.contrib import admin

from portal.desk.rule_versions import RuleVersionAdmin
from scenarios.models import RuleVersion

admin.site.register(RuleVersion, RuleVersionAdmin)
