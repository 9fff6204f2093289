/* The only script of the page: one claim at a time, decisions kept by the browser, saved as CSV. It asks for nothing. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var one = function (q, at) { return (at || document).querySelector(q); };
  var all = function (q, at) { return Array.prototype.slice.call((at || document).querySelectorAll(q)); };
  var data = JSON.parse(one("#queue").textContent), claims = data.claims;
  var cards = claims.map(function (c, i) { return one("#card-" + i); });
  var papers = all(".paper"), listed = all("details.all li"), bar = one(".bar"), who = one("#who");
  var numbers = claims.map(function () { return []; });
  all(".n").forEach(function (b) { numbers[+b.dataset.i].push(b); });
  var decided = {}, past = [], now = 0, form = null, unsaved = false, untouched = true, store = null;
  var WORDS = { accept: "accepted", correct: "corrected", reject: "rejected" };

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  /* signs that no reader sees, or that turn what follows, as their code */
  var HIDDEN = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ufeff]/g;
  function legible(text) {
    return text.replace(HIDDEN, function (c) { return "U+" + ("000" + c.charCodeAt(0).toString(16).toUpperCase()).slice(-4); });
  }
  function say(text) { one("#say").textContent = ""; setTimeout(function () { one("#say").textContent = text; }, 30); }

  /* ---- what the browser keeps: decisions and the name, of this queue alone */
  try {
    store = window.localStorage;
    var kept = JSON.parse(store.getItem(data.key) || "null");
    if (kept && kept.decided) {
      who.value = String(kept.who || "");
      claims.forEach(function (c, i) {
        var d = kept.decided[c.claim];
        if (d && WORDS[d.decision] && !(d.decision === "accept" && c.refused)) {
          decided[i] = { decision: d.decision, reason: String(d.reason || ""), values: d.values || {}, when: String(d.when || "") };
        }
      });
    }
  } catch (error) { store = null; }
  if (!store) one("#kept").textContent = "This browser keeps nothing for such a page: save your decisions before you close it.";
  function keep() {
    if (!store) return;
    var told = Object.create(null);
    Object.keys(decided).forEach(function (i) { told[claims[i].claim] = decided[i]; });
    try {
      if (!Object.keys(told).length && !who.value) store.removeItem(data.key);
      else store.setItem(data.key, JSON.stringify({ who: who.value, decided: told }));
    } catch (error) {
      store = null;
      one("#kept").textContent = "This browser could not keep your decisions: save them before you close the page.";
    }
  }

  /* ---- showing */
  function shown(i) {
    var d = decided[i], word = d ? WORDS[d.decision] : "proposed", kind = d ? d.decision : "";
    var badges = [one(".state", cards[i])];
    if (listed[i]) badges.push(one(".state", listed[i]));
    badges.forEach(function (b) { b.textContent = word; b.className = "state " + kind; });
    numbers[i].forEach(function (b) {
      b.classList.remove("accept", "correct", "reject");
      if (kind) b.classList.add(kind);
      b.setAttribute("aria-label", "Claim " + (i + 1) + ", " + word);
    });
    if (form && form.of === i) return;
    var slot = one(".slot", cards[i]);
    slot.textContent = "";
    if (!d || (d.decision === "accept")) return;
    var box = make("div", "made");
    if (d.decision === "reject") { box.appendChild(make("b", "", "Rejected: ")); box.appendChild(make("bdi", "", legible(d.reason))); }
    else {
      box.appendChild(make("b", "", "Corrected"));
      var list = make("ul");
      Object.keys(d.values).forEach(function (c) {
        var line = make("li", "", label(c) + ": ");
        line.appendChild(make("bdi", "", "\u201c" + legible(claims[i].values[c] || "") + "\u201d"));
        line.appendChild(document.createTextNode(" \u2192 "));
        line.appendChild(make("bdi", "", "\u201c" + legible(d.values[c]) + "\u201d"));
        list.appendChild(line);
      });
      box.appendChild(list);
    }
    slot.appendChild(box);
  }
  function label(c) { return data.fields.filter(function (f) { return f.c === c; }).map(function (f) { return f.label; })[0] || c; }
  function count() { return Object.keys(decided).length; }
  function told() {
    one("#at").textContent = "Claim " + (now + 1) + " of " + claims.length;
    one("#done").textContent = count() + " decided";
    one("#save").disabled = !count();
    var d = decided[now];
    all("[data-do]", bar).forEach(function (b) {
      var what = b.dataset.do;
      if (WORDS[what]) b.setAttribute("aria-pressed", String(!!d && d.decision === what));
      b.disabled = !!form || (what === "accept" && claims[now].refused) || (what === "undo" && !past.length && !d) ||
        (what === "back" && now === 0) || (what === "next" && now === claims.length - 1);
    });
  }
  function go(i, moves) {
    if (i < 0 || i >= claims.length) return;
    close();
    now = i;
    cards.forEach(function (c, k) { c.classList.toggle("now", k === i); });
    listed.forEach(function (l, k) { if (k === i) l.setAttribute("aria-current", "true"); else l.removeAttribute("aria-current"); });
    var paper = cards[i].closest(".paper");
    papers.forEach(function (p) { p.hidden = p !== paper; });
    all(".n.now").forEach(function (b) { b.classList.remove("now"); });
    numbers[i].forEach(function (b) { b.classList.add("now"); });
    all("mark.now, mark.names").forEach(function (m) { m.classList.remove("now", "names"); });
    var first = null;
    all("mark", paper).forEach(function (m) {
      var mine = (" " + m.dataset.c + " ").indexOf(" " + i + " ") >= 0, names = (" " + m.dataset.s + " ").indexOf(" " + i + " ") >= 0;
      m.classList.toggle("now", mine); m.classList.toggle("names", names);
      if (mine && !first) first = m;
    });
    told();
    cards[i].scrollTop = 0; cards[i].parentNode.scrollTop = 0;
    if (!moves) return;
    if (untouched) { untouched = false; fold(false); }
    (first || paper).scrollIntoView({ block: first ? "center" : "start" });
    if (moves === "focus") one("h3", cards[i]).focus({ preventScroll: true });
  }

  /* ---- deciding */
  function decide(i, what, more, from) {
    if (what === "accept" && claims[i].refused) { say("The verifier refuses this claim as it stands: correct or reject it."); return; }
    past.push([i, decided[i]]);
    decided[i] = { decision: what, reason: (more && more.reason) || "", values: (more && more.values) || {}, when: new Date().toISOString().slice(0, 19) + "Z" };
    after(i);
    var k = i + 1;
    while (k < claims.length && decided[k]) k++;
    if (k >= claims.length) { k = 0; while (k < claims.length && decided[k]) k++; }
    var next = k < claims.length ? k : i;
    say("Claim " + (i + 1) + " " + WORDS[what] + ". " + count() + " of " + claims.length + " decided." +
      (k < claims.length ? from ? " Claim " + (next + 1) + ": " + one(".proposition", cards[next]).textContent : "" : " All are decided: save the decisions."));
    go(next, from ? "show" : "focus");
  }
  function after(i) { unsaved = true; keep(); shown(i); told(); }
  function undo() {
    var last = past.pop();
    if (!last && decided[now]) last = [now, undefined];
    if (!last) { say("There is nothing to undo."); return; }
    if (last[1]) decided[last[0]] = last[1]; else delete decided[last[0]];
    close(); after(last[0]); go(last[0], "focus");
    say("Undone. Claim " + (last[0] + 1) + " is " + (last[1] ? WORDS[last[1].decision] : "proposed") + ".");
  }
  function close() {
    if (!form) return;
    var i = form.of; form = null; shown(i); told();
  }
  function isBusy() {
    if (!form) return false;
    say("Send or cancel the form first.");
    one("form.ask :is(input,textarea,select)", cards[form.of]).focus();
    return true;
  }
  function fold(folds) {
    root.classList.toggle("folded", folds);
    one("#fold").textContent = folds ? "Unfold" : "Fold";
    one("#fold").setAttribute("aria-expanded", String(!folds));
  }

  /* ---- forms: a reason, or the fields */
  function ask(kind) {
    close();
    var i = now, node = make("form", "ask"), rows = make("div", "rows"), wrong = make("p", "wrong"), buttons = make("div", "buttons");
    wrong.setAttribute("role", "alert");
    node.noValidate = true;
    var read = kind === "reject" ? reasons(i, rows) : fields(i, rows);
    var send = make("button", "main", kind === "reject" ? "Reject" : "Correct and accept"), leave = make("button", "", "Cancel");
    send.type = "submit"; leave.type = "button";
    buttons.appendChild(send); buttons.appendChild(leave);
    var foot = make("div", "foot");
    foot.appendChild(wrong); foot.appendChild(buttons);
    [make("h4", "", kind === "reject" ? "Why reject it?" : "Correct"), rows, foot].forEach(function (n) { node.appendChild(n); });
    node.addEventListener("submit", function (event) {
      event.preventDefault();
      var found = read();
      if (found.wrong) { wrong.textContent = found.wrong; if (found.at) found.at.focus(); return; }
      form = null;
      decide(i, kind, found);
    });
    leave.addEventListener("click", function () { close(); one("h3", cards[i]).focus({ preventScroll: true }); });
    var slot = one(".slot", cards[i]);
    slot.textContent = ""; slot.appendChild(node);
    form = { of: i };
    fold(false);
    told();
    var first = one("input,textarea,select", node);
    first.focus({ preventScroll: true });
    slot.scrollIntoView({ block: "nearest" });
  }
  function reasons(i, rows) {
    var box = make("label", "wide", "Reason, for the log"), input = make("input"), list = make("datalist");
    list.id = "reasons"; input.setAttribute("list", "reasons"); input.required = true; input.dir = "auto"; input.autocomplete = "off";
    ["not said there", "says the same as another", "not a claim", "not about the case"].forEach(function (t) { var o = make("option"); o.value = t; list.appendChild(o); });
    input.value = decided[i] ? decided[i].reason : "";
    box.appendChild(input); rows.appendChild(box); rows.appendChild(list);
    return function () {
      var text = input.value.trim();
      return text ? { reason: text } : { wrong: "Say why: a rejected claim stays in the ledger with its reason.", at: input };
    };
  }
  function control(f) {
    var node;
    if (f.choices.length) {
      node = make("select");
      (f.needed ? [] : [""]).concat(f.choices).forEach(function (t) { var o = make("option", "", t); o.value = t; node.appendChild(o); });
    } else if (f.long) { node = make("textarea"); node.dir = "auto"; }
    else { node = make("input"); node.dir = "auto"; node.autocomplete = "off"; if (f.kind === "number") node.inputMode = "decimal"; }
    node.dataset.column = f.c; node.title = f.meaning;
    return node;
  }
  var ORDER = ["proposition", "speaker", "stance", "polarity", "hedge", "quantity", "unit", "qualifier", "time", "time_precision", "time_basis", "place", "actor", "note"];
  function rank(f) { var k = ORDER.indexOf(f.c); return k < 0 ? ORDER.length : k; }
  function fields(i, rows) {
    var before = claims[i].values, earlier = decided[i] && decided[i].decision === "correct" ? decided[i].values : {};
    var controls = data.fields.slice().sort(function (a, b) { return rank(a) - rank(b); }).map(function (f) {
      var box = make("label", f.long ? "wide" : "", f.label), node = control(f);
      node.value = f.c in earlier ? earlier[f.c] : before[f.c] || "";
      if (node.tagName === "TEXTAREA") {
        node.addEventListener("keydown", function (event) {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); node.form.requestSubmit(); }
        });
      }
      box.appendChild(node); rows.appendChild(box);
      return [f, node];
    });
    return function () {
      var values = {}, wrong = null;
      controls.forEach(function (pair) {
        var f = pair[0], text = pair[1].value.trim();
        if (!wrong && f.needed && !text) wrong = { wrong: f.label + " is needed.", at: pair[1] };
        if (!wrong && f.kind === "number" && text && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
          wrong = { wrong: f.label + ": write digits with a point before decimals.", at: pair[1] };
        }
        if (text !== (before[f.c] || "")) values[f.c] = text;
      });
      if (wrong) return wrong;
      return Object.keys(values).length ? { values: values } : { wrong: "Nothing differs. Cancel, and accept it as it stands.", at: controls[0][1] };
    };
  }

  /* ---- saving */
  var NUMBER = /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-])$/;
  function guarded(text) {
    if (!text) return "";
    if ("=+-@\t\r".indexOf(text[0]) >= 0) return NUMBER.test(text) ? text : "'" + text;
    return text.length > 1 && text[0] === "'" && "=+-@\t\r'".indexOf(text[1]) >= 0 ? "'" + text : text;
  }
  function cell(text) {
    var t = guarded(String(text || ""));
    return /[",;\r\n]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t;
  }
  function csv() {
    var lines = [data.columns.join(",")];
    claims.forEach(function (c, i) {
      var d = decided[i];
      if (!d) return;
      var row = { claim: c.claim, hash: c.hash, decision: d.decision, reason: d.reason, corrected: Object.keys(d.values).join(", "), who: who.value.trim(), when: d.when };
      Object.keys(d.values).forEach(function (k) { row[k] = d.values[k]; });
      lines.push(data.columns.map(function (k) { return cell(row[k]); }).join(","));
    });
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }
  one("#save").addEventListener("click", function () {
    var link = make("a"), at = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.href = at; link.download = data.file;
    document.body.appendChild(link); link.click(); link.remove();
    setTimeout(function () { URL.revokeObjectURL(at); }, 10000);
    unsaved = false;
    say(count() + (count() === 1 ? " decision" : " decisions") + " saved as " + data.file + ".");
  });
  window.addEventListener("beforeunload", function (event) { if (!store && unsaved) event.preventDefault(); });

  /* ---- keys, buttons, links */
  var help = one("#help"), letters = one("#letters");
  one("#file").textContent = data.file;
  function showHelp() { if (!help.open) help.showModal(); }
  var STEPS = {
    next: function () { go(now + 1, "focus"); }, back: function () { go(now - 1, "focus"); },
    accept: function () { decide(now, "accept"); }, correct: function () { ask("correct"); }, reject: function () { ask("reject"); }, undo: undo
  };
  var KEYS = { j: "next", ArrowRight: "next", k: "back", ArrowLeft: "back", a: "accept", e: "correct", r: "reject", u: "undo" };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && form) { event.preventDefault(); var i = form.of; close(); one("h3", cards[i]).focus({ preventScroll: true }); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.isComposing) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (form) return;
    if (!letters.checked && event.key.length === 1) return;
    if (event.key === "?") { event.preventDefault(); showHelp(); return; }
    var step = claims.length && KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (step) { event.preventDefault(); STEPS[step](); }
  });
  bar.addEventListener("click", function (event) {
    var b = event.target.closest("[data-do]");
    if (!b) return;
    var what = b.dataset.do;
    if (what === "accept") decide(now, "accept", null, b);
    else if (what === "next" || what === "back") { go(now + (what === "next" ? 1 : -1), "show"); say("Claim " + (now + 1) + ": " + one(".proposition", cards[now]).textContent); }
    else STEPS[what]();
  });
  one("main").addEventListener("click", function (event) {
    var b = event.target.closest(".n");
    if (b) { if (!isBusy()) go(+b.dataset.i, "focus"); return; }
    var m = event.target.closest("mark.w");
    if (m && !form && String(window.getSelection()) === "") {
      var mine = m.dataset.c.split(" ").map(Number), k = mine.indexOf(now);
      go(mine[(k + 1) % mine.length], "focus");
    }
  });
  all("details.all a").forEach(function (a) {
    a.addEventListener("click", function (event) { event.preventDefault(); if (!isBusy()) go(+a.closest("li").dataset.i, "focus"); });
  });
  one("#fold").addEventListener("click", function () {
    untouched = false;
    fold(!root.classList.contains("folded"));
  });
  one("#help-open").addEventListener("click", showHelp);
  one("#help-close").addEventListener("click", function () { help.close(); });
  one("#forget").addEventListener("click", function () {
    close(); decided = {}; past = []; who.value = ""; unsaved = false; keep();
    claims.forEach(function (c, i) { shown(i); });
    if (claims.length) told();
    help.close(); say("All decisions are forgotten.");
  });
  who.addEventListener("input", keep);

  if (!claims.length) { bar.hidden = true; one("#save").disabled = true; return; }
  claims.forEach(function (c, i) { shown(i); });
  var open = 0;
  while (open < claims.length && decided[open]) open++;
  if (!open) fold(true);
  go(open < claims.length ? open : 0, open ? "show" : "");
})();
