import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCopy, parseDockerfile, parseExec } from '../../scripts/dockerfile.ts';

describe('the replay of the Dockerfile', () => {
  it('reads stages, comments and continued lines', () => {
    const text = '# why\nFROM node:24-slim AS build\nRUN one && \\\n  two\n\nFROM node:24-slim\nUSER node\n';
    expect(parseDockerfile(text)).toEqual([
      { name: 'build', image: 'node:24-slim', steps: [{ instruction: 'RUN', rest: 'one && two' }] },
      { name: '1', image: 'node:24-slim', steps: [{ instruction: 'USER', rest: 'node' }] },
    ]);
  });

  it('refuses what it would not carry out as Docker does', () => {
    expect(() => parseDockerfile('FROM node:24-slim\nADD https://example.org/x .\n')).toThrow('ADD');
    expect(() => parseCopy('--link a b')).toThrow('--link');
    expect(() => parseExec('node dist/src/main.js')).toThrow('JSON');
  });

  it('takes COPY and CMD apart', () => {
    expect(parseCopy('--from=build --chown=node:node /app/a b ./')).toEqual({
      fromStage: 'build',
      owner: 'node:node',
      sources: ['/app/a', 'b'],
      target: './',
    });
    expect(parseExec('--interval=15s CMD ["node", "-e", "1"]')).toEqual(['node', '-e', '1']);
  });

  it('finds an image that isn’t root and runs no shell', () => {
    const stages = parseDockerfile(readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8'));
    const last = stages.at(-1)?.steps ?? [];
    expect(last.find((step) => step.instruction === 'USER')?.rest).toBe('node');
    expect(parseExec(last.find((step) => step.instruction === 'CMD')?.rest ?? '')).toEqual([
      'node',
      'dist/src/main.js',
    ]);
  });
});
