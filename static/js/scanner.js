// Reads the QR code of a venue's plate or screen with the camera, and goes where it leads.

const VENUE = /^\/v\/[2-9a-hjkmnp-z]{16}\/$/;
const camera = readCodes(document.querySelector("[data-scanner]"), follow);

// Only this portal's own venues: a code on a wall could lead anywhere.
function follow(text) {
  const address = addressIn(text);
  if (address === null || address.origin !== window.location.origin || !VENUE.test(address.pathname)) {
    camera.say("foreign");
    return;
  }
  camera.rest();
  window.location.assign(address.pathname + address.search);
}

function addressIn(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
