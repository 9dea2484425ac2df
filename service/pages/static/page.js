// What a browser with scripts adds to the pages. Each module minds one thing; without them everything still works.
import "./copy.js";
import "./feedback.js";
import "./search.js";
import "./suggest.js";
