/* The only script of the page: day slider, filters of claims and chronology, opened details. Nothing is drawn here. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var one = function (q, at) { return (at || document).querySelector(q); };
  var all = function (q, at) { return Array.prototype.slice.call((at || document).querySelectorAll(q)); };

  /* map: state of each route on the day of the slider */
  var slider = one("#day"), holder = one("#map-data");
  var data = holder && holder.textContent.trim() ? JSON.parse(holder.textContent) : null;
  var months = "January February March April May June July August September October November December".split(" ");
  function dateOf(n) {
    var d = new Date(Date.parse(slider.dataset.start + "T00:00:00Z") + n * 864e5);
    return d.getUTCDate() + " " + months[d.getUTCMonth()] + " " + d.getUTCFullYear();
  }
  function runAt(runs, n) {
    for (var i = 0; i < runs.length; i++) { if (n < runs[i][0]) return runs[i]; n -= runs[i][0]; }
    return runs[runs.length - 1];
  }
  function show() {
    var n = +slider.value, text = dateOf(n), origin = +slider.dataset.origin, said = [];
    data.routes.forEach(function (runs, i) {
      var run = runAt(runs, n), s = data.states[run[1]], dark = s.key === "unknown" ? "#6b6b6b" : s.colour;
      var way = one('.map path.way[data-route="' + i + '"]'), tag = one('.tag[data-route="' + i + '"]');
      way.setAttribute("stroke", dark); way.setAttribute("stroke-dasharray", s.dash);
      one("rect", tag).setAttribute("fill", s.colour);
      one("text", tag).textContent = (i + 1) + " " + (run[2] ? run[3] + "%" : s.letter);
      if (run[2]) { one("text", tag).setAttribute("textLength", one("rect", tag).getAttribute("width") - 4); one("text", tag).setAttribute("lengthAdjust", "spacingAndGlyphs"); }
      else { one("text", tag).removeAttribute("textLength"); }
      one("text", tag).setAttribute("fill", s.white ? "#fff" : "#1b2126");
      var cell = one('td[data-route="' + i + '"]'), chip = one(".chip", cell);
      chip.textContent = run[2] ? run[3] + "%" : s.letter; chip.style.background = s.colour; chip.style.color = s.white ? "#fff" : "#1b2126";
      one(".state", cell).textContent = run[2] ? "open in " + run[3] + " % of members" : s.word + (run[3] < 100 ? " (not known, drawn)" : "");
      said.push((i + 1) + " " + s.word);
    });
    one("#day-out").textContent = text; one("#map-day").textContent = text;
    one("#map-ahead").textContent = n < origin ? "" : n === origin ? ", the origin" : ", after the origin: the chance of being open in its week";
    slider.setAttribute("aria-valuetext", text);
  }
  if (slider && data) { slider.addEventListener("input", show); show(); }

  /* chronology: kinds shown */
  all(".tools input[data-kind]").forEach(function (box) {
    box.addEventListener("change", function () {
      one(".months").classList.toggle("no-" + box.dataset.kind, !box.checked);
    });
  });

  /* claims: search and filters */
  var rows = all("#claims-table tbody tr"), text = one("#f-text"), selects = all(".filters select");
  var words = rows.map(function (r) { return r.textContent.toLowerCase(); });
  function filter() {
    var wanted = text.value.toLowerCase().trim(), shown = 0;
    rows.forEach(function (r, i) {
      var fits = words[i].indexOf(wanted) >= 0 && selects.every(function (s) {
        return s.selectedIndex === 0 || r.dataset[s.dataset.key] === s.value;
      });
      r.hidden = !fits; if (fits) shown++;
    });
    var told = one("#f-count data"); told.textContent = shown; told.value = shown;
  }
  if (text) {
    text.addEventListener("input", filter);
    selects.forEach(function (s) { s.addEventListener("change", filter); });
    one("#f-clear").addEventListener("click", function () {
      text.value = ""; selects.forEach(function (s) { s.selectedIndex = 0; }); filter();
    });
  }

  /* a link to something folded away or filtered out opens it */
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) one("#f-clear").click();
    for (var n = target; n; n = n.parentElement) { if (n.tagName === "DETAILS") n.open = true; }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal); reveal();

  /* print: everything unfolded, then as it was */
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all("details:not([open])"); closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (d) { d.open = false; }); });
  if (matchMedia("(max-width: 44rem)").matches) { var toc = one(".toc details"); if (toc) toc.open = false; }
})();
