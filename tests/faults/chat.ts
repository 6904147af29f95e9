import type { ChatAccess } from './protocol.ts';

/** A fake platform with one workspace and one channel, as the suite sees it: what was done there, and what it is made to do. */
export interface Chat {
  readonly access: ChatAccess;
  readonly workspace: string;
  readonly channel: string;
  /** the bot, and nobody else, may or may not read what was posted */
  letReadHistory(may: boolean): void;
  /** The next post is done, and its answer never comes. Resolves when it is done. */
  silenceNextPost(): Promise<void>;
  /** The next post is done, and the connection is cut before the answer. */
  dropNextAnswer(): void;
  /** what was posted for `key`: the message and when (epoch ms) */
  posted(key: string): readonly { readonly message: string; readonly at: number }[];
  /** what the channel shows of a message: its text and the actions of its buttons */
  shown(message: string): string;
  /** adds somebody to the workspace and gives their id */
  newPerson(name: string): string;
  /** how many private messages of the bot a person has */
  told(person: string): number;
  /** rules of the platform that were broken */
  violations(): readonly string[];
  close(): Promise<void>;
}
