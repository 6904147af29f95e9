import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';
import { discordDescriptor } from '../discord/conformance-stage.ts';
import { slackDescriptor } from '../slack/stage.ts';
import type { Descriptor } from './descriptor.ts';
import { webDescriptor } from './web-stage.ts';

const rooms = ['index', 'connect', 'receive', 'render', 'send', 'install', 'errors'];
const descriptors: Readonly<Record<string, Descriptor>> = {
  discord: discordDescriptor,
  slack: slackDescriptor('http'),
  web: webDescriptor,
};

const here = path.join(projectRoot, 'tests/conformance');

const adapters = readdirSync(path.join(projectRoot, 'adapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

it.each(adapters)('adapters/%s has the rooms of an adapter, or says why it does without', (adapter) => {
  const files = readdirSync(path.join(projectRoot, 'adapters', adapter)).map((file) => path.parse(file).name);
  const { leftOut = {} } = descriptors[adapter] ?? {};
  expect(rooms.filter((room) => !files.includes(room))).toEqual(Object.keys(leftOut));
});

it('every folder of adapters/ runs the suite', () => {
  const runs = readdirSync(here).filter((file) => /^conformance\(/m.test(readFileSync(path.join(here, file), 'utf8')));
  for (const adapter of adapters) {
    expect(
      runs.filter((file) => file.startsWith(adapter)),
      `adapters/${adapter}: add tests/conformance/${adapter}.test.ts`,
    ).not.toEqual([]);
  }
  expect(adapters.length).toBeGreaterThan(2);
});
