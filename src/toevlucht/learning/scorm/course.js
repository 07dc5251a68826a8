// Shows a course inside another learning system, and tells it by SCORM 1.2 how far somebody is.
// Part of Toevlucht, under the EUPL-1.2. How good an answer is was worked out when it was packed.
"use strict";

const rules = JSON.parse(document.getElementById("rules").textContent);
const place = document.getElementById("view");
const began = Date.now();
const MOST_PARENTS = 20;
const RANKS = ["not attempted", "browsed", "incomplete", "failed", "completed", "passed"];

// For each step and item: how good the best answer was, and what was chosen last.
let given = {};
let shownAt = "";
const system = findSystem(window) ?? (window.opener && findSystem(window.opener));
let isOpen = Boolean(system) && system.LMSInitialize("") === "true";
const isLooking = isOpen && ["browse", "review"].includes(ask("cmi.core.lesson_mode"));

function findSystem(from) {
  try {
    for (let here = from, n = 0; n < MOST_PARENTS; here = here.parent, n += 1) {
      if (here.API) return here.API;
      if (here.parent === here) return null;
    }
  } catch {
    // A page of another site stands around this one: it says nothing of itself.
  }
  return null;
}

function ask(name) {
  return String(system.LMSGetValue(name));
}

function tell(values) {
  return Object.entries(values).every(([name, value]) => {
    return system.LMSSetValue(name, String(value)) === "true";
  });
}

function notify(name) {
  const notice = document.getElementById("unkept");
  notice.hidden = !name;
  notice.textContent = name ? fragment("notice", name).textContent : "";
}

function fragment(kind, name) {
  return document.querySelector(`template[data-${kind}="${name}"]`).content.cloneNode(true);
}

// What was answered

function takeUp() {
  if (!isOpen || !rules.keeps) return "";
  try {
    const kept = JSON.parse(ask("cmi.suspend_data"));
    if (kept.edition !== rules.edition) return "";
    given = kept.given;
    return ask("cmi.core.lesson_location");
  } catch {
    return ""; // nothing was kept yet
  }
}

function judge(item, chosen) {
  if (item.each) return chosen.length === 1 ? item.each[chosen[0]] : null;
  if (!item.worth) return 0;
  const right = chosen.filter((one) => item.right.includes(one)).length;
  return item.worth[right][chosen.length - right];
}

function keep(step, name, chosen, value) {
  given[step.name] ??= {};
  const [best] = given[step.name][name] ?? [0];
  given[step.name][name] = [Math.max(best, value), ...chosen];
}

function lastChosen(step, item) {
  return given[step.name]?.[item]?.slice(1);
}

function isDone(step) {
  return Object.keys(step.items).every((item) => given[step.name]?.[item]);
}

function bestOf(step) {
  const items = Object.keys(step.items);
  const sum = items.reduce((total, item) => total + (given[step.name]?.[item]?.[0] ?? 0), 0);
  return Math.floor(sum / items.length);
}

function standing() {
  const done = rules.steps.filter(isDone).length;
  const scored = rules.steps.filter((one) => one.scored);
  const sum = scored.reduce((total, one) => total + bestOf(one), 0);
  const permille = scored.length ? Math.floor(sum / scored.length) : 1000;
  if (!rules.keeps) return { done, state: isDone(rules.steps.at(-1)) ? "completed" : "incomplete" };
  if (done < rules.steps.length) return { done, state: "incomplete" };
  return { done, permille, state: permille >= rules.pass ? "passed" : "failed" };
}

// What the learning system hears

function report() {
  if (!isOpen || isLooking) return;
  const { permille, state } = standing();
  const said = { "cmi.core.exit": "suspend", "cmi.core.session_time": timeSpent() };
  if (rules.keeps) {
    said["cmi.core.lesson_location"] = shownAt;
    said["cmi.suspend_data"] = JSON.stringify({ edition: rules.edition, given });
  }
  // Not before the end: of half a course a system would make that somebody failed.
  if (permille !== undefined) {
    const before = Number(ask("cmi.core.score.raw")) || 0;
    said["cmi.core.score.min"] = 0;
    said["cmi.core.score.max"] = 100;
    said["cmi.core.score.raw"] = Math.max(before, Math.floor(permille / 10));
  }
  if (RANKS.indexOf(state) > RANKS.indexOf(ask("cmi.core.lesson_status"))) {
    said["cmi.core.lesson_status"] = state;
  }
  const isKept = tell(said) && system.LMSCommit("") === "true";
  notify(isKept ? "" : "not-kept");
}

function timeSpent() {
  const seconds = Math.floor((Date.now() - began) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, n) => String(part).padStart(n ? 2 : 4, "0")).join(":");
}

function leave() {
  if (!isOpen) return;
  report();
  isOpen = false;
  system.LMSFinish("");
}

// What the learner sees

function show(isFirst) {
  const [name = "", part = ""] = location.hash.slice(2).split("/");
  const step = rules.steps.find((one) => one.name === name);
  const view = step ? viewOf(step, part) : "";
  const template = document.querySelector(`template[data-view="${view}"]`);
  place.replaceChildren(template.content.cloneNode(true));
  document.title = template.dataset.title;
  if (!step) markOverview();
  else if (view === `${name}/after`) markAnswer(step);
  for (const form of place.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => receive(event, step));
  }
  shownAt = step ? `${name}/${part}` : "";
  report();
  const heading = place.querySelector("h1");
  heading.tabIndex = -1;
  if (isFirst) return;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

// What follows on an answer is shown only to whoever gave one.
function viewOf(step, part) {
  const items = Object.keys(step.items);
  const decision = lastChosen(step, "decision");
  if (part === "decided" && decision) return `${step.name}/decided/${decision[0]}`;
  if (["after", "decided"].includes(part) && lastChosen(step, items[0])) return `${step.name}/after`;
  return part === "explained" && step.scored ? `${step.name}/explained` : step.name;
}

function markOverview() {
  const { done, state } = standing();
  const next = rules.steps.find((step) => !isDone(step));
  const begins = done === 0 ? "begin" : "go-on";
  only("when", (one) => one === state);
  only("step", (one) => isDone(rules.steps.find((step) => step.name === one)));
  only("next", (one) => next && one === begins);
  place.querySelector("[data-done]").textContent = rules.words.done[done];
  if (next) place.querySelector("[data-next]").href = `#/${next.name}/`;
}

// Of what is marked with a name, that which is so now.
function only(kind, isSo) {
  for (const one of place.querySelectorAll(`[data-${kind}]`)) {
    if (!isSo(one.dataset[kind])) one.remove();
  }
}

function markAnswer(step) {
  const [name] = Object.keys(step.items);
  const { names, right } = step.items[name];
  const chosen = lastChosen(step, name);
  const marks = [...place.querySelectorAll(".timeline > li")];
  marks.forEach((line, n) => {
    if (!chosen.includes(names[n])) return; // it is packed as if nothing had been chosen
    const isRight = right.includes(names[n]);
    const mark = line.querySelector(".timeline-mark");
    if (name === "stops") {
      const outcome = isRight ? "found" : "no_signal";
      line.className = `timeline-${outcome}`;
      mark.textContent = rules.words.moment[outcome];
    } else {
      mark.textContent = rules.words.option[isRight ? "right_chosen" : "wrong_chosen"];
    }
  });
  const hits = chosen.filter((one) => right.includes(one)).length;
  if (name === "stops") {
    const lead = place.querySelector(".lead");
    document.title = document.title.replace(lead.textContent, step.found[hits]);
    lead.textContent = step.found[hits];
  } else {
    const isAll = hits === right.length && chosen.length === hits;
    const outcome = rules.words.outcome[isAll ? "right" : hits ? "partly" : "wrong"];
    const heading = place.querySelector("h1");
    document.title = document.title.replace(heading.textContent, outcome);
    heading.textContent = outcome;
  }
}

function receive(event, step) {
  event.preventDefault();
  const sent = new FormData(event.target);
  const name = sent.get("item");
  const chosen = sent.getAll("chosen");
  const value = judge(step.items[name], chosen);
  if (value === null) {
    complain();
    return;
  }
  keep(step, name, chosen, value);
  const next = rules.steps[rules.steps.indexOf(step) + 1];
  if (name === "read") go(next ? `#/${next.name}/` : "#/");
  else go(`#/${step.name}/${name === "decision" ? "decided" : "after"}/`);
}

function go(address) {
  history.pushState(null, "", address); // at once, so that nobody answers the same part twice
  show();
}

function complain() {
  place.querySelector(".error-summary")?.remove();
  place.querySelector("h1").after(fragment("notice", "problem"));
  place.querySelector(".error-summary").focus();
}

window.addEventListener("hashchange", () => {
  if (/^#?$|^#\//.test(location.hash)) show(); // others lead to a place on the page
});
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
const resumed = takeUp();
if (resumed) history.replaceState(null, "", `#/${resumed}`);
show(true);
if (!isOpen) notify("no-system");
