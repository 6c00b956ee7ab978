"""Every statement of the founding article on the city is found by the site's search, and stands on its page."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from city.indicators import beginning
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

STATEMENTS = [
    # What is asked of the search, where it must lead, and what that page must say.
    ("先进制造业", "advanced-manufacturing", "超过 20,000 亿元"),
    ("新经济企业", "new-economy", "超过 433,000 家"),
    ("落后产能", "retired-capacity", "超过 300 户"),
    ("环保产业 产值", "ecological-industry", "超过 1,000 亿元"),
    ("新能源汽车 145,000", "nev", "145,000 辆"),
    ("充电桩", "charging-points", "超过 28,000 个"),
    ("充电站 701", "charging-stations", "701 座"),
    ("清洁能源 56.5%", "clean-energy", "56.5%"),
    ("清洁能源 61.5%", "clean-energy", "61.5%"),
    ("能耗 2.37%", "energy-per-gdp", "−2.37%"),
    ("能耗 14.24%", "energy-per-gdp", "−14.24%"),
    ("绿化覆盖率", "green-cover", "45%"),
    ("人均公园绿地", "park-area", "15 平方米"),
    ("森林覆盖率 40.2%", "forest-cover", "40.2%"),
    ("固碳", "carbon-fixed", "超过 160 万吨"),
    ("精品 林盘 107", "fine-linpan", "107 个"),
    ("绿道 4,408", "greenways", "4,408 公里"),
    ("蒲江 森林", "pujiang-forest", "70%"),
    ("蒲江 全市最高", "pujiang-forest", "全市最高"),
    ("蒲江 碳储量", "pujiang-stock", "200 万吨"),
    ("千秋山", "pujiang-forest", "碳中和天府森林公园城市"),
    ("金堂 135", "jintang-firms", "135 家"),
    ("金堂 三分之一", "jintang-firms", "三分之一"),
    ("金堂 集聚", "jintang-clustered", "73%"),
    ("光伏 通威", "jintang-firms", "宁德时代"),
    ("燃煤锅炉", "coal-boilers", "基本清零"),
    ("散乱污", "scattered-polluters", "动态清零"),
    ("生活垃圾 填埋", "household-waste", "零填埋"),
    ("绿肺 绿轴", "greening-system", "绿肺、绿道、绿轴、绿环、绿缓"),
    ("龙泉山城市森林公园", "greening-system", "龙泉山城市森林公园"),
    ("基于自然的解决方案", "nature-based", "28个"),
    ("控制温室气体 考核", "greenhouse-duty", "全省第一"),
    ("人均二氧化碳", "co2-per-person", "十大城市中最低"),
    ("氢能", "hydrogen-chain", "产业链"),
    ("雪山", "snow-mountains", "城区可见雪山"),
    ("碳中和 2060", "national-peak", "此前碳中和"),
]


@pytest.fixture(autouse=True)
def _begun(db) -> None:
    beginning.load(NOW)


@pytest.mark.parametrize(("asked", "code", "said"), STATEMENTS, ids=[said[0] for said in STATEMENTS])
def test_a_statement_is_found_and_stands_on_its_page_with_its_source(client: Client, asked, code, said):
    address = f"/city/indicators/{code}/"

    assert f'href="{address}"' in client.get("/search/", {"q": asked}).content.decode()

    page = strip_tags(client.get(address).content.decode())
    assert said in page
    assert "华西都市报" in page
