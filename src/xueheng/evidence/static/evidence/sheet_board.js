// The board of a class sheet: tiles made of the plain table's rows, brushes, counters, keys, eight seconds to undo.
(function () {
  "use strict";
  var form = document.querySelector("form[data-sheet]"), queue = window.sheetQueue;
  if (!form || !queue) return;
  var words = queue.words, fill = queue.fill, SECONDS = 8, WIDEST = 2048;
  var brushes = JSON.parse(document.getElementById("sheet-brushes").textContent);
  var data = form.dataset, key = [data.type, data.unit, data.day, data.paint].join("|");
  var board = document.getElementById("board"), counts = document.getElementById("sheet-counts");
  var save = document.getElementById("sheet-save"), acts = save.parentNode;
  var numeric = "number" in data, brush = 0, tiles = {}, order = [], steps = [], pending = null, timer = 0, taken = [];

  function make(tag, look, text) {
    var made = document.createElement(tag);
    if (look) made.className = look;
    if (text) made.textContent = text;
    return made;
  }
  function press(text, look, act) {
    var made = make("button", look, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function titleOf(code) {
    var found = brushes.filter(function (each) { return each.code === code; })[0];
    return found ? found.title : code;
  }
  function lookOf(code) {
    for (var at = 0; at < brushes.length; at += 1) if (brushes[at].code === code) return at + 1;
    return code ? 1 : 0;
  }

  // The bar of brushes.
  var bar = make("div", "brushes"), value = null, buttons = [];
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", document.querySelector(".plain-sheet thead th:nth-child(2)").textContent);
  brushes.forEach(function (each, at) {
    var made = press(each.title, "brush b" + (at + 1), function () { choose(at); });
    made.prepend(make("kbd", "", String(at + 1)));
    buttons.push(made);
    bar.append(made);
  });
  if (numeric) {
    var label = make("label", "brush-value", words.value);
    value = make("input", "form-control");
    value.inputMode = "decimal";
    value.autocomplete = "off";
    value.maxLength = 12;
    value.value = data.start || "";
    label.append(value);
    bar.append(label);
    value.addEventListener("focus", function () { choose(0); });
  }
  var wipe = press(words.erase, "brush wipe", function () { choose(-1); });
  wipe.prepend(make("kbd", "", "0"));
  var every = press(words.all, "brush every", paintAll);
  bar.append(wipe, every);

  function choose(at) {
    brush = at;
    buttons.forEach(function (each, place) { each.setAttribute("aria-pressed", String(place === at)); });
    wipe.setAttribute("aria-pressed", String(at === -1));
  }
  function code() {
    if (brush === -1) return "";
    return numeric ? value.value.trim() : brushes[brush].code;
  }

  // The tiles.
  var grid = make("div", "tiles");
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", document.querySelector("h1").textContent);
  form.querySelectorAll("tr[data-pupil]").forEach(function (row) {
    var of = row.dataset, button = press("", "tile", function () { tap(of.pupil); });
    var name = make("span", "tile-name", of.name), mark = make("span", "tile-mark"), state = make("span", "tile-state");
    button.append(make("span", "tile-seat", of.seat), name, mark, state);
    button.dataset.pupil = of.pupil;
    if ("ringed" in of) {
      button.classList.add("ringed");
      button.append(make("span", "visually-hidden", words.ringed));
    }
    if (of.name.length > 4) button.classList.add("long");
    tiles[of.pupil] = { button: button, mark: mark, state: state, code: "", kept: of.stored || "", sent: "", record: of.record || "", at: of.stored ? "stored" : "", told: "" };
    order.push(of.pupil);
    grid.append(button);
  });

  function draw(pupil) {
    var tile = tiles[pupil], shown = tile.code || { waiting: tile.sent, stored: tile.kept }[tile.at] || "", look = lookOf(tile.code);
    tile.button.className = tile.button.className.replace(/ ?\bb\d\b| ?\bis-\w+/g, "");
    if (look) tile.button.classList.add("b" + look);
    if (tile.at && !tile.code) tile.button.classList.add("is-" + tile.at);
    tile.button.setAttribute("aria-pressed", String(Boolean(tile.code)));
    tile.mark.textContent = shown ? titleOf(shown) : "";
    tile.state.textContent = !tile.code && tile.at ? words["state_" + tile.at] : "";
    tile.button.title = tile.told;
  }
  function drawAll() { order.forEach(draw); count(); }

  function marked() { return order.filter(function (pupil) { return tiles[pupil].code; }); }

  function count() {
    var sums = {}, blank = 0;
    order.forEach(function (pupil) {
      var each = tiles[pupil].code;
      if (each) sums[each] = (sums[each] || 0) + 1;
      else if (!tiles[pupil].at) blank += 1;
    });
    var found = Object.keys(sums).map(function (each) { return titleOf(each) + " " + sums[each]; });
    counts.textContent = found.concat(words.blank + " " + blank).join("　");
    save.textContent = marked().length ? fill(words.save, marked().length) : words.save_none;
  }

  function keep() {
    queue.change(function (kept) {
      var draft = {};
      marked().forEach(function (pupil) { draft[pupil] = tiles[pupil].code; });
      if (marked().length) kept.drafts[key] = draft; else delete kept.drafts[key];
    });
  }

  function paint(pupil, to) {
    var tile = tiles[pupil];
    if (tile.at === "waiting") return false;
    if (to && tile.at === "returned") { tile.at = ""; tile.told = ""; forget(pupil); }
    tile.code = to;
    return true;
  }
  function forget(pupil) {
    queue.change(function (kept) {
      if (!kept.returned[key]) return;
      delete kept.returned[key][pupil];
      if (!Object.keys(kept.returned[key]).length) delete kept.returned[key];
    });
    listReturned();
  }
  function tap(pupil) {
    var before = tiles[pupil].code, to = code();
    if (numeric && brush !== -1 && !to) { value.focus(); return; }
    if (!paint(pupil, before === to ? "" : to)) return;
    steps.push([[pupil, before]]);
    draw(pupil); count(); keep();
  }
  function paintAll() {
    var to = code();
    if (!to) { if (numeric) value.focus(); return; }
    var free = order.filter(function (pupil) { return !tiles[pupil].code && tiles[pupil].at !== "stored" && tiles[pupil].at !== "waiting"; });
    steps.push(free.map(function (pupil) { return [pupil, tiles[pupil].code]; }));
    free.forEach(function (pupil) { paint(pupil, to); });
    drawAll(); keep();
  }
  function back() {
    if (pending) return undo();
    var last = steps.pop();
    if (!last) return;
    last.forEach(function (step) { paint(step[0], step[1]); });
    drawAll(); keep();
  }

  // What the foot says.
  var status = make("p", "sheet-status"), take = press("", "btn btn-plain", takeBack), undoing = press(words.undo, "btn btn-plain", undo);
  var returns = make("ul", "sheet-returned");
  status.setAttribute("role", "status");
  take.hidden = undoing.hidden = true;
  acts.prepend(press(words.undo_tap, "btn btn-plain step-back", back), undoing, take);
  form.querySelector(".sheet-foot").prepend(status, returns);

  function say(text) { status.textContent = text || ""; }

  // Why, in the open: a tile's own words are not read by touch.
  function listReturned() {
    returns.textContent = "";
    order.forEach(function (pupil) {
      if (tiles[pupil].at !== "returned" || !tiles[pupil].told) return;
      returns.append(make("li", "field-problem", tiles[pupil].button.querySelector(".tile-name").textContent + "：" + tiles[pupil].told));
    });
  }

  function headsNow() {
    var found = {};
    new FormData(form).forEach(function (text, name) {
      if (/^(csrfmiddlewaretoken|_form|owner|value-.*|client-.*)$/.test(name) || name === data.note || name === data.photo) return;
      found[name] = text;
    });
    return found;
  }
  // What stays in this page's memory and never on the device: the note, the photo.
  function notKept() {
    var note = data.note && form.elements[data.note], photo = data.photo && form.elements[data.photo], found = [];
    if (note && note.value.trim()) found.push({ name: data.note, value: note.value.trim() });
    if (photo && photo.files.length) found.push({ name: data.photo, value: smaller || photo.files[0] });
    return found;
  }

  function send() {
    if (pending) sendNow();
    var chosen = marked(), more = notKept();
    if (!chosen.length) { grid.querySelector(".tile").focus(); return; }
    var entry = { id: queue.newId(), action: form.getAttribute("action"), key: key, heads: headsNow(), rows: {}, noted: more.length > 0, after: Date.now() + SECONDS * 1000 };
    chosen.forEach(function (pupil) {
      entry.rows[pupil] = { code: tiles[pupil].code, client: queue.newId() };
      tiles[pupil].sent = tiles[pupil].code;
      tiles[pupil].at = "waiting";
      tiles[pupil].code = "";
    });
    steps = []; taken = []; take.hidden = true;
    queue.add(entry, more);
    keep(); drawAll();
    pending = entry;
    undoing.hidden = false;
    say(fill(words.will_send, chosen.length));
    timer = setTimeout(sendNow, SECONDS * 1000);
  }
  function sendNow(leaving) {
    clearTimeout(timer);
    if (!pending) return;
    queue.hurry(pending.id);
    pending = null;
    undoing.hidden = true;
    queue.drain(leaving === true);
  }
  function undo() {
    if (!pending) return;
    clearTimeout(timer);
    queue.takeOut(pending.id);
    Object.keys(pending.rows).forEach(function (pupil) { tiles[pupil].at = tiles[pupil].record ? "stored" : ""; tiles[pupil].code = pending.rows[pupil].code; });
    pending = null;
    undoing.hidden = true;
    say("");
    keep(); drawAll();
    save.focus();
  }

  // A phone's picture is larger than a record needs, and than a corridor's network takes: drawn smaller here, where that can be.
  var picture = data.photo && form.elements[data.photo], smaller = null;
  if (picture) picture.addEventListener("change", function () {
    var file = picture.files[0];
    smaller = null;
    if (!file || !window.createImageBitmap) return;
    createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) {
      var scale = Math.min(1, WIDEST / Math.max(bitmap.width, bitmap.height)), canvas = make("canvas");
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (drawn) {
        if (drawn && drawn.size < file.size && picture.files[0] === file) smaller = new File([drawn], file.name.replace(/\.\w+$/, "") + ".jpg", { type: drawn.type });
      }, "image/jpeg", .85);
    }).catch(function () { smaller = null; });
  });

  function answered(entry, answer) {
    taken = [];
    Object.keys(answer.rows).forEach(function (pupil) {
      var row = answer.rows[pupil], tile = tiles[pupil];
      if (!tile) return;
      tile.at = row.state;
      tile.told = row.told;
      if (row.state === "stored") { tile.kept = entry.rows[pupil].code; tile.record = row.record; taken.push(row.record); }
    });
    [data.note, data.photo].forEach(function (name) {
      if (name && form.elements[name] && entry.noted && !answer.returned) form.elements[name].value = "";
    });
    if (entry.noted && !answer.returned) smaller = null;
    drawAll(); listReturned();
    say(answer.said);
    take.hidden = !taken.length;
    take.textContent = fill(words.take_back, taken.length);
  }
  function takeBack() {
    var body = new FormData(), numbers = taken;
    numbers.forEach(function (number) { body.append("record", number); });
    take.disabled = true;
    queue.post(data.back, body).then(function (response) {
      if (response.status === 401) document.getElementById("session-over").hidden = false;
      if (!response.ok) throw new Error();
      order.forEach(function (pupil) {
        var tile = tiles[pupil];
        if (numbers.indexOf(tile.record) !== -1) { tile.at = tile.record = tile.kept = tile.told = ""; }
      });
      take.hidden = true;
      say(fill(words.taken_back, numbers.length));
      drawAll();
    }).catch(function () { say(words.not_taken_back); }).then(function () { take.disabled = false; });
  }

  // What is on this device for this sheet, besides the marks not saved.
  function restore() {
    var kept = queue.read();
    kept.queue.forEach(function (entry) {
      if (entry.key !== key) return;
      Object.keys(entry.rows).forEach(function (pupil) { if (tiles[pupil]) { tiles[pupil].at = "waiting"; tiles[pupil].sent = entry.rows[pupil].code; } });
    });
    Object.keys(kept.returned[key] || {}).forEach(function (pupil) {
      if (tiles[pupil]) { tiles[pupil].at = "returned"; tiles[pupil].told = kept.returned[key][pupil].told; }
    });
    Object.keys(kept.drafts[key] || {}).forEach(function (pupil) {
      if (tiles[pupil] && tiles[pupil].at !== "waiting") tiles[pupil].code = kept.drafts[key][pupil];
    });
    drawAll(); listReturned();
  }

  queue.listen(function (what, entry, answer) {
    var count = queue.waiting();
    if (entry && entry.key === key && what === "answered") return answered(entry, answer);
    if (what === "sending") return say(fill(words.sending, Object.keys(entry.rows).length));
    if (what === "offline") return say(fill(words.waiting, count));
    if (what === "again") return say(fill(words.again, count));
    if (what === "signed_out") return say(fill(words.signed_out, count));
    if (what === "kept") return say(answer.said || fill(words.refused, count));
    if ((what === "refused" || what === "note_lost") && entry.key === key) {
      Object.keys(entry.rows).forEach(function (pupil) { if (tiles[pupil]) tiles[pupil].at = tiles[pupil].record ? "stored" : ""; });
      restore();
    }
    if (what === "refused") say(answer.said);
    if (what === "note_lost") say(words.note_lost);
  });

  function walk(from, name) {
    var at = order.indexOf(from), first = tiles[order[0]].button.offsetTop, columns = order.filter(function (pupil) { return tiles[pupil].button.offsetTop === first; }).length;
    var to = at + { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[name];
    if (name === "Home") to = 0;
    if (name === "End") to = order.length - 1;
    if (to >= 0 && to < order.length) tiles[order[to]].button.focus();
  }
  grid.addEventListener("focusin", function (event) {
    order.forEach(function (pupil) { tiles[pupil].button.tabIndex = tiles[pupil].button === event.target ? 0 : -1; });
  });
  grid.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    var pupil = event.target.dataset.pupil;
    if (/^(Arrow|Home$|End$)/.test(event.key)) { event.preventDefault(); walk(pupil, event.key); }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); steps.push([[pupil, tiles[pupil].code]]); paint(pupil, ""); draw(pupil); count(); keep(); }
    if (/^[0-9]$/.test(event.key)) {
      if (numeric) { value.value = event.key; choose(0); }
      else if (event.key === "0") choose(-1);
      else if (buttons[event.key - 1]) choose(event.key - 1);
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); return; }
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "z" || event.key === "Z") { event.preventDefault(); back(); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); send(); });
  window.addEventListener("pagehide", function () { sendNow(true); });

  board.append(bar, grid);
  board.hidden = false;
  form.querySelector(".plain-sheet").hidden = true;
  order.forEach(function (pupil, at) { tiles[pupil].button.tabIndex = at ? -1 : 0; });
  choose(0);
  restore();
  if (!queue.works()) say(words.no_storage);
})();
