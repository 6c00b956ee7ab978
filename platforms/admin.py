"""allauth's rows of platforms are none of the desk's: the portal writes none (docs/adr/0097-platforms.md)."""

from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin

for unused in (SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(unused)
