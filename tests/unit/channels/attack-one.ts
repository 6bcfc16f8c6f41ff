/** Runs one attack at full size and prints what it took: a process of its own, so that memory is its own. */

import { read } from './context.ts';
import { attacks } from './feed-attacks.ts';

const make = attacks[process.argv[2] ?? ''];
if (make === undefined) throw new Error(`no attack of the name ${process.argv[2]}`);
const body = make(1);
const bytes = typeof body === 'string' ? Buffer.from(body) : body;
const before = process.cpuUsage();
read(bytes);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({ seconds: (user + system) / 1e6, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
