// Keeps the venue's tablet awake, and takes a code away that could not be renewed: it would be refused.

const lost = document.querySelector("[data-lost]");

function showConnection(isThere) {
  lost.hidden = isThere;
  document.querySelector("[data-code]").hidden = !isThere;
}

document.addEventListener("htmx:afterRequest", (event) => showConnection(event.detail.successful));

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
