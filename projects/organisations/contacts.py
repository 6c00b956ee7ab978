"""Who answers for an organisation, as the desk sees them."""

from django.http import HttpRequest

from projects.models import Contact, Organisation


def contact_shown(request: HttpRequest, row: Organisation) -> dict[str, str]:
    """Who answers for it; whole for those who may see whole names and phones."""
    contact = Contact.objects.filter(organisation=row).first()
    if contact is None:
        return {}
    if request.user.has_perm("accounts.view_profile"):
        return {"name": contact.name, "phone": contact.phone}
    return {"name": f"{contact.name[:1]}**", "phone": f"****{contact.phone[-4:]}"}
