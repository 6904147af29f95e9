import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { Platform } from '../../src/platform.ts';
import type { ChatAccess } from './protocol.ts';

/** The real sender of a platform, as a process without that platform's gateway has it. */
export async function openSender(access: ChatAccess, clock: Clock, log: Logger): Promise<Platform> {
  const { apiUrl, token } = access;
  if (access.platform === 'slack') {
    const { createSlackPlatform } = await import('../../adapters/slack/send.ts');
    const { oneWorkspace } = await import('../../adapters/slack/install.ts');
    const { createCalls } = await import('../../adapters/slack/calls.ts');
    const workspaces = oneWorkspace(token, apiUrl, log);
    return createSlackPlatform(workspaces, createCalls(workspaces, clock, log), clock);
  }
  const { createPlatform, createRest } = await import('../../adapters/discord/send.ts');
  const noGateway = { self: () => undefined, isThread: () => undefined, mayReadHistory: () => undefined };
  return createPlatform(createRest(token, apiUrl), noGateway, () => log.fatal('the token is not accepted any more'));
}
