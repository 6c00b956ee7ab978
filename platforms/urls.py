"""Addresses of the ways to and from platforms, and of what a citizen has linked."""

from django.urls import include, path

from platforms import views

own = [
    # The second is what each platform's console is told (docs/platforms.md).
    path("sign-in/with/<slug:name>/", views.go, name="go"),
    path("sign-in/with/<slug:name>/back/", views.come_back, name="come_back"),
    path("sign-in/linking/", views.link_held, name="link_held"),
    path("me/platforms/", views.mine, name="mine"),
    path("me/platforms/<slug:name>/link/", views.go_to_link, name="link"),
    path("me/platforms/<slug:name>/unlink/", views.unlink, name="unlink"),
]

urlpatterns = [path("", include((own, "platforms")))]
