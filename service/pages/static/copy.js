// Buttons that copy a citation.
import { say } from "./say.js";

const SHOWN = 2500; // milliseconds that a button says what it did

async function copy(sources) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(sources.map((source) => source.textContent).join("\n"));
    return true;
  }
  // Without TLS there is no clipboard for scripts: the old way selects the text, so that a reader can copy it at worst.
  getSelection().selectAllChildren(sources[0]);
  if (sources.length > 1) getSelection().extend(sources.at(-1), sources.at(-1).childNodes.length);
  return document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const label = button.firstChild;
  const before = label.textContent;
  const sources = button.dataset.copies.split(" ").map((id) => document.getElementById(id));
  const done = await copy(sources).catch(() => false);
  const told = done ? button.dataset.done : button.dataset.failed;
  say(told);
  if (before === button.dataset.done || before === button.dataset.failed) return;
  label.textContent = told;
  setTimeout(() => { label.textContent = before; }, SHOWN);
});
