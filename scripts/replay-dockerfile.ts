// Carries out the Dockerfile without Docker, in empty folders: npm run docker:replay
//
// Each stage is a folder whose paths stand for the image's. RUN and COPY are carried out as they stand, with the Node
// version that FROM names; CMD is started as the image's user, has to pass the HEALTHCHECK, and to end on SIGTERM.
// What this can't show: what the base image lacks. It stops at the first failure and leaves its exit code.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../src/project-root.ts';
import { type Copy, parseCopy, parseDockerfile, parseExec, type Stage } from './dockerfile.ts';

const port = '3999';
const startsWithinMs = 60_000;
const endsWithinMs = 10_000;

interface Replayed {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly workdir: string;
  readonly user: string | undefined;
  readonly health: string[] | undefined;
  readonly command: string[] | undefined;
}

const place = mkdtempSync(path.join(os.tmpdir(), 'prep-image-'));
chmodSync(place, 0o755);
const ignored = new Set(readFileSync(path.join(projectRoot, '.dockerignore'), 'utf8').split('\n').filter(Boolean));
const done = new Map<string, Replayed>();

try {
  const stages = parseDockerfile(readFileSync(path.join(projectRoot, 'Dockerfile'), 'utf8'));
  for (const stage of stages) done.set(stage.name, replay(stage));
  const image = done.get(stages.at(-1)?.name ?? '');
  if (!image) throw new Error('The Dockerfile has no stage.');
  refuseDevelopmentPackages(image);
  await runImage(image);
  console.log('The image builds, runs, is healthy and ends in order.');
} finally {
  rmSync(place, { recursive: true, force: true });
}

function replay(stage: Stage): Replayed {
  const root = path.join(place, stage.name);
  mkdirSync(root);
  const env: NodeJS.ProcessEnv = { PATH: `${nodeFolder(stage.image)}:${process.env.PATH}` };
  let workdir = '/';
  let user: string | undefined;
  let health: string[] | undefined;
  let command: string[] | undefined;
  for (const { instruction, rest } of stage.steps) {
    console.log(`[${stage.name}] ${instruction} ${rest}`);
    if (instruction === 'WORKDIR') {
      workdir = path.posix.resolve(workdir, rest);
      mkdirSync(path.join(root, workdir), { recursive: true });
    } else if (instruction === 'ENV') {
      const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(rest) ?? [];
      env[name] = value;
    } else if (instruction === 'COPY') copy(parseCopy(rest), root, workdir);
    else if (instruction === 'RUN') {
      // npm finds its registry in this machine's environment; the image's CMD below sees nothing of it.
      const options = { cwd: path.join(root, workdir), env: { ...process.env, ...env } };
      execFileSync('sh', ['-c', rest], { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
    } else if (instruction === 'USER') user = rest;
    else if (instruction === 'HEALTHCHECK') health = parseExec(rest);
    else if (instruction === 'CMD') command = parseExec(rest);
  }
  return { root, env, workdir, user, health, command };
}

/** The folder with the `node` that the base image has, brought by npm where this machine runs another. */
function nodeFolder(image: string): string {
  const version = /^node:(\d+)-slim$/.exec(image)?.[1];
  if (!version) throw new Error(`The replay only knows node:<version>-slim, not ${image}.`);
  if (process.versions.node.startsWith(`${version}.`)) return path.dirname(process.execPath);
  const flags = ['-y', '-p', `node@${version}`, '-c', 'command -v node'];
  return path.dirname(execFileSync('npx', flags, { encoding: 'utf8', cwd: place }).trim());
}

function copy({ fromStage, owner, sources, target }: Copy, root: string, workdir: string): void {
  const origin = fromStage === undefined ? projectRoot : done.get(fromStage)?.root;
  if (origin === undefined) throw new Error(`COPY --from=${fromStage}: there is no such stage before.`);
  const into = path.join(root, path.posix.resolve(workdir, target));
  for (const source of sources) {
    if (fromStage === undefined && ignored.has(source.split('/')[0] ?? '')) {
      throw new Error(`COPY ${source}: .dockerignore keeps it out of the build.`);
    }
    const from = path.join(origin, source);
    // As Docker does: a folder's contents are copied, a file goes into a target that ends with a slash.
    const to = statSync(from).isDirectory() || !target.endsWith('/') ? into : path.join(into, path.basename(source));
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    const account = owner === undefined ? undefined : accountOf(owner.split(':')[0] ?? '');
    if (account) chownSync(to, account.uid, account.gid);
  }
}

/** The account that the image runs as. Root makes it, because the base image has it; others can only be themselves. */
function accountOf(name: string): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name]);
    return { uid: id('-u'), gid: id('-g') };
  }
}

function refuseDevelopmentPackages(image: Replayed): void {
  const modules = path.join(image.root, image.workdir, 'node_modules');
  const found = ['vitest', 'typescript', '@biomejs/biome', 'playwright-core'].filter((name) =>
    existsSync(path.join(modules, name)),
  );
  if (found.length > 0) throw new Error(`The image has development packages: ${found.join(', ')}.`);
}

async function runImage({ root, env, workdir, user, health, command }: Replayed): Promise<void> {
  if (!user || user === 'root') throw new Error('The image runs as root: it needs a USER.');
  if (!command || !health) throw new Error('The image needs a CMD and a HEALTHCHECK.');
  const options = {
    ...accountOf(user),
    cwd: path.join(root, workdir),
    // HOST is 0.0.0.0 in the image, where the playground is off unless it is asked for.
    env: { ...env, PORT: port, PLAYGROUND: 'on' },
  };
  const child = start(command, options);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  try {
    const deadline = Date.now() + startsWithinMs;
    while (!(await passes(health, options))) {
      if (child.exitCode !== null) throw new Error(`CMD ended with ${child.exitCode}.`);
      if (Date.now() > deadline) throw new Error('HEALTHCHECK did not pass in time.');
      await sleep(500);
    }
    console.log('HEALTHCHECK passes; sending SIGTERM.');
    child.kill('SIGTERM');
    const code = await Promise.race([ended, sleep(endsWithinMs, 'late' as const, { ref: false })]);
    if (code !== 0)
      throw new Error(code === 'late' ? 'SIGTERM did not end it in 10 s.' : `SIGTERM ended it with ${code}.`);
  } finally {
    // In order where it can be: its Postgres outlives a kill.
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(endsWithinMs, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }
}

function start(words: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): ChildProcess {
  const [program = '', ...rest] = words;
  return spawn(program, rest, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
}

function passes(words: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<boolean> {
  const check = start(words, options);
  return new Promise((resolve) => check.once('exit', (code) => resolve(code === 0)));
}
