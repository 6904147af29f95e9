import type { Parts } from './parts.ts';
import { type Platform, PlatformError, type PlatformName } from './platform.ts';

/** The parts for one action, and whether by them anything was posted, or may have been: that can't be done again. */
export function watchPosts(parts: Parts): { parts: Parts; hasPosted(): boolean } {
  let posted = false;
  const platform = (name: PlatformName): Platform => {
    const given = parts.platform(name);
    return {
      ...given,
      async post(...message) {
        const before = posted;
        posted = true;
        try {
          return await given.post(...message);
        } catch (error) {
          if (error instanceof PlatformError && error.code !== 'unknown_outcome') posted = before;
          throw error;
        }
      },
    };
  };
  return { parts: { ...parts, platform }, hasPosted: () => posted };
}
