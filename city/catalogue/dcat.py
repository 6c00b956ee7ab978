"""The catalogue in DCAT 3 as JSON-LD, for portals that gather the catalogues of others."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from city.catalogue import addresses
from city.catalogue.editions import freshness_of
from city.catalogue.package import DEMONSTRATION, Whole
from common.open_data.fields import Words
from common.open_data.package import KINDS, LICENCE, said_in
from common.open_data.series import THEMES, Series, all_series

FREQUENCIES = "http://purl.org/cld/freq/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(whole: Whole) -> dict[str, Any]:
    home = whole(reverse("city:data"))
    return {
        "@context": CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _told(_("Open data of 碳惠天府")),
        "dct:description": _told(DEMONSTRATION),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _told(_("碳惠天府 portal"))},
        "dct:license": {"@id": LICENCE["path"]},
        "dct:language": ["zh-Hans", "en"],
        "dct:spatial": {"@id": "http://sws.geonames.org/1815286/"},
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_dataset(series, home, whole) for series in all_series().values()],
        "dcat:service": {
            "@type": "dcat:DataService",
            "dct:title": _told(_("Read API of the city’s data")),
            "dcat:endpointURL": {"@id": whole(reverse("city_api:series"))},
            "dcat:endpointDescription": {"@id": whole(reverse("api:openapi"))},
        },
    }


def _dataset(series: Series, home: str, whole: Whole) -> dict[str, Any]:
    found = freshness_of(series)
    described = {
        "@id": f"{home}#{series.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": series.name,
        "dct:title": _told(series.table.title),
        "dct:description": _told(series.table.meaning),
        "dcat:keyword": _told(THEMES[series.theme]),
        "dct:accrualPeriodicity": {"@id": f"{FREQUENCIES}{series.rhythm}"},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": _told(series.source)},
        "dct:license": {"@id": LICENCE["path"]},
        "dcat:landingPage": {"@id": whole(series.page())},
        "dcat:distribution": list(_distributions(series, whole)),
    }
    if found.as_of:
        moment = localtime(found.as_of).isoformat(timespec="seconds")
        described["dct:modified"] = {"@type": "xsd:dateTime", "@value": moment}
    return described


def _distributions(series: Series, whole: Whole) -> Iterator[dict[str, Any]]:
    for form, kind in KINDS.items():
        address = whole(addresses.of_file(series, form))
        yield {
            "@id": address,
            "@type": "dcat:Distribution",
            "dcat:accessURL": {"@id": whole(addresses.of_entry(series))},
            "dcat:downloadURL": {"@id": address},
            "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{kind}"},
            "dct:conformsTo": {"@id": whole(reverse("city:data_package"))},
            "dct:license": {"@id": LICENCE["path"]},
        }


def _told(words: Words) -> list[dict[str, str]]:
    return [
        {"@language": "zh-Hans", "@value": said_in("zh-hans", words)},
        {"@language": "en", "@value": said_in("en", words)},
    ]
