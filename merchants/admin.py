"""Which desk class shows which table; the classes are in `merchants/desk/`, `refunds/` and `settlement/`."""

from types import MappingProxyType

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.desk_trail import EventAdmin
from merchants.desk.cause_reports import CauseReportAdmin
from merchants.desk.merchants import MerchantAdmin, ShopAdmin
from merchants.desk.offers import CauseAdmin, OfferAdmin
from merchants.fen import yuan
from merchants.models import Cause, CauseReport, Merchant, Offer, Redemption, Refund, Shop, Statement
from merchants.refunds.desk import RefundableAdmin, RefundAdmin
from merchants.settlement.desk import StatementAdmin

admin.site.register(Merchant, MerchantAdmin)
admin.site.register(Shop, ShopAdmin)
admin.site.register(Cause, CauseAdmin)
admin.site.register(CauseReport, CauseReportAdmin)
admin.site.register(Offer, OfferAdmin)
admin.site.register(Redemption, RefundableAdmin)
admin.site.register(Refund, RefundAdmin)
admin.site.register(Statement, StatementAdmin)
admin.site.register(apps.get_model("merchants.MerchantEvent"), EventAdmin)
admin.site.register(apps.get_model("merchants.ShopEvent"), EventAdmin)
admin.site.register(apps.get_model("merchants.CauseEvent"), EventAdmin)


@admin.register(apps.get_model("merchants.CauseReportEvent"))
class CauseReportEventAdmin(EventAdmin):
    wordings = MappingProxyType({"photo": lambda name: name[:8]})


@admin.register(apps.get_model("merchants.OfferEvent"))
class OfferEventAdmin(EventAdmin):
    labels = MappingProxyType({"settlement_fen": _("settlement price in yuan"), "value_fen": _("yuan off a bill")})
    wordings = MappingProxyType({"photo": lambda name: name[:8], "settlement_fen": yuan, "value_fen": yuan})
