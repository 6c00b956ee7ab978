// Draws the charts of the month report from the page's own numbers; without this file the tables say the same.

const numbers = JSON.parse(document.getElementById("charts").textContent);
const drawn = new Map();

for (const place of document.querySelectorAll("[data-chart]")) {
  place.hidden = false;
  drawn.set(place, echarts.init(place));
}

function draw() {
  for (const [place, chart] of drawn) chart.setOption(optionOf(place.dataset.chart, place.dataset.axis), true);
}

function optionOf(name, axis) {
  const colour = (token) => getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.875;
  const words = { color: colour("slate"), fontSize: size, fontFamily: getComputedStyle(document.body).fontFamily };
  const { labels, values } = numbers[name];
  const lies = name === "scenarios";
  const category = {
    type: "category",
    data: labels,
    axisTick: { show: false },
    axisLabel: { ...words, hideOverlap: true },
    axisLine: { lineStyle: { color: colour("edge") } },
  };
  const value = {
    type: "value",
    name: axis,
    nameTextStyle: lies ? words : { ...words, align: "left" },
    minInterval: 1,
    splitNumber: 3,
    axisLabel: { ...words, hideOverlap: true },
    splitLine: { lineStyle: { color: colour("mist") } },
  };
  return {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 200,
    textStyle: words,
    grid: { left: 8, right: lies ? size * 4 : 16, top: size * 2.5, bottom: 8, outerBoundsMode: "same" },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    // The name stands below the numbers of its axis, never among them.
    xAxis: lies ? { ...value, nameLocation: "middle", nameGap: size * 2.2 } : category,
    yAxis: lies ? category : value,
    series: [
      {
        type: "bar",
        data: values,
        barMaxWidth: 28,
        itemStyle: { color: colour(name === "credits" ? "ginkgo" : "bamboo"), borderRadius: lies ? [0, 4, 4, 0] : [4, 4, 0, 0] },
        // Beside its bar, in the colour of the page's text: a bar may be shorter than its number.
        label: { ...words, show: lies, position: "right", color: colour("ink"), formatter: ({ value }) => value.toLocaleString("en") },
      },
    ],
  };
}

draw();
window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
// Paper is light, and narrower than the screen.
window.matchMedia("print").addEventListener("change", () => {
  draw();
  drawn.forEach((chart) => chart.resize());
});
