// Buttons that copy a citation.
import { say } from "./say.js";

const SHOWN = 2500; // milliseconds that a button says what it did

async function copy(source) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  }
  // Without TLS there is no clipboard for scripts: the old way selects the text, so that a reader can copy it at worst.
  getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const label = button.firstChild;
  const before = label.textContent;
  const done = await copy(document.getElementById(button.dataset.copies)).catch(() => false);
  const told = done ? button.dataset.done : button.dataset.failed;
  say(told);
  if (before === button.dataset.done || before === button.dataset.failed) return;
  label.textContent = told;
  setTimeout(() => { label.textContent = before; }, SHOWN);
});
