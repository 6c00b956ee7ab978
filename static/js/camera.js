// The camera that a page reads QR codes with: a scanner's buttons start and stop it, and its notices say what is wrong.

// `follow` gets the text of each code that is seen. Returns what else can be done: `rest` stops, `say` shows one notice.
function readCodes(scanner, follow) {
  const view = scanner.querySelector("[data-scan-view]");
  const start = scanner.querySelector("[data-scan-start]");
  const stop = scanner.querySelector("[data-scan-stop]");
  let controls = null;

  scanner.hidden = false;
  start.addEventListener("click", look);
  stop.addEventListener("click", rest);
  window.addEventListener("pagehide", rest);
  return { rest, say };

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
}
