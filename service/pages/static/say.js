// Tells users of screen readers what changed on the page, through the one live region that every page has.
const region = document.getElementById("said");

export function say(text) {
  region.textContent = "";
  // A region that is filled in the same moment as it is emptied has not changed.
  requestAnimationFrame(() => { region.textContent = text; });
}
