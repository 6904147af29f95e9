import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type WebMessagesStore, webMessagesStore } from '../../src/store/web-messages.ts';
import { message, paragraph } from '../../src/view/message.ts';
import { freshDatabase, type TestDatabase } from '../setup/database.ts';

let fresh: TestDatabase;
let database: Database;
let store: WebMessagesStore;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = await openDatabase(fresh);
  store = webMessagesStore(database);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const channel = (name: string, workspace = 'here') => ({ platform: 'web', workspace, channel: name }) as const;
const says = (words: string) => message(paragraph(words));
const now = Date.UTC(2026, 10, 24);

describe('a post', () => {
  it('is made once for its key, whoever posts it at once, and is found by it', async () => {
    const posts = Array.from({ length: 8 }, (_, n) => store.post(channel('once'), says(`post ${n}`), 'key', now));
    const ids = new Set(await Promise.all(posts));
    expect(ids.size).toBe(1);
    expect(await store.latest(channel('once'), 10)).toHaveLength(1);
    expect(await store.find(channel('once'), 'key', now)).toBe([...ids][0]);
    expect(await store.find(channel('once'), 'key', now + 1)).toBeUndefined();
    expect(await store.find(channel('once', 'elsewhere'), 'key', 0)).toBeUndefined();
  });

  it('is edited in its own channel and workspace alone', async () => {
    const id = await store.post(channel('edit'), says('before'), 'key', now);
    expect(await store.edit({ ...channel('edit', 'elsewhere'), message: id }, says('no'), now)).toBe(false);
    expect(await store.edit({ ...channel('other'), message: id }, says('no'), now)).toBe(false);
    expect(await store.edit({ ...channel('edit'), message: '999999' }, says('no'), now)).toBe(false);
    expect(await store.edit({ ...channel('edit'), message: id }, says('after'), now + 5)).toBe(true);
    expect(await store.read('here', id)).toMatchObject({ message: says('after'), editedAt: now + 5 });
    expect(await store.read('elsewhere', id)).toBeUndefined();
  });
});

describe('what is kept for one person', () => {
  const kept = { ...channel('kept'), person: 'ana', about: undefined, at: now };

  it('is seen by that person alone, in its channel, and a later one takes its place', async () => {
    await store.keep([
      { ...kept, key: 'one', message: { ...says('first'), said: 'help' } },
      { ...kept, key: 'two', message: says('second'), about: '7' },
    ]);
    await store.keep([{ ...kept, key: 'one', message: says('instead'), at: now + 1 }]);
    const seen = await store.history(channel('kept'), 'ana', 10);
    expect(seen.map((each) => each.message)).toEqual([says('instead'), says('second')]);
    expect(seen[1]).toMatchObject({ about: '7', person: 'ana' });
    expect(await store.history(channel('kept'), 'ben', 10)).toEqual([]);
    expect(await store.history(channel('kept', 'elsewhere'), 'ana', 10)).toEqual([]);
    expect(await store.latest(channel('kept'), 10)).toEqual([]);
  });

  it('is never edited as if it were public', async () => {
    const [mine] = await store.history(channel('kept'), 'ana', 10);
    expect(await store.edit({ ...channel('kept'), message: mine?.id ?? '' }, says('no'), now)).toBe(false);
  });

  it('told outside of a channel is in all of them', async () => {
    await store.tell({ platform: 'web', workspace: 'told', person: 'ben' }, says('for Ben'), now);
    for (const name of ['a', 'b']) expect(await store.history(channel(name, 'told'), 'ben', 10)).toHaveLength(1);
    expect(await store.history(channel('a', 'told'), 'ana', 10)).toEqual([]);
  });
});

it('the history is read in pages, oldest first', async () => {
  for (let n = 0; n < 5; n += 1) await store.post(channel('long'), says(`${n}`), `key-${n}`, now + n);
  const last = await store.history(channel('long'), 'ana', 2);
  expect(last.map((each) => each.message)).toEqual([says('3'), says('4')]);
  const before = await store.history(channel('long'), 'ana', 2, last[0]?.id);
  expect(before.map((each) => each.message)).toEqual([says('1'), says('2')]);
});

it('whoever listens hears of posts, edits and what is told, until they stop', async () => {
  const heard: (string | undefined)[] = [];
  const stop = await store.listen((changed) => heard.push(changed && `${changed.workspace} ${changed.id}`));
  const id = await store.post(channel('heard', 'a workspace'), says('x'), 'key', now);
  await store.edit({ ...channel('heard', 'a workspace'), message: id }, says('y'), now);
  await expect.poll(() => heard).toEqual([`a workspace ${id}`, `a workspace ${id}`]);
  await stop();
  await store.post(channel('heard', 'a workspace'), says('z'), 'key 2', now);
  expect(heard).toHaveLength(2);
});
