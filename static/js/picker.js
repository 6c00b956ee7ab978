// Makes a select with many answers a field to search in. The select stays what the form sends; without this file it is used as it is.

document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  for (const select of part.querySelectorAll("select[data-picker]:not([hidden])")) new Picker(select);
  for (const button of part.querySelectorAll("[data-swap]")) {
    button.hidden = false;
    button.addEventListener("click", () => swap(...document.querySelectorAll(button.dataset.swap.replace(" ", ","))));
  }
});

class Picker {
  constructor(select) {
    this.select = select;
    this.words = select.closest(".picker").dataset;
    this.answers = answersOf(select);
    this.input = inputFor(select, this.words.placeholder);
    this.list = element("div", { role: "listbox", id: this.input.getAttribute("aria-controls"), class: "picker-list" });
    this.list.setAttribute("aria-label", select.labels[0].textContent.trim());
    this.list.hidden = true;
    // It has to be there before it speaks, or screen readers stay silent.
    this.status = element("p", { role: "status", class: "visually-hidden" });
    this.takeThePlaceOfTheSelect();
    this.listen();
    this.show();
  }

  takeThePlaceOfTheSelect() {
    const hadFocus = document.activeElement === this.select;
    this.select.labels[0].htmlFor = this.input.id;
    this.select.before(this.input);
    this.select.hidden = true;
    this.select.required = false;
    this.select.parentElement.after(this.list, this.status);
    if (hadFocus) this.input.focus();
  }

  listen() {
    this.input.addEventListener("click", () => this.browse());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.select.addEventListener("change", () => this.show());
    // The browser fills in again what was chosen before one went away.
    window.addEventListener("pageshow", () => this.show());
    // The field keeps the focus while one scrolls or taps in the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role='option']");
      if (option) this.choose(option.dataset.value);
    });
  }

  // What the field says

  chosenLabel() {
    const chosen = this.select.selectedOptions[0];
    return chosen && chosen.value ? chosen.label : "";
  }

  show() {
    this.input.value = this.chosenLabel();
    this.close();
  }

  choose(value) {
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Whoever typed all of a name, or enough of it, need not choose from a list of one.
  leave() {
    const typed = squeezed(this.input.value);
    if (!typed) {
      if (this.chosenLabel()) this.choose("");
      else this.close();
      return;
    }
    if (this.input.value === this.chosenLabel()) {
      this.close();
      return;
    }
    const found = this.matching(typed);
    const meant = found.find((answer) => squeezed(answer.label) === typed) || (found.length === 1 && found[0]);
    if (meant) this.choose(meant.value);
    else this.show();
  }

  // The list

  browse() {
    if (!this.list.hidden) return;
    this.fill(groupsOf(this.select, this.list.id));
    this.point(this.options.find((option) => option.dataset.value === this.select.value));
    if (window.matchMedia("(max-width: 575px)").matches) this.input.closest(".field").scrollIntoView();
  }

  search() {
    const typed = squeezed(this.input.value);
    if (!typed) {
      this.close();
      this.browse();
      return;
    }
    const found = this.matching(typed);
    this.fill(found.map((answer) => optionFor(answer, answer.groups.join(" · "))));
    this.point(this.options[0]);
    this.status.textContent = found.length
      ? this.words.foundLabel.replace("NUMBER", found.length)
      : this.words.noneLabel;
    this.status.className = found.length ? "visually-hidden" : "picker-none";
  }

  matching(typed) {
    const ranked = this.answers.map((answer) => [rank(answer, typed), answer]).filter(([place]) => place < NO_MATCH);
    return ranked.sort(([one], [other]) => one - other).map(([, answer]) => answer);
  }

  fill(rows) {
    this.list.replaceChildren(...rows);
    this.options = [...this.list.querySelectorAll("[role='option']")];
    this.options.forEach((option, place) => {
      option.id = `${this.list.id}_${place}`;
      option.classList.toggle("is-chosen", option.dataset.value === this.select.value);
    });
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
  }

  close() {
    this.fill([]);
    this.point(undefined);
    this.status.textContent = "";
    this.status.className = "visually-hidden";
  }

  point(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.pointed = option;
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // The keyboard

  press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.step(event, 1);
    if (event.key === "ArrowUp") this.step(event, -1);
    if (event.key === "Escape") this.show();
    if (event.key === "Enter") this.enter(event);
  }

  step(event, by) {
    event.preventDefault();
    if (this.list.hidden) {
      this.browse();
      return;
    }
    const from = this.options.indexOf(this.pointed);
    const last = this.options.length - 1;
    const next = from < 0 && by < 0 ? last : from + by;
    this.point(this.options[next < 0 ? last : next > last ? 0 : next]);
  }

  // A form is not sent while the field says something else than what was chosen.
  enter(event) {
    if (this.list.hidden && this.input.value === this.chosenLabel()) return;
    event.preventDefault();
    if (this.pointed) this.choose(this.pointed.dataset.value);
  }
}

function swap(first, second) {
  [first.value, second.value] = [second.value, first.value];
  for (const select of [first, second]) select.dispatchEvent(new Event("change", { bubbles: true }));
}

// What can be chosen: one answer that stands in several groups is found once.

function answersOf(select) {
  const answers = new Map();
  for (const option of select.options) {
    if (!option.value) continue;
    const answer = answers.get(option.value) || { value: option.value, label: option.label, groups: [] };
    answer.words = `${option.dataset.search || ""} ${option.label}`.split(" ").map(squeezed).filter(Boolean);
    if (option.parentElement.label) answer.groups.push(option.parentElement.label);
    answers.set(option.value, answer);
  }
  return [...answers.values()];
}

// Full-width letters, capitals, spaces and apostrophes make no difference.
function squeezed(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s'’·]/g, "");
}

const NO_MATCH = 3;

// Chinese is found anywhere in a name; Latin letters only where a word begins, or "an" would find half of the city.
const isChinese = (text) => /\p{Script=Han}/u.test(text);

function rank(answer, typed) {
  const label = squeezed(answer.label);
  if (label.startsWith(typed) || answer.words.includes(typed)) return 0;
  if (answer.words.join("").startsWith(typed)) return 1;
  const fromSomeWordOn = (_word, place) => answer.words.slice(place).join("").startsWith(typed);
  return answer.words.some(fromSomeWordOn) || (isChinese(typed) && label.includes(typed)) ? 2 : NO_MATCH;
}

// Pieces of the page

function inputFor(select, placeholder) {
  const input = element("input", {
    type: "text",
    id: `${select.id}_search`,
    role: "combobox",
    placeholder,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "done",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${select.id}_list`,
  });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  input.required = select.required;
  return input;
}

function groupsOf(select, prefix) {
  return [...select.children].map((child, place) => {
    if (child.tagName === "OPTION") return child.value ? optionFor(child) : "";
    const heading = element("div", { id: `${prefix}_group_${place}`, class: "picker-group" }, child.label);
    const group = element("div", { role: "group", "aria-labelledby": heading.id });
    group.append(heading, ...[...child.children].map((option) => optionFor(option)));
    return group;
  });
}

function optionFor({ value, label }, detail = "") {
  const option = element("div", { role: "option", class: "picker-option", "data-value": value }, label);
  if (detail) option.append(element("span", { class: "picker-detail" }, detail));
  return option;
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
