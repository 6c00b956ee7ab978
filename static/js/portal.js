// Small comforts on top of pages that work without them: no double sending, the wait before a new code, copying, printing.

let busyForms = new WeakSet();

// A second tap on a slow button must not send the form twice. htmx guards its own requests.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (busyForms.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  busyForms.add(form);
  sayBusy(event.submitter);
});

// Coming back by the back button shows the form as it was left: it may be sent again.
window.addEventListener("pageshow", () => {
  busyForms = new WeakSet();
  for (const button of document.querySelectorAll("[aria-busy][data-said]")) sayAgain(button);
});

// On a slow line the button says at once that it was pressed.
function sayBusy(button) {
  if (!button?.matches(".btn-submit")) return;
  button.dataset.said = button.textContent;
  button.textContent = document.body.dataset.busy;
  button.setAttribute("aria-busy", "true");
}

function sayAgain(button) {
  button.textContent = button.dataset.said;
  delete button.dataset.said;
  button.removeAttribute("aria-busy");
}

// Fires for the whole page once and for each piece that htmx brings later.
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

// A menu closes when one turns to something else.
document.addEventListener("click", (event) => closeMenus((menu) => !menu.contains(event.target)));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(() => true);
});

function closeMenus(isLeft) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (isLeft(menu)) menu.open = false;
  }
}

function prepare(part) {
  for (const button of part.querySelectorAll("[data-wait-s]")) {
    countDown(button, Date.now() + Number(button.dataset.waitS) * 1000, button.textContent);
  }
  for (const button of part.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button, document.querySelector(button.dataset.copy)));
  }
  for (const button of part.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const wrong = part.querySelector("form:not(.specimen-form) [aria-invalid='true']");
  if (wrong) wrong.focus();
}

function countDown(button, endsAt, label) {
  const seconds = Math.ceil((endsAt - Date.now()) / 1000);
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? button.dataset.waitingLabel.replace("SECONDS", seconds) : label;
  if (seconds > 0) window.setTimeout(() => countDown(button, endsAt, label), 250);
}

async function copy(button, source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = button.dataset.copiedLabel;
  } catch {
    // Without a secure connection the clipboard is closed: select the text for the reader to copy.
    window.getSelection().selectAllChildren(source);
  }
}
