/** Style as a test over the source: arrows between rooms, a header sentence in every module, nothing left for later. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = ['shared', 'functions', 'infra', 'cli'] as const;

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const sources = rooms.flatMap(sourcesIn);
const textOf = new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** Every module a file imports: relative ones as paths from the root, packages by name. */
function importsOf(file: string): readonly string[] {
  const found = textOf.get(file)!.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, target]) =>
    target!.startsWith('.') ? relative(root, resolve(root, dirname(file), target!)) : target!,
  );
}

const roomOf = (path: string): string => path.split('/')[0]!;
const allowed: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  functions: ['functions', 'shared'],
  infra: ['infra', 'functions', 'shared'],
  cli: ['cli', 'infra', 'functions', 'shared', 'package.json'],
};

/** Inside shared: steps → rooms → ports; the text room and ids are below all. */
const belowSteps = ['channels', 'release', 'query', 'watch', 'archive', 'politeness', 'newsrooms', 'search', 'text'];

describe('the source', () => {
  it('keeps the arrows cli → infra → functions → shared', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => rooms.includes(roomOf(target) as (typeof rooms)[number]))
        .filter((target) => !allowed[roomOf(file)]!.includes(roomOf(target)))
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets no room of shared/ import a step', () => {
    const wrong = sources
      .filter((file) => belowSteps.some((room) => file.startsWith(`shared/${room}/`)))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith('shared/steps/'))
          .map((target) => `${file} → ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('imports @aws-sdk in functions/adapters/aws/ only, and aws-cdk-lib in infra/aws/ only', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(
          (target) =>
            (target.startsWith('@aws-sdk/') && !file.startsWith('functions/adapters/aws/')) ||
            (/^(aws-cdk-lib|constructs)\b/.test(target) && !file.startsWith('infra/aws/')),
        )
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('says in a header sentence what each module is for', () => {
    const silent = sources.filter((file) => !/^(#!.*\n)?\s*(\/\*\*|\/\/ )/.test(textOf.get(file)!));
    expect(silent).toEqual([]);
  });

  it('takes the time, chance and the outside world through ports only, inside shared/', () => {
    const wrong = sources
      .filter((file) => file.startsWith('shared/'))
      .filter((file) =>
        /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID|process\.(env|argv)/.test(textOf.get(file)!),
      );
    expect(wrong).toEqual([]);
  });

  it('leaves nothing for later', () => {
    const left = sources.filter((file) => /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck/.test(textOf.get(file)!));
    expect(left).toEqual([]);
  });

  it('never asks which newsroom it is', () => {
    const wrong = sources
      .filter((file) => file.startsWith('shared/') && file.endsWith('.ts'))
      .filter((file) => /newsroom(\.id)?\s*===\s*['"]/.test(textOf.get(file)!));
    expect(wrong).toEqual([]);
  });
});
