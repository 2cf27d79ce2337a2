// Marks of class sheets that are not stored yet: kept on this device under the holder of the post, sent when there is
// a network. Pupils' numbers and choices only: no names, no notes.
(function () {
  "use strict";
  var form = document.querySelector("[data-owner]");
  var told = document.getElementById("sheet-words");
  if (!form || !told) return;
  var words = JSON.parse(told.textContent);
  var place = "xueheng-sheets:" + form.dataset.owner;
  var RETRY = 20000, LIMIT = 25000, WITH_PHOTO = 120000;
  var memory = null, notes = {}, listeners = [], sending = false, said = "";
  var over = document.getElementById("session-over");
  var badge = document.getElementById("sheet-waiting");

  function fill(text, n) { return text.replace("{n}", n); }

  function read() {
    if (memory) return memory;
    try {
      var kept = JSON.parse(localStorage.getItem(place) || "{}");
      return { drafts: kept.drafts || {}, queue: kept.queue || [], returned: kept.returned || {} };
    } catch (problem) {
      return (memory = { drafts: {}, queue: [], returned: {} });
    }
  }

  function write(kept) {
    if (memory) return;
    try {
      if (!kept.queue.length && !Object.keys(kept.drafts).length && !Object.keys(kept.returned).length) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify(kept));
    } catch (problem) {
      memory = kept;
    }
  }

  function change(how) { var kept = read(); how(kept); write(kept); }

  function works() {
    try { localStorage.setItem(place + "?", "1"); localStorage.removeItem(place + "?"); return true; } catch (problem) { return false; }
  }

  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16)), text = "";
    bytes.forEach(function (byte) { text += (byte + 256).toString(16).slice(1); });
    return text;
  }

  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function post(address, body, keep) {
    var heavy = Array.from(body.values()).some(function (each) { return typeof each !== "string"; });
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, heavy ? WITH_PHOTO : LIMIT);
    return fetch(address, {
      method: "POST", body: body, keepalive: Boolean(keep), credentials: "same-origin", signal: stop.signal,
      headers: { "Accept": "application/json", "HX-Request": "true", "X-CSRFToken": token() }
    }).finally(function () { clearTimeout(timer); });
  }

  function waiting() {
    return read().queue.reduce(function (sum, entry) { return sum + Object.keys(entry.rows).length; }, 0);
  }

  function tell(what, entry, answer) {
    var count = waiting();
    if (badge) { badge.hidden = !count; badge.textContent = count ? fill(words.waiting_short, count) : ""; }
    listeners.forEach(function (listener) { listener(what, entry, answer); });
  }

  // Its note or photo was in a page that is gone.
  function lost(entry) { return entry.noted && !notes[entry.id]; }

  function bodyOf(entry) {
    var body = new FormData();
    body.set("owner", form.dataset.owner);
    Object.keys(entry.heads).forEach(function (name) { body.set(name, entry.heads[name]); });
    (notes[entry.id] || []).forEach(function (each) { body.set(each.name, each.value); });
    if (lost(entry)) body.set("delivered", "1");
    Object.keys(entry.rows).forEach(function (pupil) {
      body.set("value-" + pupil, entry.rows[pupil].code);
      body.set("client-" + pupil, entry.rows[pupil].client);
    });
    return body;
  }

  function takeOut(id) {
    change(function (kept) { kept.queue = kept.queue.filter(function (entry) { return entry.id !== id; }); });
    delete notes[id];
  }

  // Back onto its board, as marks that are not saved.
  function draftOf(kept, entry, pupils) {
    var draft = kept.drafts[entry.key] || (kept.drafts[entry.key] = {});
    pupils.forEach(function (pupil) { if (!draft[pupil]) draft[pupil] = entry.rows[pupil].code; });
  }
  function toDraft(entry) {
    change(function (kept) { draftOf(kept, entry, Object.keys(entry.rows)); });
    takeOut(entry.id);
  }

  function settle(entry, answer) {
    var rest = Object.keys(entry.rows).filter(function (pupil) { return !answer.rows[pupil]; });
    change(function (kept) {
      if (rest.length) draftOf(kept, entry, rest);
      Object.keys(answer.rows).forEach(function (pupil) {
        if (answer.rows[pupil].state !== "returned" || !entry.rows[pupil]) return;
        var returned = kept.returned[entry.key] || (kept.returned[entry.key] = {});
        returned[pupil] = { code: entry.rows[pupil].code, told: answer.rows[pupil].told };
      });
    });
    takeOut(entry.id);
    tell("answered", entry, answer);
    if (rest.length) tell("note_lost", entry);
  }

  function answered(entry, response) {
    if (response.status === 401) { if (over) over.hidden = false; return tell("signed_out", entry); }
    if (response.ok) return response.json().then(function (answer) { settle(entry, answer); return true; });
    var json = (response.headers.get("Content-Type") || "").indexOf("application/json") === 0;
    return (json ? response.json() : Promise.resolve({ said: "" })).then(function (answer) {
      if (response.status === 422) { toDraft(entry); tell("refused", entry, answer); return true; }
      if (response.status < 500) { tell("kept", entry, answer); return false; }
      tell("again", entry, answer);
      return false;
    });
  }

  function next() {
    var now = Date.now();
    return read().queue.filter(function (entry) { return !entry.after || entry.after <= now; })[0];
  }

  // One after the other. What was sent once keeps its ids: sent again, it is stored once.
  function drain(keep) {
    if (sending) return;
    var entry = next();
    if (!entry) return tell("idle");
    // Sent before, it may be stored with its note or photo: the server says what is, and the rest are marks again.
    if (lost(entry) && !entry.tried) { toDraft(entry); tell("note_lost", entry); return drain(); }
    // A page that is left sends no photo: it would be cut off. The marks stay, and are marks again on the next visit.
    if (keep && (notes[entry.id] || []).some(function (each) { return typeof each.value !== "string"; })) return;
    sending = true;
    change(function (kept) { kept.queue.forEach(function (each) { if (each.id === entry.id) each.tried = true; }); });
    tell("sending", entry);
    post(entry.action, bodyOf(entry), keep).then(
      function (response) { return answered(entry, response); },
      function () { tell(navigator.onLine ? "again" : "offline", entry); return false; }
    ).then(function (more) { sending = false; if (more) drain(); }, function () { sending = false; tell("again", entry); });
  }

  window.sheetQueue = {
    words: words, fill: fill, read: read, change: change, works: works, newId: newId, post: post, waiting: waiting, drain: drain,
    takeOut: takeOut, toDraft: toDraft,
    listen: function (listener) { listeners.push(listener); },
    add: function (entry, more) { if (more.length) notes[entry.id] = more; change(function (kept) { kept.queue.push(entry); }); tell("added", entry); },
    hurry: function (id) { change(function (kept) { kept.queue.forEach(function (entry) { if (entry.id === id) delete entry.after; }); }); }
  };
  window.addEventListener("online", function () { drain(); });
  if ("BroadcastChannel" in window) new BroadcastChannel("signed-in").onmessage = function () { drain(); };
  setInterval(function () { if (next()) drain(); }, RETRY);
  window.addEventListener("load", function () { tell("opened"); if (next()) drain(); });
})();
