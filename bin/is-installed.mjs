import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether node_modules holds what package-lock.json names, by the list that npm itself leaves there
 * (node_modules/.package-lock.json): every package the same in both lists and its folder there. A package of the lock
 * may be absent only when it is optional and made for other machines, or optional and needed by such a one alone.
 *
 * @param {string} root folder of package-lock.json
 * @param {{ os: string, cpu: string, libc?: string }} machine as npm names them; `libc` on Linux only
 */
export function isInstalled(root, machine) {
  const locked = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (!locked || !present) return false;
  if (Object.keys(present).some((place) => !(place in locked))) return false;
  return Object.entries(locked).every(([place, wanted]) => {
    if (place === '') return true;
    if (!(place in present)) return wanted.optional === true && !madeFor(wanted, machine);
    return JSON.stringify(present[place]) === JSON.stringify(wanted) && existsSync(path.join(root, place, 'package.json'));
  });
}

/** Of this operating system, processor and C library by name; one that names none is only needed by one that does. */
function madeFor({ os, cpu, libc }, machine) {
  if (os === undefined && cpu === undefined) return false;
  const fits = (names, own) => names === undefined || own === undefined || [names].flat().includes(own);
  return fits(os, machine.os) && fits(cpu, machine.cpu) && fits(libc, machine.libc);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null; // absent, or cut off by an installation that was stopped
  }
}

/** This machine in npm's names. */
export function thisMachine() {
  const { glibcVersionRuntime } = process.platform === 'linux' ? process.report.getReport().header : {};
  return { os: process.platform, cpu: process.arch, ...(process.platform === 'linux' ? { libc: glibcVersionRuntime ? 'glibc' : 'musl' } : {}) };
}
