import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");
const LONGEST_FUNCTION = 40;
const LONGEST_FILE = 250;

const ours = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (path) => /\.tsx?$/.test(path) && !path.includes("generated"),
);

/** Functions with their lines, those of what they are named by included. */
function functions(name: string, text: string): { name: string; lines: number }[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const line = (at: number) => file.getLineAndCharacterOfPosition(at).line;
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const begin = line(node.getStart(file));
      found.push({ name: `${name}:${begin + 1}`, lines: line(node.end) - begin + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const read = (path: string) => readFileSync(join(SRC, path), "utf8");
const isTest = (path: string) => /\.test\.tsx?$/.test(path);

describe("what can be read at one look", { timeout: 60_000 }, () => {
  it("has no function that is longer", () => {
    const all = ours.filter((path) => !isTest(path)).flatMap((path) => functions(path, read(path)));
    expect(all.length).toBeGreaterThan(1000);
    expect(all.filter(({ lines }) => lines > LONGEST_FUNCTION)).toEqual([]);
  });

  it("has no file that is longer", () => {
    const long = ours.filter((path) => read(path).split("\n").length > LONGEST_FILE + 1);
    expect(long.map((path) => relative(SRC, join(SRC, path)))).toEqual([]);
  });

  it("is counted right", () => {
    const text = `const f = () => {\n${"  g();\n".repeat(LONGEST_FUNCTION)}};\n`;
    expect(functions("f.ts", text)).toEqual([{ name: "f.ts:1", lines: LONGEST_FUNCTION + 2 }]);
  });
});
