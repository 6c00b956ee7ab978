// Reads the QR code of a venue's plate or screen with the camera, and goes where it leads.

const scanner = document.querySelector("[data-scanner]");
const view = scanner.querySelector("[data-scan-view]");
const start = scanner.querySelector("[data-scan-start]");
const stop = scanner.querySelector("[data-scan-stop]");
const VENUE = /^\/v\/[2-9a-hjkmnp-z]{16}\/$/;
let controls = null;

scanner.hidden = false;
start.addEventListener("click", look);
stop.addEventListener("click", rest);
window.addEventListener("pagehide", rest);

async function look() {
  say("looking");
  show(true);
  try {
    const reader = new ZXingBrowser.BrowserQRCodeReader();
    const camera = { video: { facingMode: { ideal: "environment" } } };
    controls = await reader.decodeFromConstraints(camera, view, (found) => found && follow(found.getText()));
    // Stopped before the camera was there.
    if (view.hidden) rest();
  } catch (error) {
    show(false);
    say(error.name === "NotAllowedError" ? "refused" : "missing");
  }
}

function rest() {
  controls?.stop();
  controls = null;
  show(false);
  say("");
}

// Only this portal's own venues: a code on a wall could lead anywhere.
function follow(text) {
  const address = addressIn(text);
  if (address === null || address.origin !== window.location.origin || !VENUE.test(address.pathname)) {
    say("foreign");
    return;
  }
  rest();
  window.location.assign(address.pathname + address.search);
}

function addressIn(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function show(isLooking) {
  view.hidden = stop.hidden = !isLooking;
  start.hidden = isLooking;
  if (isLooking) scanner.scrollIntoView({ block: "start" });
}

function say(name) {
  for (const notice of scanner.querySelectorAll("[data-scan-says]")) {
    notice.hidden = notice.dataset.scanSays !== name;
  }
}
