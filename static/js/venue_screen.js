// Keeps the venue's tablet awake, and takes a code away that could not be renewed: it would be refused.

const LONGEST_S = 30;
const lost = document.querySelector("[data-lost]");
let waitS = 1;

function showConnection(isThere) {
  lost.hidden = isThere;
  document.querySelector("[data-code]").hidden = !isThere;
}

document.addEventListener("htmx:afterRequest", (event) => {
  showConnection(event.detail.successful);
  if (event.detail.successful) {
    waitS = 1;
  } else {
    // Nobody can scan meanwhile, so it tries soon, and ever more rarely.
    window.setTimeout(() => htmx.trigger("[data-code]", "lost"), waitS * 1000);
    waitS = Math.min(waitS * 2, LONGEST_S);
  }
});

async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // The tablet does not let us; its own settings decide when it dims.
  }
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
