/** How well a name fits what was typed, for every list that is searched by typing. */

/** From here on the text itself is in it, not only its letters one after the other. */
export const IS_IN_IT = 0.6;

/** 1: it is the name; then its beginning, the beginning of a word, anywhere, its letters in order. */
export function closeness(name: string, typed: string): number {
  const [text, wanted] = [name.toLowerCase(), typed.trim().toLowerCase()];
  if (text === wanted) return 1;
  if (text.startsWith(wanted)) return 0.9;
  if (text.includes(` ${wanted}`)) return 0.8;
  if (text.includes(wanted)) return IS_IN_IT + 0.1;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return 0;
  }
  return wanted.length > 1 ? 0.2 : 0;
}

/** Of something with several names: the best of them; a later one counts a little less. */
export function rank(value: string, typed: string, others: readonly string[] = []): number {
  if (!typed.trim()) return 1;
  return Math.max(
    0,
    ...[value, ...others].map((name, index) => closeness(name, typed) - index * 0.01),
  );
}
