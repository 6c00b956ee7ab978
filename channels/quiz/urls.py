"""The address of the daily quiz."""

from django.urls import path

from channels.quiz import views

app_name = "quiz"

urlpatterns = [path("act/quiz/", views.quiz, name="quiz")]
