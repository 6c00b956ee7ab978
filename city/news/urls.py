"""Addresses of news and policies."""

from django.urls import path

from city.news import views

urlpatterns = [
    path("city/news/", views.notices, name="news"),
    path("city/news/feed/", views.feed, name="news_feed"),
    path("city/news/files/<slug:digest>/", views.attachment, name="news_file"),
    path("city/news/<slug:code>/", views.notice, name="notice"),
    path("city/news/<slug:code>/v<int:version>/", views.notice, name="notice_version"),
]
