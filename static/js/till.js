// The till: the camera reads a voucher's code and sends it; without an answer nothing is confirmed, and the till says so.

const CODE = /^\d{12}$/;
const form = document.querySelector("[data-till]");
const field = form.querySelector("[name=code]");
const lost = document.querySelector("[data-lost]");
const camera = readCodes(document.querySelector("[data-scanner]"), follow);

function follow(text) {
  if (!CODE.test(text)) {
    camera.say("foreign");
    return;
  }
  camera.rest();
  field.value = text;
  form.requestSubmit();
}

// What was green for the last customer must not be taken for an answer to this one.
form.addEventListener("htmx:beforeRequest", () => {
  field.blur();
  form.setAttribute("aria-busy", "true");
  lost.hidden = true;
  for (const said of document.querySelectorAll("[data-answer], [data-note]")) said.remove();
});

// No longer of this shop, or kept to another: that answer is a page of its own. To the door htmx leads by itself.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { responseURL, status } = event.detail.xhr;
  if (new URL(responseURL).pathname === window.location.pathname && status !== 403 && status !== 404) return;
  event.preventDefault();
  window.location.reload();
});

form.addEventListener("htmx:afterRequest", (event) => {
  form.removeAttribute("aria-busy");
  const status = event.detail.xhr.status;
  // A refusal is an answer as well. Without one the page keeps its key: sent again, the voucher is taken only once.
  lost.hidden = status >= 200 && status < 500;
  if (lost.hidden) form.reset();
  window.scrollTo({ top: 0 });
  // On a tablet's or phone's screen the keyboard would cover the answer.
  if (window.matchMedia("(pointer: fine)").matches) field.focus();
});

// How much of a bill is asked for in the answer's place. Without an answer the question stays, with its key.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches("[data-till-part]")) return;
  const status = event.detail.xhr.status;
  lost.hidden = status >= 200 && status < 500;
  window.scrollTo({ top: 0 });
});
