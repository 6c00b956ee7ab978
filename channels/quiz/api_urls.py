"""The address of the daily quiz for programs, version 1."""

from django.urls import path

from channels.quiz.api import Quiz
from common.access import token_holders

app_name = "quiz_api"

urlpatterns = [path("quiz", token_holders(Quiz.as_view()), name="quiz")]
