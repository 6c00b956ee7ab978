// What asks again by itself waits while nobody can see the page, and asks at once when somebody can.

const unasked = new Map();

document.addEventListener("htmx:confirm", (event) => {
  if (!document.hidden || !event.target.matches("[data-asks]")) return;
  event.preventDefault();
  unasked.set(event.target, event.detail.issueRequest);
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const ask of unasked.values()) ask(true);
  unasked.clear();
});
