// A brief without a new page: the server makes its parts one by one, and each takes its place as it comes.
import { say } from "./say.js";

const form = document.getElementById("draft");
const brief = document.getElementById("brief");
const at = (name) => document.getElementById(`brief-${name}`);
let asked = null; // the brief on its way
let total = 0;
let done = 0;

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const piece = (html) => document.createRange().createContextualFragment(html); // made and escaped by our templates

function tell(text) {
  at("status").textContent = text;
  say(text);
}

function complain(text) {
  document.getElementById("draft-trouble").textContent = text;
}

function begin() {
  total = done = 0;
  for (const name of ["save", "beside", "parts"]) at(name).replaceChildren();
  at("progress").removeAttribute("value"); // how long reading takes is not known
  at("trouble").hidden = true;
  form.hidden = at("again").hidden = true;
  brief.hidden = at("progress").hidden = at("cancel").hidden = false;
  complain("");
  tell(form.dataset.reading);
  at("status").focus();
}

// The end, however it came; with `back` the form takes the place of the brief.
function end(back) {
  asked = null;
  at("progress").hidden = at("cancel").hidden = true;
  at("again").hidden = false;
  if (!back) return;
  brief.hidden = true;
  form.hidden = false;
}

function advance() {
  at("progress").max = total + 1;
  at("progress").value = done;
  at("status").textContent = done < total ? fill(form.dataset.progress, { done, total }) : form.dataset.checking;
}

const takes = {
  started(event) {
    total = event.total;
    at("beside").append(piece(event.html));
    advance();
    say(at("status").textContent);
  },
  part(event) {
    done += 1;
    at("parts").append(piece(event.html));
    document.getElementById(`entry-${event.place}`).replaceWith(piece(event.entry));
    advance();
  },
  finished(event) {
    at("save").append(piece(event.html));
    end(false);
    tell(event.text);
  },
  failed(event) {
    at("trouble").textContent = event.text;
    at("trouble").hidden = false;
    end(false);
    tell(event.text);
  },
};

async function* lines(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let held = "";
  for (;;) {
    const { value, done: over } = await reader.read();
    held += over ? decoder.decode() : decoder.decode(value, { stream: true });
    const whole = held.split("\n");
    held = whole.pop();
    yield* whole;
    if (over) return;
  }
}

async function make() {
  asked = new AbortController();
  begin();
  let response;
  try {
    const headers = { Accept: "application/x-ndjson" };
    response = await fetch(form.action, { method: "POST", body: new FormData(form), headers, signal: asked.signal });
    if (!response.ok) {
      const { error } = await response.json();
      end(true);
      complain([error.message, error.hint].filter(Boolean).join(" "));
      form.elements.text.focus();
      return;
    }
    for await (const line of lines(response.body)) {
      const event = JSON.parse(line);
      takes[event.event](event);
    }
    if (asked) takes.failed({ text: form.dataset.failed }); // the stream broke off
  } catch (error) {
    if (error.name === "AbortError") return;
    if (at("parts").hasChildNodes()) takes.failed({ text: form.dataset.failed });
    else {
      end(true);
      complain(form.dataset.failed);
    }
  }
}

function cancel() {
  asked?.abort();
  const found = at("parts").hasChildNodes();
  end(!found);
  if (found) {
    tell(form.dataset.cancelled);
    at("status").focus();
  } else {
    form.elements.text.focus();
  }
}

function checked() {
  const file = form.elements.file.files[0];
  if (file && file.size > Number(form.dataset.largest)) return form.dataset.large;
  return form.elements.text.value.trim() || file ? "" : form.dataset.nothing;
}

// Files are saved without leaving the page, so that a brief is not lost to an error.
async function save(event) {
  event.preventDefault();
  const saving = event.target;
  const sent = await fetch(saving.action, {
    method: "POST",
    body: new FormData(saving, event.submitter),
    headers: { Accept: "application/json" },
  }).catch(() => null);
  at("trouble").hidden = Boolean(sent?.ok);
  if (!sent?.ok) {
    const told = await sent?.json().catch(() => null);
    at("trouble").textContent = told?.error.message ?? saving.dataset.failed;
    say(at("trouble").textContent);
    return;
  }
  const link = document.createElement("a");
  link.download = /filename="([^"]+)"/.exec(sent.headers.get("Content-Disposition"))[1];
  link.href = URL.createObjectURL(await sent.blob());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "save") save(event);
});

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const trouble = checked();
    complain(trouble);
    if (trouble) form.elements.text.focus();
    else make();
  });

  at("cancel").addEventListener("click", cancel);

  at("again").addEventListener("click", (event) => {
    event.preventDefault();
    end(true);
    form.elements.text.focus();
  });

  const holdsFile = (event) => event.dataTransfer?.types.includes("Files");
  for (const type of ["dragenter", "dragover"]) {
    form.addEventListener(type, (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) form.addEventListener(type, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    form.elements.file.files = event.dataTransfer.files;
    form.elements.file.focus();
  });
}
