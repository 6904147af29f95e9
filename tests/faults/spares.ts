import { type Crewman, startCrewman } from './crew.ts';

/** Workers that are loaded and wait, so that one that was killed is replaced at once. */
export interface Spares {
  take(): Promise<Crewman>;
  close(): Promise<void>;
}

export function keepSpares(start: { program: string; bankFile: string; log: number }, howMany: number): Spares {
  const loading: Promise<Crewman>[] = [];
  const load = () => {
    const one = startCrewman(start.program, start.bankFile, start.log);
    // Whoever takes it hears of its failure.
    one.catch(() => undefined);
    loading.push(one);
  };
  for (let made = 0; made < howMany; made += 1) load();
  return {
    take() {
      load();
      return loading.shift() ?? startCrewman(start.program, start.bankFile, start.log);
    },
    async close() {
      await Promise.allSettled(loading.map(async (one) => (await one).kill()));
    },
  };
}
