// Results without a new page: the server is asked for the same page, and its answer takes the place of the one shown.
import { say } from "./say.js";

const REFINES = "a.chip, a.clear, .paging a, .folded a, .none a, .examples a";
let asked = null; // what is on its way; a newer question calls it off

const region = () => document.getElementById("answer");
const form = document.getElementById("search");

// The address of the form as it stands, without fields that are empty.
function addressOf(submitter) {
  const given = new FormData(form, submitter);
  const filled = [...given].filter(([, value]) => value.trim());
  return `${form.action}?${new URLSearchParams(filled)}`;
}

async function fetchPage(address) {
  asked?.abort();
  asked = new AbortController();
  const response = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// Shows the answer to an address. `moved`: a reader went somewhere (next page, one filter less), so the focus follows.
async function show(address, { push = true, moved = false } = {}) {
  region().setAttribute("aria-busy", "true");
  let page;
  try {
    page = await fetchPage(address);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  }
  const fresh = page.getElementById("answer");
  const place = page.querySelector("link[rel=canonical]")?.getAttribute("href");
  if (!fresh || !place) {
    location.assign(address); // the start page, or an error: a page of its own
    return;
  }
  if (push && place !== location.pathname + location.search) history.pushState(null, "", place);
  document.title = page.title;
  document.querySelector(".languages").replaceWith(page.querySelector(".languages"));
  form.elements.q.value = page.getElementById("q").getAttribute("value");
  swap(fresh, moved);
  say(document.getElementById("results-title").textContent.trim().replace(/\s+/g, " "));
}

function swap(fresh, moved) {
  const held = document.activeElement;
  const selector = region().contains(held) ? selectorOf(held) : null;
  for (const group of region().querySelectorAll("details[id]")) {
    const same = fresh.querySelector(`#${CSS.escape(group.id)}`);
    if (same) same.open = group.open;
  }
  region().replaceWith(fresh);
  const target = selector && fresh.querySelector(selector);
  if (moved) {
    document.getElementById("results-title").focus({ preventScroll: true });
    fresh.scrollIntoView({ block: "start" });
  } else if (target) {
    target.focus({ preventScroll: true });
  } else if (selector) {
    document.getElementById("results-title").focus({ preventScroll: true });
  }
}

// Finds the same control in the new answer.
function selectorOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (!element.name) return ":not(*)";
  const value = element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
  return `[name="${CSS.escape(element.name)}"]${value}`;
}

if (form && region()) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf(event.submitter), { moved: event.submitter?.name !== "wide" && !region().contains(event.submitter) });
  });

  document.addEventListener("change", (event) => {
    if (region().contains(event.target) && event.target.form === form && event.target.checkValidity()) {
      show(addressOf(null));
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(REFINES);
    const plain = !event.defaultPrevented && event.button === 0
      && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!plain || !link || !region().contains(link)) return;
    event.preventDefault();
    show(link.href, { moved: true });
  });

  addEventListener("popstate", () => show(location.href, { push: false }));
}
