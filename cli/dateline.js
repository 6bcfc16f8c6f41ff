#!/usr/bin/env node
/**
 * The `dateline` command: checks Node.js, registers tsx so that the TypeScript sources run as they are, and hands over
 * to main.ts. Plain JavaScript: it runs after `npm ci --omit=dev` without a build step.
 */
import { nodeComplaint } from './node-version.js';

const complaint = nodeComplaint(process.versions.node);
if (complaint === null) await start();
else fail(complaint);

async function start() {
  let tsx;
  try {
    tsx = await import('tsx/esm/api');
  } catch (cause) {
    if (cause?.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    fail('Dateline’s packages are not installed. Run `npm start`, or `npm ci` in its folder.');
    return;
  }
  tsx.register({ tsconfig: false });
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 3;
}
