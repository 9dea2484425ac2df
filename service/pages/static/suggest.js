// Suggestions while a reader types: an editable combobox with a list (WAI-ARIA 1.2, "list autocomplete").
import { say } from "./say.js";

const PAUSE = 130; // milliseconds without a key before the server is asked
const SHORTEST = 2; // characters
const MOST = 8;

const input = document.getElementById("q");
const list = document.getElementById("suggestions");
let options = [];
let active = -1; // -1: what was typed
let typed = "";
let timer = 0;
let asked = null;

function close() {
  clearTimeout(timer);
  asked?.abort();
  list.hidden = true;
  options = [];
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function optionFor(suggestion, number) {
  const option = document.createElement("li");
  option.id = `suggestion-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = suggestion.text;
  const text = document.createElement("bdi");
  text.textContent = suggestion.text;
  const kind = document.createElement("span");
  kind.className = "suggestion-kind";
  kind.textContent = [suggestion.detail, list.dataset[suggestion.kind]].filter(Boolean).join(" · ");
  option.append(text, " ", kind);
  return option;
}

function open(suggestions) {
  options = suggestions.map(optionFor);
  list.replaceChildren(...options);
  list.hidden = !options.length;
  active = -1;
  input.setAttribute("aria-expanded", String(Boolean(options.length)));
  input.removeAttribute("aria-activedescendant");
  if (options.length) {
    const form = new Intl.PluralRules(document.documentElement.lang).select(options.length);
    say((list.dataset[form] ?? list.dataset.other).replace("{count}", options.length));
  }
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const address = `/v1/suggest?${new URLSearchParams({ q: typed, limit: MOST })}`;
  try {
    const response = await fetch(address, { signal: asked.signal });
    const found = response.ok ? (await response.json()).suggestions : [];
    if (document.activeElement === input) open(found);
  } catch {
    // Called off by a later key, or no network: suggestions are a help and never in the way.
  }
}

function activate(number) {
  options[active]?.setAttribute("aria-selected", "false");
  active = number;
  const option = options[active];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  input.value = option ? option.dataset.text : typed;
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

// Through the options in a circle, with what was typed between the last and the first.
function move(step) {
  const stops = options.length + 1;
  activate(((active + 1 + step + stops) % stops) - 1);
}

function pressed(event) {
  if (event.isComposing) return;
  if (list.hidden) {
    if (event.key === "ArrowDown" && input.value.trim().length >= SHORTEST) {
      event.preventDefault();
      typed = input.value;
      ask();
    }
    return;
  }
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in moves) {
    event.preventDefault();
    move(moves[event.key]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    activate(-1);
    close();
  } else if (event.key === "Enter" || event.key === "Tab") {
    close();
  }
}

if (input && list) {
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);

  input.addEventListener("input", () => {
    typed = input.value;
    close();
    if (typed.trim().length >= SHORTEST) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    input.value = option.dataset.text;
    close();
    input.form.requestSubmit();
  });
}
