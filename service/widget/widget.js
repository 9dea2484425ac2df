/*! Afterwise search widget 0.1.0, Apache-2.0. How to use it: docs/widget.md */

/**
 * `<afterwise-search>`: a search over the evidence of evaluations, in any page.
 *
 * One module without dependencies. It sets no cookie, stores nothing and talks to nobody but its endpoint. Data become
 * text nodes, never HTML, and styles an adopted sheet, so that a page's policy needs neither 'unsafe-inline' nor more
 * than `script-src` and `connect-src` for the endpoint.
 *
 * From top to bottom: words, filters, texts, requests, styles, suggestions, the element.
 *
 * @typedef {{start: number, end: number}} Span code points, end exclusive
 * @typedef {{id: string, kind: string, title: string | null, text: string, highlights: Span[], year: number | null,
 *   document: {title: string, url: string | null}, language: string | null, status: string | null, also: unknown[],
 *   progress: string | null, facets: {countries: string[], regions: string[]}}} Hit what is read of it; see docs/api.md
 * @typedef {{query: {unknown_words: string[]}, generation: string, abstained: boolean, total: number,
 *   total_is_exact: boolean, hits: Hit[], facets: object}} Answer
 * @typedef {{text: string, kind: string, detail: string | null, count: number}} Suggestion
 * @typedef {Record<string, string[]>} Filters field → values; values of a field are alternatives
 * @typedef {string | {one: string, other: string}} Wording
 */

export const VERSION = "0.1.0";

const SUGGEST_AFTER = 150; // milliseconds without a key
const SUGGESTED = 8; // suggestions at most
const SHORTEST = 2; // letters worth a suggestion
const LONGEST = 1_000; // characters that the box takes
const PATIENCE = 30_000; // milliseconds until a request counts as lost
const LONGEST_WAIT = 3_600; // seconds that a service may ask us to wait
const PAGE_SIZE = 5;
const LARGEST_PAGE = 50;
const COUNTRIES = 3; // named of each hit

// --- Words ---------------------------------------------------------------------------------------------------------

/** @type {Record<string, Record<string, Wording>>} */
export const WORDS = {
  en: {
    label: "Search lessons and other evidence",
    placeholder: "Question or keywords",
    search: "Search",
    suggestions: "Suggestions",
    suggested: { one: "{count} suggestion", other: "{count} suggestions" },
    results: "Results",
    busy: "Searching …",
    total: { one: "{count} record matches", other: "{count} records match" },
    atLeast: { one: "At least {count} record matches", other: "At least {count} records match" },
    shown: { one: "{count} shown", other: "{count} shown" },
    more: "Show more",
    all: "All results",
    source: "Source",
    newTab: "opens in a new tab",
    moreCountries: { one: "and {count} more", other: "and {count} more" },
    alsoIn: { one: "The same in {count} other record", other: "The same in {count} other records" },
    none: "No strong evidence in this collection",
    unknown: { one: "No passage holds the word {words}.", other: "No passage holds the words {words}." },
    elsewhere: "Search the whole collection",
    retry: "Try again",
    offline: "You are offline. The search goes on when the connection is back.",
    silent: "The search service does not answer.",
    crowded: "Too many searches at the moment.",
    wait: { one: "Try again in {count} second.", other: "Try again in {count} seconds." },
    refused: "This search was refused.",
    fault: "The search service has a fault.",
    misset: "This widget is set up wrongly: {problem}",
    lesson: "Lesson",
    good_practice: "Good practice",
    finding: "Finding",
    conclusion: "Conclusion",
    recommendation: "Recommendation",
    management_response: "Management response",
    key_action: "Key action",
    challenge: "Challenge",
    success_factor: "Success factor",
    context: "Context",
    other: "Other text",
    "suggest-title": "Title",
    "suggest-theme": "Theme",
    "suggest-country": "Country",
    "suggest-acronym": "Acronym",
    "suggest-spelling": "Spelling",
  },
  fr: {
    label: "Chercher des leçons et d’autres enseignements",
    placeholder: "Question ou mots-clés",
    search: "Rechercher",
    suggestions: "Suggestions",
    suggested: { one: "{count} suggestion", other: "{count} suggestions" },
    results: "Résultats",
    busy: "Recherche en cours…",
    total: { one: "{count} fiche correspond", other: "{count} fiches correspondent" },
    atLeast: { one: "Au moins {count} fiche correspond", other: "Au moins {count} fiches correspondent" },
    shown: { one: "{count} affichée", other: "{count} affichées" },
    more: "Afficher plus",
    all: "Tous les résultats",
    source: "Source",
    newTab: "s’ouvre dans un nouvel onglet",
    moreCountries: { one: "et {count} autre", other: "et {count} autres" },
    alsoIn: { one: "Aussi dans {count} autre fiche", other: "Aussi dans {count} autres fiches" },
    none: "Pas d’élément probant dans cette collection",
    unknown: { one: "Aucun passage ne contient le mot {words}.", other: "Aucun passage ne contient les mots {words}." },
    elsewhere: "Chercher dans toute la collection",
    retry: "Réessayer",
    offline: "Vous êtes hors connexion. La recherche reprendra au retour de la connexion.",
    silent: "Le service de recherche ne répond pas.",
    crowded: "Trop de recherches en ce moment.",
    wait: { one: "Réessayez dans {count} seconde.", other: "Réessayez dans {count} secondes." },
    refused: "Cette recherche a été refusée.",
    fault: "Le service de recherche est en panne.",
    misset: "Ce widget est mal configuré : {problem}",
    lesson: "Leçon",
    good_practice: "Bonne pratique",
    finding: "Constat",
    conclusion: "Conclusion",
    recommendation: "Recommandation",
    management_response: "Réponse de la direction",
    key_action: "Action clé",
    challenge: "Difficulté",
    success_factor: "Facteur de réussite",
    context: "Contexte",
    other: "Autre texte",
    "suggest-title": "Titre",
    "suggest-theme": "Thème",
    "suggest-country": "Pays",
    "suggest-acronym": "Sigle",
    "suggest-spelling": "Orthographe",
  },
  es: {
    label: "Buscar lecciones y otros aprendizajes",
    placeholder: "Pregunta o palabras clave",
    search: "Buscar",
    suggestions: "Sugerencias",
    suggested: { one: "{count} sugerencia", other: "{count} sugerencias" },
    results: "Resultados",
    busy: "Buscando…",
    total: { one: "{count} ficha coincide", other: "{count} fichas coinciden" },
    atLeast: { one: "Al menos {count} ficha coincide", other: "Al menos {count} fichas coinciden" },
    shown: { one: "se muestra {count}", other: "se muestran {count}" },
    more: "Mostrar más",
    all: "Todos los resultados",
    source: "Fuente",
    newTab: "se abre en una pestaña nueva",
    moreCountries: { one: "y {count} más", other: "y {count} más" },
    alsoIn: { one: "También en {count} ficha más", other: "También en {count} fichas más" },
    none: "No hay pruebas sólidas en esta colección",
    unknown: { one: "Ningún pasaje contiene la palabra {words}.", other: "Ningún pasaje contiene las palabras {words}." },
    elsewhere: "Buscar en toda la colección",
    retry: "Intentar de nuevo",
    offline: "No hay conexión. La búsqueda seguirá cuando vuelva.",
    silent: "El servicio de búsqueda no responde.",
    crowded: "Hay demasiadas búsquedas en este momento.",
    wait: { one: "Inténtelo de nuevo en {count} segundo.", other: "Inténtelo de nuevo en {count} segundos." },
    refused: "Esta búsqueda fue rechazada.",
    fault: "El servicio de búsqueda tiene un fallo.",
    misset: "Este widget está mal configurado: {problem}",
    lesson: "Lección",
    good_practice: "Buena práctica",
    finding: "Hallazgo",
    conclusion: "Conclusión",
    recommendation: "Recomendación",
    management_response: "Respuesta de la dirección",
    key_action: "Acción clave",
    challenge: "Dificultad",
    success_factor: "Factor de éxito",
    context: "Contexto",
    other: "Otro texto",
    "suggest-title": "Título",
    "suggest-theme": "Tema",
    "suggest-country": "País",
    "suggest-acronym": "Sigla",
    "suggest-spelling": "Ortografía",
  },
};

/** Speaks one language of `WORDS`. */
class Voice {
  /** @param {string} code */
  constructor(code) {
    this.code = code;
    this.numbers = new Intl.NumberFormat(code);
    this.languages = new Intl.DisplayNames(code, { type: "language" });
    this.plurals = new Intl.PluralRules(code);
  }

  /**
   * A text with its {names} filled in; `count` also chooses between singular and plural.
   * @param {string} key
   * @param {{count?: number, [name: string]: string | number | undefined}} [values]
   */
  say(key, values = {}) {
    const wording = WORDS[this.code][key] ?? "";
    const count = values.count ?? 0;
    const text = typeof wording === "string" ? wording : wording[this.plurals.select(count) === "one" ? "one" : "other"];
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? this.numbers.format(value) : value;
    });
  }

  /** @param {string} code ISO 639-1 */
  language(code) {
    return this.languages.of(code) ?? code;
  }
}

/**
 * The interface's language: of the element, else of what it stands in, also across shadow roots; else English.
 * @param {Element} element
 */
function languageOf(element) {
  for (let at = /** @type {Element | null} */ (element); at; ) {
    const code = (at.closest("[lang]")?.getAttribute("lang") ?? "").toLowerCase().split("-")[0];
    if (code in WORDS) return code;
    const holder = at.closest("[lang]") ?? at;
    const root = holder.getRootNode();
    at = holder.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return "en";
}

// --- Filters -------------------------------------------------------------------------------------------------------

/** The fields that a search can be narrowed by: docs/api.md, “Filters”. */
export const FIELDS = [
  "kind", "theme", "country", "region", "unit", "symbol", "funding", "year", "language", "publisher", "evaluation",
  "evaluation_type", "timing", "nature", "criterion", "polarity", "status", "progress",
];

/**
 * "kind:lesson;country:Kenya;country:Nepal" → {kind: ["lesson"], country: ["Kenya", "Nepal"]}.
 *
 * Parts stand between semicolons, a part's first colon ends its field. In a value, \; is a semicolon, \\ a backslash.
 * Throws an Error that names the part that is no filter.
 * @param {string} text
 * @returns {Filters}
 */
export function parseFilters(text) {
  /** @type {Filters} */
  const filters = {};
  for (const part of text.match(/(?:[^;\\]|\\[;\\]|\\)+/g) ?? []) {
    if (!part.trim()) continue;
    const colon = part.indexOf(":");
    const field = part.slice(0, Math.max(colon, 0)).trim();
    const value = part.slice(colon + 1).trim().replace(/\\([;\\])/g, "$1");
    if (!value || !FIELDS.includes(field)) throw new Error(`“${part.trim()}”`);
    (filters[field] ??= []).push(value);
  }
  return filters;
}

/**
 * The text that `parseFilters` reads as these filters.
 * @param {Filters} filters
 */
export function writeFilters(filters) {
  return Object.entries(filters)
    .flatMap(([field, values]) => values.map((value) => `${field}:${value.replace(/[\\;]/g, "\\$&")}`))
    .join(";");
}

// --- Texts ---------------------------------------------------------------------------------------------------------

/**
 * A text cut at its highlights. The service counts in code points, JavaScript in UTF-16 units: an emoji is one of the
 * former and two of the latter.
 * @param {string} text
 * @param {Span[]} highlights in order, not overlapping
 * @returns {{text: string, marked: boolean}[]}
 */
export function cutAtHighlights(text, highlights) {
  const points = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const { start, end } of highlights) {
    pieces.push({ text: points.slice(at, start).join(""), marked: false });
    pieces.push({ text: points.slice(start, end).join(""), marked: true });
    at = end;
  }
  pieces.push({ text: points.slice(at).join(""), marked: false });
  return pieces.filter((piece) => piece.text);
}

/**
 * An address that a link may lead to, or null: whatever a record holds, no `javascript:` and no `data:`.
 * @param {string | null | undefined} value
 * @param {string} [base]
 */
export function webAddress(value, base) {
  const address = value && URL.canParse(value, base) ? new URL(value, base) : null;
  return address && /^https?:$/.test(address.protocol) ? address.href : null;
}

/**
 * An element. Attributes that are null are left out; so are children that are null. Strings become text nodes.
 * @param {string} tag
 * @param {Record<string, string | null>} [attributes]
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElement}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null)));
  return element;
}

/**
 * A line of several things, kept apart by spaces; styles may put more between them.
 * @param {string} part
 * @param {(Node | null)[]} things
 */
function line(part, things) {
  return make("p", { part }, ...things.flatMap((thing) => (thing ? [thing, " "] : [])));
}

// --- Requests ------------------------------------------------------------------------------------------------------

/** Why there is no answer: `kind` is a key of `WORDS`, `wait` the seconds that the service asks us to wait. */
class Problem extends Error {
  /**
   * @param {string} kind
   * @param {{detail?: string, wait?: number}} [more]
   */
  constructor(kind, { detail = "", wait = 0 } = {}) {
    super(detail);
    this.kind = kind;
    this.wait = wait;
  }
}

/** One request at a time: a new one aborts the one before, so that no stale answer is ever shown. */
class Latest {
  /** @type {AbortController | null} */
  #controller = null;

  /**
   * What `work` gives, or null where it was aborted meanwhile. Throws what it throws.
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async run(work) {
    this.abort();
    const { signal } = (this.#controller = new AbortController());
    try {
      const found = await work(signal);
      return signal.aborted ? null : found;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  abort() {
    this.#controller?.abort();
    this.#controller = null;
  }
}

/**
 * The JSON at an address. Throws a Problem.
 * @param {URL} address
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
async function ask(address, signal) {
  const patient = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const response = await fetch(address, { signal: patient, credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => {
    throw new Problem(navigator.onLine ? "silent" : "offline");
  });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw problemOf(response, body?.error);
}

/**
 * @param {Response} response
 * @param {{message?: string, hint?: string}} [error]
 */
function problemOf(response, error) {
  const { status } = response;
  const wait = secondsUntil(response.headers.get("Retry-After"));
  if (status === 429) return new Problem("crowded", { wait });
  const detail = [error?.message, error?.hint].filter(Boolean).join(" ") || `HTTP ${status}`;
  return new Problem(status >= 400 && status < 500 ? "refused" : "fault", { detail, wait });
}

/**
 * What a Retry-After header says, which is seconds or a date (RFC 9110, section 10.2.3); 0 where it says nothing.
 * @param {string | null} header
 */
export function secondsUntil(header) {
  const seconds = /^\d+$/.test(header ?? "") ? Number(header) : (Date.parse(header ?? "") - Date.now()) / 1000;
  return Math.min(Math.max(Math.ceil(seconds) || 0, 0), LONGEST_WAIT);
}

// --- Styles --------------------------------------------------------------------------------------------------------

// Logical properties throughout: the layout follows the page's direction. Colours follow its `color-scheme`.
const STYLES = `
:host {
  --_ink: var(--afterwise-text, light-dark(#1c2427, #e8e5dd));
  --_soft: var(--afterwise-soft, light-dark(#566067, #a7b0b2));
  --_line: var(--afterwise-line, light-dark(#e0dcd1, #30393c));
  --_edge: var(--afterwise-edge, light-dark(#8a918f, #77828a));
  --_ground: var(--afterwise-background, light-dark(#ffffff, #1b2224));
  --_popup: var(--afterwise-popup, light-dark(#ffffff, #1b2224));
  --_accent: var(--afterwise-accent, light-dark(#0b5a62, #82cbd0));
  --_accent-ink: var(--afterwise-accent-text, light-dark(#ffffff, #0d1f22));
  --_mark: var(--afterwise-mark, light-dark(#fbe7a3, #5c4c12));
  --_focus: var(--afterwise-focus, light-dark(#b3500f, #f0a35e));
  --_radius: var(--afterwise-radius, 8px);
  display: block;
  position: relative;
  padding: var(--afterwise-padding, 1em);
  background: var(--_ground);
  color: var(--_ink);
  border-radius: var(--_radius);
  font: var(--afterwise-size, 1rem)/1.5 var(--afterwise-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif);
  text-align: start;
  overflow-wrap: break-word;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
::slotted([slot="status"]), .hidden {
  position: absolute !important;
  inline-size: 1px !important;
  block-size: 1px !important;
  margin: -1px !important;
  overflow: hidden !important;
  clip-path: inset(50%) !important;
  white-space: nowrap !important;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
p, ol, ul, blockquote { margin: 0; padding: 0; list-style: none; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
a { color: var(--_accent); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--_focus); outline-offset: 2px; border-radius: 2px; }

[part="form"] { position: relative; }
[part="label"] { display: block; font-weight: 600; margin-block-end: .4em; }
[part="box"] { display: flex; border: 1px solid var(--_edge); border-radius: var(--_radius); }
[part="box"]:focus-within { border-color: var(--_accent); box-shadow: 0 0 0 2px var(--_accent); }
[part="input"] {
  flex: 1;
  min-inline-size: 0;
  padding: .6em .8em;
  border: 0;
  border-radius: var(--_radius);
  background: none;
  appearance: none;
  outline: none;
}
[part="input"]::placeholder { color: var(--_soft); opacity: 1; }
[part="button"] {
  margin: 3px;
  padding-inline: 1em;
  border: 1px solid transparent;
  border-radius: calc(var(--_radius) - 3px);
  background: var(--_accent);
  color: var(--_accent-ink);
  font-weight: 600;
}
[part="button"]:hover { filter: brightness(1.1); }

[part="suggestions"] {
  position: absolute;
  z-index: 10;
  inset-inline: 0;
  margin-block-start: 4px;
  padding-block: .3em;
  max-block-size: 22em;
  overflow-y: auto;
  background: var(--_popup);
  border: 1px solid var(--_edge);
  border-radius: var(--_radius);
  box-shadow: 0 6px 20px rgb(0 0 0 / .18);
}
[part~="suggestion"] { display: flex; flex-wrap: wrap; gap: 0 .8em; padding: .4em .8em; cursor: pointer; overflow-wrap: anywhere; }
[part~="suggestion"]:hover, [part~="suggestion-active"] { background: color-mix(in srgb, var(--_accent) 14%, transparent); }
[part="suggestion-detail"] { color: var(--_soft); font-size: .86em; margin-inline-start: auto; }

[part="summary"] { margin-block-start: 1em; color: var(--_soft); font-size: .9em; }
[part="summary"][data-busy] { animation: appear .2s .3s both; }
[part="results"][aria-busy="true"] { opacity: .55; }
@keyframes appear { from { opacity: 0; } }
[part="hit"] { padding-block: 1.1em; border-block-end: 1px solid var(--_line); --_kind: var(--_soft); }
[data-kind="lesson"] { --_kind: light-dark(#0b5a62, #82cbd0); }
[data-kind="good_practice"], [data-kind="success_factor"] { --_kind: light-dark(#2c6a2f, #93cd94); }
[data-kind="finding"] { --_kind: light-dark(#2b4f92, #a3bdf2); }
[data-kind="conclusion"] { --_kind: light-dark(#54458c, #c0b3f0); }
[data-kind="recommendation"] { --_kind: light-dark(#842d63, #eba6cf); }
[data-kind="management_response"], [data-kind="key_action"] { --_kind: light-dark(#87480c, #e8b27a); }
[data-kind="challenge"] { --_kind: light-dark(#9c2b21, #f2a097); }
[part="facts"], [part="notes"] { font-size: .86em; color: var(--_soft); }
[part="facts"] > * { unicode-bidi: isolate; }
[part="facts"] > :not(:last-child)::after { content: " ·"; content: " ·" / ""; }
[part="notes"] > * { margin-inline-end: .6em; }
[part="kind"] { color: var(--_kind); font-size: .9em; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; }
[part="kind"]::before {
  content: "";
  display: inline-block;
  inline-size: .62em;
  block-size: .62em;
  margin-inline-end: .5em;
  border-radius: 2px;
  background: var(--_kind);
  forced-color-adjust: none;
}
[part="title"] { display: inline-block; margin-block: .15em; color: var(--_ink); font-weight: 600; text-decoration: none; }
[part="title"]:hover { color: var(--_accent); text-decoration: underline; }
[part="passage"] {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: var(--afterwise-lines, 6);
  overflow: hidden;
  max-inline-size: 46rem;
  margin-block: .35em .5em;
  padding-inline-start: .9em;
  border-inline-start: 3px solid var(--_kind);
  font: 1.05em/1.55 var(--afterwise-passage-font, Charter, "Bitstream Charter", "Iowan Old Style", "Noto Serif", Cambria, Georgia, serif);
  white-space: pre-line;
}
[part="mark"] { background: var(--_mark); color: inherit; border-radius: 2px; padding-inline: .08em; }
[part="status"] { padding-inline: .55em; border: 1px solid var(--_edge); border-radius: 99px; }
[part="footer"] { display: flex; flex-wrap: wrap; align-items: center; gap: .6em 1.2em; margin-block-start: 1em; }
[part="more"], [part="retry"] {
  padding: .35em 1em;
  border: 1px solid var(--_edge);
  border-radius: calc(var(--_radius) - 2px);
  background: none;
}
[part="more"]:hover, [part="retry"]:hover { border-color: var(--_accent); }
[part="retry"]:disabled { color: var(--_soft); cursor: default; }
[part="message"] { margin-block-start: 1em; padding-inline-start: .9em; border-inline-start: 3px solid var(--_edge); }
[part="message"] p { margin-block-end: .4em; }
[part="message"] p + p { color: var(--_soft); font-size: .9em; }

@media (forced-colors: active) {
  [part~="suggestion-active"] { outline: 2px solid Highlight; outline-offset: -2px; }
  [part="box"]:focus-within { outline: 2px solid Highlight; }
}
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media print {
  :host, :host([theme]) { color-scheme: light; padding: 0; background: none; color: #000; }
  [part="button"], [part="suggestions"], [part="footer"], [part="retry"] { display: none; }
  [part="hit"] { break-inside: avoid; }
  [part="passage"] { display: block; }
  [part="mark"] { background: none; font-weight: 600; }
}
`;

// --- Suggestions ---------------------------------------------------------------------------------------------------

/**
 * The box and the list under it: an editable combobox with a listbox (ARIA Authoring Practices, “List Autocomplete with
 * Manual Selection”). The focus stays in the box; `aria-activedescendant` says which suggestion the keys have reached.
 */
class Combobox {
  #latest = new Latest();
  #timer = 0;
  #active = -1;
  /** @type {Suggestion[]} */
  #suggestions = [];

  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {{suggest: (text: string, signal: AbortSignal) => Promise<Suggestion[]>, choose: (text: string) => void,
   *   describe: (one: Suggestion) => string, announce: (count: number) => void}} doing what happens outside of it
   */
  constructor(input, list, doing) {
    this.input = input;
    this.list = list;
    this.doing = doing;
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("focusout", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", (event) => this.#clicked(event));
  }

  get open() {
    return !this.list.hidden;
  }

  /** Hide the list and forget what is on its way. */
  close() {
    clearTimeout(this.#timer);
    this.#latest.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#latest.abort();
    this.#activate(-1);
    this.#timer = setTimeout(() => this.#fetch(), SUGGEST_AFTER);
  }

  async #fetch() {
    clearTimeout(this.#timer);
    const text = this.input.value.trim();
    if (Array.from(text).length < SHORTEST) return this.close();
    // A service that has none to give, or none now, is no reason to disturb anybody: the search works without.
    const found = await this.#latest.run((signal) => this.doing.suggest(text, signal)).catch(() => []);
    if (found?.length) this.#show(found);
    else if (found) this.close();
  }

  /** @param {Suggestion[]} suggestions */
  #show(suggestions) {
    this.#suggestions = suggestions;
    this.list.replaceChildren(...suggestions.map((one, at) => this.#option(one, at)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#activate(-1);
    this.doing.announce(suggestions.length);
  }

  /**
   * @param {Suggestion} one
   * @param {number} at
   */
  #option(one, at) {
    const detail = this.doing.describe(one);
    return make(
      "li",
      { role: "option", id: `suggestion-${at}`, part: "suggestion", "aria-selected": "false" },
      make("span", { part: "suggestion-text", dir: "auto" }, one.text),
      detail ? " " : null,
      detail ? make("span", { part: "suggestion-detail", dir: "auto" }, detail) : null,
    );
  }

  /** @param {number} at -1: none, the keys write into the box */
  #activate(at) {
    this.#active = at;
    [...this.list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === at));
      option.setAttribute("part", number === at ? "suggestion suggestion-active" : "suggestion");
      if (number === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `suggestion-${at}`);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const handled = event.altKey ? this.#pressedWithAlt(event.key) : this.#pressedAlone(event.key);
    if (handled) event.preventDefault();
  }

  /** @param {string} key */
  #pressedWithAlt(key) {
    if (key === "ArrowDown" && !this.open) this.#fetch();
    else if (key === "ArrowUp" && this.open) this.close();
    else return false;
    return true;
  }

  /**
   * Whether the key was for the list. Home and End leave it and move in the box, as they do anyway.
   * @param {string} key
   */
  #pressedAlone(key) {
    if (key === "ArrowDown" && !this.open) this.#fetch();
    else if (key === "Escape" && !this.open && this.input.value) this.input.value = "";
    else if (!this.open) return false;
    else if (key === "ArrowDown") this.#step(1);
    else if (key === "ArrowUp") this.#step(-1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.#active >= 0) this.#choose(this.#active);
    else {
      if (key === "Home" || key === "End") this.#activate(-1);
      return false;
    }
    return true;
  }

  /** @param {1 | -1} by the place before the first and after the last one is the box itself */
  #step(by) {
    const places = this.#suggestions.length + 1;
    this.#activate(((this.#active + 1 + by + places) % places) - 1);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    if (option) this.#choose([...this.list.children].indexOf(option));
  }

  /** @param {number} at */
  #choose(at) {
    const { text } = this.#suggestions[at];
    this.close();
    this.input.value = text;
    this.doing.choose(text);
  }
}

// --- The element ---------------------------------------------------------------------------------------------------

/** What stands in every widget: the form, and room for results. */
function shell() {
  const input = /** @type {HTMLInputElement} */ (
    make("input", {
      part: "input", id: "input", type: "search", role: "combobox", name: "q", maxlength: String(LONGEST),
      autocomplete: "off", autocapitalize: "none", enterkeyhint: "search",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions",
    })
  );
  const label = make("label", { part: "label", for: "input" });
  const button = make("button", { part: "button", type: "submit" });
  const list = make("ul", { part: "suggestions", id: "suggestions", role: "listbox", hidden: "" });
  const box = make("div", { part: "box" }, input, button);
  const form = make("form", { part: "form", role: "search" }, label, box, list);
  const content = make("div");
  return { form, label, input, button, list, content };
}

/**
 * The element `<afterwise-search>`; docs/widget.md lists its attributes, properties, events, parts and custom properties.
 */
export class AfterwiseSearch extends HTMLElement {
  static observedAttributes = ["endpoint", "filters", "lang", "placeholder", "page-size", "target", "label"];

  #voice = new Voice("en");
  #latest = new Latest();
  #shell = shell();
  #root = this.attachShadow({ mode: "open" });
  #combobox = new Combobox(this.#shell.input, this.#shell.list, {
    suggest: (text, signal) => this.#suggest(text, signal),
    choose: (text) => void this.search(text),
    describe: (one) => this.#describe(one),
    announce: (count) => this.#announce(this.#voice.say("suggested", { count })),
  });
  /** @type {AbortController | null} ends when the element leaves its page */
  #life = null;
  #waiting = 0;

  #query = "";
  /** @type {Hit[]} */
  #hits = [];
  /** @type {Answer | null} */
  #answer = null;
  /** @type {{query: string, offset: number} | null} the search on its way, or that which failed */
  #pending = null;
  /** @type {Problem | null} */
  #problem = null;

  constructor() {
    super();
    const { form, content } = this.#shell;
    this.#root.append(form, content, make("slot", { name: "status" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.search();
    });
    content.addEventListener("click", (event) => this.#clicked(event));
  }

  // Attributes as properties

  get endpoint() {
    return this.getAttribute("endpoint") ?? new URL(".", import.meta.url).href;
  }
  set endpoint(value) {
    this.setAttribute("endpoint", value);
  }

  /**
   * Field → values; may be set as an object or as the attribute's text. Throws an Error where that cannot be read.
   * @returns {Filters}
   */
  get filters() {
    return parseFilters(this.getAttribute("filters") ?? "");
  }
  /** @param {Filters | string} value */
  set filters(value) {
    this.setAttribute("filters", typeof value === "string" ? value : writeFilters(value));
  }

  get placeholder() {
    return this.getAttribute("placeholder") ?? this.#voice.say("placeholder");
  }
  set placeholder(value) {
    this.setAttribute("placeholder", value);
  }

  get pageSize() {
    const given = Number(this.getAttribute("page-size"));
    return Number.isInteger(given) && given > 0 ? Math.min(given, LARGEST_PAGE) : PAGE_SIZE;
  }
  set pageSize(value) {
    this.setAttribute("page-size", String(value));
  }

  get target() {
    return this.getAttribute("target") ?? "_self";
  }
  set target(value) {
    this.setAttribute("target", value);
  }

  get label() {
    return this.getAttribute("label") ?? "";
  }
  set label(value) {
    this.setAttribute("label", value);
  }

  get theme() {
    return this.getAttribute("theme") ?? "auto";
  }
  set theme(value) {
    this.setAttribute("theme", value);
  }

  /** What stands in the box. */
  get value() {
    return this.#shell.input.value;
  }
  set value(text) {
    this.#shell.input.value = text;
  }

  /** The query whose results are shown; empty where none are. */
  get query() {
    return this.#query;
  }

  /** The hits that are shown. */
  get hits() {
    return [...this.#hits];
  }

  // Life

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener("online", () => this.#problem?.kind === "offline" && this.#again(), { signal });
    this.setAttribute("version", VERSION);
    this.#dress();
    this.#status(); // must be there before it says something
    this.#takeEarlyProperties();
    this.#translate();
    this.#goOn();
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#life = null;
    this.#latest.abort();
    this.#combobox.close();
    clearTimeout(this.#waiting);
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#life) return;
    const query = this.#pending?.query ?? this.#query;
    const isNewSearch = ["endpoint", "filters", "page-size"].includes(name);
    if (isNewSearch) this.#forget();
    this.#translate();
    if (isNewSearch && query) this.#run({ query, offset: 0 });
  }

  /** Adopted sheets need no leave of the page's policy. They belong to one document, and the element may change its own. */
  #dress() {
    const { CSSStyleSheet: Sheet } = /** @type {typeof globalThis} */ (this.ownerDocument.defaultView);
    const sheet = new Sheet();
    sheet.replaceSync(STYLES);
    this.#root.adoptedStyleSheets = [sheet];
  }

  /** Take what a page set on the element before its class was there. */
  #takeEarlyProperties() {
    const element = /** @type {any} */ (this);
    for (const name of ["endpoint", "filters", "placeholder", "pageSize", "target", "label", "theme", "value"]) {
      if (!Object.hasOwn(element, name)) continue;
      const given = element[name];
      delete element[name];
      element[name] = given;
    }
  }

  /** Begin with the attribute `query`, or go on with what a removal interrupted. */
  #goOn() {
    if (this.#pending) this.#again();
    else if (!this.#query) this.search(this.getAttribute("query") ?? "");
  }

  // Searching

  /**
   * Search for a text, as if it had been typed. Ends when the answer is shown, or when it was overtaken.
   * @param {string} [text]
   */
  async search(text = this.value) {
    const query = text.trim();
    this.#combobox.close();
    if (!query) return;
    this.value = query;
    await this.#run({ query, offset: 0 });
  }

  /** Back to an empty box. */
  clear() {
    this.#combobox.close();
    this.#forget();
    this.value = "";
    this.#announce("");
    this.#draw();
  }

  #forget() {
    this.#latest.abort();
    this.#query = "";
    this.#hits = [];
    this.#answer = this.#pending = this.#problem = null;
  }

  /** @param {{query: string, offset: number}} wanted */
  async #run(wanted) {
    this.#pending = wanted;
    this.#problem = null;
    this.#draw();
    try {
      const answer = await this.#latest.run((signal) => this.#fetch(wanted, signal));
      if (answer) this.#take(wanted, answer);
    } catch (error) {
      if (!(error instanceof Problem)) reportError(error); // for the console: an answer that is none
      this.#problem = error instanceof Problem ? error : new Problem("fault");
      this.#draw();
      this.#announce(this.#complaint(this.#problem).join(" "));
    }
  }

  async #again() {
    if (this.#pending) await this.#run(this.#pending);
  }

  async #showMore() {
    const shown = this.#hits.length;
    await this.#run({ query: this.#query, offset: shown });
    /** @type {HTMLElement[]} */ ([...this.#root.querySelectorAll("[part=title]")])[shown]?.focus();
  }

  /**
   * @param {{query: string, offset: number}} wanted
   * @param {AbortSignal} signal
   * @returns {Promise<Answer>}
   */
  async #fetch({ query, offset }, signal) {
    // One hit more than a page shows: whether there are more.
    const parameters = { q: query, limit: String(this.pageSize + 1), offset: String(offset) };
    return ask(this.#address("v1/search", parameters, this.#filters()), signal);
  }

  /**
   * @param {{query: string, offset: number}} wanted
   * @param {Answer} answer
   */
  #take({ query, offset }, answer) {
    const hits = answer.hits.slice(0, this.pageSize);
    this.#query = query;
    this.#hits = offset ? [...this.#hits, ...hits] : hits;
    this.#answer = answer;
    this.#pending = null;
    this.#draw();
    this.#announce(this.#summary().join(". "));
    const { total, total_is_exact: totalIsExact, abstained, generation, facets } = answer;
    this.#tell("afterwise:results", { query, offset, hits, total, totalIsExact, abstained, generation, facets });
  }

  /**
   * @param {string} text
   * @param {AbortSignal} signal
   * @returns {Promise<Suggestion[]>}
   */
  async #suggest(text, signal) {
    const address = this.#address("v1/suggest", { q: text, limit: String(SUGGESTED) });
    return (await ask(address, signal)).suggestions;
  }

  /**
   * @param {string} name
   * @param {object} detail
   * @returns whether no listener cancelled it
   */
  #tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  /** @param {Event} event */
  #clicked(event) {
    const link = /** @type {Element} */ (event.target).closest("[part=title]");
    if (!link) return;
    const at = [...this.#root.querySelectorAll("[part=title]")].indexOf(link);
    const goes = this.#tell("afterwise:select", { query: this.#query, hit: this.#hits[at], position: at + 1 }, true);
    if (!goes) event.preventDefault();
  }

  // Addresses

  /** The endpoint with a slash at its end, so that its paths can be resolved against it. Throws a Problem. */
  #base() {
    const base = webAddress(this.endpoint, this.ownerDocument.baseURI);
    if (!base) throw new Problem("misset", { detail: `endpoint “${this.endpoint}”` });
    return base.replace(/[?#].*$/, "").replace(/\/*$/, "/");
  }

  /** Throws a Problem. */
  #filters() {
    try {
      return this.filters;
    } catch (error) {
      throw new Problem("misset", { detail: `filters ${/** @type {Error} */ (error).message}` });
    }
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} parameters
   * @param {Filters} [filters]
   */
  #address(path, parameters, filters = {}) {
    const address = new URL(path, this.#base());
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    for (const [field, values] of Object.entries(filters)) {
      for (const value of values) address.searchParams.append(field, value);
    }
    return address;
  }

  /**
   * The search page with the same search, in the same language.
   * @param {string} query
   * @param {Filters} filters
   */
  #page(query, filters) {
    return this.#address("", { q: query, ui: this.#voice.code }, filters).href;
  }

  // Saying

  /** Speak the page's language, and draw everything in it. */
  #translate() {
    this.#voice = new Voice(languageOf(this));
    const { form, label, input, button, list, content } = this.#shell;
    const name = this.label || this.#voice.say("label");
    for (const part of [form, content, this.#status()]) part.lang = this.#voice.code;
    form.setAttribute("aria-label", name);
    label.textContent = name;
    label.classList.toggle("hidden", !this.label);
    input.placeholder = this.placeholder;
    button.textContent = this.#voice.say("search");
    list.setAttribute("aria-label", this.#voice.say("suggestions"));
    this.#draw();
  }

  /**
   * The live region. It stands in the light DOM, where every screen reader hears it, and travels with the element.
   * @returns {HTMLElement}
   */
  #status() {
    const [found] = [...this.children].filter((child) => child.slot === "status");
    if (found instanceof HTMLElement) return found;
    const status = make("div", { slot: "status", role: "status", lang: this.#voice.code });
    this.append(status);
    return status;
  }

  /** @param {string} text said again even where it is the same as before */
  #announce(text) {
    const status = this.#status();
    status.textContent = text && status.textContent === text ? `${text}\u00a0` : text;
  }

  /** How much was found, in one or two sentences without their full stops. */
  #summary() {
    const answer = this.#answer;
    if (!answer) return [];
    if (!this.#hits.length) return this.#nothing(answer);
    const total = this.#voice.say(answer.total_is_exact ? "total" : "atLeast", { count: answer.total });
    return [total, this.#voice.say("shown", { count: this.#hits.length })];
  }

  /** @param {Answer} answer */
  #nothing({ query: { unknown_words: unknown } }) {
    const words = { count: unknown.length, words: unknown.join(", ") };
    return [this.#voice.say("none"), ...(unknown.length ? [this.#voice.say("unknown", words)] : [])];
  }

  /**
   * What is wrong, in words: first what it is, then what else is known.
   * @param {Problem} problem
   */
  #complaint({ kind, message, wait }) {
    if (kind === "misset") return [this.#voice.say(kind, { problem: message })];
    const more = wait ? this.#voice.say("wait", { count: wait }) : message;
    return [this.#voice.say(kind), more].filter(Boolean);
  }

  /** @param {Suggestion} one */
  #describe({ kind, detail }) {
    return [detail, this.#voice.say(`suggest-${kind}`)].filter(Boolean).join(" · ");
  }

  // Drawing

  #draw() {
    clearTimeout(this.#waiting);
    const replaced = this.#problem && !this.#pending?.offset;
    const hits = replaced ? [] : this.#hits;
    const busy = Boolean(this.#pending && !this.#problem);
    this.#shell.content.replaceChildren(
      ...[
        busy || hits.length ? this.#head(busy) : null,
        hits.length ? this.#list(hits, busy) : null,
        this.#problem ? this.#failure(this.#problem) : null,
        this.#answer && !hits.length && !this.#pending ? this.#none(this.#answer) : null,
        hits.length && !this.#problem ? this.#footer() : null,
      ].filter((part) => part !== null),
    );
  }

  /** @param {boolean} busy */
  #head(busy) {
    const text = busy ? this.#voice.say("busy") : this.#summary().join(" · ");
    return make("p", { part: "summary", "data-busy": busy ? "" : null }, make("bdi", {}, text));
  }

  /**
   * @param {Hit[]} hits
   * @param {boolean} busy
   */
  #list(hits, busy) {
    const attributes = { part: "results", role: "list", "aria-label": this.#voice.say("results"), "aria-busy": String(busy) };
    return make("ol", attributes, ...hits.map((hit) => this.#hit(hit)));
  }

  /** @param {Hit} hit */
  #hit(hit) {
    const passage = make("blockquote", { part: "passage", lang: hit.language, dir: "auto" });
    for (const { text, marked } of cutAtHighlights(hit.text, hit.highlights)) {
      passage.append(marked ? make("mark", { part: "mark" }, text) : text);
    }
    const { title } = hit.document;
    const page = `p/${encodeURIComponent(hit.id)}?ui=${this.#voice.code}#asked`; // the record, at this passage
    const link = this.#link("title", webAddress(page, this.#base()), make("bdi", {}, title));
    return make("li", { part: "hit", "data-kind": hit.kind }, this.#facts(hit), link, passage, this.#notes(hit));
  }

  /** @param {Hit} hit */
  #facts(hit) {
    const foreign = hit.language !== this.#voice.code && hit.language;
    return line("facts", [
      make("span", { part: "kind" }, this.#voice.say(hit.kind) || hit.kind),
      hit.title && hit.title !== hit.document.title ? make("span", {}, make("bdi", {}, hit.title)) : null,
      hit.year ? make("span", {}, String(hit.year)) : null,
      this.#places(hit),
      foreign ? make("span", {}, this.#voice.language(foreign)) : null,
    ]);
  }

  /** @param {Hit} hit */
  #places({ facets: { countries, regions } }) {
    const all = countries.length ? countries : regions;
    if (!all.length) return null;
    const more = all.length - COUNTRIES;
    const rest = more > 0 ? ` ${this.#voice.say("moreCountries", { count: more })}` : "";
    return make("span", {}, make("bdi", {}, all.slice(0, COUNTRIES).join(", ")), rest);
  }

  /** @param {Hit} hit */
  #notes(hit) {
    const source = webAddress(hit.document.url);
    return line("notes", [
      hit.status ? make("bdi", { part: "status" }, hit.status) : null,
      hit.progress ? make("bdi", { part: "status" }, hit.progress) : null,
      hit.also.length ? make("span", {}, this.#voice.say("alsoIn", { count: hit.also.length })) : null,
      source ? this.#link("source", source, this.#voice.say("source")) : null,
    ]);
  }

  /**
   * @param {string} part
   * @param {string | null} href
   * @param {Node | string} text
   */
  #link(part, href, text) {
    const warned = this.target === "_blank" ? make("span", { class: "hidden" }, ` (${this.#voice.say("newTab")})`) : null;
    return make("a", { part, href, target: this.target, rel: "noopener" }, text, warned);
  }

  #footer() {
    const more = make("button", { part: "more", type: "button" }, this.#voice.say("more"));
    more.addEventListener("click", () => this.#showMore());
    const all = this.#link("all", this.#page(this.#query, this.#filters()), this.#voice.say("all"));
    const isMore = (this.#answer?.hits.length ?? 0) > this.pageSize;
    return make("p", { part: "footer" }, isMore ? more : null, all);
  }

  /** @param {Answer} answer */
  #none(answer) {
    const lines = this.#nothing(answer).map((said) => make("p", {}, make("bdi", {}, said)));
    const narrowed = Object.keys(this.#filters()).length > 0;
    const link = this.#link("all", this.#page(this.#query, {}), this.#voice.say("elsewhere"));
    return make("div", { part: "message" }, ...lines, narrowed ? make("p", {}, link) : null);
  }

  /** @param {Problem} problem */
  #failure(problem) {
    const lines = this.#complaint(problem).map((said) => make("p", {}, make("bdi", {}, said)));
    const retry = make("button", { part: "retry", type: "button" }, this.#voice.say("retry"));
    retry.addEventListener("click", () => {
      this.#shell.input.focus(); // the button is about to go
      this.#again();
    });
    if (problem.wait) this.#hold(problem, retry);
    return make("div", { part: "message" }, ...lines, retry);
  }

  /**
   * Let nobody try again before the service wants to be asked.
   * @param {Problem} problem
   * @param {HTMLElement} retry
   */
  #hold(problem, retry) {
    retry.toggleAttribute("disabled", true);
    this.#waiting = setTimeout(() => {
      problem.wait = 0;
      this.#draw();
    }, problem.wait * 1_000);
  }
}

// Twice the same module under two addresses defines one element; an old browser keeps what stands inside the element.
const canRun = CSS.supports("color", "light-dark(red, red)") && "any" in AbortSignal && "canParse" in URL;
if (canRun && !customElements.get("afterwise-search")) customElements.define("afterwise-search", AfterwiseSearch);
