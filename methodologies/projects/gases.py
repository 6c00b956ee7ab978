"""What methane and nitrous oxide weigh beside CO2, over a hundred years."""

from methodologies.projects.asked import Parameter

GWP_CH4 = Parameter(
    "gwp_ch4",
    "GWPm",
    {"zh-hans": "甲烷全球增温潜势", "en": "Global warming potential of methane"},
    "kgCO2e/kgCH4",
    ("gwp-ch4",),
)
GWP_N2O = Parameter(
    "gwp_n2o",
    "GWPn",
    {"zh-hans": "氧化亚氮全球增温潜势", "en": "Global warming potential of nitrous oxide"},
    "kgCO2e/kgN2O",
    ("gwp-n2o",),
)
