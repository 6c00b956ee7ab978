"""The 23 districts, county-level cities, counties and zones in which the city counts its citizens.

12 districts, 5 county-level cities and 3 counties are Chengdu's administrative divisions; the High-tech Zone, Tianfu
New Area and the Eastern New Area are functional zones with statistics of their own.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class District(models.TextChoices):
    """Codes are short pinyin; the divisions' official six-digit codes do not cover the three zones."""

    JINJIANG = "jinjiang", _("Jinjiang")
    QINGYANG = "qingyang", _("Qingyang")
    JINNIU = "jinniu", _("Jinniu")
    WUHOU = "wuhou", _("Wuhou")
    CHENGHUA = "chenghua", _("Chenghua")
    LONGQUANYI = "longquanyi", _("Longquanyi")
    QINGBAIJIANG = "qingbaijiang", _("Qingbaijiang")
    XINDU = "xindu", _("Xindu")
    WENJIANG = "wenjiang", _("Wenjiang")
    SHUANGLIU = "shuangliu", _("Shuangliu")
    PIDU = "pidu", _("Pidu")
    XINJIN = "xinjin", _("Xinjin")
    JIANYANG = "jianyang", _("Jianyang")
    DUJIANGYAN = "dujiangyan", _("Dujiangyan")
    PENGZHOU = "pengzhou", _("Pengzhou")
    QIONGLAI = "qionglai", _("Qionglai")
    CHONGZHOU = "chongzhou", _("Chongzhou")
    JINTANG = "jintang", _("Jintang")
    DAYI = "dayi", _("Dayi")
    PUJIANG = "pujiang", _("Pujiang")
    GAOXIN = "gaoxin", _("High-tech Zone")
    TIANFU = "tianfu", _("Tianfu New Area")
    DONGBU = "dongbu", _("Eastern New Area")
