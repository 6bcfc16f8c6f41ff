/**
 * Measures the reader of robots.txt on a fetched copy of google/robotstxt's tests, which is no part of this repository. Each test is
 * rewritten from C++ into a few statements of JavaScript and run in an empty context. Tests whose name says `GoogleOnly` go beyond
 * RFC 9309 and are counted apart; expectations about the inside of Google's parser are counted as left out.
 * Usage: node --import tsx tests/bench/robots-suite.ts <robots_test.cc of the copy>
 */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { readRobots, robotsVerdict } from '../../shared/politeness/robots.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the file robots_test.cc of a copy of google/robotstxt');
const source = readFileSync(file, 'utf8')
  .replace(/^\s*\/\/.*$/gm, '')
  .replace(/;\s*\/\/.*$/gm, ';');

/** What this project has no such thing for. */
const foreign = /IsValidUserAgentToObey|TestPath|TestEscape|directives\(\)|last_line_seen\(\)/;

interface Tally {
  right: number;
  wrong: string[];
  leftOut: number;
}

function rewritten(body: string): string {
  return body
    .replace(/RobotsStatsReporter report;/g, '')
    .replace(/std::string\("/g, 'String("')
    .replace(/absl::string_view\(\)/g, '""')
    .replace(/^(\s*)std::string (\w+);/gm, '$1let $2 = "";')
    .replace(/(?:static )?(?:const )?(?:absl::string_view|std::string|size_t|int|char) (\w+)(?:\[\])?\s*=/g, 'let $1 =')
    .replace(/"\s*\n\s*"/g, '" + "')
    .replace(/absl::StrAppend\(&(\w+), /g, '$1 = join($1, ')
    .replace(/absl::StrCat\(/g, 'join(')
    .replace(/\.(?:length|size)\(\)/g, '.length')
    .replace(/googlebot::ParseRobotsTxt\((\w+), &report\)/g, 'report = parsed($1)');
}

const tallies = new Map<string, Tally>();
for (const [, name = '', body = ''] of source.matchAll(/^TEST\(RobotsUnittest, (\w+)\) \{\n(.*?)^\}/gms)) {
  const tally: Tally = { right: 0, wrong: [], leftOut: 0 };
  tallies.set(name, tally);
  const statements = body.split(/(?<=;)\n/).filter((statement) => {
    if (!foreign.test(statement)) return true;
    tally.leftOut += 1;
    return false;
  });
  const expected = (isRight: boolean, what: string): void => {
    if (isRight) tally.right += 1;
    else tally.wrong.push(what);
  };
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
  const context = createContext({
    join: (...parts: string[]) => parts.join(''),
    report: null,
    parsed: (text: string) => ({ sitemap: () => readRobots(bytesOf(text), 'foo').sitemaps.join('') }),
    IsUserAgentAllowed: (text: string, agent: string, url: string) => ({
      allowed: robotsVerdict(readRobots(bytesOf(text), agent.toLowerCase()).rules, url).allowed,
      what: `${agent} ${url.length > 80 ? `${url.slice(0, 40)}…` : url} by ${JSON.stringify(text.slice(0, 120))}`,
    }),
    EXPECT_TRUE: ({ allowed, what }: { allowed: boolean; what: string }) => expected(allowed, `not allowed: ${what}`),
    EXPECT_FALSE: ({ allowed, what }: { allowed: boolean; what: string }) => expected(!allowed, `allowed: ${what}`),
    EXPECT_EQ: (left: unknown, right: unknown) => expected(left === right, `${String(right)}, not ${String(left)}`),
  });
  runInContext(`{${rewritten(statements.join('\n'))}}`, context, { timeout: 1_000 });
}

const totals = new Map<string, { right: number; all: number; leftOut: number }>();
for (const [name, { right, wrong, leftOut }] of tallies) {
  for (const miss of wrong) console.log(`${name}: ${miss}`);
  const key = name.startsWith('GoogleOnly') ? 'beyond RFC 9309' : 'RFC 9309';
  const total = totals.get(key) ?? { right: 0, all: 0, leftOut: 0 };
  totals.set(key, {
    right: total.right + right,
    all: total.all + right + wrong.length,
    leftOut: total.leftOut + leftOut,
  });
}
for (const [key, { right, all, leftOut }] of totals) {
  console.log(`${key}: ${right} of ${all} right, ${leftOut} about the inside of the parser left out`);
}
