// Sets the theme before the first paint; a file of its own, because the page allows no script inside itself.
(function () {
  var kept = null;
  try {
    kept = localStorage.getItem("carillon-theme");
  } catch {
    // A browser that keeps nothing gets the system's theme.
  }
  var dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
