/**
 * Measures the reader of robots.txt on a fetched copy of google/robotstxt's tests, which is no part of this repository. Each test is
 * rewritten from C++ into a few statements of JavaScript and run in an empty context. Tests whose name says `GoogleOnly` go beyond
 * RFC 9309 and are counted apart, and so are three that contradict it; expectations about the inside of Google's parser are counted
 * as left out.
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

/**
 * Expected by Google's parser, which takes addresses as they come, against RFC 9309 §2.2.2: octets outside of US-ASCII and
 * percent-encoded unreserved ones are brought into one form before they are compared, in the address as in the rule; the table
 * there has `/foo/bar/%62%61%7A` match `/foo/bar/baz`.
 */
const contrary: readonly string[] = ['http://foo.bar/foo/bar/ツ', 'http://foo.bar/foo/bar/baz'];

interface Tally {
  contrary: number;
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
  const tally: Tally = { contrary: 0, right: 0, wrong: [], leftOut: 0 };
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
      url,
      allowed: robotsVerdict(readRobots(bytesOf(text), agent.toLowerCase()).rules, url).allowed,
      what: `${agent} ${url.length > 80 ? `${url.slice(0, 40)}…` : url} by ${JSON.stringify(text.slice(0, 120))}`,
    }),
    EXPECT_TRUE: ({ allowed, what }: { allowed: boolean; what: string }) => expected(allowed, `not allowed: ${what}`),
    EXPECT_FALSE({ allowed, what, url }: { allowed: boolean; what: string; url: string }) {
      if (name === 'ID_Encoding' && allowed && contrary.includes(url)) tally.contrary += 1;
      else expected(!allowed, `allowed: ${what}`);
    },
    EXPECT_EQ: (left: unknown, right: unknown) => expected(left === right, `${String(right)}, not ${String(left)}`),
  });
  runInContext(`{${rewritten(statements.join('\n'))}}`, context, { timeout: 1_000 });
}

const totals = new Map<string, { right: number; all: number; leftOut: number; contrary: number }>();
for (const [name, { right, wrong, leftOut, contrary: against }] of tallies) {
  for (const miss of wrong) console.log(`${name}: ${miss}`);
  const key = name.startsWith('GoogleOnly') ? 'beyond RFC 9309' : 'RFC 9309';
  const total = totals.get(key) ?? { right: 0, all: 0, leftOut: 0, contrary: 0 };
  totals.set(key, {
    right: total.right + right,
    all: total.all + right + wrong.length,
    leftOut: total.leftOut + leftOut,
    contrary: total.contrary + against,
  });
}
for (const [key, { right, all, leftOut, contrary: against }] of totals) {
  const apart = `${leftOut} about the inside of the parser left out, ${against} contrary to RFC 9309 §2.2.2 not followed`;
  console.log(`${key}: ${right} of ${all} right, ${apart}`);
}
