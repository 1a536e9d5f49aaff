// Give package-lock.json an entry for every optional package, those of other platforms too.
//
// npm leaves out what it could not look up when it wrote the lock, and `npm ci` then refuses the
// lock on every machine. Such packages are pinned exactly by the one that wants them, and their
// names say for which machine they are. `npm install`, then `node scripts/complete-lock.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../package-lock.json");
const SYSTEMS = /\b(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)\b/;
const MACHINES = /\b(arm64|arm|x64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32)\b/;

function entry(name, version, parent) {
  const [system] = name.match(SYSTEMS) ?? [];
  const [machine] = name.match(MACHINES) ?? [];
  if (!/^\d/.test(version) || !(system || machine))
    throw new Error(`${name}@${version} is optional: nothing says for which machine it is`);
  return {
    version,
    ...(machine && { cpu: [machine] }),
    ...(parent.dev && { dev: true }),
    ...(/-musl/.test(name) && { libc: ["musl"] }),
    ...(/-gnu/.test(name) && system === "linux" && { libc: ["glibc"] }),
    optional: true,
    ...(system && { os: [system] }),
  };
}

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const added = [];
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
    if (parent.peerDependenciesMeta?.[name] || places.some((one) => one in lock.packages)) continue;
    lock.packages[`node_modules/${name}`] = entry(name, version, parent);
    added.push(name);
  }
}
const [top, ...rest] = Object.entries(lock.packages);
rest.sort(([one], [other]) => (one < other ? -1 : 1));
lock.packages = Object.fromEntries([top, ...rest]);
writeFileSync(FILE, `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(`added: ${added.join(", ") || "nothing was missing"}\n`);
