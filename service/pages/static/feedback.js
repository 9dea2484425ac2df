// A word on a hit, without leaving the page.
import { say } from "./say.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form.vote");
  if (!form) return;
  event.preventDefault();
  const sent = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, event.submitter)),
  }).catch(() => null);
  if (!sent?.ok) {
    form.querySelector(".hint").textContent = form.dataset.failed;
    say(form.dataset.failed);
    return;
  }
  const thanks = document.createElement("p");
  thanks.className = "vote";
  thanks.textContent = form.dataset.thanks;
  thanks.tabIndex = -1;
  form.replaceWith(thanks);
  thanks.focus({ preventScroll: true }); // else whoever uses the keyboard begins at the top again
  say(form.dataset.thanks);
});
