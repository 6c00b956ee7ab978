// Picks the place of a photo report by a tap on a map or from the phone. Without this file the photo's own place counts.

const place = document.getElementById("place");
const fields = {
  latitude: place.querySelector("[name=latitude]"),
  longitude: place.querySelector("[name=longitude]"),
  source: place.querySelector("[name=place_source]"),
};
const state = document.getElementById("place_state");
const CHENGDU = [30.657, 104.066];
// Names of districts are all there is to see on the plain grid: close enough to aim, far enough to see some.
const CLOSE = place.dataset.tiles ? 16 : 13;
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
  maxZoom: 18,
  // A page that scrolls under a finger must not zoom the map instead.
  scrollWheelZoom: false,
}).setView(shown(chosen || CHENGDU), chosen ? CLOSE : 10);
L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
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
  L.gridLayer({ className: "map-ground" }).on("tileloadstart", (event) => event.tile.classList.add("map-grid")).addTo(map);
  const names = JSON.parse(document.getElementById("landmarks").textContent).map(nameOnMap);
  const showWhatFits = () => {
    for (const { marker, zooms } of names) {
      if (map.getZoom() >= zooms[0] && map.getZoom() <= zooms[1]) marker.addTo(map);
      else marker.remove();
    }
  };
  map.on("zoomend", showWhatFits);
  showWhatFits();
}

function nameOnMap({ name, at, zooms }) {
  const label = document.createElement("span");
  label.textContent = name;
  const icon = L.divIcon({ className: "map-name", html: label, iconSize: [120, 20] });
  return { marker: L.marker(at, { icon, keyboard: false, interactive: false }), zooms };
}

function choose(point, source) {
  const [latitude, longitude] = point.map((degrees) => degrees.toFixed(6));
  fields.latitude.value = latitude;
  fields.longitude.value = longitude;
  fields.source.value = source;
  pin.setLatLng(shown(point)).addTo(map);
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
      map.setView(shown(point), CLOSE);
    },
    fail,
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}
