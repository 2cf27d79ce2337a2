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
  document.addEventListener("submit", function (event) {
    var form = event.target;
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
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      var field = document.querySelector("form.filter input, form.filter select");
      if (field) { event.preventDefault(); field.focus(); }
    }
  });

  var problems = document.querySelector("[data-problems]");
  if (problems) problems.focus();
})();
