/** Colours of the theme for what is drawn on a canvas, where CSS variables are not understood. */

let pixel: CanvasRenderingContext2D | null | undefined;

/** The token `--color-NAME` as rgba(), whatever notation the theme has it in. */
export function colour(name: string, opacity = 1): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`);
  pixel ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pixel) return value.trim();
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = value.trim() || "#888";
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${((alpha / 255) * opacity).toFixed(3)})`;
}

/** Hear when the theme changes. Answers how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  const attributeFilter = ["data-theme", "data-updown", "style"];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  return () => observer.disconnect();
}
