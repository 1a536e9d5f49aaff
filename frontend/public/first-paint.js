// Before anything is drawn: the looks chosen last time, so that a light page does not flash dark.
// A file of its own, because the policy forbids inline scripts. src/app/theme.ts does the rest.
(() => {
  try {
    const { document: chosen = {} } = JSON.parse(localStorage.getItem("outcry.preferences")) ?? {};
    const { dataset } = document.documentElement;
    const prefers = (query) => matchMedia(query).matches;
    const system = () => {
      if (prefers("(prefers-contrast: more)")) return "contrast";
      return prefers("(prefers-color-scheme: light)") ? "light" : "dark";
    };
    if (chosen.theme) dataset.theme = chosen.theme === "system" ? system() : chosen.theme;
    if (chosen.upDown) dataset.updown = chosen.upDown;
    if (chosen.density) dataset.density = chosen.density;
  } catch {
    // Nothing was chosen, or storage is switched off.
  }
})();
