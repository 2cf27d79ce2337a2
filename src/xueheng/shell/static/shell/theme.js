// Light or dark before the first stroke is drawn; what the reader chose stands in the page already.
(function () {
  "use strict";
  var root = document.documentElement;
  if (root.hasAttribute("data-bs-theme")) return;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var set = function () { root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light"); };
  set();
  dark.addEventListener("change", set);
})();
