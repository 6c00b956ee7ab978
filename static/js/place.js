// Picks the place of a photo report by a tap on a map or from the phone. Without this file the photo's own place counts.

const place = document.getElementById("place");
const fields = {
  latitude: place.querySelector("[name=latitude]"),
  longitude: place.querySelector("[name=longitude]"),
  source: place.querySelector("[name=place_source]"),
};
const state = document.getElementById("place_state");
const CHENGDU = [30.657, 104.066];
// Without tiles the metro's lines and stations are what one finds one's way by: close enough to aim, far enough to see some.
const CLOSE = place.dataset.tiles ? 16 : 14;
const STATIONS_FROM_ZOOM = 11;
const NAMES_FROM_ZOOM = 13;
const EARTH_RADIUS_M = 6371000;
const [SOUTH, WEST, NORTH, EAST] = JSON.parse(document.getElementById("city-box").textContent);
const metro = JSON.parse(document.getElementById("metro").textContent);
const address = document.getElementById("place_address");
const PIN =
  '<svg viewBox="0 0 24 24" stroke="currentColor" stroke-width="1.75" aria-hidden="true">' +
  '<path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/></svg>';

// Positions are kept in WGS-84; tiles made for China are drawn in GCJ-02, so what is shown and what is meant differ.
const isShifted = Boolean(place.dataset.tiles) && place.dataset.datum === "gcj02";
const shown = (point) => (isShifted ? moved(point, gcoord.WGS84, gcoord.GCJ02) : point);
const meant = (point) => (isShifted ? moved(point, gcoord.GCJ02, gcoord.WGS84) : point);

function moved([latitude, longitude], from, to) {
  const [east, north] = gcoord.transform([longitude, latitude], from, to);
  return [north, east];
}

place.querySelector(".map-tools").hidden = false;
const chosen = fields.latitude.value ? [Number(fields.latitude.value), Number(fields.longitude.value)] : null;
const map = L.map("map", {
  zoomControl: false,
  attributionControl: Boolean(place.dataset.credit),
  minZoom: 8,
  maxBounds: [shown([SOUTH, WEST]), shown([NORTH, EAST])],
  maxZoom: 18,
  // A page that scrolls under a finger must not zoom the map instead.
  scrollWheelZoom: false,
}).setView(shown(chosen || CHENGDU), chosen ? CLOSE : 10);
const zoomButtons = L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
drawGround();
const pin = L.marker(map.getCenter(), {
  icon: L.divIcon({ className: "map-pin", html: PIN, iconSize: [40, 40], iconAnchor: [20, 36] }),
  keyboard: false,
  interactive: false,
});
if (chosen) pin.addTo(map);

map.on("click", (event) => choose(meant([event.latlng.lat, event.latlng.wrap().lng]), "map"));
// By keyboard: the arrows move the map, Enter chooses its middle.
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const middle = map.getCenter();
  choose(meant([middle.lat, middle.lng]), "map");
});
place.querySelector("[data-locate]").addEventListener("click", locate);

function drawGround() {
  if (place.dataset.tiles) {
    L.tileLayer(place.dataset.tiles, { attribution: place.dataset.credit, maxZoom: 18 }).addTo(map);
    return;
  }
  const places = JSON.parse(document.getElementById("landmarks").textContent).map((each) => nameOnMap(each));
  const names = [...places, ...drawMetro()];
  const showWhatFits = () => {
    const taken = [zoomButtons.getContainer().getBoundingClientRect()];
    for (const { marker, zooms } of names) {
      marker.remove();
      if (map.getZoom() < zooms[0] || map.getZoom() > zooms[1]) continue;
      marker.addTo(map);
      if (marker instanceof L.Marker && !findsRoom(marker, taken)) marker.remove();
    }
  };
  map.on("moveend", showWhatFits);
  showWhatFits();
}

// A name is shown whole and over no other: those of places come before those of stations.
function findsRoom(marker, taken) {
  const box = marker.getElement().firstChild.getBoundingClientRect();
  const ground = map.getContainer().getBoundingClientRect();
  const isWhole = box.left >= ground.left && box.right <= ground.right && box.top >= ground.top && box.bottom <= ground.bottom;
  if (!isWhole || taken.some((other) => meet(box, other))) return false;
  taken.push(box);
  return true;
}

function meet(one, other) {
  const isBeside = one.right < other.left || other.right < one.left;
  return !isBeside && one.bottom >= other.top && other.bottom >= one.top;
}

// Every line in its colour; stations and their names as they come to have room, first those where lines cross.
function drawMetro() {
  for (const { colour, ways } of metro.lines) {
    const drawn = ways.map((way) => way.map((number) => metro.stations[number].slice(1, 3)));
    L.polyline(drawn, { color: colour, weight: 4, interactive: false }).addTo(map);
  }
  const crossingsFirst = [...metro.stations].sort((one, other) => other[3] - one[3]);
  return crossingsFirst.flatMap(([name, north, east, crosses]) => {
    const dot = { className: "map-station", radius: crosses ? 5 : 3.5, weight: 2, fillOpacity: 1, interactive: false };
    return [
      { marker: L.circleMarker([north, east], dot), zooms: [STATIONS_FROM_ZOOM + (crosses ? 0 : 1), 18] },
      nameOnMap({ name, at: [north, east], zooms: [NAMES_FROM_ZOOM + (crosses ? 0 : 1), 18] }, "map-name map-name-station"),
    ];
  });
}

function nameOnMap({ name, at, zooms }, className = "map-name") {
  const label = document.createElement("span");
  label.textContent = name;
  const icon = L.divIcon({ className, html: label, iconSize: [120, 20] });
  return { marker: L.marker(at, { icon, keyboard: false, interactive: false }), zooms };
}

function isInTheCity([north, east]) {
  return north >= SOUTH && north <= NORTH && east >= WEST && east <= EAST;
}

// As the server says it: the nearest station, and about how far off.
function inWords(point) {
  const away = metro.stations.map(([name, ...at]) => [metresBetween(point, at), name]);
  const [metres, station] = away.reduce((nearest, other) => (other[0] < nearest[0] ? other : nearest));
  const distance =
    metres < 1000
      ? place.dataset.metres.replace("%(metres)s", Math.max(50, Math.round(metres / 50) * 50))
      : place.dataset.kilometres.replace("%(kilometres)s", (metres / 1000).toFixed(1));
  return place.dataset.near.replace("%(station)s", station).replace("%(distance)s", distance);
}

function metresBetween([north, east], [otherNorth, otherEast]) {
  const radians = Math.PI / 180;
  const across = (otherEast - east) * radians * Math.cos(north * radians);
  return EARTH_RADIUS_M * Math.hypot((otherNorth - north) * radians, across);
}

function choose(point, source) {
  if (!isInTheCity(point)) {
    state.textContent = place.dataset.outside;
    return;
  }
  const [latitude, longitude] = point.map((degrees) => degrees.toFixed(6));
  fields.latitude.value = latitude;
  fields.longitude.value = longitude;
  fields.source.value = source;
  pin.setLatLng(shown(point)).addTo(map);
  address.textContent = inWords(point);
  state.textContent = source === "phone" ? place.dataset.fromPhone : place.dataset.fromMap;
}

function locate() {
  const fail = () => {
    state.textContent = place.dataset.notFound;
  };
  if (!navigator.geolocation) return fail();
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const point = [coords.latitude, coords.longitude];
      choose(point, "phone");
      if (isInTheCity(point)) map.setView(shown(point), CLOSE);
    },
    fail,
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}
