// A file is chosen by a button in the page's language: the browser's own speaks the browser's. Without this file that one is there.

document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("input[type=file][data-choose]")) giveButton(input);
});

function giveButton(input) {
  const button = document.createElement("label");
  button.className = "chooser";
  button.htmlFor = input.id;
  button.textContent = input.dataset.choose;
  const said = document.createElement("output");
  said.className = "chooser-said";
  said.htmlFor = input.id;
  input.classList.add("chooser-own");
  input.after(button, said);
  const say = () => {
    said.textContent = [...input.files].map((file) => file.name).join(" · ") || input.dataset.none;
  };
  input.addEventListener("change", say);
  // A page that one came back to has kept the choice.
  window.addEventListener("pageshow", say);
  say();
}
