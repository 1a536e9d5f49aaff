/** Where the stack is that is looked at, its nginx in front. */
export const ORIGIN = given("OUTCRY_ORIGIN", "http://localhost:8080");

/** A setting of whoever started this. */
export function given(name: string, otherwise?: string): string {
  const value = process.env[name] ?? otherwise;
  if (value === undefined) throw new Error(`set ${name}`);
  return value;
}
