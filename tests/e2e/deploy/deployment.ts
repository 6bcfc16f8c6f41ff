/** Deploys with the commands that the guide gives, word for word, and reads what the stack answers. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentFrom } from '../../../infra/aws/outputs.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The commands of the one fenced block of a page that deploys. */
export function deployCommands(page: string): readonly string[] {
  const blocks = readFileSync(join(root, page), 'utf8').split('```');
  const block = blocks.find((text, index) => index % 2 === 1 && text.includes('cdk deploy'));
  if (block === undefined) throw new Error(`${page} has no fenced block with cdk deploy`);
  return block
    .split('\n')
    .slice(1)
    .map((line) => line.split(' #')[0]?.trim() ?? '')
    .filter((line) => line !== '');
}

export interface Deployment {
  /** Runs a command of the guide with what only the test adds; throws with the end of its output. */
  run(command: string, added: readonly string[]): void;
  /** Runs a verb against the deployed stack; answers the JSON line it printed. */
  dateline(...args: readonly string[]): Readonly<Record<string, unknown>>;
  /** The same for verbs that print many lines, and may end with another exit code. */
  lines(...args: readonly string[]): { readonly code: number | null; readonly lines: Record<string, unknown>[] };
  /** Folder with the newsroom's file. */
  readonly newsroomsFolder: string;
  /** The variables of the adapters and all outputs by their names, once it is deployed. */
  environment(): Readonly<Record<string, string | undefined>>;
}

/** Its folder lies in the temporary folder, which whoever runs the test removes. */
export function openDeployment(newsroomYaml: string): Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
  const newsroomsFolder = join(folder, 'newsrooms');
  const outputsFile = join(folder, 'outputs.json');
  mkdirSync(newsroomsFolder);
  writeFileSync(join(newsroomsFolder, 'loopback.yaml'), newsroomYaml);
  const verb = (args: readonly string[]) => {
    const words = [join(root, 'cli/dateline.js'), ...args, '--target', 'aws', '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { code: status, stdout, stderr };
  };
  return {
    newsroomsFolder,
    run: (command, added) => {
      // Everything that the command writes goes into the folder of this test.
      const elsewhere = command.includes('cdk ') ? ['--output', join(folder, 'cdk.out')] : [];
      const outputs = command.includes('cdk deploy') ? ['--outputs-file', outputsFile] : [];
      const ended = spawnSync('bash', ['-c', `${command} "$@"`, 'bash', ...elsewhere, ...outputs, ...added], {
        cwd: root,
        encoding: 'utf8',
        timeout: 300_000,
      });
      if (ended.status === 0) return;
      const output = `${ended.stdout}\n${ended.stderr}`.trim().split('\n').slice(-30).join('\n');
      throw new Error(`${command} ended with ${ended.status ?? ended.signal}:\n${output}`);
    },
    dateline: (...args) => {
      const { code, stdout, stderr } = verb(args);
      if (code !== 0) throw new Error(`dateline ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
    lines: (...args) => {
      const { code, stdout, stderr } = verb(args);
      if (code !== 0 && code !== 1) throw new Error(`dateline ${args.join(' ')} ended with ${code}: ${stderr}`);
      return {
        code,
        lines: stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      };
    },
    environment: () => {
      const stacks: Record<string, Record<string, string>> = JSON.parse(readFileSync(outputsFile, 'utf8'));
      const outputs = stacks['Dateline'] ?? {};
      return { ...process.env, ...environmentFrom(outputs), ...outputs };
    },
  };
}
