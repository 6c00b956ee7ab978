// Asks the browser for a passkey, a new one or what an old one signs, and sends it with the form that stands around.
// Where browser or address can have none, nothing is offered and the way by a code stays.

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey]").forEach(offer);
  document.querySelectorAll("[data-passkey-from]").forEach(offerWhileTyping);
});

// So long one question is good (accounts/passkey_questions.py), less a minute.
const QUESTION_LASTS_MS = 9 * 60 * 1000;
let waiting = null;

// Where the browser can, it names its passkeys beside the number that is typed. It asks once somebody is in the field,
// so that looking at the door leaves no session.
async function offerWhileTyping(place) {
  const field = document.querySelector("[autocomplete~='webauthn']");
  if (!field || !(await window.PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  field.addEventListener("focus", () => waitForChoice(place));
  if (document.activeElement === field) waitForChoice(place);
}

async function waitForChoice(place) {
  if (waiting && Date.now() < waiting.since + QUESTION_LASTS_MS) return;
  waiting?.stop.abort();
  const mine = (waiting = { stop: new AbortController(), since: Date.now() });
  try {
    const { publicKey } = await questionOf(place);
    send(place, await ask(publicKey, { mediation: "conditional", signal: mine.stop.signal }));
  } catch {
    // Nothing was chosen, or the button was pressed instead: that is no failure of anybody's.
    if (waiting === mine) waiting = null;
  }
}

function offer(place) {
  const button = place.querySelector("button");
  const refusal = place.querySelector("[role='alert']");
  for (const other of document.querySelectorAll("[data-without-passkey]")) other.hidden = true;
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    refusal.hidden = true;
    // A browser asks for one passkey at a time.
    waiting?.stop.abort();
    waiting = null;
    try {
      send(place, await ask((await questionOf(place)).publicKey));
    } catch {
      // Turned away, waited too long, or nothing fits: the browser has said which, and does not tell pages.
      refusal.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

// A page that anybody may open asks only when somebody wants to; every other page has its question with it.
async function questionOf(place) {
  if (!place.dataset.passkeyFrom) return JSON.parse(place.dataset.passkey);
  const headers = { "X-CSRFToken": place.closest("form").querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(place.dataset.passkeyFrom, { method: "POST", headers });
  return answer.json();
}

function send(place, credential) {
  const field = place.querySelector("input");
  field.value = JSON.stringify(credential);
  field.disabled = false;
  place.closest("form").requestSubmit();
}

async function ask(question, how = {}) {
  const publicKey = { ...question, challenge: bytes(question.challenge) };
  publicKey.excludeCredentials = question.excludeCredentials?.map(withBytes) ?? [];
  publicKey.allowCredentials = question.allowCredentials?.map(withBytes) ?? [];
  if (question.user) publicKey.user = withBytes(question.user);
  const credential = await (question.user
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey, ...how }));
  return sent(credential, question.user ? ["attestationObject"] : ["authenticatorData", "signature"]);
}

function sent(credential, parts) {
  const response = Object.fromEntries(
    ["clientDataJSON", ...parts].map((part) => [part, text(credential.response[part])]),
  );
  if (credential.response.userHandle) response.userHandle = text(credential.response.userHandle);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

function withBytes(named) {
  return { ...named, id: bytes(named.id) };
}

function bytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
