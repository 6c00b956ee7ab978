"""Which desk class shows which table of this app; the classes are in `merchants/desk/` and `merchants/settlement/`."""

from types import MappingProxyType

from django.apps import apps
from django.contrib import admin

from common.desk_trail import EventAdmin
from merchants.desk.merchants import MerchantAdmin, ShopAdmin
from merchants.desk.offers import CauseAdmin, OfferAdmin
from merchants.desk.redemptions import RedemptionAdmin
from merchants.models import Cause, Merchant, Offer, Redemption, Shop, Statement
from merchants.settlement.desk import StatementAdmin

admin.site.register(Merchant, MerchantAdmin)
admin.site.register(Shop, ShopAdmin)
admin.site.register(Cause, CauseAdmin)
admin.site.register(Offer, OfferAdmin)
admin.site.register(Redemption, RedemptionAdmin)
admin.site.register(Statement, StatementAdmin)
admin.site.register(apps.get_model("merchants.MerchantEvent"), EventAdmin)
admin.site.register(apps.get_model("merchants.ShopEvent"), EventAdmin)
admin.site.register(apps.get_model("merchants.CauseEvent"), EventAdmin)


@admin.register(apps.get_model("merchants.OfferEvent"))
class OfferEventAdmin(EventAdmin):
    wordings = MappingProxyType({"photo": lambda name: name[:8]})
