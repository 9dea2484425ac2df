// Shows the events of the page's widgets, as any page can listen to them.

const SHOWN = 8;
const list = document.querySelector("#events");

/** @param {string} text */
function show(text) {
  const line = document.createElement("li");
  line.textContent = text;
  list.prepend(line);
  while (list.children.length > SHOWN) list.lastElementChild.remove();
}

document.addEventListener("afterwise:results", ({ detail }) => {
  show(`afterwise:results – “${detail.query}”, ${detail.total} records, ${detail.hits.length} hits from ${detail.offset + 1}`);
});
document.addEventListener("afterwise:select", ({ detail }) => {
  show(`afterwise:select – ${detail.position}: ${detail.hit.record_id}`);
});
