"""Cases that the demonstration's organisations hand in: what stands in the file is what their form takes."""

from city.cases.room_forms import SubmissionForm
from simulation import worlds
from simulation.second_path import plans


def test_what_is_handed_in_is_what_the_form_of_the_room_would_keep():
    for row in plans.of("cases"):
        document = row["document"]
        form = SubmissionForm({**SubmissionForm.of(document), "consent": "on"})
        assert form.is_valid(), form.errors
        assert form.document() == document


def test_there_are_days_enough_and_organisations_with_projects_by_then():
    days, projects = worlds.world("small").days, plans.of("projects")
    for row in plans.of("cases"):
        assert 0 < row["ago"] < days
        assert any(one["owner"] == row["organisation"] for one in projects)
    assert [row.get("decided", {}).get("is_accepted") for row in plans.of("cases")] == [True, False, None]
