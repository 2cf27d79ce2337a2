// What every page does besides htmx: tokens kept fresh, typed text never lost, menus that close, keys.
(function () {
  "use strict";

  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : "";
  }

  // After signing in anew in another tab the token in a form is an old one; the cookie has today's.
  function freshen(form) {
    var field = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  }

  document.body.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = token();
    if (event.detail.parameters) event.detail.parameters.delete && event.detail.parameters.delete("csrfmiddlewaretoken");
  });

  var typed = false;
  var over = document.getElementById("session-over");
  function sessionOver(shown) { if (over) over.hidden = !shown; }

  document.body.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401) sessionOver(true);
  });
  document.body.addEventListener("htmx:sendError", function (event) {
    var state = event.target.closest && event.target.closest(".draft-state");
    if (state) state.textContent = document.documentElement.lang === "en"
      ? "No network; what you typed is on this page." : "没有网络，您填的内容还在本页。";
  });

  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-form]")) typed = true;
  });
  // What pages keep on this device until it is sent is gone with signing out; whoever has some is asked first.
  function leavesNothing() {
    var unsent = 0, kept = [];
    try {
      for (var at = 0; at < localStorage.length; at += 1) {
        var name = localStorage.key(at);
        if (name.indexOf("xueheng-") === 0) { kept.push(name); unsent += (localStorage.getItem(name).match(/"client"|"[0-9]+":"/g) || []).length; }
      }
      var asked = document.documentElement.lang === "en"
        ? unsent + " marks are on this device and were not saved. Sign out and drop them?"
        : "本机还有 " + unsent + " 条没有保存的点选，退出后会清掉。确定退出？";
      if (unsent && !window.confirm(asked)) return false;
      kept.forEach(function (each) { localStorage.removeItem(each); });
    } catch (problem) { /* a browser that keeps nothing */ }
    return true;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-sign-out") && !leavesNothing()) { event.preventDefault(); return; }
    if (form.method === "post") freshen(form);
    if (form.matches("form[data-form]")) {
      if (form.dataset.sending) { event.preventDefault(); return; }
      form.dataset.sending = "1";
      typed = false;
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sending]").forEach(function (form) { delete form.dataset.sending; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (typed && !document.querySelector("form[data-form] .draft-state")) event.preventDefault();
  });

  // The tab where somebody signed in anew tells the tab that waits.
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("signed-in") : null;
  if (channel) {
    if (document.querySelector("[data-signed-in]")) channel.postMessage("signed in");
    channel.onmessage = function () { sessionOver(false); };
  }

  // Menus close when one presses elsewhere or Escape.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("header.top details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      document.querySelectorAll("header.top details[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.closest && event.target.closest("form[data-form]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
    }
    if ((event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      var box = document.getElementById("head-wanted"), link = document.querySelector("a.to-search");
      if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
      else if (link) { event.preventDefault(); window.location.assign(link.href); }
    }
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      var field = document.querySelector("form.filter input, form.filter select");
      if (field) { event.preventDefault(); field.focus(); }
    }
  });

  var problems = document.querySelector("[data-problems]");
  if (problems) problems.focus();
})();
