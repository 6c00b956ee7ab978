// What was typed is not lost where a session was over: whoever comes back through the door to the same page finds it again.
// Kept in this tab alone, and only until the next page inside. Passwords, codes, files and hidden fields are left out.

const KEPT = "typed";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !form.closest("main") || isAtTheDoor()) return;
  const fields = [...form.elements].filter(isTyped).map(stateOf);
  if (fields.length) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, fields }));
});

document.addEventListener("DOMContentLoaded", () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (isAtTheDoor()) {
    if (kept) sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, isTurnedAway: true }));
    return;
  }
  sessionStorage.removeItem(KEPT);
  // A page that leads back to itself has taken what was sent: the next entry begins empty.
  if (!kept?.isTurnedAway || kept.path !== location.pathname || document.querySelector("main [aria-invalid='true']")) return;
  for (const field of kept.fields) giveBack(field);
});

function isAtTheDoor() {
  return location.pathname.startsWith(document.body.dataset.door);
}

function isTyped(field) {
  if (!field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type)) return false;
  return field.autocomplete !== "one-time-code";
}

function stateOf(field) {
  const { name, value, checked } = field;
  return { name, value, checked: isTicked(field) ? checked : null };
}

function isTicked(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function giveBack({ name, value, checked }) {
  for (const field of document.querySelectorAll(`main form [name="${CSS.escape(name)}"]`)) {
    if (isTicked(field) !== (checked !== null)) continue;
    if (!isTicked(field)) field.value = value;
    else if (field.value === value) field.checked = checked;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
