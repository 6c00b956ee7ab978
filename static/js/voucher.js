// The bar that shows how long the code on the screen is still good. The page itself asks for the next code.

document.addEventListener("htmx:load", (event) => {
  for (const time of event.detail.elt.querySelectorAll("[data-seconds-left]")) {
    run(time.querySelector("progress"), Date.now() + Number(time.dataset.secondsLeft) * 1000);
  }
});

function run(bar, endsAt) {
  bar.value = Math.max(0, (endsAt - Date.now()) / 1000);
  if (bar.isConnected) window.setTimeout(() => run(bar, endsAt), 250);
}
