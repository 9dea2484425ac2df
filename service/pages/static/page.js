// What a browser with scripts adds to the pages. Each module minds one thing; without them everything still works.
document.documentElement.classList.add("scripted");
