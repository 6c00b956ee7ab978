// Decides by keys. A and S send their forms, R and the number of a reason refuse, O and ? open what is folded.
// While somebody types, in a field or with another key held, keys are letters. A form is sent once.

const deeds = document.querySelector("[data-review]");
let refuses = false;
let sent = false;

if (deeds) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });
  deeds.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // A page that comes back out of the browser's memory can be sent again.
  addEventListener("pageshow", () => (sent = false));
}

function press(key) {
  const wasRefusing = refuses;
  refuses = false;
  if (wasRefusing && /^[1-9]$/.test(key)) return refuseFor(Number(key));
  const asked = deeds.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!asked) return false;
  if (asked.tagName === "DETAILS") open(asked);
  else if (key === "r") beginToRefuse(asked);
  else asked.requestSubmit();
  return true;
}

function beginToRefuse(form) {
  refuses = true;
  form.elements.reason[0].focus();
}

function refuseFor(number) {
  const form = deeds.querySelector('[data-key="r"]');
  const reason = form.elements.reason[number - 1];
  if (!reason) return false;
  reason.checked = true;
  form.requestSubmit();
  return true;
}

function open(details) {
  details.open = !details.open;
  if (details.open) details.querySelector("input, summary").focus();
}

function isTyping(field) {
  return field.matches("textarea, select, input:not([type=radio], [type=hidden])");
}
