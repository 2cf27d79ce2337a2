// A phrase that is pressed goes into the text it belongs to, where the cursor stands.
(function () {
  "use strict";
  document.querySelectorAll("details[data-phrases]").forEach(function (list) {
    var field = document.getElementById(list.dataset.phrases);
    if (!field) return;
    list.hidden = false;
    list.addEventListener("click", function (event) {
      var pressed = event.target.closest(".phrase");
      if (!pressed) return;
      var from = field.selectionStart || field.value.length, to = field.selectionEnd || from;
      var after = field.value.slice(0, from) + pressed.textContent + field.value.slice(to);
      if (field.maxLength > 0 && after.length > field.maxLength) return;
      field.value = after;
      field.setSelectionRange(from + pressed.textContent.length, from + pressed.textContent.length);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
})();
